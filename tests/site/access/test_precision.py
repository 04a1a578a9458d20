"""The database answers as `intarsia.sharing` does, and nulls what may not be seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from sharing_world import MOMENTS, pure_rule, pure_viewer, rows_of, worlds

from intarsia.sharing.labels import Precision
from intarsia.sharing.rules import sight
from intarsia.sharing.viewers import Viewer
from intarsia_site.access.queries.precision import precision_of
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.registry.models import Priority

pytestmark = pytest.mark.django_db

#: Without shrinking: each try writes a world of rows.
_PHASES = (Phase.explicit, Phase.generate)


@settings(max_examples=80, phases=_PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds())
def test_the_database_gives_the_precision_that_the_library_gives(world: dict[str, Any]) -> None:
    with transaction.atomic():
        rows = rows_of(world)
        for at in MOMENTS:
            viewers = [
                (pure_viewer(world, n), viewer_of(user, at=at)) for n, user in enumerate(rows.users)
            ]
            viewers.append((Viewer(), nobody(at)))
            for pure, viewing in viewers:
                found = dict(
                    Priority.objects.annotate(seen=precision_of(viewing)).values_list("pk", "seen")
                )
                for n, record in enumerate(rows.records):
                    rule = pure_rule(world, n)
                    expected = sight(rule, pure, at=at, plausible=world["rules"][n]["plausible"])
                    assert found[record.pk] == expected, (rule, pure, at)
        transaction.set_rollback(True)


@settings(max_examples=15, phases=_PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds())
def test_a_field_is_null_below_its_precision_before_anything_asks(world: dict[str, Any]) -> None:
    with transaction.atomic():
        rows = rows_of(world)
        for user in rows.users:
            viewing = viewer_of(user, at=MOMENTS[1])
            seen = Seen(Priority, viewing)
            for record in seen:
                for name, shown in Priority.SHOWN.items():
                    if record.precision < shown.least:
                        assert record[name] is None
            full = [one for one in seen if one.precision is Precision.FULL]
            assert seen.where(statement__icontains="Statement").count() == len(full)
            assert seen.counts_of(["statement"])["statement"].get(None, 0) == seen.count() - len(
                full
            )
        transaction.set_rollback(True)


def test_a_field_that_is_not_shown_cannot_be_asked_for() -> None:
    seen = Seen(Priority, nobody(MOMENTS[0]))

    for ask in (
        lambda: seen.where(rule__owner__name="x"),
        lambda: seen.where(plausible=1),
        lambda: seen.ordered("rule"),
        lambda: seen.counts_of(["pk"]),
        lambda: seen.where(statement__regex="^S"),
    ):
        with pytest.raises(KeyError):
            ask()
