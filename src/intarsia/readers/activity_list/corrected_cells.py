"""Cells of a list read as if somebody had corrected them: grids and corrections in, grids out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intarsia.readers.grids import Grid
from intarsia.readers.grids.grid import Cell
from intarsia.tables import ProblemLog

#: What stands between several names in one cell.
_BETWEEN = re.compile(r"(\s*[;|\n,/]\s*)")


@dataclass(frozen=True)
class Correction:
    """What a cell, or every cell that says the same, is to be read as.

    value    what stands there
    to       what it is read as; empty: as if nothing stood there
    cell     its name, "H40"; None: each cell, or part of one between separators, that says `value`
    sheet    the sheet's name; None: every sheet
    column   the heading of its column; None, or a heading that no column has: any column
    """

    value: str
    to: str
    cell: str | None = None
    sheet: str | None = None
    column: str | None = None


def with_corrections(
    grids: Sequence[Grid], corrections: Sequence[Correction], log: ProblemLog
) -> list[Grid]:
    """Return the grids with the corrections in their cells; the log says how often each was used.

    One whose cell says something else by now is not used, and named.
    """
    if not corrections:
        return list(grids)
    used: dict[Correction, int] = defaultdict(int)
    corrected = [_corrected(grid, corrections, used) for grid in grids]
    for one in corrections:
        if used[one]:
            log.tally(
                "list.cell_corrected", sheet=one.sheet, column=one.column, value=one.value,
                expected=one.to, cell=one.cell, times=used[one],
            )  # fmt: skip
        else:
            log.note(
                "list.correction_not_used", sheet=one.sheet, column=one.column, value=one.value,
                expected=one.to, cell=one.cell,
            )  # fmt: skip
    return corrected


def _corrected(grid: Grid, corrections: Sequence[Correction], used: dict[Correction, int]) -> Grid:
    mine = [one for one in corrections if one.sheet in (None, grid.name)]
    if not mine:
        return grid
    rows = [list(row) for row in grid.rows]
    alike: dict[str, list[Correction]] = defaultdict(list)
    for one in mine:
        if one.cell is None:
            alike[_tidy(one.value)].append(one)
            continue
        at = _position(grid, one.cell)
        if at is not None and _tidy(_text(rows[at[0]][at[1]])) == _tidy(one.value):
            rows[at[0]][at[1]] = one.to or None
            used[one] += 1
    if alike:
        _correct_alike(rows, alike, used)
    return replace(grid, rows=rows)


def _correct_alike(
    rows: list[list[Cell]], alike: dict[str, list[Correction]], used: dict[Correction, int]
) -> None:
    columns = {one: _columns(rows, one.column) for several in alike.values() for one in several}
    for row in rows:
        for position, cell in enumerate(row):
            if cell is None:
                continue
            parts = _BETWEEN.split(cell) if isinstance(cell, str) else [_text(cell)]
            whole = _tidy(_text(cell))
            if whole in alike:
                parts = [_text(cell)]
            fresh = []
            for part in parts:
                found = next(
                    (
                        one
                        for one in alike.get(_tidy(part), ())
                        if columns[one] is None or position in columns[one]  # type: ignore[operator]
                    ),
                    None,
                )
                fresh.append(part if found is None else found.to)
                if found is not None:
                    used[found] += 1
            if fresh != parts:
                row[position] = "".join(fresh) or None


def _columns(rows: list[list[Cell]], heading: str | None) -> frozenset[int] | None:
    """Return the columns under a heading; None where no row holds it: then any column is meant."""
    if heading is None:
        return None
    wanted = _tidy(heading)
    found = frozenset(
        position
        for row in rows[:60]
        for position, cell in enumerate(row)
        if isinstance(cell, str) and _tidy(cell) == wanted
    )
    return found or None


def _position(grid: Grid, cell: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell.upper())
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    at = int(found[2]) - grid.first_row, column - 1 - grid.first_column
    return at if 0 <= at[0] < len(grid.rows) and 0 <= at[1] < grid.width else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _tidy(text: str) -> str:
    return " ".join(text.split()).casefold()
