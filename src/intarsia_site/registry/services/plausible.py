"""How many organizations a hint that "an organization works on this here" could mean."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Q

from intarsia.sharing.labels import Label
from intarsia_site.registry.models import Capacity, Mandate, Priority

COUNTED = (Mandate, Capacity, Priority)


def count_plausible(*, at: dt.datetime) -> int:
    """Write anew how many organizations are plausible for each record; return how many changed.

    Those with a mandate in the record's country and sector that everybody there may see: what is
    hidden must not count, or the count would tell of it. By the installation itself, at each tick;
    it is counted from what stands in the trail, and leaves no audit entry of its own.
    """
    charged: dict[tuple[int, str], set[int]] = defaultdict(set)
    current = (Q(rule__released_at__isnull=True) | Q(rule__released_at__lte=at)) & (
        Q(rule__expires_at__isnull=True) | Q(rule__expires_at__gt=at)
    )
    told = Mandate.objects.filter(
        current, rule__label__in=(Label.GREEN, Label.CLEAR), rule__hides_implementer=False
    )
    for country, sector, organization in told.values_list(
        "country_id", "sector_code", "organization_id"
    ):
        charged[country, sector].add(organization)
    changed = 0
    for model in COUNTED:
        rows = model._default_manager.filter(country__isnull=False)
        for country, sector in list(
            rows.order_by().values_list("country_id", "sector_code").distinct()
        ):
            count = len(charged[country, sector] | charged[country, ""])
            stale = rows.filter(country_id=country, sector_code=sector).exclude(plausible=count)
            changed += stale.update(plausible=count)
    return changed
