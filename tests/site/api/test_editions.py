"""Editions, drafts and who else is there, over the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_client import as_, problems, shape_of
from django.core.cache import cache
from ground import the_ground
from sent import CLINIC, VACCINES, a_source, sent

from intarsia_site.reports.models import Draft
from people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
EDITIONS, DRAFTS = "/api/v1/editions/", "/api/v1/drafts/"
SIMILAR = "/api/v1/activities/similar/"


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
        "partner": "Doctors of Darn", "budget": 120000, "currency": "USD", **changes,
    }  # fmt: skip


def test_an_edition_is_frozen_read_and_corrected_beside(cast: Cast) -> None:
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES, label="TLP:GREEN")
    chinara, daniel = as_(cast.chinara), as_(cast.daniel)
    wanted = {"country_code": "XA", "title": "May 2011", "as_of": "2011-05-31"}

    assert daniel.post(EDITIONS, wanted).status_code == 403
    assert set(problems(chinara.post(EDITIONS, {"title": "x"}))) == {"country_code", "as_of"}
    made = chinara.post(EDITIONS, wanted)
    assert made.status_code == 201, made.content
    address = f"{EDITIONS}{made.json()['id']}/"
    sent(source, cast, (*CLINIC[:3], "Clinic enlarged", *CLINIC[4:]), label="TLP:GREEN")

    said = daniel.get(address)
    assert said.json()["activities"] == 2
    assert daniel.get(address, headers={"If-None-Match": said["ETag"]}).status_code == 304
    first = daniel.get(f"{address}activities/?limit=1").json()
    second = daniel.get(first["next"]).json()
    titles = [one["title"] for part in (first, second) for one in part["items"]]
    assert sorted(titles) == [CLINIC[3], VACCINES[3]]
    assert second["next"] is None
    told = as_(cast.bruno).post(
        f"{address}errata/", {"source_id": source.public_id, "because": "A typing error"}
    )
    assert told.status_code == 201, told.content
    (erratum,) = daniel.get(f"{address}errata/").json()["items"]
    assert (erratum["changed"], erratum["gone"]) == (1, 1)
    assert erratum["fields"] == [{"field": "title", "activities": 1}]
    (line,) = daniel.get(EDITIONS).json()["items"]
    assert line["title"] == "May 2011"


def test_drafts_are_ones_own(cast: Cast) -> None:
    bruno, daniel = as_(cast.bruno), as_(cast.daniel)
    whose = {"organization_id": cast.agency.public_id, "country_code": "XA"}

    made = bruno.post(DRAFTS, {**whose, "rows": [{"title": "Clinic", "budget": 5}]})
    assert made.status_code == 201, made.content
    address = f"{DRAFTS}{made.json()['id']}/"
    assert made.json()["rows"] == [{"title": "Clinic", "budget": "5"}]
    assert shape_of(daniel.get(address)) == "access.not_found"
    assert daniel.get(DRAFTS).json()["items"] == []
    assert daniel.post(DRAFTS, {**whose, "rows": [{"title": "x"}]}).status_code == 403
    assert set(problems(bruno.post(DRAFTS, {**whose, "rows": [{"zq": 1}]}))) == {"rows.0.zq"}
    assert set(problems(bruno.post(DRAFTS, {"rows": []}))) == {"organization_id", "country_code"}
    assert bruno.patch(address, {"rows": [{"title": "x"}]}).status_code == 428
    changed = bruno.patch(
        address, {"rows": [{"title": "Ward"}]}, headers={"If-Match": made["ETag"]}
    )
    assert changed.json()["rows"] == [{"title": "Ward"}]
    assert len(bruno.get(DRAFTS).json()["items"]) == 1
    assert bruno.delete(address, headers={"If-Match": changed["ETag"]}).status_code == 204
    assert not Draft.objects.exists()


def test_who_else_is_there_is_asked_while_writing(cast: Cast) -> None:
    sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")
    whose = {"organization_id": cast.donor.public_id, "country_code": "XA"}

    found = as_(cast.daniel).post(SIMILAR, {**a_clinic(cast), **whose}).json()

    assert found["compared"] == 2
    assert found["items"][0]["activity"]["title"] == CLINIC[3]
    assert found["items"][0]["reasons"]
    assert as_(cast.daniel).post(SIMILAR, a_clinic(cast)).status_code == 403
    assert set(problems(as_(cast.daniel).post(SIMILAR, {}))) == {"organization_id", "country_code"}
