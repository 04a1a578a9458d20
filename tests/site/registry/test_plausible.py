"""A hint is given only where at least three organizations could be meant, as everybody sees."""

from __future__ import annotations

import pytest
from ground import a_capacity, a_mandate, the_ground

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.config.tick import duties
from intarsia_site.registry.models import Capacity
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.queries.record import records
from intarsia_site.registry.services.plausible import count_plausible
from intarsia_site.registry.services.record import keep_record
from people import NOW


@pytest.mark.django_db
def test_the_third_organization_that_everybody_sees_makes_a_hint_possible() -> None:
    cast = the_ground()
    hidden = a_capacity(cast, sector_code="primary_health")
    keep_record(NOUNS["capacities"], hidden, by=cast.bruno, at=NOW)
    Capacity.objects.get().rule.__class__.objects.update(beyond=int(Precision.COARSE))
    daniel = viewer_of(cast.daniel, at=NOW)
    totals = []

    for one in (cast.agency, cast.mission, cast.donor):
        texts = a_mandate(cast, organization_id=one.public_id, instrument=f"For {one.name}")
        keep_record(NOUNS["mandates"], texts, by=cast.amina, at=NOW)
        count_plausible(at=NOW)
        totals.append(records(NOUNS["capacities"], {}, viewing=daniel).total)

    assert totals == [0, 0, 1]
    SharingRule.objects.filter(label=Label.GREEN).update(label=Label.AMBER)
    assert count_plausible(at=NOW) > 0
    assert records(NOUNS["capacities"], {}, viewing=daniel).total == 0
    assert count_plausible in duties().values()
