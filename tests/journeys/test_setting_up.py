"""An installation is set up, people are invited, the protocol is accepted: then work can begin."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from steps import (
    AGENCY,
    MISSION,
    address_in,
    letter_to,
    opens_the_mandate,
    records_a_mandate,
    signs_in,
)
from visitor import Entry, Visitor

from people import Cast

pytestmark = pytest.mark.django_db
EVA, AMINA, CHINARA = "eva@mission.example", "amina@mission.example", "chinara@ministry.example"
PHRASE = "a long enough phrase"


@pytest.mark.first_run
def test_an_administrator_sets_up_an_installation_and_amina_comes_to_work_in_it() -> None:
    given_nothing_is_set_up_every_page_leads_to_the_first()

    eva = when_eva_answers_the_first_page()
    then_she_signs_in_and_the_first_page_is_gone(eva)
    then_the_places_are_there(eva)
    when_she_registers_an_organization_and_invites_amina(eva)
    amina = when_amina_follows_the_link_in_her_letter()
    then_amina_is_at_her_desk_in_arvenia(amina)
    when_eva_makes_her_curator(eva)
    then_the_register_is_hers_to_keep(amina)
    when_amina_sends_a_newer_set_of_places_she_sees_first_what_would_change(amina)
    then_it_counts_when_she_says_so_and_can_be_taken_back(amina)


def given_nothing_is_set_up_every_page_leads_to_the_first() -> None:
    Visitor().opens("/mandates/").sees("Set up this installation")


def when_eva_answers_the_first_page() -> Visitor:
    eva = Visitor().opens("/first-run/")
    answered = {
        "Your name": "Eva Ek",
        "Your e-mail address": EVA,
        "A password, of twelve signs at least": PHRASE,
        "Controller": MISSION,
        "Hosting": "A machine in the mission's own room, under its own law",
        "First host country": "Arvenia",
        "House style of names": "OSCE",
        "Boundaries and P-codes of the country": a_file_of_places("Darn", "Vell"),
        "Languages of the pages": "English; Français",
    }
    # Arvenia is invented: the page says what is missing, and nothing typed is lost.
    eva.sends("Set up", answered).sees("it can only be an exercise", "choose them again")
    again: dict[str, Entry] = {
        "Boundaries and P-codes of the country": SimpleUploadedFile("places.geojson", b"{"),
        "A password, of twelve signs at least": PHRASE,
        "This is an exercise: every page says so": True,
    }
    # Files that are none: again nothing is made.
    eva.sends("Set up", again).sees("places.geojson is no GeoJSON")
    again["Boundaries and P-codes of the country"] = a_file_of_places("Darn", "Vell")
    return eva.sends("Set up", again).sees("The installation is set up")


def a_file_of_places(*districts: str) -> SimpleUploadedFile:
    """Return a region with districts as the file that Eva was sent."""
    units = [("XA01", "North Sirin", 1, "XA")]
    units += [(f"XA010{n}", name, 2, "XA01") for n, name in enumerate(districts, start=1)]
    features = [
        {
            "type": "Feature",
            "properties": {"pcode": code, "name_en": name, "level": level, "parent": parent},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[n, 0], [n + 1, 0], [n + 1, 1], [n, 1], [n, 0]]],
            },
        }
        for n, (code, name, level, parent) in enumerate(units)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return SimpleUploadedFile("places.geojson", content, "application/geo+json")


def then_she_signs_in_and_the_first_page_is_gone(eva: Visitor) -> None:
    eva.sends("Sign in", {"E-mail address": EVA, "Password": PHRASE})
    eva.sees("Desk of Eva Ek", "Exercise country", "that alone shows you no record")
    assert eva.opens("/first-run/").status == 404


def then_the_places_are_there(eva: Visitor) -> None:
    eva.opens("/").follows("Places").sees("North Sirin", "Darn", "Vell", "XA0102")


def when_amina_sends_a_newer_set_of_places_she_sees_first_what_would_change(
    amina: Visitor,
) -> None:
    amina.opens("/").follows("Places").follows("Newer boundaries and P-codes")
    amina.sends("Show what would change", {"Files": a_file_of_places("New Darn")})
    amina.sees("Another name: 1", "New Darn (en)", "Gone: 1", "XA0102", "1 unit is the same")
    amina.in_another_tab().opens("/places/").sees("Vell").does_not_see("New Darn")


def then_it_counts_when_she_says_so_and_can_be_taken_back(amina: Visitor) -> None:
    amina.sends("Let it count", {"Why": "The ministry's list of the year"})
    amina.sees("These places count now.", "Another name: 1", "Gone: 1")
    places = amina.in_another_tab()
    places.opens("/places/").sees("New Darn").does_not_see("Vell")
    amina.sends("Take it back", {"Why": "It was last year's"}).sees("as they were before")
    places.opens("/places/").sees("Darn", "Vell").does_not_see("New Darn")


def when_she_registers_an_organization_and_invites_amina(eva: Visitor) -> None:
    eva.opens("/").follows("Organizations").follows("Register an organization")
    eva.sends("Register", {"Name": MISSION, "Acronym": "OMA"}).sees("Registered", MISSION)
    eva.follows("invite somebody")
    invited = {
        "Name": "Amina Aliyeva",
        "E-mail address": AMINA,
        "The person": "manager: writes, and looks after its people",
        "Country": "Arvenia",
        "Language of the letter": "English",
    }
    eva.sends("Send the letter", invited).sees("A letter is on its way", AMINA)


def when_amina_follows_the_link_in_her_letter() -> Visitor:
    letter = letter_to(AMINA)
    assert MISSION in letter
    amina = Visitor().opens(address_in(letter)).sees(f"{MISSION} invites you")
    amina.sends("Join", {"A password": PHRASE}).sees(f"You belong to {MISSION} now")
    amina.sends("Sign in", {"E-mail address": AMINA, "Password": PHRASE})
    # The link counts once.
    assert Visitor().opens(address_in(letter)).status == 404
    return amina


def then_amina_is_at_her_desk_in_arvenia(amina: Visitor) -> None:
    amina.sees("Desk of Amina Aliyeva", MISSION, "manager", "Arvenia")
    assert amina.opens("/organizations/register/").status == 403


def when_eva_makes_her_curator(eva: Visitor) -> None:
    eva.opens("/").follows("People").follows("Amina Aliyeva")
    given = {"Role": "curator of the register", "Country": "Arvenia", "Why": "She knows it best."}
    eva.sends("Give the role", given).sees("It counts from the person's next page")


def then_the_register_is_hers_to_keep(amina: Visitor) -> None:
    amina.opens("/").follows("Organizations").follows("Register an organization")
    amina.sends("Register", {"Name": AGENCY, "Acronym": "UNHA"}).sees("Registered")


def test_nothing_can_be_entered_before_the_convenor_has_accepted_the_protocol(
    new_arvenia: Cast,
) -> None:
    amina, chinara = signs_in(new_arvenia.amina), signs_in(new_arvenia.chinara)

    when_amina_records_a_mandate_too_early_it_is_refused_and_nothing_is_lost(amina)
    then_amina_sees_that_the_convenor_decides(amina)
    when_chinara_reads_the_protocol_makes_a_line_stricter_and_accepts_it(chinara)
    then_the_same_mandate_is_kept_under_the_label_of_the_protocol(
        amina, signs_in(new_arvenia.bruno)
    )


def when_amina_records_a_mandate_too_early_it_is_refused_and_nothing_is_lost(
    amina: Visitor,
) -> None:
    records_a_mandate(amina).sees("until its convenor has accepted", "see “Sharing”")
    assert amina.status == 422
    assert "Memorandum of understanding of 2010" in amina.answer.content.decode()


def then_amina_sees_that_the_convenor_decides(amina: Visitor) -> None:
    amina.opens("/").follows("Sharing").sees("not accepted yet: nothing can be entered")
    amina.follows("Arvenia").sees("The convenor of the country accepts it.")
    amina.does_not_see("Accept it as it stands below")


def when_chinara_reads_the_protocol_makes_a_line_stricter_and_accepts_it(
    chinara: Visitor,
) -> None:
    chinara.opens("/").follows("Sharing").follows("Arvenia")
    chinara.follows("Change mandates")
    chinara.sends("Save", {"Label": "TLP:AMBER"}).sees("It counts for what is entered from now on")
    chinara.sends("Accept it as it stands below")
    chinara.sees("Data can be entered from now on", "Accepted on")


def then_the_same_mandate_is_kept_under_the_label_of_the_protocol(
    amina: Visitor, bruno: Visitor
) -> None:
    # It is the agency's: that a curator wrote it down opens it to nobody else.
    records_a_mandate(amina).sees("Kept. Its rule shows it to others than you.", "0 records")
    opens_the_mandate(bruno).sees("TLP:AMBER", AGENCY)
