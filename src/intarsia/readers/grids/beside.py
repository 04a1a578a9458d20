"""What stands in a sheet beside its values: the parser hands over the values alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from intarsia.readers.grids.grid import Range
from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import MAX_CELLS


@dataclass
class Beside:
    """What stands in one sheet beside its values; positions count from A1 = 0, 0.

    rows, columns  up to the last filled cell
    declared       how many cells the sheet says it has
    hidden         numbers of hidden rows as the program shows them: first and last
    errors         position and text of cells that hold an error
    uncalculated   how many formulas have no stored value; the first of them
    around         what header and footer of its page say
    """

    rows: int = 0
    columns: int = 0
    declared: int = 0
    hidden: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: int = 0
    first_uncalculated: tuple[int, int] | None = None
    around: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Number of cells between A1 and the last one, or declared if these are more."""
        return max(self.rows * self.columns, self.declared)

    @property
    def hidden_rows(self) -> list[int]:
        """Numbers of the hidden rows that have a filled one below or are filled themselves."""
        return [
            number
            for first, last in self.hidden
            for number in range(first, min(last, self.rows) + 1)
        ]


def check_extent(name: str, sheets: Iterable[tuple[str, Beside]]) -> None:
    """Refuse a file whose sheets span too many cells together.

    Where the parser loads all sheets at once, one that is too large is too large for all.

    Raises  ReaderError "workbook.too_many_cells".
    """
    spans = [(beside.cells, sheet) for sheet, beside in sheets]
    if sum(cells for cells, _ in spans) > MAX_CELLS:
        cells, sheet = max(spans)
        raise spans_too_much(name, sheet, cells)


def spans_too_much(name: str, sheet: str, cells: int) -> ReaderError:
    """The error for a sheet whose cells stand so far apart that the space fills the memory."""
    return ReaderError(
        "workbook.too_many_cells",
        f"{name}, {sheet}: the cells span {cells:,} cells; at most {MAX_CELLS:,} are read. "
        "It was not opened. Copy the table alone into a new workbook.",
        file=name,
        sheet=sheet,
        value=f"{cells:,}",
        expected=f"{MAX_CELLS:,}",
    )
