"""A sheet of raw cells, whatever file it stood in: what every table reader works on.

Rows as a file holds them go in; a rectangle without empty margins comes out, which still knows
the name of each cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import MAX_CELLS, column_letters

#: What a cell holds; null where it is empty. Text is kept as it stands.
Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
#: Top, left, bottom, right: inclusive positions in the rows of a grid.
Range = tuple[int, int, int, int]


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, from the first filled row and column to the last.

    name          the sheet's name; null in files that have no sheets
    rows          all of one length; no cells at all where the sheet is empty
    first_row     the number of rows[0] as the program shows it, from 1
    first_column  the position of the first column, 0 = A
    is_hidden     whether the program hides the sheet
    hidden_rows   positions in `rows` of those that the program hides
    merged        ranges of cells shown as one, in reading order; the value stands in the first
    around        texts that stand around the table: header and footer of its page, what a JSON
                  object says of its list

    >>> grid = Grid("3W", [["Who", "What"], ["UNHCR", None]], first_row=4, first_column=1)
    >>> grid.cell(1, 0), grid.width
    ('B5', 2)
    """

    name: str | None
    rows: list[list[Cell]]
    first_row: int = 1
    first_column: int = 0
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    around: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def cell(self, row: int, column: int) -> str:
        """Return the name of a cell, "H40"; `row` and `column` are positions in the grid."""
        return f"{column_letters(self.first_column + column)}{self.first_row + row}"


def grid_of(
    name: str | None,
    rows: list[list[Cell]],
    *,
    first_row: int = 1,
    first_column: int = 0,
    is_hidden: bool = False,
    hidden: Iterable[int] = (),
    merged: Sequence[Range] = (),
    around: Iterable[str] = (),
) -> Grid:
    """Return rows as a grid: of one length, without the empty rows and columns around them.

    rows     as long as they come
    hidden   numbers of hidden rows as the program shows them
    merged   positions counted from A1 = 0, 0
    """
    above, below = 0, len(rows)
    while below and _is_blank(rows[below - 1]):
        below -= 1
    while above < below and _is_blank(rows[above]):
        above += 1
    kept = rows[above:below]
    left, right = max(map(len, kept), default=0), 0
    for row in kept:
        # Once the widest row was seen, only what stands outside of it is looked at.
        if right < len(row):
            right = _end(row, right)
        if left:
            left = _start(row, left)
    cut = [row if len(row) == right and not left else _fitted(row, left, right) for row in kept]
    top = first_row + above
    return Grid(
        name,
        cut,
        top,
        first_column + left,
        is_hidden,
        frozenset(number - top for number in hidden if 0 <= number - top < len(cut)),
        _within(merged, top - 1, first_column + left, len(cut), right - left),
        tuple(around),
    )


def too_many_cells(name: str, cells: int) -> ReaderError:
    """The error for a file whose rows, made as long as the longest, would fill the memory."""
    return ReaderError(
        "reader.too_many_cells",
        f"{name} spans {cells:,} cells; at most {MAX_CELLS:,} are read. It was not read. Split it.",
        file=name,
        value=f"{cells:,}",
        expected=f"{MAX_CELLS:,}",
    )


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_blank(row: list[Cell]) -> bool:
    return all(map(_is_empty, row))


def _end(row: list[Cell], end: int) -> int:
    """Return where the filled cells end, `end` or beyond."""
    for at in range(len(row) - 1, end - 1, -1):
        if not _is_empty(row[at]):
            return at + 1
    return end


def _start(row: list[Cell], start: int) -> int:
    """Return where the filled cells start, `start` or before."""
    for at in range(min(start, len(row))):
        if not _is_empty(row[at]):
            return at
    return start


def _fitted(row: list[Cell], left: int, right: int) -> list[Cell]:
    cells = row[left:right]
    cells.extend([None] * (right - left - len(cells)))
    return cells


def _within(
    merged: Sequence[Range], top: int, left: int, height: int, width: int
) -> tuple[Range, ...]:
    """Return the ranges that cover two cells or more of the grid, counted in it."""
    kept: list[Range] = []
    for first, before, last, after in merged:
        upper, lower = max(first - top, 0), min(last - top, height - 1)
        west, east = max(before - left, 0), min(after - left, width - 1)
        if upper <= lower and west <= east and (upper, west) != (lower, east):
            kept.append((upper, west, lower, east))
    return tuple(sorted(kept))
