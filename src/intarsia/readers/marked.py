"""Which marking does a report carry, and is it classified?

A reader shows what stands around its rows, titles, header and footer of a page, a column of
markings; a classified marking refuses the file as a whole, another is kept as its source wrote it.
The cells of the rows are not looked at: "Confidential" stands for an organization there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import column_letters
from intarsia.sharing.markings import marking

#: Rows above a table, and below it, that are looked at.
_ABOVE, _BELOW = 100, 12
#: So many filled cells make a row one of a table; in narrower tables all of them do.
_WIDE = 4


class Markings:
    """The markings of one file, as its reader finds them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._kept: dict[str, None] = {}

    @property
    def written(self) -> str | None:
        """What the file is marked with besides classifications, as written."""
        return "; ".join(self._kept) or None

    def line(self, text: str, where: str, *, is_of_all: bool = True, **data: str | None) -> None:
        """Look at a text.

        where      where it stands, in words: "sheet 3W, cell A1"
        is_of_all  whether it speaks of the whole file; a row's own marking does not
        Raises     ReaderError "reader.classified"
        """
        found = marking(text)
        if found is None:
            return
        if found.is_classified:
            raise classified(self._file, found.text, where, **data)
        if is_of_all:
            self._kept.setdefault(found.text)

    def sheet(
        self,
        name: str | None,
        rows: Sequence[Sequence[Any]],
        *,
        first_row: int,
        first_column: int,
        around: Iterable[str] = (),
    ) -> None:
        """Look at what stands above and below the table of a sheet, and around its page.

        around   header and footer of the page
        Raises   ReaderError "reader.classified"
        """
        prefix = f"sheet {name}, " if name else ""
        for text in around:
            self.line(text, f"{prefix}header or footer of the page, or beside the list", sheet=name)
        for row, column, text in _framing(rows):
            cell = f"{column_letters(first_column + column)}{first_row + row}"
            self.line(text, f"{prefix}cell {cell}", sheet=name, cell=cell)

    def column(self, heading: str, cells: Iterable[object], sheet: str | None) -> None:
        """Look at a column of markings.

        Raises   ReaderError "reader.classified"
        """
        prefix = f"sheet {sheet}, " if sheet else ""
        for text in dict.fromkeys(cell for cell in cells if isinstance(cell, str)):
            self.line(
                text, f"{prefix}column {heading}", is_of_all=False, sheet=sheet, column=heading
            )


def classified(file: str, text: str, where: str, **data: str | None) -> ReaderError:
    """The error for a file that must not be here."""
    return ReaderError(
        "reader.classified",
        f"{file} bears the marking “{text}” ({where}). Classified material is not kept here: "
        "nothing of it was read. Delete the copy as your rules say, tell its sender, and ask for "
        "an extract that is not classified.",
        file=file,
        value=text,
        **data,
    )


def _framing(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of what stands alone above the table, and in one cell below."""
    wide = min(_WIDE, max(2, max(map(len, rows[:_ABOVE]), default=0)))
    above = 0
    for above, row in enumerate(rows[:_ABOVE]):
        texts = _texts(row)
        if len(texts) >= wide:
            break
        for column, text in texts:
            if isinstance(text, str):
                yield above, column, text
    for at in range(max(above + 1, len(rows) - _BELOW), len(rows)):
        texts = _texts(rows[at])
        if texts and len({text for _, text in texts}) == 1 and isinstance(texts[0][1], str):
            yield at, *texts[0]


def _texts(row: Sequence[Any]) -> list[tuple[int, Any]]:
    """The filled cells of a row, with their columns."""
    return [(at, cell) for at, cell in enumerate(row) if cell is not None and cell != ""]
