"""While somebody writes: who else is there, among what the writer may see and nothing else."""

from __future__ import annotations

import pytest
from entering import a_clinic, entered
from ground import the_ground
from sent import CLINIC, SHELTER, VACCINES, a_source, sent

from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.queries.similar import similar_to
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]


def titles(cast: Cast, texts: dict[str, str], **more: str) -> list[str]:
    """Titles of what Daniel is told, writing for the donor."""
    page = similar_to(
        texts, organization_id=cast.donor.public_id, country_code="XA",
        viewing=viewer_of(cast.daniel, at=NOW), **more,
    )  # fmt: skip
    return [one.line.values["title"] for one in page.found]


def test_what_may_be_the_same_is_told_with_its_reasons() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")

    page = similar_to(
        a_clinic(), organization_id=cast.donor.public_id, country_code="XA",
        viewing=viewer_of(cast.daniel, at=NOW),
    )  # fmt: skip

    assert [one.line.values["title"] for one in page.found] == ["Clinic of Darn repaired"]
    (one,) = page.found
    assert one.score > 0.5
    assert one.kind
    assert any("title" in reason for reason in one.reasons)
    assert page.compared == 2


def test_what_is_wrong_or_missing_so_far_stops_nothing() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")

    assert titles(cast, a_clinic(people="many", target_group="x"))
    assert titles(cast, {"title": ""}) == []
    assert titles(cast, {}) == []


def test_what_the_writer_does_not_see_whole_is_never_told() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, SHELTER, label="TLP:GREEN")
    assert titles(cast, a_clinic()) == ["Clinic of Darn repaired"]
    assert titles(cast, a_clinic(title="Safe house", sector_code="human_trafficking")) == []

    SharingRule.objects.update(hides_implementer=True)
    assert titles(cast, a_clinic()) == []
    SharingRule.objects.update(hides_implementer=False, finest_level=1)
    assert titles(cast, a_clinic()) == []
    SharingRule.objects.update(finest_level=None, label="TLP:AMBER")
    assert titles(cast, a_clinic()) == []


def test_what_is_changed_is_not_compared_with_itself() -> None:
    cast = the_ground()
    row = entered(cast)
    entered(cast, a_clinic(title="Vaccination round", sector_code="police", place_code=""))
    SharingRule.objects.update(label="TLP:GREEN")

    assert titles(cast, a_clinic()) == ["Clinic of Darn repaired"]
    assert titles(cast, a_clinic(), public_id=row.public_id) == []
