"""The registry's pages: what a person does with them, without script."""

from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from ground import a_capacity, a_mandate, the_ground
from openpyxl import load_workbook

from intarsia_site.access.models import Country, Membership, SharingRule
from intarsia_site.registry.models import Capacity, Mandate, Proposal
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.record import keep_record
from people import Cast, an_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_ground()


@pytest.fixture(autouse=True)
def _today(time_machine_at_exercise: None) -> None:
    """Every request is made on the exercise's day."""


def as_(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_curator_adds_a_mandate_and_a_donor_finds_it(cast: Cast) -> None:
    sent = as_(cast.amina).post("/mandates/new/", a_mandate(cast), follow=True)
    assert sent.status_code == 200
    assert "UN health agency" in sent.content.decode()

    listed = as_(cast.daniel).get("/mandates/?sector_code=primary_health").content.decode()

    assert "UN health agency" in listed
    assert "Darn" in listed


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(cast: Cast) -> None:
    answer = as_(cast.amina).post("/mandates/new/", a_mandate(cast, starts_on="soon"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is not a day" in page
    assert "Memorandum of understanding of 2010" in page
    assert not Mandate.objects.exists()


def test_who_does_not_decide_proposes_with_the_same_form(cast: Cast) -> None:
    answer = as_(cast.daniel).post(
        "/mandates/new/", {**a_mandate(cast), "because": "It is in the text."}, follow=True
    )

    assert "Proposed" in answer.content.decode()
    assert Proposal.objects.get().proposed_by == cast.daniel
    decided = as_(cast.amina).post(
        f"/proposals/{Proposal.objects.get().public_id}/decide/", {"answer": "accept"}, follow=True
    )
    assert decided.status_code == 200
    assert Mandate.objects.count() == 1


def test_what_was_typed_stays_while_the_protocol_is_not_accepted(cast: Cast) -> None:
    Country.objects.update(protocol_accepted_at=None)

    answer = as_(cast.amina).post("/mandates/new/", a_mandate(cast))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "until its convenor has accepted" in page
    assert "Memorandum of understanding of 2010" in page


def test_the_owners_people_are_led_from_a_record_to_who_may_see_it(cast: Cast) -> None:
    kept = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=_now())
    rule = f"/sharing/rules/{SharingRule.objects.get().public_id}/"

    pages = {
        name: as_(getattr(cast, name)).get(f"/mandates/{kept}/").content.decode()
        for name in ("amina", "bruno", "daniel")
    }

    assert {name for name, page in pages.items() if rule in page} == {"bruno"}


def test_the_form_does_not_carry_the_register_and_takes_a_written_organization(cast: Cast) -> None:
    for number in range(300):
        an_organization(name=f"Association for the {number}th village")
    client = as_(cast.amina)

    page = client.get("/mandates/new/").content.decode()
    sent = client.post("/mandates/new/", a_mandate(cast, organization_id="unha"))

    assert "Association" not in page
    assert sent.status_code == 302
    assert Mandate.objects.get().organization == cast.agency


def test_what_could_be_meant_is_offered_to_be_ticked_without_script(cast: Cast) -> None:
    client, cast_texts = as_(cast.amina), a_mandate(cast)

    answer = client.post("/mandates/new/", {**cast_texts, "organization_id": "health"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'type="radio" name="organization_id" value="{cast.agency.public_id}"' in page
    assert f'type="radio" name="organization_id" value="{cast.ministry.public_id}"' in page
    ticked = {**cast_texts, "organization_id": ["health", cast.agency.public_id]}
    assert client.post("/mandates/new/", ticked).status_code == 302
    unknown = client.post("/mandates/new/", {**cast_texts, "organization_id": "Atlantis"})
    assert "No organization is called so" in unknown.content.decode()


def test_the_second_editor_sees_both_versions(cast: Cast) -> None:
    kept = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=_now())
    client, address = as_(cast.amina), f"/mandates/{kept}/change/"
    texts = {**a_mandate(cast), "revision": "1"}
    client.post(address, {**texts, "provision": "Article 1"})

    answer = client.post(address, {**texts, "provision": "Article 2"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Article 1" in page
    assert "Article 2" in page
    assert Mandate.objects.get().provision == "Article 1"
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None
    again = client.post(
        address, {**texts, "provision": "Article 2", "revision": revision[1]}, follow=True
    )
    assert again.status_code == 200
    assert Mandate.objects.get().provision == "Article 2"


def test_a_forbidden_record_and_an_unknown_one_give_one_page(cast: Cast) -> None:
    kept = keep_record(NOUNS["capacities"], a_capacity(cast), by=cast.bruno, at=_now())

    for ending in ("", "change/", "remove/"):
        pages = {
            re.sub(
                r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode()
            ).replace(public_id, "ID")
            for public_id in (kept, "zzzzzzzzzzzz")
            for answer in [as_(cast.daniel).get(f"/capacities/{public_id}/{ending}")]
            if answer.status_code == 404
        }
        assert len(pages) == 1


def test_nobody_signed_in_is_asked_to_sign_in_everywhere(cast: Cast) -> None:
    kept = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=_now())

    for address in ("", "new/", "table.csv", "table.xlsx", "from-file/", f"{kept}/"):
        answer = Client().get(f"/mandates/{address}")
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/account/login/")


def test_leaving_an_organization_counts_at_the_next_request(cast: Cast) -> None:
    kept = keep_record(NOUNS["capacities"], a_capacity(cast), by=cast.bruno, at=_now())
    client = as_(cast.bruno)
    assert client.get(f"/capacities/{kept}/").status_code == 200

    Membership.objects.filter(user=cast.bruno).update(until_at=_now())

    assert client.get(f"/capacities/{kept}/").status_code == 404
    assert "Emergency" not in client.get("/capacities/").content.decode()


def test_a_table_goes_out_and_comes_back_with_its_difference_shown_first(cast: Cast) -> None:
    for n in range(3):
        texts = a_mandate(cast, instrument=f"=Instrument {n}")
        keep_record(NOUNS["mandates"], texts, by=cast.amina, at=_now())
    client = as_(cast.amina)
    out = client.get("/mandates/table.csv").content.decode("utf-8-sig")
    assert "'=Instrument 0" in out
    changed = out.replace("'=Instrument 1", "Decree 1") + (
        f",,{cast.agency.public_id},XA,fund,,,,,Law of 2011,\n"
    )

    shown = client.post("/mandates/from-file/", {"file": _file(changed)})

    page = shown.content.decode()
    assert Mandate.objects.count() == 3
    assert "Decree 1" in page
    signed = re.search(r'name="difference" value="([^"]+)"', page)
    assert signed is not None
    client.post("/mandates/from-file/", {"difference": signed[1], "because": "Read again."})
    assert set(Mandate.objects.values_list("instrument", flat=True)) == {
        "=Instrument 0",
        "Decree 1",
        "=Instrument 2",
        "Law of 2011",
    }


def test_a_coarse_record_says_its_area_on_pages_and_in_files(cast: Cast) -> None:
    kept = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=_now())
    Mandate.objects.update(plausible=3)
    SharingRule.objects.update(label="TLP:AMBER", beyond=2)
    client = as_(cast.daniel)

    for address in ("/mandates/", f"/mandates/{kept}/"):
        page = client.get(address).content.decode()
        assert "North Sirin" in page
        assert "Darn" not in page
    heads, row = csv.reader(client.get("/mandates/table.csv").content.decode().splitlines())
    said = dict(zip(heads, row, strict=True))
    assert (said["area_code"], said["area_name"]) == ("XA01", "North Sirin")
    assert (said["precision"], said["place_code"]) == ("coarse", "")


def test_a_difference_signed_for_another_person_is_refused(cast: Cast) -> None:
    text = (
        f"organization_id,country_code,function,instrument\n{cast.agency.public_id},XA,fund,Law\n"
    )
    page = as_(cast.amina).post("/mandates/from-file/", {"file": _file(text)}).content.decode()
    signed = re.search(r'name="difference" value="([^"]+)"', page)
    assert signed is not None

    for difference in (signed[1], signed[1][:-3] + "xyz", ""):
        answer = as_(cast.daniel).post("/mandates/from-file/", {"difference": difference})
        assert answer.status_code == 422
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", b"colour,size\n1,2\n"),
        ("x.xlsx", b"PK\x03\x04 no workbook"),
        ("x.exe", b"MZ"),
        ("x.csv", b""),
        ("../../x.csv", b"\x00\x01\x02"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(cast: Cast, name: str, content: bytes) -> None:
    made = io.BytesIO(content)
    made.name = name

    answer = as_(cast.amina).post("/mandates/from-file/", {"file": made})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_the_workbook_holds_texts_and_what_the_viewer_sees(cast: Cast) -> None:
    keep_record(NOUNS["capacities"], a_capacity(cast, name="=1+1"), by=cast.bruno, at=_now())

    mine = load_workbook(io.BytesIO(as_(cast.bruno).get("/capacities/table.xlsx").content))
    others = load_workbook(io.BytesIO(as_(cast.daniel).get("/capacities/table.xlsx").content))

    cells = [cell for row in mine.active.iter_rows(min_row=2) for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert others.active.max_row == 1


def test_a_hidden_form_field_changes_nothing_it_may_not(cast: Cast) -> None:
    as_(cast.amina).post(
        "/mandates/new/",
        {**a_mandate(cast), "rule": "1", "plausible": "9", "public_id": "aaaaaaaaaaaa"},
    )

    row = Mandate.objects.get()
    assert row.plausible == 0
    assert row.public_id != "aaaaaaaaaaaa"
    assert SharingRule.objects.count() == 1
    assert Capacity.objects.count() == 0


def _file(text: str) -> io.BytesIO:
    made = io.BytesIO(text.encode())
    made.name = "mandates.csv"
    return made


def _now() -> object:
    from django.utils import timezone

    return timezone.now()


def test_the_sentence_says_what_is_asked_for_also_where_nothing_fits(cast: Cast) -> None:
    keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=_now())

    page = as_(cast.daniel).get("/mandates/?sector_code=police&function=lead").content.decode()

    closed = re.sub(r"(?s)<div class=\"choices\">.*?</div>", " ", page)
    words = " ".join(re.sub(r"<[^>]*>", " ", closed).split())
    assert "to lead in police and policing , in any place of any country" in words
    assert "No mandate is recorded that fits." in words
    assert "Show everything" in words


def test_days_and_codes_are_read_as_words(cast: Cast) -> None:
    kept = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=_now())

    listed = as_(cast.daniel).get("/mandates/").content.decode()
    french = as_(cast.daniel).get(f"/mandates/{kept}/", headers={"accept-language": "fr"})

    assert "1 January 2010" in listed
    assert "2010-01-01" not in listed
    assert "1 janvier 2010" in french.content.decode()


def test_a_proposal_names_what_it_would_change(cast: Cast) -> None:
    as_(cast.daniel).post("/mandates/new/", {**a_mandate(cast), "because": "It is in the text."})

    page = as_(cast.amina).get(f"/proposals/{Proposal.objects.get().public_id}/").content.decode()

    for words in ("UN health agency", "Lead", "Primary health care", "Darn", "1 January 2010"):
        assert words in page
    assert "primary_health" not in page
    assert "XA0101" not in page


def test_the_first_view_of_a_long_list_is_small(cast: Cast) -> None:
    for number in range(60):
        texts = a_mandate(cast, instrument=f"Memorandum of understanding number {number}")
        keep_record(NOUNS["mandates"], texts, by=cast.amina, at=_now())

    answer = as_(cast.daniel).get("/mandates/", headers={"accept-encoding": "gzip"})
    look = Path(look_css()).read_bytes()

    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) + len(gzip.compress(look)) <= 100_000


def look_css() -> str:
    found = finders.find("look.css")
    assert isinstance(found, str)
    return found
