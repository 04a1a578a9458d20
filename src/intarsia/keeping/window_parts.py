"""What a window onto a kept file is made of, and how rows that stream by become one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intarsia.readers.activity_list.headings import field_of_heading
from intarsia.readers.activity_list.layout import blocks
from intarsia.readers.grids import Cell, Grid
from intarsia.readers.workbook import column_letters

__all__ = [
    "HEAD_ROWS",
    "SheetWindow",
    "Wanted",
    "WindowLine",
    "WindowRow",
    "header_rows",
    "shown",
    "window_of",
]

#: Rows at the top in which the header is looked for.
HEAD_ROWS = 60
#: Letters of a cell that a page shows.
_MOST_LETTERS = 2_000


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a sheet, the row to mark, how many rows and columns."""

    sheet: str | None
    row: int | None
    rows: int
    columns: int

    @property
    def first(self) -> int:
        """The first row of the window; the marked one stands in its middle."""
        return max(1, (self.row or 1) - self.rows // 2)

    @property
    def last(self) -> int:
        """The last row of the window."""
        return self.first + self.rows - 1


@dataclass(frozen=True)
class WindowRow:
    """One row: its number as the program shows it, and its cells from column A on."""

    number: int
    cells: tuple[str, ...]
    is_header: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class WindowLine:
    """One line of XML, indented."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class SheetWindow:
    """A part of a kept file, ready to be shown.

    kind           as KeptFile.kind
    sheets         names of the sheets, or of the tables in a zip; () where there are none
    sheet          the sheet shown; None where there are no sheets, or none of that name
    columns        the letters above the cells; every row has as many cells
    first_row      number of the first row around the marked one
    header_rows    numbers of the rows of the header, where one was found near the top
    rows           the header's rows, then those around the marked one
    marked_row     number of the marked row, where it is shown
    has_more_columns   whether the sheet goes on to the right
    lines          of XML: the element, or the file from its first one
    """

    kind: str
    sheets: tuple[str, ...]
    sheet: str | None
    columns: tuple[str, ...] = ()
    first_row: int = 1
    header_rows: tuple[int, ...] = ()
    rows: tuple[WindowRow, ...] = ()
    marked_row: int | None = None
    has_more_columns: bool = False
    lines: tuple[WindowLine, ...] = ()


def window_of(
    kind: str,
    sheets: tuple[str, ...],
    sheet: str | None,
    numbered: Iterable[tuple[int, Sequence[str]]],
    wanted: Wanted,
) -> SheetWindow:
    """Return the window that rows make which stream by; they are read no further than needed.

    numbered   rows with their numbers, in their order; some may be left out
    """
    head: list[tuple[int, Sequence[str]]] = []
    body: list[tuple[int, Sequence[str]]] = []
    for number, cells in numbered:
        if number > max(wanted.last, HEAD_ROWS):
            break
        if number <= HEAD_ROWS:
            head.append((number, cells))
        if wanted.first <= number <= wanted.last:
            body.append((number, cells))
    header = header_rows(head)
    above = [one for one in head if one[0] in header and one[0] < wanted.first]
    chosen = [*above, *body]
    widest = max((_width(cells) for _, cells in chosen), default=0)
    width = min(widest, wanted.columns)
    return SheetWindow(
        kind=kind,
        sheets=sheets,
        sheet=sheet,
        columns=tuple(column_letters(at) for at in range(width)),
        first_row=wanted.first,
        header_rows=header,
        rows=tuple(
            WindowRow(
                number,
                tuple(_cut(cells[at]) if at < len(cells) else "" for at in range(width)),
                is_header=number in header,
                is_marked=number == wanted.row,
            )
            for number, cells in chosen
        ),
        marked_row=wanted.row if any(number == wanted.row for number, _ in body) else None,
        has_more_columns=widest > width,
    )


def header_rows(head: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, ...]:
    """Return the numbers of the rows of the first header that stands in these rows."""
    if not head:
        return ()
    width = max(_width(cells) for _, cells in head)
    first = head[0][0]
    rows: list[list[Cell]] = [[None] * width for _ in range(head[-1][0] - first + 1)]
    for number, cells in head:
        rows[number - first] = [
            cells[at] if at < len(cells) and cells[at] != "" else None for at in range(width)
        ]
    found = blocks(Grid(None, rows, first_row=first), field_of_heading)
    with_header = [one for one in found if one.header_rows]
    return tuple(first + row for row in with_header[0].header_rows) if with_header else ()


def shown(cell: object) -> str:
    """Return a value as a person sees it: whole numbers without a point, days as days.

    >>> shown(12.0), shown(dt.datetime(2012, 5, 1)), shown(True), shown(None)
    ('12', '2012-05-01', 'TRUE', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, dt.datetime):
        return (
            cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
        )
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _width(cells: Sequence[str]) -> int:
    return next((at for at in range(len(cells), 0, -1) if cells[at - 1] != ""), 0)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
