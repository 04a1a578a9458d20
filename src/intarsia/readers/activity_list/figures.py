"""Which numbers does a column state? Its cells in, one number a row out; what is none is named."""

from __future__ import annotations

from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.readers.activity_list.numbers import Number, decimal_sign, number_of
from intarsia.readers.grids import Cell
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

__all__ = ["figures_of"]


def figures_of(
    listed: Listed, column: Column, log: ProblemLog, *, is_count: bool
) -> list[float | None]:
    """Return the number of each row, None where its cell states none.

    is_count  people and things are not less than none; money may be paid back

    Figures that heading or mapping say are thousands are read as such. A cell that is
    no number is named in the log ("number.not_a_number") and in `listed.unread`; that a figure
    is only about so is noted ("people.about"). Each distinct cell is read once.
    """
    cells = [str(cell) if isinstance(cell, bool) else cell for cell in column.cells]
    distinct = dict.fromkeys(cells)
    decimal = decimal_sign(cell for cell in distinct if isinstance(cell, str))
    read = {cell: number_of(cell, decimal) for cell in distinct}
    if is_count and decimal is None:
        # "1.250" alone could be two numbers, but nobody counts a quarter of a person.
        read |= {cell: number_of(cell, ",") for cell, found in read.items() if found is None}
    values = {cell: _value(found, column.factor, is_count) for cell, found in read.items()}
    odd: set[Cell] = {
        cell
        for cell, value in values.items()
        if cell is not None and (value is None or _is_about(read[cell]))
    }
    if odd:
        _say_what_is_odd(listed, column, cells, odd, values, log)
    return [values[cell] for cell in cells]


def _value(found: Number | None, factor: float, is_count: bool) -> float | None:
    if found is None or (is_count and found.value < 0):
        return None
    return found.value * factor


def _is_about(found: Number | None) -> bool:
    return found is not None and found.is_about


def _say_what_is_odd(
    listed: Listed,
    column: Column,
    cells: list[Cell],
    odd: set[Cell],
    values: dict[Cell, float | None],
    log: ProblemLog,
) -> None:
    for row, cell in enumerate(cells):
        text = column.texts[row]
        if cell not in odd or text is None:
            continue
        is_figure = values[cell] is not None
        log.tally(
            "people.about" if is_figure else "number.not_a_number",
            severity=Severity.NOTE if is_figure else Severity.CHANGED,
            sheet=listed.sheet,
            column=column.heading,
            value=text,
            cell=listed.cell(row, column),
        )
        if not is_figure:
            listed.unread.append((row, column))
