"""The first rows of a list, by which a person sees how its columns are read.

A file and its mapping go in; out comes a small table of text with one row of headings, which reads
as the whole list does.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, replace
from pathlib import Path

from intarsia.readers.activity_list.layout import Block
from intarsia.readers.activity_list.mapped import mapped_blocks
from intarsia.readers.activity_list.mapping import Mapping
from intarsia.readers.grids import Cell, Grid, open_grids
from intarsia.readers.source import open_source
from intarsia.readers.workbook import column_letters
from intarsia.tables import ProblemLog

__all__ = ["ListHead", "list_head"]

#: Rows of a sheet among which its headings and first rows are looked for.
_DEEPEST = 400


@dataclass(frozen=True)
class ListHead:
    """The headings and first rows of a list.

    table     as csv in UTF-8: one row of headings, a row of tags where there is one, then data
    headings  one a column, as a mapping has them
    letters   the columns' letters in a spreadsheet
    rows      data rows as text, "" where a cell is empty
    """

    table: str
    headings: tuple[str, ...]
    letters: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def list_head(path: Path, mapping: Mapping, *, name: str | None = None, rows: int = 40) -> ListHead:
    """Return the head of the list that a mapping was made for.

    name    what the file is called, where its name on disk is another
    Raises  ReaderError where the file cannot be opened; MappingError where no table fits.
    """
    source = open_source(path, name)
    grids = [_cut(grid) for grid in open_grids(source, ProblemLog(source.name))]
    block = mapped_blocks(grids, mapping, source)[0]
    data = [
        tuple(_text(cell) for cell in block.grid.rows[row])
        for _, row in zip(range(rows), block.data_rows(), strict=False)
    ]
    letters = tuple(
        column_letters(block.grid.first_column + position) for position in range(block.grid.width)
    )
    return ListHead(_table(block, data), block.headings, letters, tuple(data))


def _cut(grid: Grid) -> Grid:
    return replace(
        grid,
        rows=grid.rows[:_DEEPEST],
        merged=tuple(one for one in grid.merged if one[2] < _DEEPEST),
        hidden_rows=frozenset(row for row in grid.hidden_rows if row < _DEEPEST),
    )


def _table(block: Block, data: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(block.headings)
    if any(block.tags):
        writer.writerow(block.tags)
    writer.writerows(data)
    return text.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)
