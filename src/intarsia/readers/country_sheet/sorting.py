"""Which rows below the headings state something of an activity, and which do not.

Blank rows, totals, remarks and headings that stand there again are no statements; each that is
not blank is named in the problems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intarsia.readers.country_sheet import cells
from intarsia.readers.country_sheet.headings import Headings, column_said
from intarsia.readers.workbook import Row
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

_TOTAL = re.compile(
    r"\b(sub-?|grand )?totals?\b|\btotaux\b|\bsomme\b|\bитого\b|\bсумма\b", re.IGNORECASE
)
_BLANK = "country_sheet.blank_row"


@dataclass(frozen=True)
class Block:
    """The rows below the headings, and where they stand in the sheet.

    first_row     number of the first of them as the program shows it
    first_column  position of their first column in the sheet, 0 = A
    errors        cells that hold an error: (row as shown, column in the sheet) -> text
    """

    rows: Sequence[Row]
    headings: Headings
    sheet: str
    first_row: int
    first_column: int
    errors: dict[tuple[int, int], str]


def sort_out(block: Block, log: ProblemLog) -> tuple[list[int], int]:
    """Return the positions of the rows to keep, and how many others are named instead."""
    named = 0
    not_kept: set[int] = set()
    blank: list[int] = []
    for position in _doubtful(block):
        row = block.rows[position]
        code = _what_else(block, row, position)
        if code is None:
            continue
        not_kept.add(position)
        if code == _BLANK:
            blank.append(position)
        else:
            named += 1
            _name(code, block, row, position, log)
    kept = [position for position in range(len(block.rows)) if position not in not_kept]
    # Blank rows below the last row that says something are no gap in the table.
    gaps = [position for position in blank if kept and position < kept[-1]]
    if gaps:
        log.tally(
            _BLANK,
            severity=Severity.NOTE,
            sheet=block.sheet,
            cell=str(block.first_row + gaps[0]),
            times=len(gaps),
        )
    return kept, named


def _doubtful(block: Block) -> list[int]:
    """Return the positions of rows without an identifier or a transaction type."""
    at_identifier, at_kind = (block.headings.columns[name] for name in ("identifier", "kind"))
    ids = [row[at_identifier] for row in block.rows]
    kinds = [row[at_kind] for row in block.rows]
    no_ids = {cell for cell in set(ids) if cells.text(cell) is None}
    no_kinds = {cell for cell in set(kinds) if cells.transaction_type(cell) is None}
    return [
        position
        for position, (identifier, kind) in enumerate(zip(ids, kinds, strict=True))
        if identifier in no_ids or kind in no_kinds
    ]


def _what_else(block: Block, row: Row, position: int) -> str | None:
    """Return the problem's code of a row that is not kept; null for one that is."""

    def said(name: str) -> str | None:
        at = block.headings.columns.get(name)
        return None if at is None else cells.text(row[at])

    filled = [cell for cell in row if cells.text(cell) is not None]
    if _has_error(block, position):
        return None
    if not filled:
        return _BLANK
    if column_said(row[block.headings.columns["kind"]]) == "kind":
        return "country_sheet.headings_again"
    if said("kind") or said("year"):
        return None
    if said("value"):
        is_total = any(isinstance(cell, str) and _TOTAL.search(cell) for cell in filled)
        is_nobodys = not said("identifier") and not said("reporter")
        return "country_sheet.total_row" if is_total or is_nobodys else None
    return "country_sheet.remark" if len(filled) == 1 else None


def _has_error(block: Block, position: int) -> bool:
    if not block.errors:
        return False
    number, first = block.first_row + position, block.first_column
    return any((number, first + at) in block.errors for at in block.headings.columns.values())


def _name(code: str, block: Block, row: Row, position: int, log: ProblemLog) -> None:
    said = [cells.text(cell) for cell in row]
    log.lost(
        code,
        sheet=block.sheet,
        cell=str(block.first_row + position),
        value=" | ".join(text for text in said if text),
    )
