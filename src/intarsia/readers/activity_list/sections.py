"""Titles between the rows of a list: "Health cluster" alone in a row, its activities below.

Where no column says the sector, the title does; it is noted, and the row of the title is no
activity. A title that names no known sector is left where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.layout import Block
from intarsia.readers.activity_list.listed import Column, Listed, text_of
from intarsia.readers.activity_list.mapping import ColumnUse
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

__all__ = ["Sections", "sections_of", "with_sections"]

#: Filled cells of a usual row: in a narrower list a row with one cell is no title.
_LEAST_FILLED = 3
_LONGEST = 80
_SECTORS = frozenset({Field.SECTOR, Field.SECTOR_CODE, Field.SUBSECTOR, Field.SUBSECTOR_CODE})


@dataclass(frozen=True)
class Sections:
    """A table without its rows of titles, and what they say.

    block    the table; rows of titles that were among its data are left out of it
    sectors  for each row of data below a title that names a sector: the title as written
    """

    block: Block
    sectors: Mapping[int, str]


def sections_of(
    block: Block, columns: tuple[ColumnUse, ...], is_sector: Callable[[str], bool]
) -> Sections:
    """Return what titles between the rows say of the rows below them.

    columns    what each column of the table holds
    is_sector  whether a text surely names a sector

    A title counts up to the next one, and only where no row of that part states a sector.
    """
    if any(use.sector is not None for use in columns):
        return Sections(block, {})
    alone, typical = _alone(block)
    titles = {row: text for row, text in block.sections.items() if row < block.first}
    titles |= {row: text for row, (_, text) in alone.items() if is_sector(text)}
    places = {alone[row][0] for row in titles if row in alone}
    if typical < _LEAST_FILLED or not (places or any(map(is_sector, block.sections.values()))):
        return Sections(block, {})
    # What stands alone where titles stand ends a part too, whatever it says.
    ends = {row for row, (column, _) in alone.items() if column in places}
    stated = [use.position for use in columns if use.field in _SECTORS]
    bounds = sorted({*titles, *block.sections, *ends})
    sectors: dict[int, str] = {}
    for start, end in zip(bounds, [*bounds[1:], block.last + 1], strict=True):
        text = block.sections.get(start, titles.get(start))
        below = [
            row
            for row in range(max(start + 1, block.first), end)
            if row not in block.left_out and row not in titles
        ]
        says = any(text_of(block.grid.rows[row][at]) is not None for row in below for at in stated)
        if text is None or not below or says or not is_sector(text):
            titles.pop(start, None)
            continue
        sectors |= dict.fromkeys(below, text)
    return Sections(_without(block, titles), sectors)


def _alone(block: Block) -> tuple[dict[int, tuple[int, str]], int]:
    """The rows of data with one filled cell, a short text; and the filled cells of usual rows."""
    found: dict[int, tuple[int, str]] = {}
    counts = []
    width, outside = len(block.columns), block.grid.width > len(block.columns)
    left, right = block.columns.start, block.columns.stop
    for row in block.data_rows():
        cells = block.grid.rows[row]
        count = width - (cells[left:right] if outside else cells).count(None)
        counts.append(count)
        if count != 1:
            continue
        filled = [at for at in block.columns if cells[at] is not None]
        if not isinstance(cells[filled[0]], str):
            continue
        text = text_of(cells[filled[0]])
        if text is not None and len(text) <= _LONGEST:
            found[row] = (filled[0], text)
    return found, sorted(counts)[len(counts) // 2] if counts else 0


def _without(block: Block, titles: Mapping[int, str]) -> Block:
    inside = {row: text for row, text in titles.items() if row not in block.left_out}
    return replace(
        block,
        left_out={**block.left_out, **dict.fromkeys(inside, "title")},
        sections={**block.sections, **inside},
    )


def with_sections(listed: Listed, sectors: list[str | None], log: ProblemLog) -> Listed:
    """Return the rows with what titles above them say as their sector, and note it.

    sectors  the title that holds for each row of data, None where none does
    """
    if not any(sectors):
        return listed
    for text in dict.fromkeys(filter(None, sectors)):
        log.tally(
            "list.sector_of_section",
            severity=Severity.NOTE,
            sheet=listed.sheet,
            value=text,
            times=sectors.count(text),
        )
    position = max((column.position for column in listed.columns), default=-1) + 1
    column = Column(position, "", Field.SECTOR, list(sectors))
    return replace(listed, columns=(*listed.columns, column))
