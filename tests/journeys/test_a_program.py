"""A program reads, proposes and changes over the API, as the person whose key it has."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from steps import AGENCY, INSTRUMENT, limits_who_may_see_it, records_a_mandate, signs_in
from visitor import Visitor

from people import Cast

pytestmark = pytest.mark.django_db
MANDATES = "/api/v1/mandates/"


def test_a_program_reads_proposes_and_is_told_when_somebody_was_quicker(arvenia: Cast) -> None:
    amina, bruno = signs_in(arvenia.amina), signs_in(arvenia.bruno)
    records_a_mandate(amina, Provision="Article 1").sees("Kept.")

    program = given_a_program_with_a_key_of(bruno, "reads and writes")
    record, tag = when_it_reads_the_list_and_opens_the_record(program)
    when_it_proposes_another_provision(program, record["id"], tag)
    then_amina_finds_the_proposal_and_accepts_it(amina)
    then_the_version_that_the_program_knew_is_refused_with_both(program, record["id"], tag)
    when_bruno_ends_the_key_the_next_request_is_refused(bruno, program)


class Program:
    """What speaks to the API with a key."""

    def __init__(self, key: str) -> None:
        self.client, self.key = Client(), key

    def asks(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        said = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.generic(
            method,
            address,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.key}", **said},
        )


def given_a_program_with_a_key_of(person: Visitor, scope: str) -> Program:
    person.opens("/account/").follows("Keys for programs")
    person.sends("Make the key", {"What it is for": "Weekly exchange", "The program": scope})
    found = re.search(r"intarsia_\S+", person.text)
    assert found is not None
    # It is shown once.
    person.opens(person.address).does_not_see(found[0])
    return Program(found[0])


def when_it_reads_the_list_and_opens_the_record(program: Program) -> tuple[dict[str, Any], str]:
    listed = program.asks("GET", f"{MANDATES}?sector_code=primary_health").json()
    assert [one["instrument"] for one in listed["items"]] == [INSTRUMENT]
    answer = program.asks("GET", f"{MANDATES}{listed['items'][0]['id']}/")
    assert answer.json()["provision"] == "Article 1"
    return answer.json(), answer["ETag"]


def when_it_proposes_another_provision(program: Program, record: str, tag: str) -> None:
    change = {"provision": "Article 4"}
    # Which version is meant must be said.
    assert program.asks("PATCH", f"{MANDATES}{record}/", change).status_code == 428
    answer = program.asks(
        "PATCH", f"{MANDATES}{record}/", change, If_Match=tag, X_Because="Amended in May."
    )
    assert answer.status_code == 202
    proposal = program.asks("GET", f"/api/v1/proposals/{answer.json()['proposal']}/").json()
    assert (proposal["state"], proposal["proposed_by"]) == ("open", "Bruno Bianchi")


def then_amina_finds_the_proposal_and_accepts_it(amina: Visitor) -> None:
    amina.opens("/").follows("Proposals").follows("Mandate").sees("Amended in May.", "Article 4")
    amina.sends("Accept").sees("Accepted.")


def then_the_version_that_the_program_knew_is_refused_with_both(
    program: Program, record: str, tag: str
) -> None:
    answer = program.asks(
        "PATCH", f"{MANDATES}{record}/", {"provision": "Article 5"}, If_Match=tag,
        X_Because="Amended again.",
    )  # fmt: skip
    assert answer.status_code == 412
    data = answer.json()["data"]
    assert (data["yours"]["provision"], data["theirs"]["provision"]) == ("Article 5", "Article 4")


def when_bruno_ends_the_key_the_next_request_is_refused(bruno: Visitor, program: Program) -> None:
    bruno.opens("/account/").follows("Keys for programs")
    bruno.sends("End", within="Weekly exchange").sees("The program's next request is refused.")
    assert program.asks("GET", MANDATES).status_code == 401


def test_a_program_of_daniel_learns_no_more_than_daniel(arvenia: Cast) -> None:
    amina, bruno, daniel = (signs_in(one) for one in (arvenia.amina, arvenia.bruno, arvenia.daniel))
    records_a_mandate(amina).sees("Kept.")
    program = given_a_program_with_a_key_of(daniel, "reads")
    (record,) = program.asks("GET", MANDATES).json()["items"]

    limits_who_may_see_it(bruno, label="TLP:AMBER+STRICT")

    assert program.asks("GET", MANDATES).json() == {"items": [], "total": 0, "next": None}
    unknown = program.asks("GET", f"{MANDATES}zzzzzzzzzzzz/")
    hidden = program.asks("GET", f"{MANDATES}{record['id']}/")
    assert (hidden.status_code, hidden.json()) == (404, unknown.json())
    assert AGENCY not in hidden.content.decode()
