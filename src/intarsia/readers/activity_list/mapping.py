"""How is a list read: which column holds what, and what holds for all its rows?

Guessed from a list's headings, tags and cells, kept in a file that people can change (see
`mapping_file`), and compared with the headings of the next list that comes in.
"""

from __future__ import annotations

import collections.abc as abc
import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intarsia.dates import DayOrder, Span
from intarsia.people import Disaggregation
from intarsia.readers.activity_list.contents import SectorOfName
from intarsia.readers.activity_list.fields import COUNTED, Field
from intarsia.readers.activity_list.heading_signs import factor_in
from intarsia.readers.activity_list.headings import recognize_all
from intarsia.readers.activity_list.layout import Block
from intarsia.readers.activity_list.mapping_error import MappingError
from intarsia.readers.activity_list.recognized import Reason, Recognized
from intarsia.spelling import folded

__all__ = ["ColumnUse", "Mapping", "MappingError", "Match", "guess", "guess_block", "match"]

#: Rows of a list that are looked at to check its headings.
_SAMPLE = 2000
#: Sureness under which a person had better look at a column.
LEAST_SURENESS = 0.7


@dataclass(frozen=True)
class ColumnUse:
    """What one column of a list is read as.

    position   index of the column in its table, from 0
    tag        HXL tag as written
    sureness   0 to 1; 1 where a person said it
    because    why, in the order in which it was found
    people, currency, day_order, month, sector, factor: see `Recognized`
    """

    position: int
    heading: str
    field: Field
    tag: str | None = None
    people: Disaggregation | None = None
    currency: str | None = None
    day_order: DayOrder | None = None
    month: Span | None = None
    sector: str | None = None
    factor: int = 1
    sureness: float = dataclasses.field(default=1.0, compare=False)
    because: tuple[Reason, ...] = dataclasses.field(default=(), compare=False)

    @property
    def kind(self) -> str:
        """ "column", or "wide:month" or "wide:sector" for the columns of a wide table."""
        if self.month is not None:
            return "wide:month"
        return "column" if self.sector is None else "wide:sector"


@dataclass(frozen=True)
class Mapping:
    """How one list is read. Two mappings are equal if they read a list alike.

    sheet        name of the sheet; None = the one that looks like a list
    header_rows  numbers of the rows of headings, as the program that made the file counts them;
                 () = where the headings are found
    fixed        what holds for every row, by field: {Field.COUNTRY: "XA", Field.SECTOR: "shelter"}
    day_order    of all dates in figures whose column does not say its own
    split        signs between several organizations, sectors or places in one cell; () = the usual
    """

    columns: tuple[ColumnUse, ...]
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    fixed: abc.Mapping[Field, str] = dataclasses.field(default_factory=dict)
    day_order: DayOrder | None = None
    split: tuple[str, ...] = ()

    def of(self, wanted: Field) -> tuple[ColumnUse, ...]:
        """Return the columns that hold a field, from left to right."""
        return tuple(column for column in self.columns if column.field is wanted)

    @property
    def unsure(self) -> tuple[ColumnUse, ...]:
        """The columns that a person had better look at."""
        return tuple(column for column in self.columns if column.sureness < LEAST_SURENESS)


@dataclass(frozen=True)
class Match:
    """Whether a list has the shape that a mapping was made for.

    mapping   the mapping with its columns where this list has them; without those missing
    missing   headings of the mapping that the list does not have
    new       headings of the list that the mapping does not know
    """

    mapping: Mapping
    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether every heading is known and there; their order does not matter."""
        return not self.missing and not self.new


def guess(
    headings: Sequence[str],
    tags: Sequence[str] = (),
    *,
    samples: Sequence[Sequence[object]] | None = None,
    sheet: str | None = None,
    header_rows: Sequence[int] = (),
    sector_of_name: SectorOfName | None = None,
    year: int | None = None,
) -> Mapping:
    """Return how a list is best read; columns that nothing tells are `other`, kept as text.

    headings, tags, samples, sector_of_name, year   as in `headings.recognize_all`

    A column without heading, tag and cells is left out.

    >>> found = guess(["Organisation", "Région", "Shoe size"])
    >>> [(column.field.value, column.because[0].code) for column in found.columns]
    [('organization', 'mapping.by_heading'), ('admin1', 'mapping.by_heading'), \
('other', 'mapping.unknown')]
    """
    recognized = recognize_all(
        headings, tags, samples=samples, sector_of_name=sector_of_name, year=year
    )
    columns = []
    for position, (heading, found) in enumerate(zip(headings, recognized, strict=True)):
        tag = tags[position].strip() if position < len(tags) else ""
        is_empty = samples is None or all(cell is None for cell in samples[position])
        if found is None and not heading.strip() and not tag and is_empty:
            continue
        columns.append(_use(position, heading, tag, found))
    return Mapping(tuple(columns), sheet, tuple(header_rows))


def guess_block(
    block: Block, *, sector_of_name: SectorOfName | None = None, year: int | None = None
) -> Mapping:
    """Return how the table of a block is best read, from its headings, tags and first rows.

    Header rows are counted as the program that made the file counts them.
    """
    rows = [block.grid.rows[row] for _, row in zip(range(_SAMPLE), block.data_rows(), strict=False)]
    covered = block.columns or range(len(block.headings))
    samples = [
        [row[column] for row in rows] if column in covered else []
        for column in range(len(block.headings))
    ]
    return guess(
        block.headings,
        block.tags,
        samples=samples,
        sheet=block.grid.name,
        header_rows=[block.grid.first_row + row for row in block.header_rows],
        sector_of_name=sector_of_name,
        year=year,
    )


def _use(position: int, heading: str, tag: str, found: Recognized | None) -> ColumnUse:
    if found is None:
        unknown = Reason("mapping.unknown", {"heading": heading})
        return ColumnUse(
            position, heading, Field.OTHER, tag or None, sureness=0, because=(unknown,)
        )
    return ColumnUse(
        position,
        heading,
        found.field,
        tag or None,
        people=found.people,
        currency=found.currency,
        day_order=found.day_order,
        month=found.month,
        sector=found.sector,
        factor=factor_in(heading) if found.field in COUNTED else 1,
        sureness=found.sureness,
        because=found.because,
    )


def match(mapping: Mapping, headings: Sequence[str]) -> Match:
    """Compare the headings of a list with those of a mapping, signs, case and order apart.

    Headings that come several times are taken in their order.

    >>> found = match(guess(["Agency", "Sector"]), ["SECTOR", "Agency ", "Budget"])
    >>> [(column.heading, column.position) for column in found.mapping.columns], found.new
    ([('Agency', 1), ('Sector', 0)], ('Budget',))
    >>> found.is_same, found.missing
    (False, ())
    """
    where: dict[str, list[int]] = defaultdict(list)
    for position, heading in enumerate(headings):
        if heading.strip():
            where[_key(heading)].append(position)
    columns, missing = [], []
    for column in mapping.columns:
        positions = where[_key(column.heading)] if column.heading.strip() else [column.position]
        if positions:
            columns.append(replace(column, position=positions.pop(0)))
        else:
            missing.append(column.heading)
    left = sorted(position for positions in where.values() for position in positions)
    return Match(
        replace(mapping, columns=tuple(columns)),
        tuple(missing),
        tuple(headings[position] for position in left),
    )


def _key(heading: str) -> str:
    return folded(heading) or heading.strip()
