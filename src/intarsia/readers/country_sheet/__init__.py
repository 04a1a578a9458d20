"""By-country spreadsheets of flattened IATI: one row a transaction or budget in, the picture's
tables with one activity per identifier and reporter out.

`headings.py` finds the columns, `sorting.py` the rows, `lines.py` and `cells.py` what they say,
`grouping.py` the activities; `partners.py`, `shares.py`, `money.py`, `details.py` the rest.
"""

from __future__ import annotations

import pyarrow as pa

from intarsia.readers.collector import without_collector
from intarsia.readers.country_sheet import details, grouping, money, partners, shares
from intarsia.readers.country_sheet.glance import names_headings
from intarsia.readers.country_sheet.headings import USUAL, usual_heading
from intarsia.readers.country_sheet.lines import Lines, read_lines
from intarsia.readers.country_sheet.sheets import choose
from intarsia.readers.country_sheet.sorting import Block
from intarsia.readers.identity import settle
from intarsia.readers.marked import Markings
from intarsia.readers.source import Progress, ReaderError, Reading, SourceFile
from intarsia.readers.workbook import is_workbook, open_workbook
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

KIND = "country-sheet"

#: Columns that the others already say: the export makes them from the dollars, the sector and
#: the quarter.
_DERIVED = ("value_eur", "value_local", "category", "year_and_quarter")


def can_read(source: SourceFile) -> bool:
    """Whether the file is a workbook in which headings of such sheets stand."""
    return is_workbook(source.head, source.name) and names_headings(source.path)


def read(source: SourceFile, *, progress: Progress | None = None) -> Reading:
    """Read a by-country spreadsheet.

    Raises  ReaderError "country_sheet.no_headings", "country_sheet.headings_missing",
            "reader.classified", and those of `workbook.open_workbook`.
    """
    log, marks = ProblemLog(source.name, source.report_id), Markings(source.name)
    with without_collector():
        book = open_workbook(source.path, source.name)
        _tell(progress, 0.3)
        block, elsewhere = choose(book, marks, log)
        _tell(progress, 0.7)
        lines, named = read_lines(block, log)
        tables = _tables(lines, source, block, log)
    if not lines:
        log.note("country_sheet.no_rows", sheet=block.sheet)
    _tell(progress, 1.0)
    countries = sorted({money.country_code(one) or "" for one in lines.country.said} - {""})
    return Reading(
        source=source,
        report={
            "kind": KIND,
            "version": None,
            "language": block.headings.language,
            "generated_at": None,
            "rows": len(lines) + named + elsewhere,
            "rows_kept": len(lines),
            "rows_named": named + elsewhere,
            "activities": tables["activities"].num_rows,
            "covers_countries": " ".join(countries) or None,
            "marking": marks.written,
        },
        tables=tables,
        problems=log,
    )


def _tables(lines: Lines, source: SourceFile, block: Block, log: ProblemLog) -> dict[str, pa.Table]:
    groups = grouping.group(lines, log, block.sheet)
    links, repeating = details.documents(lines, groups)
    _name_columns(lines, block, log, repeating)
    tables = grouping.activities(lines, groups, source, block.sheet, log)
    found = {
        "participations": partners.participations(lines, groups),
        "activity_sectors": shares.sectors(lines, groups, log, block.sheet),
        "activity_locations": shares.locations(lines, groups),
        "transactions": money.transactions(lines, groups),
        "budgets": money.budgets(lines, groups),
        "documents": links,
        "codes": details.codes(lines, groups),
        "remainders": details.remainders(lines, groups),
    }
    tables |= {name: table for name, table in found.items() if table is not None}
    kept = {name: table for name, table in tables.items() if table.num_rows or name == "activities"}
    settled, renamed = settle(kept, groups.repeated)
    log.rename_activities(renamed)
    return settled


def _name_columns(lines: Lines, block: Block, log: ProblemLog, repeating: int) -> None:
    """Name the columns that are absent, and those that are not kept because others say it."""
    headings = block.headings
    for name in USUAL:
        if name not in headings.columns:
            log.note(
                "country_sheet.column_missing",
                sheet=block.sheet,
                column=usual_heading(name, headings.language),
            )
    derived = [(name, len(lines)) for name in _DERIVED if name in headings.columns]
    if repeating:
        derived.append(("url", repeating))
    for name, times in derived:
        if times:
            log.tally(
                "country_sheet.column_derived",
                severity=Severity.NOTE,
                sheet=block.sheet,
                column=headings.texts[headings.columns[name]],
                times=times,
            )


def _tell(progress: Progress | None, part: float) -> None:
    if progress is not None:
        progress(part)


__all__ = ["KIND", "ReaderError", "can_read", "read"]
