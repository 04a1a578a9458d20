"""Which cells of a sheet stand in columns of persons? A grid in, columns by row out.

The header is found as the reader finds it, and a column is taken for one of persons where the
reader takes it for one: by its heading, by its tag, or because its cells are addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.headings import field_of_heading
from intarsia.readers.activity_list.layout import Block, blocks
from intarsia.readers.activity_list.mapping import guess_block
from intarsia.readers.grids import Grid
from intarsia.readers.marked import Markings
from intarsia.sharing.headings import is_personal_heading

__all__ = ["NOBODY", "Persons", "persons_of"]

_MARKINGS = (Field.MARKING, Field.LABEL)
#: Rows of a table that are no cells of its columns.
_NO_CELLS = ("title", "header again")


@dataclass(frozen=True)
class Persons:
    """The columns of persons of a sheet, in the rows for which they are that.

    tables   first row, last row, and kind by column; rows as the program shows them, from 1,
             columns from 0 = A. The kinds: "email", "telephone", "name", "contact".
    outside  rows between them that are no rows of data: titles, the header again
    """

    tables: tuple[tuple[int, int, Mapping[int, str]], ...] = ()
    outside: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.tables)

    def of(self, row: int) -> Mapping[int, str]:
        """Return the columns of persons in a row, and their kinds.

        >>> Persons(((2, 9, {3: "email"}),), frozenset({5})).of(2)
        {3: 'email'}
        """
        if row in self.outside:
            return {}
        found = [kinds for first, last, kinds in self.tables if first <= row <= last]
        if len(found) < 2:
            return found[0] if found else {}
        return {column: kind for kinds in found for column, kind in kinds.items()}

    @property
    def columns(self) -> frozenset[int]:
        """All columns that hold persons in some row."""
        return frozenset(column for _, _, kinds in self.tables for column in kinds)


NOBODY = Persons()


def persons_of(grid: Grid, marks: Markings | None = None) -> Persons:
    """Return the columns of persons of a sheet.

    marks   looks at the columns of markings on the way, and refuses what is classified

    >>> persons_of(Grid(None, [["Agency", "Sector", "Contact e-mail"], ["A", "WASH", "a@b.org"]]))
    Persons(tables=((2, 2, {2: 'email'}),), outside=frozenset())
    """
    tables: list[tuple[int, int, Mapping[int, str]]] = []
    outside: set[int] = set()
    for block in blocks(grid, field_of_heading):
        kinds = _kinds(block, marks)
        if not kinds or not block.header_rows:
            continue
        first = grid.first_row + min(block.first, max(block.header_rows) + 1)
        last = grid.first_row + max(block.last, block.bottom)
        tables.append((first, last, {grid.first_column + at: kinds[at] for at in sorted(kinds)}))
        outside.update(
            grid.first_row + row for row, why in block.left_out.items() if why in _NO_CELLS
        )
    return Persons(tuple(tables), frozenset(outside))


def first_row_persons(headings: Iterable[str]) -> Persons:
    """Return the columns of persons of a table whose first row is its header."""
    kinds = {
        at: kind for at, text in enumerate(headings) if (kind := is_personal_heading(text.strip()))
    }
    return Persons(((2, _LAST_ROW, kinds),)) if kinds else NOBODY


_LAST_ROW = 1 << 40


def _kinds(block: Block, marks: Markings | None) -> dict[int, str]:
    """The columns of a table that hold persons, by their position in the grid."""
    kinds: dict[int, str] = {}
    for use in guess_block(block).columns:
        if marks is not None and use.field in _MARKINGS:
            cells = (block.grid.rows[row][use.position] for row in block.data_rows())
            marks.column(use.heading, cells, block.grid.name)
        kind = is_personal_heading(use.heading) or is_personal_heading(use.tag or "")
        if kind is None and use.field is Field.CONTACT:
            kind = "contact"
        if kind is not None:
            kinds[use.position] = kind
    return kinds
