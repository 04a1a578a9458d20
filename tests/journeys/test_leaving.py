"""A person leaves and is erased: what they did stays, under a pseudonym."""

from __future__ import annotations

import re

import pytest
from steps import opens_the_mandate, records_a_mandate, signs_in
from visitor import Visitor

from people import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def test_a_person_leaves_and_what_they_did_stays_under_a_pseudonym(arvenia: Cast) -> None:
    amina, bruno = signs_in(arvenia.amina), signs_in(arvenia.bruno)
    records_a_mandate(amina).sees("Kept.")
    when_bruno_proposes_a_change_that_amina_accepts(bruno, amina)
    bruno_elsewhere = signs_in(arvenia.bruno)

    when_bruno_takes_what_is_held_about_him_and_has_himself_erased(bruno)

    then_he_is_signed_out_everywhere_and_cannot_come_back(bruno_elsewhere, arvenia.bruno.email)
    then_what_he_proposed_is_of_a_former_member(amina)
    chinara_reads = then_the_trail_keeps_a_pseudonym(signs_in(arvenia.eva))
    then_his_name_and_address_are_nowhere(chinara_reads, arvenia.bruno.email)


def when_bruno_proposes_a_change_that_amina_accepts(bruno: Visitor, amina: Visitor) -> None:
    opens_the_mandate(bruno).follows("Propose a change")
    bruno.sends("Propose", {"Provision": "Article 4", "Why": "It was amended."})
    bruno.sees("Bruno Bianchi")
    amina.opens("/").follows("Proposals").sees("Bruno Bianchi").follows("Mandate").sends("Accept")


def when_bruno_takes_what_is_held_about_him_and_has_himself_erased(bruno: Visitor) -> None:
    bruno.opens("/").follows("People").follows("Bruno Bianchi")
    held = bruno.takes("All that is held about me").decode()
    assert "bruno@example.org" in held
    assert "UN health agency" in held
    bruno.follows("Erase").sees("This cannot be undone")
    bruno.sends("Erase for good", {"Why": "He has left the agency."}).sees("Sign in")


def then_he_is_signed_out_everywhere_and_cannot_come_back(elsewhere: Visitor, address: str) -> None:
    elsewhere.opens("/mandates/").sees("Sign in").does_not_see("Mandates")
    again = Visitor().opens("/account/login/")
    again.sends("Sign in", {"E-mail address": address, "Password": PASSWORD})
    again.does_not_see("Desk")


def then_what_he_proposed_is_of_a_former_member(amina: Visitor) -> None:
    amina.opens("/").follows("Proposals").follows("accepted").sees("a former member")
    amina.does_not_see("Bruno").follows("Mandate").sees("a former member", "Article 4")
    amina.does_not_see("Bruno")


def then_the_trail_keeps_a_pseudonym(eva: Visitor) -> Visitor:
    eva.opens("/").follows("Trail").sees("erased a person", "He has left the agency.")
    assert re.search(r"a former member [0-9a-z]{12}", eva.text)
    return eva


def then_his_name_and_address_are_nowhere(reader: Visitor, address: str) -> None:
    for page in ("/audit/", "/people/", "/organizations/"):
        reader.opens(page).does_not_see("Bianchi", address)
