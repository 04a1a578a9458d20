"""Reports on their way and those that are there: lists, and one import with where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Organization
from intarsia_site.access.names import shown_name
from intarsia_site.access.queries.paging import SIZE, Page, is_text, page_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.rights import Looking, may_see_source, may_send
from intarsia_site.reports.services.undoing import UNDO_FOR

State = ReportImport.State
#: States in which the worker has something to do: the page looks again by itself.
AT_WORK = (State.WAITING, State.READING, State.QUEUED, State.IMPORTING)
#: Those, and the states in which a person has.
ON_THEIR_WAY = (*AT_WORK, State.READY, State.FAILED)
MOST_ON_THEIR_WAY = 60


@dataclass(frozen=True)
class SourceChoice:
    """A source that one may send reports of, or may only see."""

    public_id: str
    name: str
    organization_name: str
    country_name: str
    may_send: bool


@dataclass(frozen=True)
class ImportLine:
    """One import in a list. Its file's name and its figures only for those who may look into it."""

    public_id: str
    source_name: str
    organization_name: str
    country_name: str
    file_name: str
    state: str
    percent: int
    at: dt.datetime
    activities: int | None
    new: int
    changed: int
    gone: int
    problems: int
    is_current: bool
    may_send: bool


@dataclass(frozen=True)
class ReportsPage:
    """What is on its way, what came before, and of which sources."""

    on_their_way: tuple[ImportLine, ...]
    done: tuple[ImportLine, ...]
    next: str
    sources: tuple[SourceChoice, ...]
    may_send: bool


@dataclass(frozen=True)
class Recognized:
    """What a file was taken for, and that every row of it is accounted for."""

    kind: str
    version: str
    language: str
    from_on: dt.date | None
    to_on: dt.date | None
    countries: tuple[str, ...]
    rows: int
    rows_kept: int
    rows_named: int
    activities: int
    sheet: str
    header_rows: tuple[int, ...]
    columns: int
    unsure: int


@dataclass(frozen=True)
class ImportPage:
    """One import: where it stands, and for those who may look into it what it says in numbers."""

    public_id: str
    revision: int
    state: str
    stage: str
    percent: int
    is_at_work: bool
    source_id: str
    source_name: str
    organization_id: str
    organization_name: str
    country_code: str
    country_name: str
    created_at: dt.datetime
    created_by: str
    ready_at: dt.datetime | None
    imported_at: dt.datetime | None
    imported_by: str
    undone_at: dt.datetime | None
    is_current: bool
    may_look: bool
    may_decide: bool
    may_undo: bool
    may_set_aside: bool
    may_read_again: bool
    undo_until: dt.datetime | None
    error_code: str
    error_data: Mapping[str, Any]
    #: From here on nothing for those who may not look into it.
    file_name: str
    converted_from: str
    removed: Mapping[str, int]
    recognized: Recognized | None
    counts: Mapping[str, int]
    problems: Mapping[str, int]
    organizations: Mapping[str, int]
    places: int
    corrections: int
    label: str
    #: Of a sheet that came back: counts, see `services.template`; empty of any other file.
    returned: Mapping[str, Any]
    #: Once it is imported: how many names became what, see `services.teaching`.
    taught: Mapping[str, int]


def sources_seen(viewing: Viewing) -> Q:
    """Return which sources the viewer may know of: see `rights.may_see_source`."""
    seen = Q(pk__in=[])
    for mine, where, _role in viewing.memberships:
        ours = Q(organization_id__in=viewing.same.get(mine, frozenset((mine,))))
        seen |= ours if where is None else ours & Q(country__code=where)
    convened = [country for role, country in viewing.roles if role == "convenor"]
    return seen | Q(country__code__in=convened)


def source_choices(*, viewing: Viewing, only_sending: bool = False) -> tuple[SourceChoice, ...]:
    """Return the sources of files that the viewer may see, or may send reports of, by name."""
    rows = Source.objects.filter(sources_seen(viewing), ended_at__isnull=True)
    rows = rows.select_related("organization", "country").order_by(
        "organization__name", "name", "pk"
    )
    found = (
        SourceChoice(
            one.public_id, one.name, one.organization.name, one.country.name,
            may_send(one, viewing),
        )
        for one in rows
    )  # fmt: skip
    return tuple(one for one in found if one.may_send or not only_sending)


def organizations_of(*, viewing: Viewing) -> list[tuple[str, str]]:
    """Return id and name of the organizations whose reports the viewer may send, by name."""
    writes = {mine for mine, _where, role in viewing.memberships if role != "viewer"}
    rows = Organization.objects.filter(pk__in=writes, merged_into__isnull=True).order_by("name")
    return list(rows.values_list("public_id", "name"))


def reports_page(*, viewing: Viewing, source_id: str = "", after: str = "") -> ReportsPage:
    """Return the reports on their way and a part of those that came before, the youngest first.

    Raises   NotFound for nobody, for a source or an `after` that this viewer may not know of.
    """
    if viewing.user_id is None or not is_text(source_id):
        raise NotFound
    sources = source_choices(viewing=viewing)
    seen = Source.objects.filter(sources_seen(viewing))
    if source_id:
        seen = seen.filter(public_id=source_id)
        if not seen.exists():
            raise NotFound
    rows = _imports().filter(source__in=seen)
    looking = Looking(viewing)

    def line(one: ReportImport) -> ImportLine:
        return _line(one, looking)

    waiting = rows.filter(state__in=ON_THEIR_WAY).order_by("-created_at", "-pk")
    done = page_of(
        rows.exclude(state__in=ON_THEIR_WAY), line, order="-created_at", after=after, size=20
    )
    return ReportsPage(
        tuple(map(line, waiting[:MOST_ON_THEIR_WAY])), done.lines, done.next, sources,
        any(role != "viewer" for _mine, _where, role in viewing.memberships),
    )  # fmt: skip


def import_list(
    *, viewing: Viewing, source_id: str = "", after: str = "", size: int = SIZE
) -> Page[ImportLine]:
    """Return reports on their way and those before them, the youngest first, of one source or all.

    Raises   NotFound for nobody, for a source or an `after` that this viewer may not know of.
    """
    if viewing.user_id is None or not is_text(source_id):
        raise NotFound
    seen = Source.objects.filter(sources_seen(viewing))
    if source_id:
        seen = seen.filter(public_id=source_id)
        if not seen.exists():
            raise NotFound
    looking = Looking(viewing)
    rows = _imports().filter(source__in=seen)
    return page_of(
        rows, lambda one: _line(one, looking), order="-created_at", after=after, size=size
    )


def reports_to_decide(*, viewing: Viewing) -> tuple[ImportLine, ...]:
    """Return the reports that wait for this person: read, and not decided about."""
    if viewing.user_id is None:
        return ()
    seen = Source.objects.filter(sources_seen(viewing))
    rows = _imports().filter(source__in=seen, state__in=(State.READY, State.FAILED))
    looking = Looking(viewing)
    return tuple(
        _line(one, looking)
        for one in rows.order_by("-created_at", "-pk")[:MOST_ON_THEIR_WAY]
        if may_send(one.source, viewing)
    )


def import_of(report_id: str, *, viewing: Viewing) -> ReportImport:
    """Return an import whose source the viewer may know of, for the queries of this app.

    Raises   NotFound.
    """
    report = _imports().filter(public_id=report_id.replace("\x00", "")).first()
    if report is None or not may_see_source(report.source, viewing):
        raise NotFound
    return report


def import_to_look_into(report_id: str, *, viewing: Viewing) -> ReportImport:
    """Return an import for those who may read what it says; NotFound for all others."""
    report = import_of(report_id, viewing=viewing)
    if not Looking(viewing).into(report):
        raise NotFound
    return report


def import_page(report_id: str, *, viewing: Viewing) -> ImportPage:
    """Return where an import stands, for its source's people and the convenor.

    Raises   NotFound.
    """
    report = import_of(report_id, viewing=viewing)
    return page_of_import(report, viewing=viewing, looks=Looking(viewing).into(report))


def page_of_import(report: ReportImport, *, viewing: Viewing, looks: bool) -> ImportPage:
    """Return where an import stands that the viewer may know of; `looks`: and may look into."""
    sends = may_send(report.source, viewing)
    rows = dict(report.tables.values_list("name", "rows")) if looks else {}
    return _page(report, sends, looks, rows, viewing)


def _page(
    report: ReportImport, sends: bool, looks: bool, rows: Mapping[str, int], viewing: Viewing
) -> ImportPage:
    source, file, summary = report.source, report.file, report.summary
    decides = sends and looks
    until = report.imported_at + UNDO_FOR if report.imported_at else None
    is_current = source.current_id == report.pk
    return ImportPage(
        public_id=report.public_id,
        revision=report.revision,
        state=report.state,
        stage=report.stage,
        percent=_percent(report),
        is_at_work=report.state in AT_WORK,
        source_id=source.public_id,
        source_name=source.name,
        organization_id=source.organization.public_id,
        organization_name=source.organization.name,
        country_code=source.country.code,
        country_name=source.country.name,
        created_at=report.created_at,
        created_by=shown_name(report.created_by),
        ready_at=report.ready_at,
        imported_at=report.imported_at,
        imported_by=shown_name(report.imported_by) if report.imported_at else "",
        undone_at=report.undone_at,
        is_current=is_current,
        may_look=looks,
        may_decide=decides and report.state in (State.READY, State.UNCHANGED, State.FAILED),
        may_undo=decides
        and is_current
        and report.state == State.IMPORTED
        and until is not None
        and viewing.at <= until,
        may_set_aside=decides
        and report.state in (State.WAITING, State.READING, State.READY, State.FAILED),
        may_read_again=decides
        and file is not None
        and report.state in (State.READY, State.UNCHANGED, State.FAILED),
        undo_until=until,
        error_code=report.error_code,
        error_data=report.error_data if looks else {},
        file_name=file.name if file and looks else "",
        converted_from=file.converted_from if file and looks else "",
        removed=file.removed if file and looks else {},
        recognized=_recognized(summary) if looks else None,
        counts={name: summary.get(name, 0) for name in _COUNTED} if looks else {},
        problems=summary.get("problems", {}) if looks else {},
        organizations=summary.get("organizations", {}) if looks else {},
        places=rows.get("no_place", 0),
        corrections=len(report.decisions.get("corrections", ())) if looks else 0,
        label=report.sharing.get("label", "") if looks else "",
        returned=summary.get("three_way", {}) if looks else {},
        taught=summary.get("names", {}) if looks and report.state == State.IMPORTED else {},
    )


def _imports() -> QuerySet[ReportImport]:
    return ReportImport.objects.select_related(
        "source__organization", "source__country", "file", "created_by", "imported_by"
    )


_COUNTED = ("new", "changed", "gone", "unchanged")


def _line(one: ReportImport, looking: Looking) -> ImportLine:
    looks = looking.into(one)
    summary = one.summary if looks else {}
    return ImportLine(
        public_id=one.public_id,
        source_name=one.source.name,
        organization_name=one.source.organization.name,
        country_name=one.source.country.name,
        file_name=one.file.name if one.file is not None and looks else "",
        state=one.state,
        percent=_percent(one),
        at=one.created_at,
        activities=summary.get("activities"),
        new=summary.get("new", 0),
        changed=summary.get("changed", 0),
        gone=summary.get("gone", 0),
        problems=sum(summary.get("problems", {}).values()),
        is_current=one.source.current_id == one.pk,
        may_send=may_send(one.source, looking.viewing),
    )


#: How much of the whole work is done where a stage begins, and how much the stage is of it.
_STAGES = {
    "reading": (0, 45), "understanding": (45, 20), "organizations": (65, 15),
    "comparing": (80, 12), "keeping": (92, 8), "importing": (0, 92), "switching": (92, 8),
}  # fmt: skip


def _percent(report: ReportImport) -> int:
    first, share = _STAGES.get(report.stage, (0, 0))
    return round(first + share * report.progress)


def _recognized(summary: Mapping[str, Any]) -> Recognized | None:
    said = summary.get("report")
    if not said:
        return None
    shape = summary.get("list", {})
    return Recognized(
        kind=said.get("kind") or "",
        version=said.get("version") or "",
        language=said.get("language") or "",
        from_on=_day(said.get("from_on")),
        to_on=_day(said.get("to_on")),
        countries=tuple((said.get("covers_countries") or "").split()),
        rows=said.get("rows") or 0,
        rows_kept=said.get("rows_kept") or 0,
        rows_named=said.get("rows_named") or 0,
        activities=said.get("activities") or 0,
        sheet=shape.get("sheet") or "",
        header_rows=tuple(shape.get("header_rows", ())),
        columns=shape.get("columns", 0),
        unsure=shape.get("unsure", 0),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
