"""The people of a source are reminded of a report that is expected: once a period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from intarsia.periods import ExpectedReport
from intarsia_site.access.models import Membership, User
from intarsia_site.access.services.audit import record
from intarsia_site.access.services.letters import queue_letter
from intarsia_site.access.spans import current
from intarsia_site.reports.expected import expected_of, missing_of, receipts_of
from intarsia_site.reports.models import Source

#: Days before a report is late on which its people are reminded.
DAYS_BEFORE = 5
AT_ONCE = 200


def remind(*, at: dt.datetime) -> int:
    """Remind the focal points of each source whose report is expected soon; return how many letters
    were put into the box. The installation's own work.

    Once a period, from five days before it is late on, and never before the period has ended. Only
    of the last period: who is far behind is not written to about each. Nobody else is told.
    """
    queued = 0
    last = 0
    while sources := _some_after(last):
        last = sources[-1].pk
        # Of most nothing is to be asked: it is not the time, or they were reminded.
        sources = [one for one in sources if _could_be_time(one, at.date())]
        receipts = receipts_of(sources)
        for source in sources:
            missing = missing_of(expected_of(source, receipts.get(source.pk, ()), as_of=at.date()))
            if missing is not None and _is_time(source, missing, at.date()):
                queued += _remind(source, missing, at)
    return queued


def _some_after(pk: int) -> list[Source]:
    rows = Source.objects.filter(pk__gt=pk, ended_at__isnull=True, every_months__isnull=False)
    return list(rows.select_related("organization", "country").order_by("pk")[:AT_ONCE])


def _could_be_time(source: Source, today: dt.date) -> bool:
    """Whether its people would be reminded today if nothing had come in at all."""
    missing = missing_of(expected_of(source, (), as_of=today))
    return missing is not None and _is_time(source, missing, today)


def _is_time(source: Source, missing: ExpectedReport, today: dt.date) -> bool:
    if source.reminded_on is not None and source.reminded_on >= missing.last_on:
        return False
    return today > missing.last_on and today >= missing.due_on - dt.timedelta(days=DAYS_BEFORE)


@transaction.atomic
def _remind(source: Source, missing: ExpectedReport, at: dt.datetime) -> int:
    """Queue the letters of one period; two ticks at once queue them once."""
    again = Source.objects.filter(pk=source.pk).filter(
        Q(reminded_on__isnull=True) | Q(reminded_on__lt=missing.last_on)
    )
    if not again.update(reminded_on=missing.last_on):
        return 0
    readers = readers_of(source, at)
    for reader in readers:
        queue_letter("report_due", reader, "source", source.public_id, by=None, at=at)
    record(
        "remind", "source", source.public_id, by=None, at=at,
        after={"period_until": missing.last_on.isoformat(), "letters": len(readers)},
        organization=source.organization, country=source.country,
    )  # fmt: skip
    return len(readers)


def readers_of(source: Source, at: dt.datetime) -> list[User]:
    """Return whom a reminder goes to, for the installation's own work: the focal points of the
    organization there; its managers where it has none."""
    whole = source.organization.merged_into_id or source.organization_id
    held = Membership.objects.filter(
        current(at),
        Q(country__isnull=True) | Q(country=source.country),
        Q(organization=whole) | Q(organization__merged_into=whole),
        user__is_active=True,
        role__in=(Membership.Role.FOCAL_POINT, Membership.Role.MANAGER),
    )
    found = _by_role(held.select_related("user").order_by("pk"))
    return found[Membership.Role.FOCAL_POINT] or found[Membership.Role.MANAGER]


def _by_role(held: Iterable[Membership]) -> dict[str, list[User]]:
    found: dict[str, dict[int, User]] = defaultdict(dict)
    for one in held:
        found[one.role][one.user_id] = one.user
    return defaultdict(list, {role: list(users.values()) for role, users in found.items()})
