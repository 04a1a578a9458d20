"""Sources of reports: for their own people and the country's convenor, for nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from intarsia.periods import ExpectedReport
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Country, Organization
from intarsia_site.access.names import shown_name
from intarsia_site.access.queries.paging import SIZE, Page, is_text, page_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.expected import Receipt, expected_of, missing_of, receipts_of
from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.rights import Looking, belongs_to_source, may_send

#: Of a source's periods, how many are shown.
PERIODS = 12


@dataclass(frozen=True)
class SourceLine:
    """One source in a list, in the order of names: never of who is late."""

    public_id: str
    name: str
    organization: str
    organization_id: str
    country_name: str
    kind: str
    #: Since when what it says is so; None: it has said nothing yet.
    said_at: dt.datetime | None
    activities: int | None
    label: str
    #: Imports that wait for a person.
    waiting: int
    #: The report that is missing, else the one that comes next; None: no rhythm is agreed.
    expected: ExpectedReport | None
    has_ended: bool
    is_own: bool


@dataclass(frozen=True)
class ImportLine:
    """One import of a source, as far as it says something of itself."""

    public_id: str
    may_look: bool
    file: str
    state: str
    created_at: dt.datetime
    by: str
    label: str
    new: int | None
    changed: int | None
    gone: int | None
    unchanged: int | None
    activities: int | None
    period: tuple[dt.date, dt.date] | None


@dataclass(frozen=True)
class SourcePage:
    """One source: what is expected of it, what came in, what may be done."""

    line: SourceLine
    country_code: str
    every_months: int | None
    due_after_days: int
    expected_from_on: dt.date | None
    #: The newest first.
    periods: tuple[ExpectedReport, ...]
    imports: Page[ImportLine]
    has_mapping: bool
    #: For its own people only: it may hold a key.
    address: str
    has_address: bool
    fetched_at: dt.datetime | None
    fetch_problem: str
    fetch_data: dict[str, object]
    opened_at: dt.datetime
    ended_at: dt.datetime | None
    revision: int
    may_write: bool


def source_list(viewing: Viewing, *, after: str = "", size: int = SIZE) -> Page[SourceLine]:
    """Return the sources of the viewer's organizations and of the countries that they convene, by
    name; those that have ended too. Raises NotFound for nobody."""
    known = _known(viewing)
    rows = known.select_related("organization__merged_into", "country", "current").annotate(
        waiting=_waiting()
    )
    page = page_of(rows, lambda row: row, order="name", after=after, among=known, size=size)
    receipts = receipts_of(page.lines)
    lines = tuple(_line(row, receipts.get(row.pk, ()), viewing) for row in page.lines)
    return Page(lines, page.next)


def source_page(viewing: Viewing, public_id: str, *, after: str = "") -> SourcePage:
    """Return one source with a page of its imports, the newest first.

    after    the import behind which the page begins
    Raises   NotFound where it is not there, or not for this viewer, alike.
    """
    row = _row(viewing, public_id)
    receipts = receipts_of([row]).get(row.pk, ())
    expected = expected_of(row, receipts, as_of=viewing.at.date())
    is_own = belongs_to_source(row, viewing)
    looking = Looking(viewing)
    imports = page_of(
        row.imports.select_related("file", "created_by", "source__organization", "source__country"),
        lambda one: _import_line(one, looking.into(one)),
        order="-created_at",
        after=after,
        size=20,
    )
    writes = may_send(row, viewing)
    return SourcePage(
        line=_line(row, receipts, viewing),
        country_code=row.country.code,
        every_months=row.every_months,
        due_after_days=row.due_after_days,
        expected_from_on=row.expected_from_on,
        periods=tuple(reversed(expected[-PERIODS:])),
        imports=imports,
        has_mapping=row.mapping is not None,
        address=row.address if is_own else "",
        has_address=bool(row.address),
        fetched_at=row.fetched_at,
        fetch_problem=row.fetch_problem,
        fetch_data=row.fetch_data,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        revision=row.revision,
        may_write=writes,
    )  # fmt: skip


def own_organizations(viewing: Viewing) -> list[tuple[str, str]]:
    """Return the organizations for which the viewer may open a source: (public id, name)."""
    mine = [one for one, _where, role in viewing.memberships if role != "viewer"]
    rows = Organization.objects.filter(pk__in=mine, merged_into__isnull=True).order_by("folded")
    return list(rows.values_list("public_id", "name"))


def own_countries(viewing: Viewing) -> list[tuple[str, str]]:
    """Return the countries in which the viewer writes for an organization: (code, name)."""
    where = {where for _one, where, role in viewing.memberships if role != "viewer"}
    rows = Country.objects.order_by("name", "pk")
    if None not in where:
        rows = rows.filter(code__in=sorted(filter(None, where)))
    return list(rows.values_list("code", "name"))


def _known(viewing: Viewing) -> QuerySet[Source]:
    """The database's form of `rights.may_see_source`."""
    if viewing.user_id is None:
        raise NotFound
    wanted = Q(country__code__in=sorted(
        code for role, code in viewing.roles if role == "convenor"
    ))  # fmt: skip
    for organization, where, _role in viewing.memberships:
        mine = Q(organization=organization) | Q(organization__merged_into=organization)
        wanted |= mine if where is None else mine & Q(country__code=where)
    return Source.objects.filter(wanted)


def _row(viewing: Viewing, public_id: str) -> Source:
    if not is_text(public_id):
        raise NotFound
    rows = _known(viewing).select_related("organization__merged_into", "country", "current")
    row = rows.annotate(waiting=_waiting()).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def _waiting() -> Count:
    waits = Q(imports__state=ReportImport.State.READY)
    return Count("imports", filter=waits, distinct=True)


def _line(row: Source, receipts: Sequence[Receipt], viewing: Viewing) -> SourceLine:
    expected = expected_of(row, receipts, as_of=viewing.at.date())
    organization = row.organization.merged_into or row.organization
    said = row.current
    return SourceLine(
        public_id=row.public_id,
        name=row.name,
        organization=organization.name,
        organization_id=organization.public_id,
        country_name=row.country.name,
        kind=row.kind,
        said_at=said.imported_at if said else None,
        activities=said.summary.get("activities") if said else None,
        label=said.sharing.get("label", "") if said else "",
        waiting=row.waiting,  # type: ignore[attr-defined]
        expected=missing_of(expected) or (expected[-1] if expected else None),
        has_ended=row.ended_at is not None,
        is_own=belongs_to_source(row, viewing),
    )


def _import_line(row: ReportImport, looks: bool) -> ImportLine:
    """What a file is called and who sent it is for who may look into it."""
    said = row.summary
    counted = {name: said.get(name) for name in ("new", "changed", "gone", "unchanged")}
    period = said.get("period")
    return ImportLine(
        public_id=row.public_id,
        may_look=looks,
        file=row.file.name if row.file and looks else "",
        state=row.state,
        created_at=row.created_at,
        by=shown_name(row.created_by) if row.created_by and looks else "",
        label=row.sharing.get("label", "") if row.state == ReportImport.State.IMPORTED else "",
        activities=said.get("activities"),
        period=(
            (dt.date.fromisoformat(period[0]), dt.date.fromisoformat(period[1])) if period else None
        ),
        **counted,
    )


def missing_reports(viewing: Viewing, *, most: int = 5) -> list[SourceLine]:
    """Return the viewer's own sources whose last report is not here, for who sends them; by name.

    Their desk says so; nobody else's does.
    """
    if viewing.user_id is None or not any(role != "viewer" for *_, role in viewing.memberships):
        return []
    rows = _known(viewing).filter(ended_at__isnull=True, every_months__isnull=False)
    rows = rows.select_related("organization__merged_into", "country", "current")
    own = [one for one in rows.annotate(waiting=_waiting()) if may_send(one, viewing)]
    receipts = receipts_of(own)
    found = []
    for row in own:
        held = receipts.get(row.pk, ())
        if missing_of(expected_of(row, held, as_of=viewing.at.date())) is not None:
            found.append(_line(row, held, viewing))
    return found[:most]
