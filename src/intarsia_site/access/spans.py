"""Belongings that begin and end: memberships, country roles, places in a group."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from intarsia_site.access.models import CountryRole, GroupMembership, Membership

Span = Membership | CountryRole | GroupMembership


def current(at: dt.datetime) -> Q:
    """Return the condition that a belonging counts at the moment."""
    return Q(from_at__lte=at) & not_over(at)


def not_over(at: dt.datetime) -> Q:
    """Return the condition that a belonging counts at the moment or will later."""
    return Q(until_at__isnull=True) | Q(until_at__gt=at)


def end(row: Span, at: dt.datetime) -> None:
    """End a belonging at the moment; one that had not begun goes, as if it never was."""
    if row.from_at >= at:
        row.delete()
        return
    row.until_at = at
    row.save(update_fields=["until_at"])
