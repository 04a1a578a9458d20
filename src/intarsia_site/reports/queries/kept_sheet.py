"""Where an activity stands in its kept file: the file's own people see the rows around it, as far
as each may, all others who see the activity whole see its rows alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc

import intarsia
from intarsia.errors import IntarsiaError
from intarsia.keeping import SheetWindow
from intarsia.tables import Picture
from intarsia_site.access.queries.seen import record_or_none, whole_rows
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.kept import path_of
from intarsia_site.reports.models import Activity, ReportImport, Source, Standing
from intarsia_site.reports.rights import belongs_to_source, may_look_into
from intarsia_site.reports.tables import picture_of, stored_id

ROWS, COLUMNS, LINES = 40, 60, 300
#: Tables whose rows name further rows of a file.
_WITH_ROWS = ("transactions", "budgets")


@dataclass(frozen=True)
class SheetPage:
    """A part of a kept file as one viewer may see it.

    file       its name, for its source's own people
    marked     numbers of the activity's own rows
    left_out   how many rows around it are under stricter rules; 0 for those who see its rows alone
    """

    public_id: str
    title: str
    file: str
    window: SheetWindow
    marked: frozenset[int]
    left_out: int
    is_own: bool


def sheet_or_none(public_id: str, *, viewing: Viewing) -> SheetPage | None:
    """Return the file around an activity, or None: forbidden, unknown, and entered by hand.

    Raises   KeptFileError, ReaderError where the kept file cannot be opened any more, for its
             source's own people.
    """
    row = record_or_none(Activity, public_id, viewing)
    if row is None:
        return None
    source = Source.objects.select_related("organization", "country", "current__file").get(
        pk=row.source_id
    )
    report = source.current
    stands = Standing.objects.filter(activity=row, report_import=report).first()
    if report is None or report.file is None or stands is None:
        return None
    if stands.row is None and not stands.xpath:
        return None
    is_own = belongs_to_source(source, viewing)
    try:
        window = _window(path_of(report.file), stands)
    except IntarsiaError:
        # What went wrong names the file: that is for its own people.
        if is_own:
            raise
        return None
    held = _rows_held(report, stands)
    hidden = _hidden(report, held, viewing=viewing)
    mine = {number for number, ids in held.items() if row.activity_id in ids} - hidden
    around = _around(report, held, [one.number for one in window.rows], viewing=viewing)
    shown = mine | ((around - hidden) if is_own else set())
    kept = [one for one in window.rows if one.number in shown]
    return SheetPage(
        public_id=public_id,
        title=row.title,
        file=report.file.name if is_own else "",
        window=replace(
            window,
            rows=tuple(kept),
            sheets=window.sheets if is_own else (),
        ),
        marked=frozenset(mine),
        left_out=len(window.rows) - len(kept) if is_own else 0,
        is_own=is_own,
    )


def _window(path: Path, stands: Standing) -> SheetWindow:
    return intarsia.open_sheet(
        path, sheet=stands.sheet or None, row=stands.row, xpath=stands.xpath or None,
        rows=ROWS if stands.row is not None else LINES, columns=COLUMNS,
    )  # fmt: skip


def _rows_held(report: ReportImport, stands: Standing) -> dict[int, set[str]]:
    """Return by number of a row of the sheet which activities say something in it."""
    held: dict[int, set[str]] = defaultdict(set)
    if stands.row is None:
        return held
    picture = picture_of(report, only=("activities", *_WITH_ROWS))
    said = picture["activities"].select(["activity_id", "sheet", "row"]).to_pylist()
    here = {one["activity_id"] for one in said if (one["sheet"] or "")[:200] == stands.sheet}
    for one in said:
        if one["activity_id"] in here and one["row"] is not None:
            held[one["row"]].add(stored_id(one["activity_id"]))
    for number, activity_id in _further_rows(picture):
        if activity_id in here:
            held[number].add(stored_id(activity_id))
    return held


def _around(
    report: ReportImport, held: dict[int, set[str]], numbers: list[int], *, viewing: Viewing
) -> set[int]:
    """Return which rows the file's own people may be shown, before stricter rules.

    A row that no activity is of, a note or one that was lost, is under nobody's rule, and may speak
    of any: whoever may look into the report reads it. Headings everybody needs.
    """
    if may_look_into(report, viewing):
        return set(numbers)
    headings = report.summary.get("list", {}).get("header_rows", ())
    return {*held, *headings}.intersection(numbers)


def _further_rows(picture: Picture) -> Iterator[tuple[int, str]]:
    for name in _WITH_ROWS:
        table = picture[name].select(["row", "activity_id"])
        table = table.filter(pc.is_valid(table["row"]))
        yield from zip(table["row"].to_pylist(), table["activity_id"].to_pylist(), strict=True)


def _hidden(report: ReportImport, held: dict[int, set[str]], *, viewing: Viewing) -> set[int]:
    """Return the rows in which some activity stands that the viewer does not see whole."""
    versions = Activity.versions.filter(stands__report_import=report)
    seen = set(whole_rows(versions, viewing).values_list("activity_id", flat=True))
    return {number for number, ids in held.items() if ids - seen}
