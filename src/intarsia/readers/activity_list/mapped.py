"""Reads a list as a mapping says: which sheet and table it means, and which columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intarsia.readers.activity_list.headings import field_of_heading
from intarsia.readers.activity_list.layout import Block, blocks
from intarsia.readers.activity_list.mapping import Mapping, match
from intarsia.readers.activity_list.mapping_error import MappingError
from intarsia.readers.activity_list.sheets import choose
from intarsia.readers.grids import Grid
from intarsia.readers.source import SourceFile
from intarsia.tables import ProblemLog


def mapped_blocks(grids: Sequence[Grid], mapping: Mapping, source: SourceFile) -> tuple[Block, ...]:
    """Return the tables that a mapping was made for.

    The table whose headings fit best is taken, wherever it stands now; only where none fits, the
    rows of headings that the mapping names are believed.

    Raises  MappingError "mapping.no_such_sheet", "mapping.no_such_table".
    """
    chosen = _sheets(grids, mapping, source)
    found = [block for grid in chosen for block in blocks(grid, field_of_heading)]
    fitting = [block for block in found if not match(mapping, block.headings).missing]
    if fitting:
        return tuple(fitting)
    if mapping.header_rows:
        below = [
            block
            for grid in chosen
            for block in blocks(_from_row(grid, mapping.header_rows[0]), field_of_heading)
        ]
        fitting = [block for block in below if not match(mapping, block.headings).missing]
        if fitting:
            return tuple(fitting)
    if mapping.sheet is None:
        choice = choose(chosen, field_of_heading)
        found = list(choice.blocks or choice.no_organization) or found
    best = max(found, key=lambda block: -len(match(mapping, block.headings).missing), default=None)
    known = len(mapping.columns)
    if best is None or (known and len(match(mapping, best.headings).missing) >= known):
        raise MappingError(
            "mapping.no_such_table",
            f"{source.name} has no table with the columns of the mapping "
            f"({', '.join(column.heading for column in mapping.columns[:5])} …). "
            "Use the mapping of this list, or leave it out.",
            file=source.name,
            expected=", ".join(column.heading for column in mapping.columns[:5]),
        )
    return (best,)


def mapped(given: Mapping, guessed: Mapping, block: Block, log: ProblemLog) -> Mapping:
    """Return the mapping with its columns where this list has them, and new ones as guessed."""
    found = match(given, block.headings)
    for heading in found.missing:
        log.note("list.mapping_missing", sheet=block.grid.name, column=heading)
    taken = {column.position for column in found.mapping.columns}
    new = tuple(column for column in guessed.columns if column.position not in taken)
    for column in new:
        if column.heading.strip():
            log.note(
                "list.mapping_new",
                sheet=block.grid.name,
                column=column.heading,
                value=column.field,
            )
    return replace(found.mapping, columns=(*found.mapping.columns, *new))


def _sheets(grids: Sequence[Grid], mapping: Mapping, source: SourceFile) -> Sequence[Grid]:
    if mapping.sheet is None:
        return grids
    chosen = [grid for grid in grids if grid.name == mapping.sheet]
    if chosen:
        return chosen
    # The next month's file calls its sheet otherwise: what its headings say decides.
    fitting = [
        grid
        for grid in grids
        if any(not match(mapping, one.headings).missing for one in blocks(grid, field_of_heading))
    ]
    if fitting:
        return fitting[:1]
    raise MappingError(
        "mapping.no_such_sheet",
        f'{source.name} has no sheet "{mapping.sheet}" and none with its columns; its sheets are: '
        f"{', '.join(str(grid.name) for grid in grids)}.",
        file=source.name,
        value=mapping.sheet,
        expected=", ".join(str(grid.name) for grid in grids),
    )


def _from_row(grid: Grid, number: int) -> Grid:
    """The grid from the row of this number on."""
    start = max(0, min(number - grid.first_row, len(grid.rows)))
    return replace(
        grid,
        rows=grid.rows[start:],
        first_row=grid.first_row + start,
        hidden_rows=frozenset(row - start for row in grid.hidden_rows if row >= start),
        merged=tuple(
            (top - start, left, bottom - start, right)
            for top, left, bottom, right in grid.merged
            if top >= start
        ),
    )
