"""A hint of an activity is given only where three organizations could be meant, as all may know."""

from __future__ import annotations

import datetime as dt

import pytest
from ground import a_mandate, the_ground
from sent import CLINIC, a_source, sent

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.config.tick import duties
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.record import keep_record
from intarsia_site.reports.models import Activity
from intarsia_site.reports.queries.activity import activities
from intarsia_site.reports.services.plausible import count_plausible_activities
from people import NOW, Cast, a_rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]


@pytest.fixture
def cast() -> Cast:
    """Return the cast, with one activity of the agency that Daniel may only be given a hint of."""
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, label="TLP:AMBER", beyond=int(Precision.EXISTENCE))
    return cast


def hints(cast: Cast) -> int:
    count_plausible_activities(at=NOW)
    return activities({}, viewing=viewer_of(cast.daniel, at=NOW)).total


def also_there(cast: Cast, number: int, **changes: object) -> None:
    """Another organization works there, as everybody may know."""
    owner = [cast.mission, cast.donor, cast.ministry][number]
    model = Activity.current.get(source__organization=cast.agency, activity_id__contains="row")
    Activity.versions.create(
        **{
            "source": model.source, "country": cast.arvenia, "activity_id": f"other {number}",
            "fingerprint": str(number), "organization": owner, "sector_code": model.sector_code,
            "area_code": model.area_code,
            "rule": a_rule(label=Label.GREEN, owner=owner, country=cast.arvenia), **changes,
        }
    ).stands.create(report_import=model.source.current)  # fmt: skip


def test_the_third_that_works_or_is_charged_there_makes_a_hint_possible(cast: Cast) -> None:
    seen = []

    for number in range(2):
        also_there(cast, number)
        seen.append(hints(cast))
    texts = a_mandate(cast, organization_id=cast.ministry.public_id, place_code="", sector_code="")
    keep_record(NOUNS["mandates"], texts, by=cast.amina, at=NOW)
    seen.append(hints(cast))

    # Besides the hint, Daniel sees those of the others that are TLP:GREEN.
    assert seen == [1, 2, 3]
    assert Activity.current.get(title=CLINIC[3]).plausible == 3
    assert count_plausible_activities(at=NOW) == 0
    assert count_plausible_activities in duties().values()


@pytest.mark.parametrize(
    "hiding",
    [
        {"label": Label.AMBER},
        {"hides_implementer": True},
        {"finest_level": 0},
        {"released_at": NOW + dt.timedelta(days=1)},
        {"expires_at": NOW - dt.timedelta(days=1)},
    ],
)
def test_what_is_hidden_does_not_count(cast: Cast, hiding: dict[str, object]) -> None:
    for number in range(3):
        also_there(cast, number)
    count_plausible_activities(at=NOW)
    assert Activity.current.get(title=CLINIC[3]).plausible == 3

    SharingRule.objects.filter(owner=cast.donor).update(**hiding)

    count_plausible_activities(at=NOW)
    assert Activity.current.get(title=CLINIC[3]).plausible == 2


def test_another_area_or_sector_does_not_count(cast: Cast) -> None:
    also_there(cast, 0)
    also_there(cast, 1, area_code="XA02")
    also_there(cast, 2, sector_code="police")

    count_plausible_activities(at=NOW)

    assert Activity.current.get(title=CLINIC[3]).plausible == 1
