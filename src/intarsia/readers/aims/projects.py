"""The table of projects: activities with donors, recipients, sectors and days."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from intarsia import codelists
from intarsia.readers.aims import cells
from intarsia.readers.aims.delimited import Delimited
from intarsia.readers.columns import fill
from intarsia.readers.identity import Ids
from intarsia.readers.source import SourceFile
from intarsia.sharing.personal_data import clean_text
from intarsia.tables import (
    ACTIVITIES,
    ACTIVITY_LOCATIONS,
    ACTIVITY_SECTORS,
    PARTICIPATIONS,
    REMAINDERS,
    ProblemLog,
    from_rows,
)
from intarsia.terms import Role, Severity

#: Columns that the other tables say already: the release makes them from those.
_DERIVED = ("is_geocoded", "transactions_start_year", "transactions_end_year")
#: Columns with a place in the picture, or looked at elsewhere.
_PLACED = frozenset(
    {
        "project_id",
        "project_title",
        "project_description",
        "start_actual_isodate",
        "start_actual_type",
        "end_actual_isodate",
        "end_actual_type",
        "donors",
        "recipients",
        "recipients_iso3",
        "ad_sector_codes",
        "ad_sector_names",
        "status",
        "total_commitments",
        "total_disbursements",
        *_DERIVED,
    }
)
#: IATI ActivityDateType 2.0x and the column of ACTIVITIES it belongs to.
_DAYS = {
    "1": "planned_starts_on",
    "2": "actual_starts_on",
    "3": "planned_ends_on",
    "4": "actual_ends_on",
}
_UNSPECIFIED = frozenset({"", "unspecified", "unknown"})


@dataclass(frozen=True)
class Activities:
    """The activities of the release.

    ids       each project's activity id, in the order of the table
    of        project id -> activity id, of the first project under it
    repeated  ids that several projects have, for `identity.settle`
    """

    ids: list[str]
    of: dict[str, str]
    repeated: dict[str, list[str]]


def read_projects(
    projects: Delimited, release: str, source: SourceFile, log: ProblemLog
) -> tuple[Activities, dict[str, pa.Table]]:
    """Return the activities, and the tables that the projects fill."""
    activities = _identified(projects, log)
    tables = {
        "activities": _activities(projects, activities, source, log),
        "participations": _participations(projects, activities, release),
        "activity_sectors": _sectors(projects, activities, log),
        "activity_locations": _countries(projects, activities, log),
        "remainders": _remainders(projects, activities, log),
    }
    return activities, {
        name: table for name, table in tables.items() if table.num_rows or name == "activities"
    }


def _identified(projects: Delimited, log: ProblemLog) -> Activities:
    ids = Ids()
    claimed: list[str] = []
    of: dict[str, str] = {}
    stated = projects.column("project_id")
    titles, donors = projects.column("project_title"), projects.column("donors")
    for at, project in enumerate(stated):
        if project:
            claimed.append(ids.claim(project))
            of.setdefault(project, claimed[-1])
            continue
        # As it is kept: an id is made of nothing that is taken out.
        said = clean_text(f"{titles[at]}|{donors[at]}")[0]
        keys = hashlib.sha256(said.encode()).hexdigest()
        claimed.append(ids.claim(f"row:{keys[:16]}"))
        log.tally(
            "aims.identifier_missing",
            sheet=projects.member,
            column="project_id",
            cell=str(projects.numbers[at]),
        )
    for project, given in ids.repeated.items():
        if project in of:
            log.tally("aims.project_twice", sheet=projects.member, value=project, times=len(given))
    return Activities(claimed, of, ids.repeated)


def _activities(
    projects: Delimited, activities: Activities, source: SourceFile, log: ProblemLog
) -> pa.Table:
    count = len(projects.rows)
    days: dict[str, list[object]] = {name: [None] * count for name in _DAYS.values()}
    for which, usual in (("start", "2"), ("end", "4")):
        _fill_days(projects, which, usual, days, log)
    return fill(
        ACTIVITIES,
        {
            "activity_id": activities.ids,
            "identifier": [cell or None for cell in projects.column("project_id")],
            "report_id": [source.report_id] * count,
            "file": [source.name] * count,
            "sheet": [projects.member] * count,
            "row": projects.numbers,
            "title": [cell or None for cell in projects.column("project_title")],
            "description": [cell or None for cell in projects.column("project_description")],
            "status_code": _statuses(projects, log),
            **days,
        },
    )


def _fill_days(
    projects: Delimited,
    which: str,
    usual: str,
    days: dict[str, list[object]],
    log: ProblemLog,
) -> None:
    """Read a day, whose own column of types says whether it is planned or actual."""
    heading = f"{which}_actual_isodate"
    types = projects.column(f"{which}_actual_type")
    for at, cell in enumerate(projects.column(heading)):
        if not cell:
            continue
        day = cells.day(cell)
        if day is None:
            log.tally(
                "aims.not_a_date",
                sheet=projects.member,
                column=heading,
                value=cell,
                expected="YYYY-MM-DD",
                cell=str(projects.numbers[at]),
            )
            continue
        code = codelists.v2_code("activity_date_types", types[at]) if types[at] else None
        days[_DAYS.get(code or usual, _DAYS[usual])][at] = day


def _statuses(projects: Delimited, log: ProblemLog) -> list[str | None]:
    stated = projects.column("status")
    codes = {cell: codelists.v2_code("activity_statuses", cell) for cell in set(stated)}
    for at, cell in enumerate(stated):
        if codes[cell] is None and cell.casefold() not in _UNSPECIFIED:
            log.tally(
                "aims.status_unknown",
                sheet=projects.member,
                column="status",
                value=cell,
                cell=str(projects.numbers[at]),
            )
    return [codes[cell] for cell in stated]


def _participations(projects: Delimited, activities: Activities, release: str) -> pa.Table:
    rows: list[Sequence[object]] = []
    funding, reporting = str(Role.FUNDING), str(Role.REPORTING)
    for activity_id, donors in zip(activities.ids, projects.column("donors"), strict=True):
        rows.append((activity_id, 0, reporting, None, release, None, None, None, None))
        for ordinal, name in enumerate(dict.fromkeys(cells.listed(donors))):
            rows.append((activity_id, ordinal, funding, None, name, None, None, None, None))
    return from_rows(rows, PARTICIPATIONS.reader_schema)


def _sectors(projects: Delimited, activities: Activities, log: ProblemLog) -> pa.Table:
    """Return each project's sectors, each once: a release states no percentages."""
    rows: list[Sequence[object]] = []
    stated = zip(
        activities.ids,
        projects.column("ad_sector_codes"),
        projects.column("ad_sector_names"),
        projects.numbers,
        strict=True,
    )
    for activity_id, code_cell, name_cell, number in stated:
        codes, names = cells.listed(code_cell), cells.listed(name_cell)
        if codes and names and len(codes) != len(names):
            log.tally(
                "aims.lists_differ",
                sheet=projects.member,
                column="ad_sector_names",
                cell=str(number),
                expected="ad_sector_codes",
            )
            names = []
        pairs: list[tuple[str | None, str | None]]
        if codes:
            aligned: Sequence[str | None] = names or [None for _ in codes]
            pairs = list(zip(codes, aligned, strict=True))
        else:
            pairs = [(None, name) for name in names]
        distinct: dict[str | None, tuple[str | None, str | None]] = {}
        for code, name in pairs:
            distinct.setdefault(code or name, (code, name))
        for ordinal, (code, name) in enumerate(distinct.values()):
            rows.append((activity_id, ordinal, _vocabulary(code), None, code, name, None))
    return from_rows(rows, ACTIVITY_SECTORS.reader_schema)


def _vocabulary(code: str | None) -> str:
    """IATI SectorVocabulary: 1 = DAC 5 digits, 2 = DAC 3 digits, 99 = the release's own.

    The release's codes are DAC's with a few more, which the crosswalk knows as "aiddata".
    """
    if code is None or not code.isdigit():
        return "99"
    if len(code) == 5 and ("aiddata", code) in codelists.sector_crosswalk():
        return "aiddata"
    return {5: "1", 3: "2"}.get(len(code), "99")


def _countries(projects: Delimited, activities: Activities, log: ProblemLog) -> pa.Table:
    columns: dict[str, list[object]] = {
        name: [] for name in ("activity_id", "ordinal", "kind", "source_code", "name_as_reported")
    }
    stated = zip(
        activities.ids,
        projects.column("recipients_iso3"),
        projects.column("recipients"),
        projects.numbers,
        strict=True,
    )
    for activity_id, code_cell, name_cell, number in stated:
        codes, names = cells.listed(code_cell), cells.listed(name_cell)
        paired = names if len(names) == len(codes) else [None] * len(codes)
        if not codes:
            codes, paired = [""] * len(names), names
        for ordinal, (code, name) in enumerate(zip(codes, paired, strict=True)):
            found, is_known = cells.country(code)
            if code and not is_known:
                log.tally(
                    "aims.country_unknown",
                    sheet=projects.member,
                    column="recipients_iso3",
                    value=code,
                    cell=str(number),
                )
            columns["activity_id"].append(activity_id)
            columns["ordinal"].append(ordinal)
            columns["kind"].append("country")
            columns["source_code"].append(found or None)
            columns["name_as_reported"].append(name)
    return fill(ACTIVITY_LOCATIONS, columns)


def _remainders(projects: Delimited, activities: Activities, log: ProblemLog) -> pa.Table:
    """Return what columns without a place say, and name those that other tables say already."""
    rows: list[Sequence[object]] = []
    for heading in dict.fromkeys(projects.headings):
        if heading in _PLACED:
            continue
        cells_found = [
            (activity_id, heading, 0, cell)
            for activity_id, cell in zip(activities.ids, projects.column(heading), strict=True)
            if cell
        ]
        rows.extend(cells_found)
        if cells_found:
            log.tally(
                "aims.extra_column",
                severity=Severity.NOTE,
                sheet=projects.member,
                column=heading,
                times=len(cells_found),
            )
    for heading in _DERIVED:
        times = sum(1 for cell in projects.column(heading) if cell)
        if times:
            log.tally(
                "aims.column_derived",
                severity=Severity.NOTE,
                sheet=projects.member,
                column=heading,
                times=times,
            )
    return from_rows(rows, REMAINDERS.reader_schema)
