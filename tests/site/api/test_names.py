"""Names out of reports over the API: listed among the proposals, and decided by curators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_client import as_, problems
from django.core.cache import cache
from ground import the_ground
from sent import CLINIC, VACCINES, a_list, a_source, imported, read, received

from intarsia_site.access.models import Organization, OrganizationAlias
from intarsia_site.registry.models import NameToLearn, ReportedPlaceName
from intarsia_site.reports.services.deciding import confirm_organizations, confirm_places
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
PROPOSALS = "/api/v1/proposals/"


@pytest.fixture
def cast(tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path / "data"
    cache.clear()
    return the_ground()


def confirmed(cast: Cast, *rows: tuple[str, ...], label: str = "TLP:GREEN", **meant: Any) -> None:
    """Bruno confirms whom and what names of a report mean, and imports it."""
    report = read(received(a_source(cast), a_list(*rows), cast))
    if "organizations" in meant:
        confirm_organizations(report.public_id, meant["organizations"], by=cast.bruno, at=NOW)
        report.refresh_from_db()
        report = read(report)
    if "places" in meant:
        confirm_places(report.public_id, meant["places"], by=cast.bruno, at=NOW)
        report.refresh_from_db()
        report = read(report)
    imported(report, cast, label=label)


def test_a_new_organization_is_listed_and_registered_under_the_name_that_is_sent(
    cast: Cast,
) -> None:
    confirmed(cast, CLINIC, organizations={"Doctors of Darn": "new"})
    amina = as_(cast.amina)

    (listed,) = amina.get(PROPOSALS).json()["items"]
    assert listed["about"] == "organizations"
    assert {"field": "name", "before": "", "after": "Doctors of Darn"} in listed["changes"]
    assert (listed["proposed_by"], listed["label"]) == (None, "TLP:GREEN")
    assert listed["proposed_at"].startswith("2011-06-01T00:00:00")
    assert (listed["may_decide"], listed["may_withdraw"]) == (True, False)
    address = f"{PROPOSALS}{listed['id']}/"
    assert amina.get(address).json() == listed
    answer = amina.post(
        f"{address}decide/", {"answer": "accept", "name": "Doctors of Darn Foundation"}
    )

    made = Organization.objects.get(name="Doctors of Darn Foundation")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["record"]) == ("accepted", made.public_id)
    assert made.aliases.get().name == "Doctors of Darn"
    assert amina.get(PROPOSALS).json()["items"] == []
    (done,) = amina.get(f"{PROPOSALS}?state=accepted").json()["items"]
    assert done["id"] == listed["id"]


def test_another_name_and_the_name_of_a_place_are_learned(cast: Cast) -> None:
    rows = [(*CLINIC[:2], "Norland Fund", *CLINIC[3:6], "Old Darn", *CLINIC[7:])]
    confirmed(
        cast, *rows, organizations={"Norland Fund": cast.donor.public_id},
        places={("Old Darn", "North Sirin"): "XA0101"},
    )  # fmt: skip
    amina = as_(cast.amina)
    by_kind = {one["about"]: one for one in amina.get(PROPOSALS).json()["items"]}
    assert set(by_kind) == {"organization-names", "place-names"}
    assert by_kind["organization-names"]["record"] == cast.donor.public_id

    records = [
        amina.post(f"{PROPOSALS}{by_kind[kind]['id']}/decide/", {"answer": "accept"}).json()
        for kind in ("organization-names", "place-names")
    ]

    assert [one["record"] for one in records] == [cast.donor.public_id, "XA0101"]
    assert OrganizationAlias.objects.get(organization=cast.donor).name == "Norland Fund"
    assert ReportedPlaceName.objects.get().name == "Old Darn"


def test_names_and_records_come_in_one_list_a_part_at_a_time(cast: Cast) -> None:
    new = {"Doctors of Darn": "new", "Norland Fund for Health": "new"}
    confirmed(
        cast, CLINIC, (*VACCINES[:2], "Norland Fund for Health", *VACCINES[3:]),
        organizations=new,
    )  # fmt: skip
    amina = as_(cast.amina)

    first = amina.get(f"{PROPOSALS}?limit=1").json()
    second = amina.get(first["next"]).json()

    ids = [one["id"] for part in (first, second) for one in part["items"]]
    assert set(ids) == set(NameToLearn.objects.values_list("public_id", flat=True))
    assert second["next"] is None


def test_who_may_not_decide_a_name_is_told_so_or_knows_of_none(cast: Cast) -> None:
    confirmed(cast, CLINIC, organizations={"Doctors of Darn": "new"})
    address = f"{PROPOSALS}{NameToLearn.objects.get().public_id}/"

    bruno, daniel, amina = (as_(one) for one in (cast.bruno, cast.daniel, cast.amina))
    assert bruno.get(address).json()["proposed_by"] == "Bruno Bianchi"
    assert bruno.post(f"{address}decide/", {"answer": "accept"}).status_code == 403
    assert daniel.get(address).status_code == 404
    assert daniel.get(PROPOSALS).json()["items"] == []
    assert daniel.post(f"{address}decide/", {"answer": "accept"}).status_code == 404
    assert amina.post(f"{address}decide/", {"answer": "withdraw"}).status_code == 404
    declined = amina.post(f"{address}decide/", {"answer": "decline"})
    assert list(problems(declined)) == ["because"]
    assert not Organization.objects.filter(name="Doctors of Darn").exists()

    assert bruno.post(f"{address}decide/", {"answer": "withdraw"}).json()["state"] == "withdrawn"


def test_a_name_is_decided_once_by_a_key(cast: Cast) -> None:
    confirmed(cast, CLINIC, organizations={"Doctors of Darn": "new"})
    address = f"{PROPOSALS}{NameToLearn.objects.get().public_id}/decide/"
    amina, key = as_(cast.amina), {"Idempotency-Key": "n-1"}

    answers = [amina.post(address, {"answer": "accept"}, key) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert Organization.objects.filter(name="Doctors of Darn").count() == 1


def test_only_a_new_organization_takes_a_name_with_the_answer(cast: Cast) -> None:
    rows = [(*CLINIC[:2], "Norland Fund", *CLINIC[3:])]
    confirmed(cast, *rows, organizations={"Norland Fund": cast.donor.public_id})
    address = f"{PROPOSALS}{NameToLearn.objects.get().public_id}/decide/"

    answer = as_(cast.amina).post(address, {"answer": "accept", "name": "Another"})

    assert list(problems(answer)) == ["name"]
    assert NameToLearn.objects.get().state == "open"
