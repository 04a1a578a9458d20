"""Activities over the API: read as precisely as shared, entered, changed, withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_client import as_, nobody, problems, shape_of
from django.core.cache import cache
from ground import the_ground

from intarsia_site.access.models import SharingRule
from intarsia_site.reports.models import Activity, ReportImport
from people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
ACTIVITIES = "/api/v1/activities/"


@pytest.fixture
def cast(tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path / "data"
    cache.clear()
    return the_ground()


def a_clinic(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "organization_id": cast.agency.public_id, "country_code": "XA",
        "title": "Clinic of Darn repaired", "sector_code": "primary_health",
        "place_code": "XA0101", "starts_on": "2011-01-10", "ends_on": "2011-12-31",
        "partner": "Doctors of Darn", "budget": 120000.5, "currency": "USD", "people": 4000,
        **changes,
    }  # fmt: skip


def test_a_program_enters_changes_and_withdraws(cast: Cast) -> None:
    bruno = as_(cast.bruno)

    made = bruno.post(ACTIVITIES, a_clinic(cast))
    assert made.status_code == 201, made.content
    assert made.json()["budget_usd"] == 120000.5
    assert made.json()["implementers"] == ["Doctors of Darn"]
    address = f"{ACTIVITIES}{made.json()['id']}/"
    changed = bruno.patch(address, {"title": "Clinic"}, headers={"If-Match": made["ETag"]})

    assert changed.status_code == 200
    assert changed.json()["title"] == "Clinic"
    assert changed.json()["activity_id"] == made.json()["activity_id"]
    assert changed.json()["id"] != made.json()["id"]
    assert bruno.get(address).status_code == 404
    address = f"{ACTIVITIES}{changed.json()['id']}/"
    gone = bruno.delete(address, headers={"If-Match": changed["ETag"], "X-Because": "Never began"})
    assert gone.status_code == 204
    assert bruno.get(ACTIVITIES).json() == {"items": [], "total": 0, "next": None}


def test_what_may_not_be_seen_is_null_and_not_counted(cast: Cast) -> None:
    made = as_(cast.bruno).post(ACTIVITIES, a_clinic(cast)).json()
    Activity.versions.update(plausible=3)
    daniel = as_(cast.daniel)

    SharingRule.objects.update(label="TLP:AMBER", beyond=0)
    assert daniel.get(ACTIVITIES).json()["total"] == 0
    assert shape_of(daniel.get(f"{ACTIVITIES}{made['id']}/")) == "access.not_found"
    SharingRule.objects.update(beyond=2)
    (one,) = daniel.get(ACTIVITIES).json()["items"]
    assert one["precision"] == "coarse"
    assert {name for name, value in one.items() if value is not None} == {
        "id", "precision", "country_code", "sector_code", "sector_codes", "area_code", "area_codes",
        "from_quarter_on", "to_quarter_on",
    }  # fmt: skip
    assert daniel.get(f"{ACTIVITIES}?search=Clinic").json()["total"] == 0
    assert daniel.get(f"{ACTIVITIES}?period=2011-Q3").json()["total"] == 1


def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(cast: Cast) -> None:
    bruno = as_(cast.bruno)

    wrong = problems(bruno.post(ACTIVITIES, a_clinic(cast, sector_code="helth", title="")))
    assert set(wrong) == {"sector_code", "title"}
    assert set(problems(bruno.post(ACTIVITIES, {"title": "x"}))) == {
        "organization_id", "country_code",
    }  # fmt: skip
    assert set(problems(bruno.post(ACTIVITIES, a_clinic(cast, budget="much")))) == {"budget"}
    assert set(problems(bruno.post(ACTIVITIES, a_clinic(cast, name="x")))) == {"name"}
    assert bruno.post(ACTIVITIES, a_clinic(cast, organization_id="zzzzzzzzzzzz")).status_code == 404
    assert not ReportImport.objects.exists()


def test_writing_needs_the_scope_the_role_and_the_version(cast: Cast) -> None:
    made = as_(cast.bruno).post(ACTIVITIES, a_clinic(cast))
    SharingRule.objects.update(label="TLP:GREEN")
    address = f"{ACTIVITIES}{made.json()['id']}/"

    assert as_(cast.bruno, scope="read").post(ACTIVITIES, a_clinic(cast)).status_code == 403
    assert as_(cast.daniel).post(ACTIVITIES, a_clinic(cast)).status_code == 403
    assert as_(cast.daniel).patch(address, {"title": "x"}).status_code == 403
    assert nobody().get(ACTIVITIES).status_code == 401
    assert as_(cast.bruno).patch(address, {"title": "x"}).status_code == 428
    stale = as_(cast.bruno).patch(address, {"title": "x"}, headers={"If-Match": '"other"'})
    assert stale.status_code == 412


def test_the_same_key_enters_it_once(cast: Cast) -> None:
    bruno = as_(cast.bruno)
    headers = {"Idempotency-Key": "one"}

    first = bruno.post(ACTIVITIES, a_clinic(cast), headers=headers)
    again = bruno.post(ACTIVITIES, a_clinic(cast), headers=headers)

    assert first.json()["id"] == again.json()["id"]
    assert Activity.current.count() == 1


def test_a_list_is_read_part_by_part(cast: Cast) -> None:
    bruno = as_(cast.bruno)
    for number in range(3):
        bruno.post(ACTIVITIES, a_clinic(cast, title=f"Clinic {number}"))

    seen, address = [], f"{ACTIVITIES}?limit=2"
    while address:
        part = bruno.get(address).json()
        seen += [one["title"] for one in part["items"]]
        address = part["next"]

    assert sorted(seen) == ["Clinic 0", "Clinic 1", "Clinic 2"]
    assert bruno.get(f"{ACTIVITIES}?cursor=no").status_code == 422
    assert bruno.get(f"{ACTIVITIES}?sector=x").status_code == 422
