"""Is the file a template of ours that came back, and which row is which? Grids in, keys out.

A template says in a hidden sheet what was written, and in a hidden column which row is which
activity. Where one of the two is gone, the file is read as any other list, and a problem says so.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.layout import Block, Reason
from intarsia.readers.activity_list.listed import Listed, text_of
from intarsia.readers.activity_list.mapping import Mapping as ListMapping
from intarsia.readers.activity_list.totals import EMPTY, body_of, left_out_rows
from intarsia.readers.grids import Cell, Grid
from intarsia.readers.template import (
    BETWEEN,
    FIELDS_OF_COLUMN,
    KEY_HEADING,
    KEY_SHEET,
    MAGIC,
    Prefilled,
    ReturnedTemplate,
    TemplateKey,
)
from intarsia.spelling import folded
from intarsia.tables import ProblemLog

#: Rows of a sheet in which the heading of the keys is looked for.
_HEAD_ROWS = 60
#: Where the table of prefilled rows begins on the hidden sheet; their headings stand above.
_TABLE: list[Cell] = ["activity_id", "fingerprint"]


@dataclass(frozen=True)
class Returned:
    """What the hidden sheet says, and the keys of the hidden column.

    organization  whose template it is, by name
    fields        folded heading as written -> what its column holds
    keys          (sheet, row as the program counts) -> activity_id as it stands there
    heads         sheet -> index of the row of headings, where the hidden column says it
    """

    key: TemplateKey
    organization: str | None
    prefilled: Mapping[str, Prefilled]
    fields: Mapping[str, Field]
    keys: Mapping[tuple[str | None, int], str]
    heads: Mapping[str | None, int]

    def blocks(self, grids: Sequence[Grid]) -> tuple[Block, ...]:
        """Return its tables: below the headings that we wrote, whatever else looks like a list."""
        found = [_block(grid, self) for grid in grids if grid.name in self.heads]
        return tuple(found)

    def mapping(self, guessed: ListMapping) -> ListMapping:
        """Return how its table is read: headings as written hold what was written under them."""
        columns = tuple(
            replace(use, field=self.fields.get(folded(use.heading), use.field))
            for use in guessed.columns
        )
        return replace(guessed, columns=columns, split=(BETWEEN,))


def returned(grids: Sequence[Grid], log: ProblemLog) -> tuple[list[Grid], Returned | None]:
    """Return the grids without the template's own sheets and keys, and what they said.

    None where the file is no template, or one that can no longer be read as such.
    """
    told = next((grid for grid in grids if _magic(grid)), None)
    found: dict[tuple[str | None, int], str] = {}
    kept: list[Grid] = []
    heads: dict[str | None, int] = {}
    helpers = _row_of(told, "sheets") if told is not None else []
    for grid in grids:
        if grid is told or (told is not None and grid.name in helpers):
            continue
        head = _head(grid)
        if head is not None:
            heads[grid.name] = head[0]
            grid, keys = _without_keys(grid, *head)
            found |= keys
        kept.append(grid)
    if told is None:
        if heads:
            log.note("template.sheet_missing", column=KEY_HEADING, expected=KEY_SHEET)
        return kept, None
    read = _told(told, found, heads)
    if read is None:
        log.note("template.sheet_unreadable", sheet=told.name)
    elif not found and read.prefilled:
        log.note("template.keys_missing", column=KEY_HEADING)
        return kept, None
    return kept, read


def _magic(grid: Grid) -> bool:
    return bool(grid.rows) and grid.rows[0][:1] == [MAGIC]


def _row_of(grid: Grid, name: str) -> list[str]:
    """What stands behind a name in the first column."""
    row = next((row for row in grid.rows if row and row[0] == name), ())
    return [text for cell in row[1:] if (text := text_of(cell)) is not None]


def _head(grid: Grid) -> tuple[int, int] | None:
    """Row and column of the heading over the keys."""
    return next(
        (
            (row, column)
            for row, cells in enumerate(grid.rows[:_HEAD_ROWS])
            for column, cell in enumerate(cells)
            if cell == KEY_HEADING
        ),
        None,
    )


def _without_keys(
    grid: Grid, head: int, column: int
) -> tuple[Grid, dict[tuple[str | None, int], str]]:
    """The grid with the cells of its key column empty, and the keys by sheet and row."""
    keys: dict[tuple[str | None, int], str] = {}
    rows: list[list[Cell]] = list(grid.rows[: head + 1])
    for number, cells in enumerate(grid.rows[head + 1 :], grid.first_row + head + 1):
        key = text_of(cells[column])
        if key is not None:
            keys[grid.name, number] = key
            cells = [*cells[:column], None, *cells[column + 1 :]]
        rows.append(cells)
    return replace(grid, rows=rows), keys


def _block(grid: Grid, told: Returned) -> Block:
    """The table below our headings; a total that somebody added is none of its rows, and a row
    with a key is one, whatever it looks like."""
    head = told.heads[grid.name]
    body = body_of(grid.rows, head + 1, len(grid.rows), grid.merged)
    left_out = {
        row: cast("Reason", reason)
        for row, reason in left_out_rows(body).items()
        if reason == EMPTY or (grid.name, grid.first_row + row) not in told.keys
    }
    return Block(
        grid=grid,
        headings=tuple(text_of(cell) or "" for cell in grid.rows[head]),
        tags=(),
        header_rows=(head,),
        first=head + 1,
        last=len(grid.rows) - 1,
        left_out=left_out,
        top=0,
        bottom=len(grid.rows) - 1,
        columns=range(grid.width),
    )


def _told(
    grid: Grid, keys: Mapping[tuple[str | None, int], str], heads: Mapping[str | None, int]
) -> Returned | None:
    """The hidden sheet; None where somebody has changed it beyond reading."""
    said = {name: _row_of(grid, name) for name in ("source_id", "version", "written_on", "lang")}
    try:
        key = TemplateKey(
            said["source_id"][0],
            said["version"][0],
            dt.date.fromisoformat(said["written_on"][0]),
            said["lang"][0],
        )
        head = next(n for n, row in enumerate(grid.rows) if row[:2] == _TABLE)
        names = [text_of(cell) or "" for cell in grid.rows[head][2:]]
        headings = [text_of(cell) or "" for cell in grid.rows[head - 1][2:]]
        fields = {
            folded(heading): Field(name)
            for heading, name in zip(headings, names, strict=True)
            if name in FIELDS_OF_COLUMN
        }
    except (IndexError, ValueError, StopIteration):
        return None
    prefilled = {
        str(row[0]): Prefilled(
            str(row[1]),
            {
                name: text_of(cell)
                for name, cell in zip(names, row[2:], strict=True)
                if name in FIELDS_OF_COLUMN
            },
        )
        for row in grid.rows[head + 1 :]
        if row[0] is not None
    }
    organization = next(iter(_row_of(grid, "organization")), None)
    return Returned(key, organization, prefilled, fields, keys, heads)


def settle_rows(
    told: Returned, listed: Sequence[Listed], ids: Sequence[list[str]], log: ProblemLog
) -> tuple[list[list[str]], ReturnedTemplate]:
    """Return the ids of the rows, those that were written where a row still has its key.

    ids  those that the rows would get in any list

    Where two rows have one key, the one that changed less keeps it; the other was copied.
    """
    _say_missing_columns(told, listed, log)
    at: dict[str, list[tuple[int, int, frozenset[str]]]] = defaultdict(list)
    for number, table in enumerate(listed):
        for row, line in enumerate(table.rows):
            key = told.keys.get((table.sheet, line))
            if key is None:
                continue
            if key not in told.prefilled:
                log.tally("template.unknown_key", sheet=table.sheet, cell=f"row {line}")
                continue
            at[key].append((number, row, _touched(told.prefilled[key], table, row)))
    settled: list[list[str | None]] = [[None] * len(table) for table in listed]
    touched = {}
    for key, places in at.items():
        number, row, changed = min(places, key=lambda place: len(place[2]))
        settled[number][row] = key
        touched[key] = changed
        for other, again, _ in places:
            if (other, again) != (number, row):
                log.note(
                    "template.row_copied",
                    sheet=listed[other].sheet,
                    cell=f"row {listed[other].rows[again]}",
                    value=key,
                )
    final, added = _new_ids(settled, ids, told.prefilled)
    return final, ReturnedTemplate(told.key, told.prefilled, touched, tuple(sorted(added)))


def _new_ids(
    settled: Sequence[Sequence[str | None]], ids: Sequence[list[str]], known: Collection[str]
) -> tuple[list[list[str]], list[str]]:
    """The ids of all rows; a new one is none that was written, though its row be gone."""
    taken = set(known)
    final, added = [], []
    for given, wanted in zip(settled, ids, strict=True):
        of_table = []
        for key, plain in zip(given, wanted, strict=True):
            if key is None:
                key, number = plain, 2
                while key in taken:
                    key, number = f"{plain.partition('~')[0]}~{number}", number + 1
                taken.add(key)
                added.append(key)
            of_table.append(key)
        final.append(of_table)
    return final, added


def _say_missing_columns(told: Returned, listed: Sequence[Listed], log: ProblemLog) -> None:
    there = {column.field for table in listed for column in table.columns}
    for name, field in told.fields.items():
        if field not in there:
            log.note("template.column_missing", column=name, value=str(field))


def _touched(prefilled: Prefilled, listed: Listed, row: int) -> frozenset[str]:
    """The fields in which a row says otherwise than it was written; a column taken out says
    nothing."""
    changed: set[str] = set()
    for name, before in prefilled.texts.items():
        columns = listed.of(Field(name))
        said = [text for column in columns if (text := column.texts[row]) is not None]
        if columns and said != ([] if before is None else [before]):
            changed.update(FIELDS_OF_COLUMN[name])
    return frozenset(changed)
