"""How many organizations a hint of an activity's existence could mean: by sector and area."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Q

from intarsia.sharing.labels import Label
from intarsia_site.registry.models import Mandate
from intarsia_site.reports.models import Activity, PlausibleCount

#: Country, sector, first-level area: what a hint says.
Cell = tuple[int, str, str]


def count_plausible_activities(*, at: dt.datetime) -> int:
    """Write anew how many organizations are plausible for each current activity; return for how
    many it changed.

    Those of whom everybody there may know that they work, or are charged to work, in the sector and
    area: what is hidden must not count, or the count would tell of it. A mandate for every sector,
    or for the whole country, counts wherever it holds. By the installation itself, at each tick; it
    is counted from what stands in the trail, and leaves no audit entry of its own.
    """
    working = _working(at)
    charged = _charged(at)
    cells = Activity.current.order_by().values_list(
        "country_id", "sector_code", "area_code", "plausible"
    )
    stale: dict[Cell, int] = {}
    for country, sector, area, plausible in cells.distinct():
        found = set(working[country, sector, area])
        for of_sector in {sector, ""}:
            for of_area in {area, ""}:
                found |= charged[country, of_sector, of_area]
        if len(found) != plausible:
            stale[country, sector, area] = len(found)
    changed = 0
    for country in sorted({country for country, _sector, _area in stale}):
        # What was worked out for classes of viewers rests on the counts: see `SightClass`.
        PlausibleCount.objects.update_or_create(country_id=country, defaults={"at": at})
    for (country, sector, area), count in stale.items():
        ids = Activity.current.filter(
            country_id=country, sector_code=sector, area_code=area
        ).values("pk")
        changed += (
            Activity.versions.filter(pk__in=ids).exclude(plausible=count).update(plausible=count)
        )
    return changed


def _told(at: dt.datetime) -> Q:
    """Return what everybody there may know of, with who is behind it, and at least its area."""
    released = Q(rule__released_at__isnull=True) | Q(rule__released_at__lte=at)
    running = Q(rule__expires_at__isnull=True) | Q(rule__expires_at__gt=at)
    with_area = Q(rule__finest_level__isnull=True) | Q(rule__finest_level__gte=1)
    plain = Q(rule__label__in=(Label.GREEN, Label.CLEAR), rule__hides_implementer=False)
    return released & running & with_area & plain


def _working(at: dt.datetime) -> defaultdict[Cell, set[int]]:
    found: defaultdict[Cell, set[int]] = defaultdict(set)
    rows = Activity.current.filter(_told(at), organization__isnull=False).order_by()
    said = rows.values_list(
        "country_id", "sector_code", "area_code", "organization_id",
        "organization__merged_into_id",
    )  # fmt: skip
    for country, sector, area, organization, whole in said.distinct():
        found[country, sector, area].add(whole or organization)
    return found


def _charged(at: dt.datetime) -> defaultdict[Cell, set[int]]:
    found: defaultdict[Cell, set[int]] = defaultdict(set)
    rows = Mandate.objects.filter(_told(at)).values_list(
        "country_id", "sector_code", "area_code", "organization_id",
        "organization__merged_into_id",
    )  # fmt: skip
    for country, sector, area, organization, whole in rows:
        found[country, sector, area].add(whole or organization)
    return found
