"""The first-level area of a record: named where its place is withheld, unless it is so too."""

from __future__ import annotations

import pytest
from api_client import as_
from ground import a_mandate, the_ground

from intarsia_site.access.models import SharingRule
from intarsia_site.registry.models import Place, PlaceName
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.record import keep_record
from people import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_ground()


@pytest.fixture(autouse=True)
def _today(time_machine_at_exercise: None) -> None:
    """Every request is made on the exercise's day."""


@pytest.fixture
def mandate(cast: Cast) -> str:
    kept = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=NOW)
    return f"/api/v1/mandates/{kept}/"


def test_the_area_is_named_where_the_place_is_withheld_and_not_where_the_area_is(
    cast: Cast, mandate: str
) -> None:
    whole = as_(cast.amina).get(mandate)
    assert (whole.json()["place_code"], whole.json()["area_code"]) == ("XA0101", "XA01")

    SharingRule.objects.update(finest_level=1)
    one = as_(cast.daniel).get(mandate).json()
    assert (one["precision"], one["place_code"]) == ("full", None)
    assert (one["area_code"], one["area_name"]) == ("XA01", "North Sirin")

    SharingRule.objects.update(finest_level=0)
    one = as_(cast.daniel).get(mandate).json()
    assert (one["area_code"], one["area_name"]) == (None, None)


def test_the_name_of_an_area_follows_the_language_and_the_tag_does_not(
    cast: Cast, mandate: str
) -> None:
    PlaceName.objects.create(place=Place.objects.get(code="XA01"), language="fr", name="Sirin-Nord")

    english = as_(cast.amina).get(mandate)
    french = as_(cast.amina).get(mandate, headers={"Accept-Language": "fr"})

    assert (english.json()["area_name"], french.json()["area_name"]) == (
        "North Sirin",
        "Sirin-Nord",
    )
    assert english["ETag"] == french["ETag"]
