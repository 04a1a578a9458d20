"""What organizations do with their streams of reports: open, change, end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import Country, Organization, User
from intarsia_site.access.protocols import protocol_or_refuse
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import changed, record
from intarsia_site.reports.models import Source
from intarsia_site.reports.rights import may_see_source, may_send

MOST_MONTHS, MOST_DAYS, MOST_YEARS = 24, 180, 5


@transaction.atomic
def open_source(
    *,
    organization_id: str,
    country_code: str,
    name: str,
    kind: str = Source.Kind.FILES,
    by: User,
    at: dt.datetime,
) -> str:
    """Open a stream of reports and return its public id.

    Editors and above of the organization. Nothing can be opened before the country's protocol is
    accepted.
    Raises   Refused, NotAllowed, NotFound.
    """
    viewing = signed_in(by, at)
    organization = Organization.objects.filter(
        public_id=organization_id, merged_into__isnull=True
    ).first()
    country = Country.objects.filter(code=country_code).first()
    if organization is None or country is None:
        raise NotFound
    if not viewing.may_write_for(organization.pk, country.code):
        raise NotAllowed(_("Only editors of the organization send its reports."))
    protocol_or_refuse(country)
    checks = Checks()
    name = checks.line("name", name, 120, required=True)
    kind = checks.one_of("kind", kind, Source.Kind.values)
    checks.settle()
    if Source.objects.filter(organization=organization, country=country, name=name).exists():
        raise Refused(
            {"name": _("There is a source of this name already. Use it, or name it anew.")}
        )
    source = Source.objects.create(
        organization=organization, country=country, name=name, kind=kind, opened_at=at
    )
    record(
        "open", "source", source.public_id, by=by, at=at, after=_said(source),
        organization=organization, country=country,
    )  # fmt: skip
    return source.public_id


@transaction.atomic
def change_source(
    source_id: str, *, revision: int, by: User, at: dt.datetime, because: str = "", **fields: Any
) -> None:
    """Change its name, rhythm or mapping: `fields` names what changes, the rest stays.

    Editors and above of the organization.
    Raises   NotFound, NotAllowed, Refused, Stale.
    """
    source = source_to_write(source_id, signed_in(by, at))
    before = _said(source)
    checks = Checks()
    because = checks.line("because", because, 1000)
    for name, value in fields.items():
        setattr(source, name, _checked(name, value, checks))
    if source.every_months is not None and source.expected_from_on is None:
        checks.refuse("expected_from_on", _("Say from which day on reports are expected."))
    _check_begin(source, at, checks)
    checks.settle()
    if source.revision != revision:
        source.refresh_from_db()
        raise Stale(
            yours={name: str(value) for name, value in fields.items()},
            theirs=_said(source), revision=source.revision,
        )  # fmt: skip
    was, becomes = changed(before, _said(source))
    if not becomes:
        return
    source.revision += 1
    source.save()
    record(
        "change", "source", source.public_id, by=by, at=at, before=was, after=becomes,
        because=because, organization=source.organization, country=source.country,
    )  # fmt: skip


@transaction.atomic
def end_source(source_id: str, *, by: User, at: dt.datetime, because: str) -> None:
    """Close a stream: nothing more is expected or taken; what it said stays.

    Editors and above of the organization, with a reason.
    """
    source = source_to_write(source_id, signed_in(by, at))
    checks = Checks()
    because = checks.line("because", because, 1000, required=True)
    checks.settle()
    source.ended_at = at
    source.revision += 1
    source.save(update_fields=["ended_at", "revision"])
    record(
        "end", "source", source.public_id, by=by, at=at, because=because,
        organization=source.organization, country=source.country,
    )  # fmt: skip


def source_to_write(source_id: str, viewing: Viewing) -> Source:
    """Return a source for its own people to write, held until the transaction ends.

    Whoever calls it leaves the audit entry: the write itself leaves the audit entry.
    Raises   NotFound for who may not know of it, NotAllowed for who may only look.
    """
    source = locked(Source, source_id)
    if not may_see_source(source, viewing):
        raise NotFound
    if not may_send(source, viewing):
        raise NotAllowed(_("Only editors of the organization send its reports."))
    return source


def _check_begin(source: Source, at: dt.datetime, checks: Checks) -> None:
    first = source.expected_from_on
    if first is not None and abs((first - at.date()).days) > MOST_YEARS * 366:
        checks.refuse(
            "expected_from_on",
            _("Write a day that is not more than %(years)d years away.") % {"years": MOST_YEARS},
        )


def _checked(name: str, value: Any, checks: Checks) -> Any:
    if name == "name":
        return checks.line(name, value, 120, required=True)
    if name == "every_months":
        if value is not None and not 1 <= value <= MOST_MONTHS:
            checks.refuse(name, _("Write a number of months from 1 to 24, or nothing."))
        return value
    if name == "due_after_days":
        if not 0 <= value <= MOST_DAYS:
            checks.refuse(name, _("Write a number of days from 0 to 180."))
        return value
    if name in ("expected_from_on", "mapping"):
        return value
    raise TypeError(f"a source has no field {name} that people change")


def _said(source: Source) -> dict[str, Any]:
    first = source.expected_from_on
    return {
        "name": source.name,
        "kind": source.kind,
        "every_months": source.every_months,
        "due_after_days": source.due_after_days,
        "expected_from_on": first.isoformat() if first else None,
        "has_mapping": source.mapping is not None,
    }
