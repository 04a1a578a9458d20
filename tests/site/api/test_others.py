"""Organizations, proposals, places and oneself over the API."""

from __future__ import annotations

import pytest
from api_client import Program, as_, problems, shape_of
from django.core.cache import cache
from ground import a_mandate, the_ground

from intarsia.sharing.labels import Label
from intarsia_site.access.models import AuditEntry, Organization, SharingRule
from intarsia_site.registry.models import Mandate, Place, Proposal
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.proposal import propose_change, propose_record
from intarsia_site.registry.services.record import keep_record
from people import NOW, Cast, a_membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
MANDATES = NOUNS["mandates"]


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return the_ground()


def _every(program: Program, address: str | None) -> list[dict]:
    found: list[dict] = []
    while address:
        page = program.get(address).json()
        found += page["items"]
        address = page["next"]
    return found


def test_organizations_are_listed_whole_and_found_by_a_word(cast: Cast) -> None:
    every = _every(as_(cast.daniel), "/api/v1/organizations/?limit=2")

    assert {one["id"] for one in every} == set(
        Organization.objects.values_list("public_id", flat=True)
    )
    assert len(every) == Organization.objects.count()
    (found,) = as_(cast.daniel).get("/api/v1/organizations/?search=unha").json()["items"]
    assert found["name"] == "UN health agency"
    assert found["country_code"] is None
    assert as_(cast.daniel).get("/api/v1/organizations/?after=zzzzzzzzzzzz").status_code == 404


def test_groups_are_those_one_is_in_or_convenes(cast: Cast) -> None:
    named = {
        name: [one["name"] for one in _every(as_(getattr(cast, name)), "/api/v1/groups/?limit=1")]
        for name in ("amina", "bruno", "chinara", "daniel", "eva")
    }

    assert named == {
        "amina": [],
        "bruno": ["Health group"],
        "chinara": ["Health group"],
        "daniel": [],
        "eva": [],
    }


def test_tokens_are_ones_own_and_without_their_secret(cast: Cast) -> None:
    as_(cast.amina)
    program = as_(cast.daniel, scope="read")

    (mine,) = _every(program, "/api/v1/tokens/?limit=1")

    assert (mine["name"], mine["scope"], mine["is_current"]) == ("test", "read", True)
    assert program.token not in program.get("/api/v1/tokens/").content.decode()


def test_the_trail_is_for_administrators_and_managers_as_their_page_shows_it(cast: Cast) -> None:
    keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    a_membership(user=cast.bruno, organization=cast.agency, country=cast.arvenia, role="manager")

    (kept,) = _every(as_(cast.bruno), "/api/v1/audit/?kind=mandate&limit=1&since=2011-06-01")

    assert (kept["verb"], kept["by_name"]) == ("keep", "Amina Aliyeva")
    assert kept["after"]["instrument"] == "Memorandum of understanding of 2010"
    assert _every(as_(cast.eva), "/api/v1/audit/?kind=mandate") == []
    assert _every(as_(cast.eva), "/api/v1/audit/?kind=token")
    assert as_(cast.daniel).get("/api/v1/audit/").status_code == 404
    for wrong in ("soon", ""):
        assert "since" in problems(as_(cast.eva).get(f"/api/v1/audit/?since={wrong}"))


def test_an_organization_says_no_member_to_anybody(cast: Cast) -> None:
    for person in (cast.amina, cast.eva, cast.daniel):
        answer = as_(person).get(f"/api/v1/organizations/{cast.mission.public_id}/")
        assert answer.json()["acronym"] == "OMA"
        assert "Aliyeva" not in answer.content.decode()
    assert as_(cast.amina).get("/api/v1/organizations/zzzzzzzzzzzz/").status_code == 404


def test_places_have_their_names_on_a_day(cast: Cast) -> None:
    program = as_(cast.daniel)
    page = program.get("/api/v1/places/?country_code=XA&on=2011-06-01").json()

    assert [one["code"] for one in page["items"]] == ["XA01", "XA0101"]
    assert page["items"][1]["name"] == "Darn"
    assert page["items"][1]["within"] == "North Sirin"
    assert list(problems(program.get("/api/v1/places/?country_code=XQ"))) == ["country_code"]
    for day in ("soon", "20110601", "2011-W01-1", "2011-13-01"):
        assert list(problems(program.get(f"/api/v1/places/?country_code=XA&on={day}"))) == ["on"]


def test_places_beyond_a_hundred_are_reached(cast: Cast) -> None:
    Place.objects.bulk_create(
        Place(country=cast.arvenia, code=f"XA2{number:03d}", level=2) for number in range(230)
    )

    found = _every(as_(cast.daniel), "/api/v1/places/?country_code=XA")

    assert len({one["code"] for one in found}) == len(found) == 232


def test_i_am_who_i_am(cast: Cast) -> None:
    said = as_(cast.chinara).get("/api/v1/me/").json()

    assert said["id"] == cast.chinara.public_id
    assert said["email"] == "chinara@example.org"
    (membership,) = said["memberships"]
    assert membership["organization_id"] == cast.ministry.public_id
    assert (membership["role"], membership["country_code"]) == ("manager", "XA")
    assert {(one["role"], one["country_code"]) for one in said["roles"]} == {
        ("convenor", "XA"), ("host_coordinator", "XA"),
    }  # fmt: skip
    assert said["countries"] == [{"code": "XA", "name": "Arvenia"}]
    assert as_(cast.eva).get("/api/v1/me/").json()["is_administrator"] is True


def _proposed(cast: Cast, **changes: str) -> str:
    texts = a_mandate(cast, **changes)
    return propose_record(MANDATES, texts, by=cast.daniel, at=NOW, because="It is in the text.")


def test_proposals_are_listed_and_decided(cast: Cast) -> None:
    made = [_proposed(cast, provision=f"Article {number}") for number in range(3)]
    program = as_(cast.amina)

    listed = _every(program, "/api/v1/proposals/?limit=1")
    assert {one["id"] for one in listed} == set(made)
    assert len(listed) == 3
    assert listed[0]["about"] == "mandates"
    assert listed[0]["may_decide"] is True
    address = f"/api/v1/proposals/{made[0]}/"
    assert {"field": "provision", "before": "", "after": "Article 0"} in program.get(
        address
    ).json()["changes"]

    accepted = program.post(f"{address}decide/", {"answer": "accept"})

    assert accepted.status_code == 200
    assert accepted.json()["state"] == "accepted"
    assert accepted.json()["record"] == Mandate.objects.get().public_id
    again = program.post(f"{address}decide/", {"answer": "accept"})
    assert again.status_code == 404
    (one,) = program.get("/api/v1/proposals/?state=accepted").json()["items"]
    assert one["id"] == made[0]


def test_deciding_is_done_once_by_a_key_and_declining_needs_a_reason(cast: Cast) -> None:
    address = f"/api/v1/proposals/{_proposed(cast)}/decide/"
    program, key = as_(cast.amina), {"Idempotency-Key": "d-1"}
    assert list(problems(program.post(address, {"answer": "decline"}, key))) == ["because"]

    answers = [
        program.post(address, {"answer": "decline", "because": "Не так."}, key) for _ in range(2)
    ]

    assert [one.json()["state"] for one in answers] == ["declined", "declined"]
    assert answers[0].json()["record"] is None
    assert AuditEntry.objects.get(verb="declined").because == "Не так."


def test_only_who_may_decides_and_only_who_proposed_takes_back(cast: Cast) -> None:
    address = f"/api/v1/proposals/{_proposed(cast)}/decide/"

    for person, answer, status in (
        (cast.daniel, "accept", 403), (cast.bruno, "accept", 403),
        (cast.amina, "withdraw", 404), (cast.daniel, "maybe", 422), (cast.daniel, "withdraw", 200),
    ):  # fmt: skip
        assert as_(person).post(address, {"answer": answer}).status_code == status
    assert Proposal.objects.get().state == "withdrawn"
    assert not Mandate.objects.exists()


def test_a_proposal_that_time_has_passed_by_is_told_with_both_versions(cast: Cast) -> None:
    record = keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    proposal = propose_change(
        MANDATES, record, {"provision": "Article 2"}, by=cast.daniel, at=NOW, because="Misread."
    )
    Mandate.objects.update(provision="Article 7")

    answer = as_(cast.amina).post(f"/api/v1/proposals/{proposal}/decide/", {"answer": "accept"})

    assert answer.status_code == 412
    assert shape_of(answer) == "access.stale"
    assert answer.json()["data"]["theirs"]["provision"] == "Article 7"


def test_a_hidden_proposal_is_nothing(cast: Cast) -> None:
    address = f"/api/v1/proposals/{_proposed(cast)}/"
    SharingRule.objects.update(label=Label.RED)
    for rule in SharingRule.objects.all():
        rule.persons.set([cast.amina])

    program = as_(cast.bruno)

    assert program.get(address).status_code == 404
    assert program.post(f"{address}decide/", {"answer": "accept"}).status_code == 404
    assert program.get("/api/v1/proposals/").json()["items"] == []


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMl0", "WyJzb29uIiwgInp6enp6enp6enp6eiJd", "W251bGwsICIifV0", "%2B"]
)
def test_a_forged_cursor_of_proposals_is_refused(cast: Cast, cursor: str) -> None:
    answer = as_(cast.amina).get(f"/api/v1/proposals/?cursor={cursor}")

    assert list(problems(answer)) == ["cursor"]
