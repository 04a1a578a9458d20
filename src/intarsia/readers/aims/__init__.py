"""AIMS releases: a zip of a government's aid database as three tables (projects, locations,
transactions) in, the picture's tables with one activity a project out.

`members.py` finds the tables in the zip, `delimited.py` their rows; `projects.py`,
`locations.py` and `transactions.py` say what they mean.
"""

from __future__ import annotations

import pyarrow as pa

from intarsia.readers.aims.delimited import Delimited, read_delimited
from intarsia.readers.aims.locations import read_locations
from intarsia.readers.aims.members import Members, find_members, release_named
from intarsia.readers.aims.projects import read_projects
from intarsia.readers.aims.transactions import name_totals, read_transactions
from intarsia.readers.archive import Archive, first_member, open_archive
from intarsia.readers.grids.encodings import decode
from intarsia.readers.identity import settle
from intarsia.readers.marked import Markings
from intarsia.readers.source import Progress, ReaderError, Reading, SourceFile
from intarsia.readers.workbook import is_workbook
from intarsia.tables import ProblemLog

KIND = "aims-release"
#: Bytes and lines of a table that are looked at for a marking above it.
_HEAD, _FIRST_LINES = 8192, 6


def can_read(source: SourceFile) -> bool:
    """Whether the file is a zip and no workbook; only `read` sees what it holds.

    An OpenDocument file says first of all what it is, in a member of this name.
    """
    first = first_member(source.head)
    is_document = first == "mimetype" or is_workbook(source.head, source.name)
    return first is not None and not is_document


def read(source: SourceFile, *, progress: Progress | None = None) -> Reading:
    """Read an AIMS release.

    Raises  ReaderError "aims.no_projects", "aims.headings_missing", "reader.classified", and
            those of `archive.open_archive`.
    """
    log, marks = ProblemLog(source.name, source.report_id), Markings(source.name)
    with open_archive(source.path, source.name) as archive:
        members = find_members(archive, log)
        release = release_named(archive, members)
        marks.line(release.name, "title of the release")
        projects = _table(archive, members, "projects", marks, log)
        locations = _table(archive, members, "locations", marks, log)
        transactions = _table(archive, members, "transactions", marks, log)
    if projects is None:
        raise ReaderError(
            "aims.no_projects",
            f"{source.name} is a zip, but holds no table projects.csv, as an AIMS release does. "
            "It was not read. If it holds reports, unpack it and hand them in one by one.",
            file=source.name,
            expected="projects.csv",
        )
    if "project_id" not in projects.headings:
        raise ReaderError(
            "aims.headings_missing",
            f"{source.name}, {projects.member}: there is no column project_id. It was not read.",
            file=source.name,
            sheet=projects.member,
            expected="project_id",
        )
    _tell(progress, 0.3)
    activities, tables = read_projects(projects, release.name, source, log)
    _tell(progress, 0.5)
    named = 0
    if locations is not None:
        found, lost = read_locations(locations, activities, log)
        _append(tables, found)
        named += lost
    _tell(progress, 0.8)
    if transactions is not None:
        found, lost = read_transactions(transactions, activities, log)
        _append(tables, found)
        named += lost
    _append(tables, name_totals(projects, activities, tables.get("transactions"), log))
    settled, renamed = settle(tables, activities.repeated)
    log.rename_activities(renamed)
    _tell(progress, 1.0)
    rows = sum(len(table.rows) for table in (projects, locations, transactions) if table)
    unreadable = sum(table.unreadable for table in (projects, locations, transactions) if table)
    return Reading(
        source=source,
        report={
            "kind": KIND,
            "version": release.version,
            "language": None,
            "generated_at": None,
            "rows": rows + unreadable,
            "rows_kept": rows - named,
            "rows_named": named + unreadable,
            "activities": len(activities.ids),
            "covers_countries": _countries(tables),
            "marking": marks.written,
        },
        tables=settled,
        problems=log,
    )


def _table(
    archive: Archive, members: Members, name: str, marks: Markings, log: ProblemLog
) -> Delimited | None:
    member = members.tables.get(name)
    if member is None:
        if name != "projects":
            log.note("aims.table_missing", expected=f"{name}.csv")
        return None
    content = archive.read(member)
    for number, line in enumerate(decode(content[:_HEAD]).text.splitlines()[:_FIRST_LINES], 1):
        marks.line(line, f"{member.filename}, line {number}", sheet=member.filename)
    return read_delimited(member.filename, content, log)


def _append(tables: dict[str, pa.Table], further: dict[str, pa.Table]) -> None:
    for name, table in further.items():
        tables[name] = pa.concat_tables([tables[name], table]) if name in tables else table


def _countries(tables: dict[str, pa.Table]) -> str | None:
    if "activity_locations" not in tables:
        return None
    places = tables["activity_locations"].select(["kind", "source_code"]).to_pylist()
    codes = {one["source_code"] for one in places if one["kind"] == "country"}
    return " ".join(sorted(code for code in codes if code)) or None


def _tell(progress: Progress | None, part: float) -> None:
    if progress is not None:
        progress(part)
