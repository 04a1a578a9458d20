"""Sources that are fetched, as administrators set them: where, and how that went; nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.paging import SIZE, Page, page_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Source


@dataclass(frozen=True)
class AddressLine:
    """One source that its people want fetched."""

    public_id: str
    name: str
    organization: str
    country_name: str
    address: str
    fetched_at: dt.datetime | None
    problem: str
    data: dict[str, object]


def address_list(viewing: Viewing, *, after: str = "", size: int = SIZE) -> Page[AddressLine]:
    """Return the sources to be fetched, by name; administrators only, NotFound for all others."""
    rows = _known(viewing).select_related("organization", "country")
    return page_of(rows, _line, order="name", after=after, size=size)


def address_of(viewing: Viewing, public_id: str) -> AddressLine:
    """Return one of them; raises NotFound for all but administrators."""
    rows = _known(viewing).select_related("organization", "country")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return _line(row)


def _known(viewing: Viewing) -> QuerySet[Source]:
    if not viewing.viewer.is_administrator:
        raise NotFound
    return Source.objects.filter(kind=Source.Kind.ADDRESS, ended_at__isnull=True)


def _line(row: Source) -> AddressLine:
    return AddressLine(
        row.public_id, row.name, row.organization.name, row.country.name,
        row.address, row.fetched_at, row.fetch_problem, row.fetch_data,
    )  # fmt: skip
