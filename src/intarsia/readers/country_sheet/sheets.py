"""Which sheet of the workbook is the list of transactions."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia.readers.country_sheet.headings import (
    HEAD_ROWS,
    NEEDED,
    Headings,
    find_headings,
    usual_heading,
)
from intarsia.readers.country_sheet.sorting import Block
from intarsia.readers.grids.sheet_xml import header_and_footer
from intarsia.readers.marked import Markings
from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import Sheet, Workbook
from intarsia.tables import ProblemLog


@dataclass(frozen=True)
class _Candidate:
    sheet: Sheet
    headings: Headings
    rows: int


def choose(book: Workbook, marks: Markings, log: ProblemLog) -> tuple[Block, int]:
    """Return the rows of the sheet to read, and how many rows of like sheets are not read.

    The sheet with the most known headings is read, of equal ones the longest. Every other one
    is named in the problems.

    Raises  ReaderError "country_sheet.no_headings", "country_sheet.headings_missing",
            "reader.classified".
    """
    candidates: list[_Candidate] = []
    others: list[str] = []
    for name in book.sheet_names:
        sheet = book.sheet(name)
        head = sheet.rows(HEAD_ROWS)
        marks.sheet(
            name,
            head,
            first_row=sheet.first_row,
            first_column=sheet.first_column,
            around=header_and_footer(book.sheet_xml(name)),
        )
        headings = find_headings(head)
        if headings is None:
            others.append(name)
        else:
            rows = max(0, sheet.height - headings.position - 1)
            candidates.append(_Candidate(sheet, headings, rows))
    chosen = _best(candidates, book.name)
    elsewhere = 0
    for candidate in candidates:
        if candidate is not chosen:
            elsewhere += candidate.rows
            log.tally(
                "country_sheet.sheet_not_read",
                sheet=candidate.sheet.name,
                expected=chosen.sheet.name,
                times=candidate.rows,
            )
    for name in others:
        log.note("country_sheet.sheet_without_list", sheet=name, expected=chosen.sheet.name)
    if not chosen.sheet.is_visible:
        log.note("country_sheet.sheet_hidden", sheet=chosen.sheet.name)
    return _block(chosen, book), elsewhere


def _best(candidates: list[_Candidate], name: str) -> _Candidate:
    if not candidates:
        expected = ", ".join(usual_heading(column) for column in NEEDED)
        raise ReaderError(
            "country_sheet.no_headings",
            f"{name}: no sheet has the headings of a by-country spreadsheet ({expected} …) in "
            "English or French. It was not read.",
            file=name,
            expected=expected,
        )
    whole = [candidate for candidate in candidates if not candidate.headings.missing]
    if not whole:
        best = max(candidates, key=lambda one: len(one.headings.columns))
        missing = ", ".join(best.headings.missing)
        raise ReaderError(
            "country_sheet.headings_missing",
            f"{name}, sheet {best.sheet.name}, row "
            f"{best.sheet.first_row + best.headings.position}: there is no column headed "
            f"{missing}, and without it a row says nothing. It was not read. Name the column "
            "so.",
            file=name,
            sheet=best.sheet.name,
            expected=missing,
        )
    return max(whole, key=lambda one: (len(one.headings.columns), one.rows))


def _block(chosen: _Candidate, book: Workbook) -> Block:
    below = chosen.headings.position + 1
    return Block(
        rows=chosen.sheet.rows()[below:],
        headings=chosen.headings,
        sheet=chosen.sheet.name,
        first_row=chosen.sheet.first_row + below,
        first_column=chosen.sheet.first_column,
        errors=book.cell_errors(chosen.sheet.name),
    )
