"""A table of a sheet and what its columns were taken for, as the columns that all questions ask."""

from __future__ import annotations

from intarsia.readers.activity_list.crossed import name_crossed
from intarsia.readers.activity_list.fields import MONEY, PEOPLE, Field
from intarsia.readers.activity_list.layout import Block, filled_down
from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.readers.activity_list.mapping import Mapping
from intarsia.tables import ProblemLog

#: Figures: merged over several rows they hold for these together.
_FIGURES = PEOPLE | MONEY | {Field.QUANTITY_PLANNED, Field.QUANTITY_REACHED}


def take(block: Block, mapping: Mapping, fixed: dict[Field, str], log: ProblemLog) -> Listed:
    """Return the data rows of a block by column and field.

    mapping  what each column of the grid is read as; the others are kept as text
    fixed    what holds for all rows, where the sheet or the file says it

    A cell merged over several rows is said of each; a figure so merged holds for the rows
    together, stays with the first and is named.
    """
    columns = {use.position: use for use in mapping.columns}
    figures = [position for position, use in columns.items() if use.field in _FIGURES]
    filled = filled_down(block.grid, block, figures)
    name = block.grid.name
    if filled.filled:
        log.tally("list.merged_cells", sheet=name, times=filled.filled)
    for top, left, bottom in filled.shared:
        log.tally(
            "list.merged_figure",
            sheet=name,
            column=block.headings[left],
            cell=block.grid.cell(top, left),
            value=str(block.grid.rows[top][left]),
            expected=str(bottom - top + 1),
        )
    data = list(block.data_rows())
    rows = [filled.grid.rows[row] for row in data]
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(block.headings)
    taken = []
    for position in block.columns:
        found = columns.get(position)
        cells = list(by_column[position])
        heading = block.headings[position] or (block.tags[position] if block.tags else "")
        if found is None and not heading and all(cell is None for cell in cells):
            continue
        taken.append(
            Column(
                position=position,
                heading=heading.replace(" | ", " – "),
                field=Field.OTHER if found is None else found.field,
                cells=cells,
                people=None if found is None else found.people,
                currency=None if found is None else found.currency,
                month=None if found is None else found.month,
                sector=None if found is None else found.sector,
                factor=1 if found is None else found.factor,
                day_order=mapping.day_order if found is None else found.day_order,
            )
        )
    listed = Listed(
        sheet=name,
        rows=[block.grid.first_row + row for row in data],
        columns=tuple(taken),
        first_column=block.grid.first_column,
        fixed={**fixed, **mapping.fixed},
        split=mapping.split,
    )
    name_crossed(listed, log)
    return listed
