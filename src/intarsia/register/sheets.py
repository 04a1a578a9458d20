"""Rows of a csv or xlsx file as texts by heading, each with its number."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from intarsia.register.table import RegisterError

_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """A file's rows: texts by heading, with the number of the row in the file."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_sheet(path: Path, known: Sequence[str]) -> Sheet:
    """Return the rows of a csv or xlsx file (first sheet); empty rows are left out.

    known    headings that a file may have; letter case does not matter
    Raises   RegisterError "register.unreadable", "register.empty", "register.column_unknown",
             "register.column_twice" or "register.row_too_long".
    """
    path = Path(path)
    lines = _workbook(path) if path.suffix.lower() in (".xlsx", ".xls", ".ods") else _csv(path)
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise RegisterError(
            "register.empty",
            f"{path.name} has no rows. A register has a row of headings and a row an organization.",
            file=path.name,
        )
    headings = tuple(cell.strip().casefold() for cell in filled[0][1])
    while headings and not headings[-1]:
        headings = headings[:-1]
    _check_headings(path, headings, known)
    rows = [(number, _by_heading(path, number, cells, headings)) for number, cells in filled[1:]]
    return Sheet(path.name, headings, tuple(rows))


def _check_headings(path: Path, headings: tuple[str, ...], known: Sequence[str]) -> None:
    for position, heading in enumerate(headings):
        if heading not in known:
            raise RegisterError(
                "register.column_unknown",
                f'{path.name}, column {position + 1}: "{heading}" is no column of a register. '
                f"Columns are: {', '.join(known)}. Rename the column or take it out.",
                file=path.name,
                column=heading,
                expected=list(known),
            )
        if heading in headings[:position]:
            raise RegisterError(
                "register.column_twice",
                f'{path.name} has the column "{heading}" twice. Keep one of them.',
                file=path.name,
                column=heading,
            )


def _by_heading(
    path: Path, number: int, cells: list[str], headings: tuple[str, ...]
) -> dict[str, str]:
    if any(cells[len(headings) :]):
        raise RegisterError(
            "register.row_too_long",
            f"{path.name}, row {number}: there are more cells than headings. Put a text that "
            "has a comma in it between quotation marks.",
            file=path.name,
            row=number,
        )
    filled = cells + [""] * (len(headings) - len(cells))
    return dict(zip(headings, filled[: len(headings)], strict=True))


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise RegisterError(
            "register.unreadable",
            f"{path.name} cannot be read as a csv file in UTF-8: {reason}. Save it as "
            '"CSV UTF-8", or as xlsx.',
            file=path.name,
        ) from None
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    # A cell with line breaks makes the reader's line number run ahead: it names the last line.
    try:
        return [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as reason:
        raise RegisterError(
            "register.unreadable",
            f"{path.name}, row {reader.line_num}: the csv is damaged: {reason}. Save it anew.",
            file=path.name,
            row=reader.line_num,
        ) from None


def _workbook(path: Path) -> list[tuple[int, list[str]]]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
        start = (sheet.start or (0, 0))[0]
        rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, OSError, IndexError) as reason:
        raise RegisterError(
            "register.unreadable",
            f"{path.name} cannot be opened as a workbook: {reason}. Save it anew as xlsx or csv.",
            file=path.name,
        ) from None
    return [
        (start + position + 1, [_text(cell) for cell in cells])
        for position, cells in enumerate(rows)
    ]


def _text(cell: object) -> str:
    # A code such as 40 comes out of a workbook as a number.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
