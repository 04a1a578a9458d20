"""Where on a sheet do the tables stand: header, data, totals, notes, and what else is there?

A grid of raw cells goes in; its tables come out as blocks, in which every row of the sheet is
accounted for: as header, as data, or left out with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from intarsia.readers.activity_list.fields import WHAT, WHERE, WHO, Field, may_repeat
from intarsia.readers.activity_list.header_rows import (
    Header,
    find_header,
    header_at,
    is_header_row,
)
from intarsia.readers.activity_list.heading_groups import Recognizer, Table, is_guidance
from intarsia.readers.activity_list.totals import Body, body_of, left_out_rows
from intarsia.readers.grids import Grid

__all__ = ["Block", "FilledDown", "Reason", "blocks", "filled_down"]

Reason = Literal["empty", "says nothing", "title", "total", "note", "header again"]

#: Rows after a gap that are looked at as a possible second header.
_GAPS = 2_000
_RARE = 3
#: A sheet with more tables below each other is none that a person wrote.
_MOST_TABLES = 50
_DISTINCT = 3_000


@dataclass(frozen=True)
class Block:
    """One table of a sheet. Rows and columns are indices into the grid's rows.

    headings      one a column of the grid, "Parent | Child" where a header has several rows,
                  "" where there is none and outside `columns`
    tags          HXL tags as written, "" where none; () without a tag row
    header_rows   rows of the header, the tag row among them
    first, last   first and last row of data; last < first where there is none
    left_out      rows that are no data, above, between and below: "title", "empty", "total",
                  "note", "header again", "says nothing"
    titles        texts above the header and notes below the data, in their order
    sections      texts that stand between the rows, merged across ("title" in `left_out`)
    top, bottom   the rows this block accounts for: data, header_rows and left_out
    columns       the columns it covers; a second table may stand beside it
    """

    grid: Grid
    headings: tuple[str, ...]
    tags: tuple[str, ...]
    header_rows: tuple[int, ...]
    first: int
    last: int
    left_out: Mapping[int, Reason]
    titles: tuple[str, ...] = ()
    sections: Mapping[int, str] = field(default_factory=dict)
    top: int = 0
    bottom: int = -1
    columns: range = range(0)

    def data_rows(self) -> Iterator[int]:
        """Indices of the rows of data."""
        left_out = self.left_out
        return (row for row in range(self.first, self.last + 1) if row not in left_out)

    @property
    def row_count(self) -> int:
        """Number of rows of data."""
        inside = sum(self.first <= row <= self.last for row in self.left_out)
        return max(0, self.last - self.first + 1 - inside)


@dataclass(frozen=True)
class FilledDown:
    """A grid whose merged cells say their value in each row, and what that changed.

    grid     the same grid where nothing is merged
    filled   cells that were given the value of the merged cell they belong to
    shared   merged cells with a figure, which holds for their rows together and was not repeated:
             top row, column, bottom row
    """

    grid: Grid
    filled: int
    shared: tuple[tuple[int, int, int], ...]


def blocks(grid: Grid, recognized: Recognizer) -> list[Block]:
    """Return the tables of a sheet, from top to bottom and from left to right.

    recognized  what a heading is taken for, None where it is not known
    Returns     usually one block; none where nothing looks like a table. Together, the blocks of
                one stack of columns account for every row of the grid.
    """
    found: list[Block] = []
    for table in _tables_beside(grid, recognized):
        found.extend(_stacked(grid, table))
    return found


def filled_down(grid: Grid, block: Block, figures: Collection[int] | None = None) -> FilledDown:
    """Give the value of a cell merged over several rows of data to each of these rows.

    figures  columns whose cells count something (people, money): a merged figure holds for its
             rows together, and repeated it would be added up several times. None: every number
             is such a figure.

    Only cells that the file says are merged are filled; an empty cell stays empty.
    """
    rows = list(grid.rows)
    filled = 0
    shared: list[tuple[int, int, int]] = []
    for top, left, bottom, _ in grid.merged:
        if top == bottom or left not in block.columns or top < block.first:
            continue
        covered = [
            row for row in range(top + 1, min(bottom, block.last) + 1) if row not in block.left_out
        ]
        value = grid.rows[top][left] if top <= block.last else None
        if value is None or not covered or top in block.left_out:
            continue
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number if figures is None else left in figures:
            shared.append((top, left, bottom))
            continue
        for row in covered:
            if rows[row][left] is not None:
                continue
            if rows[row] is grid.rows[row]:
                rows[row] = list(rows[row])
            rows[row][left] = value
            filled += 1
    if not filled:
        return FilledDown(grid, 0, tuple(shared))
    changed = Grid(
        name=grid.name,
        rows=rows,
        first_row=grid.first_row,
        first_column=grid.first_column,
        is_hidden=grid.is_hidden,
        hidden_rows=grid.hidden_rows,
        merged=grid.merged,
    )
    return FilledDown(changed, filled, tuple(shared))


# Tables side by side


@dataclass(frozen=True)
class _Band:
    """Columns between empty columns, with what their header says."""

    first: int
    last: int
    bottom: int
    header: Header | None
    fields: frozenset[str]
    is_list: bool


def _tables_beside(grid: Grid, recognized: Recognizer) -> list[Table]:
    """Cut a sheet where an empty column parts two tables; an empty column within one is no cut."""
    rows = grid.rows
    if not rows or not rows[0]:
        return []
    width = len(rows[0])
    filled = [any(row[column] is not None for row in rows) for column in range(width)]
    parts: list[list[int]] = []
    for column in range(width):
        if filled[column]:
            if parts and parts[-1][1] == column - 1:
                parts[-1][1] = column
            else:
                parts.append([column, column])
    known: dict[str, Field | None] = {}

    def remembered(text: str) -> Field | None:
        if text not in known:
            known[text] = recognized(text)
        return known[text]

    if len(parts) < 2:
        return [_table(grid, 0, width - 1, remembered)]
    bands = [_band(grid, first, last, remembered) for first, last in parts]
    groups = [[bands[0]]]
    for band in bands[1:]:
        if _stand_apart(groups[-1], band):
            groups.append([band])
        else:
            groups[-1].append(band)
    return [_table(grid, group[0].first, group[-1].last, remembered) for group in groups]


def _table(grid: Grid, first: int, last: int, recognized: Recognizer) -> Table:
    if first == 0 and last == len(grid.rows[0]) - 1:
        return Table(grid.rows, grid.merged, 0, recognized)
    merged = tuple(
        (top, max(left, first) - first, bottom, min(right, last) - first)
        for top, left, bottom, right in grid.merged
        if first <= left <= last
    )
    return Table([row[first : last + 1] for row in grid.rows], merged, first, recognized)


def _band(grid: Grid, first: int, last: int, recognized: Recognizer) -> _Band:
    table = _table(grid, first, last, recognized)
    header = find_header(table)
    known = [
        one
        for heading in (header.headings if header else ())
        if (one := table.known(heading)) is not None
    ]
    bottom = next(
        row
        for row in range(len(table.rows) - 1, -1, -1)
        if any(value is not None for value in table.rows[row])
    )
    return _Band(
        first,
        last,
        bottom,
        header,
        frozenset(one for one in known if one in WHERE or not may_repeat(one)),
        any(one in WHO for one in known) and any(one in WHAT or one in WHERE for one in known),
    )


def _stand_apart(group: Sequence[_Band], band: _Band) -> bool:
    """Whether a band of columns is a table of its own and not the rest of the one left of it."""
    if band.header is None or not any(one.header for one in group):
        # A column of figures or remarks; but a title that stands alone is no column.
        return False
    fields = {one for left in group for one in left.fields}
    is_list = any(left.is_list for left in group)
    if band.is_list and is_list:
        return True
    if len(fields & band.fields) >= min(2, len(band.fields)) and fields & band.fields:
        return True
    bottom = max(left.bottom for left in group)
    longer, shorter = max(bottom, band.bottom), min(bottom, band.bottom)
    if is_list or band.is_list:
        beside = group[-1] if band.is_list else band
        return not beside.is_list and shorter < 0.5 * longer and longer - shorter >= 8
    headers = [left.header.rows[-1] for left in group if left.header and left.header.rows]
    return longer != shorter or bool(headers and band.header.rows[-1] != headers[0])


# Tables one below the other


def _stacked(grid: Grid, table: Table) -> list[Block]:
    """The tables of one stack of columns."""
    header = find_header(table)
    if header is None:
        return []
    found: list[Block] = []
    top = 0
    while header is not None:
        body = body_of(table.rows, header.below, len(table.rows), table.merged)
        again, following = _later_headers(table, header, body)
        if len(found) >= _MOST_TABLES:
            following = None
        bottom = len(table.rows) - 1
        if following is not None:
            bottom = _titles_begin(table, following, header.below) - 1
            body = body_of(table.rows, header.below, bottom + 1, table.merged)
        found.append(_block(grid, table, header, body, again, top))
        top, header = bottom + 1, following
    return found


def _later_headers(table: Table, header: Header, body: Body) -> tuple[list[int], Header | None]:
    """Rows that repeat the header, up to the first other header, which begins another table."""
    again: list[int] = []
    for row in _perhaps_headers(table, header, body):
        texts = table.texts(row)
        if header.is_again(texts):
            again.append(row)
            if row + 1 < body.end and header.is_again(table.texts(row + 1)):
                again.append(row + 1)
        elif is_header_row(table, row):
            following = header_at(table, row)
            if following.rows[0] >= body.start:
                return [at for at in again if at < following.rows[0]], following
    return again, None


def _perhaps_headers(table: Table, header: Header, body: Body) -> list[int]:
    """Rows worth a look as header: with a heading's text, after a gap, or with a rare text."""
    rows = table.rows
    wanted: set[int] = set()
    written = {
        value
        for row in header.rows
        for value in rows[row]
        if isinstance(value, str) and value.strip()
    }
    probes = (
        body.solid[:3]
        or tuple(column for column in range(table.width) if header.headings[column])[:3]
    )
    for column in probes:
        values = body.columns.get(column) or [rows[row][column] for row in body.filled]
        if not written.isdisjoint(values):
            wanted.update(body.filled[at] for at, value in enumerate(values) if value in written)
    after_gap = [
        at for at in range(1, len(body.filled)) if body.filled[at] > body.filled[at - 1] + 1
    ]
    for at in after_gap[:_GAPS]:
        wanted.update(body.filled[at : at + 4])
    if body.solid:
        wanted.update(_rows_of_rare_headings(table, body))
    return sorted(wanted)


def _rows_of_rare_headings(table: Table, body: Body) -> list[int]:
    """Rows in which a text that hardly occurs otherwise is a known heading."""
    times = {column: Counter(body.columns[column]) for column in body.solid[:3]}
    column = min(times, key=lambda one: len(times[one]))
    rare = [
        value
        for value, count in times[column].items()
        if count <= _RARE and isinstance(value, str) and len(value) <= 60
    ]
    headings = {
        value for value in rare[:_DISTINCT] if table.known(" ".join(str(value).split())) is not None
    }
    if not headings:
        return []
    return [body.filled[at] for at, value in enumerate(body.columns[column]) if value in headings]


def _titles_begin(table: Table, header: Header, top: int) -> int:
    """The row in which the titles of a second table begin: short rows directly over its header."""
    row = header.rows[0]
    while row > top and 0 < len(table.texts(row - 1)) <= 2:
        row -= 1
    # Rows up to the last gap only: without one they are the end of the table above.
    return row if row > top and not table.texts(row - 1) else header.rows[0]


def _block(
    grid: Grid, table: Table, header: Header, body: Body, again: Sequence[int], top: int
) -> Block:
    left_out: dict[int, Reason] = {}
    titles: list[str] = []
    for row in range(top, header.below):
        if row not in header.rows:
            texts = table.texts(row)
            left_out[row] = "title" if texts else "empty"
            titles.extend(texts.values())
    repeated = {row for row in again if row < body.end}
    sections: dict[int, str] = {}
    for row, reason in left_out_rows(body).items():
        if row in repeated:
            continue
        left_out[row] = reason  # type: ignore[assignment]
        if reason == "note":
            titles.extend(table.texts(row).values())
        elif reason == "title":
            sections[row] = " ".join(table.texts(row).values())
    left_out.update(dict.fromkeys(repeated, "header again"))
    first = body.start
    if first < body.end and first not in left_out and is_guidance(table, first, first - 1):
        left_out[first] = "title"
        titles.extend(table.texts(first).values())
    data = [row for row in range(body.start, body.end) if row not in left_out]
    return Block(
        grid=grid,
        headings=_over_all(grid, table, header.headings),
        tags=_over_all(grid, table, header.tags) if header.tags else (),
        header_rows=header.rows,
        first=data[0] if data else header.below,
        last=data[-1] if data else header.below - 1,
        left_out=left_out,
        titles=tuple(titles),
        sections=sections,
        top=top,
        bottom=body.end - 1,
        columns=range(table.left, table.left + table.width),
    )


def _over_all(grid: Grid, table: Table, texts: Sequence[str]) -> tuple[str, ...]:
    """Texts of a table's columns, with "" for the columns of the grid beside it."""
    after = len(grid.rows[0]) - table.left - table.width
    return ("",) * table.left + tuple(texts) + ("",) * after
