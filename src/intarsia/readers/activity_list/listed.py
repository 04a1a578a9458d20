"""The data rows of a list, by column and field: what every question about a row is asked of."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from intarsia.dates import DayOrder, Span
from intarsia.people import Disaggregation
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.grids import Cell
from intarsia.readers.workbook import column_letters
from intarsia.sharing.personal_data import clean_text, may_hold_personal_data
from intarsia.spelling import says_nothing

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

#: Marks by which a wide table says "here": a cell of a month or sector column holds one.
MARKS = frozenset("x ✓ ✔ ● • yes y oui o si sí s да д так т نعم 1 √ true".split())


@dataclass(frozen=True)
class Column:
    """One column of the list: what it holds, and its cells from the first data row to the last.

    people    which people it counts, where it counts people
    currency  ISO 4217, where the heading states it
    month     the period a column of a wide table stands for
    sector    the sector a column of a wide table stands for, as its heading says it
    factor    what its figures are counted in: 1000 under "thousands"
    day_order which part of its dates in figures comes first, where the heading says it
    """

    position: int
    heading: str
    field: Field
    cells: list[Cell]
    people: Disaggregation | None = None
    currency: str | None = None
    month: Span | None = None
    sector: str | None = None
    day_order: DayOrder | None = None
    factor: float = 1

    @cached_property
    def texts(self) -> list[str | None]:
        """The cells as texts; None where they say nothing."""
        cells = self.cells
        if bool in set(map(type, cells)):
            # 1 and True are equal, and are not written alike.
            cells = [str(cell) if isinstance(cell, bool) else cell for cell in cells]
        known = {cell: text_of(cell) for cell in dict.fromkeys(cells)}
        return list(map(known.__getitem__, cells))

    @cached_property
    def lines(self) -> dict[str, list[str]]:
        """The lines of those cells that have several, by the text of the whole cell."""
        texts = {cell for cell in set(self.cells) if isinstance(cell, str) and "\n" in cell}
        several = {cell for cell in texts if "\n" in cell.strip()}
        found = {text_of(cell): list(map(text_of, cell.splitlines())) for cell in several}
        return {
            whole: [line for line in lines if line is not None]
            for whole, lines in found.items()
            if whole is not None
        }

    @cached_property
    def distinct(self) -> Counter[str]:
        """How often each text stands in the column."""
        counted = Counter(self.texts)
        del counted[None]
        return cast("Counter[str]", counted)


@dataclass(frozen=True)
class Listed:
    """The data rows of one table on one sheet.

    rows          the number of each row in its file, as the program that made it counts
    first_column  position of the grid's first column in the sheet
    fixed         what the mapping states for all rows
    split         signs between several names in one cell, where the mapping says them
    unread        cells that could not be read as what their column holds: kept as text
    """

    sheet: str | None
    rows: list[int]
    columns: tuple[Column, ...]
    first_column: int = 0
    fixed: dict[Field, str] = field(default_factory=dict)
    unread: list[tuple[int, Column]] = field(default_factory=list)
    split: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, *fields: Field) -> list[Column]:
        """Return the columns that hold one of these fields, in the order of the fields."""
        return [column for field in fields for column in self.columns if column.field == field]

    def says(self, wanted: Field) -> bool:
        """Whether a column of this field, or the mapping, may say something."""
        return wanted in self.fixed or any(column.field == wanted for column in self.columns)

    def texts(self, wanted: Field) -> list[str | None]:
        """Return one text a row: of the first column of this field that says something.

        What the mapping fixes for all rows stands where no column says anything.
        """
        columns = self.of(wanted)
        if len(columns) == 1 and wanted not in self.fixed:
            return columns[0].texts
        found: list[str | None] = [None] * len(self)
        for column in columns:
            for position, text in enumerate(column.texts):
                if found[position] is None:
                    found[position] = text
        constant = self.fixed.get(wanted)
        return found if constant is None else [constant if t is None else t for t in found]

    def cell(self, row: int, column: Column) -> str:
        """Return where a cell stands, as "H40"; `row` counts the data rows from 0."""
        return f"{column_letters(self.first_column + column.position)}{self.rows[row]}"


def text_of(cell: Cell) -> str | None:
    """Return a cell as one line of text, or None where it says nothing.

    >>> text_of(" Save the\\n Children "), text_of(12.0), text_of("#N/A"), text_of(None)
    ('Save the Children', '12', None, None)
    """
    if cell is None:
        return None
    if isinstance(cell, str):
        text = " ".join(cell.split())
        return None if says_nothing(text) else text
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def is_mark(cell: Cell) -> bool:
    """Whether a cell of a wide table only says that something is there.

    >>> is_mark("X"), is_mark(1.0), is_mark(250.0), is_mark(None)
    (True, True, False, False)
    """
    text = text_of(cell)
    return text is not None and text.casefold() in MARKS


def numbered(said: Sequence[K]) -> tuple[list[K], list[int]]:
    """Return the different things said, and for each row the number of what it says.

    >>> numbered(["WASH", "Health", "WASH"])
    (['WASH', 'Health'], [0, 1, 0])
    """
    numbers = {one: number for number, one in enumerate(dict.fromkeys(said))}
    return list(numbers), list(map(numbers.__getitem__, said))


def joined(parts: Sequence[Sequence[str | None] | None], sign: str, rows: int) -> list[str]:
    """Return for each row what the parts say of it, with the sign between; None says nothing.

    parts  a text a row; a part that is None says nothing of any row

    >>> joined([["Osh", None], None, ["KG1", "KG2"]], "/", 2)
    ['Osh//KG1', '//KG2']
    """
    there = [part for part in parts if part is not None]
    pattern = sign.join("" if part is None else "%s" for part in parts)
    if not there:
        return [pattern] * rows
    texts = [["" if t is None else t for t in part] if None in part else part for part in there]
    return list(map(pattern.__mod__, zip(*texts, strict=True)))


def each_distinct(texts: Iterable[str | None], read: Callable[[str], T]) -> list[T | None]:
    """Apply `read` to each distinct text once; None stays None."""
    said = list(texts)
    known = {text: None if text is None else read(text) for text in dict.fromkeys(said)}
    return list(map(known.__getitem__, said))


def without_persons(texts: Sequence[str | None]) -> list[str | None]:
    """Return texts as they are kept: an id is made of nothing that is taken out, so that the
    kept file gives the same ids.

    >>> without_persons(["Visit of Ms Lee", None])
    ['Visit of Ms [name removed]', None]
    """
    distinct = [text for text in dict.fromkeys(texts) if text is not None]
    found = may_hold_personal_data(distinct)
    cleaned = {
        text: clean_text(text)[0]
        for text, is_suspicious in zip(distinct, found, strict=True)
        if is_suspicious
    }
    return [None if text is None else cleaned.get(text, text) for text in texts]
