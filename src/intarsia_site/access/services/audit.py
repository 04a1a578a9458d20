"""The trail of writes: one entry for each, in the transaction of what it is about."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict

from django.db import transaction

from intarsia_site.access.checks import classified
from intarsia_site.access.errors import Refused
from intarsia_site.access.models import AuditEntry, Country, Organization, SharingRule, User


class Wanted(TypedDict):
    """What every write is told: by whom, when, and why."""

    by: User
    at: dt.datetime
    because: str


def record(
    verb: str,
    subject_kind: str,
    subject_id: str,
    *,
    by: User | None,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    because: str = "",
    rule: SharingRule | None = None,
    organization: Organization | None = None,
    country: Country | None = None,
) -> AuditEntry:
    """Write what was done. Only inside a transaction: the entry stands or falls with the write.

    by             None: the installation itself
    before, after  the fields that changed, as JSON; persons in them by `audit_key`, never by name
    rule           who may see the subject may see the entry
    Raises   Refused where the reason bears a classified marking.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit entry is written in the transaction of its write")
    if sentence := classified(because):
        raise Refused({"because": sentence})
    return AuditEntry.objects.create(
        at=at,
        by_key=by.audit_key if by is not None else "",
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        before=before or {},
        after=after or {},
        because=because,
        rule=rule,
        organization=organization,
        country=country,
    )


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both with only what differs."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )
