"""The sheets of a spreadsheet file as grids: .xlsx, .xlsm, .xls and .ods.

Nothing is executed. What the parser would pass over in silence (cell errors, formulas that were
never calculated, hidden rows) is named in the problems, with the sheet it stands in.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import python_calamine as calamine

from intarsia.readers.grids import old_records, sheet_xml
from intarsia.readers.grids.beside import Beside, check_extent, spans_too_much
from intarsia.readers.grids.compound import (
    MAX_PACKED,
    Kind,
    kind_of,
    pack_again,
    protected,
    workbook_stream,
)
from intarsia.readers.grids.grid import Cell, Grid, Range, grid_of
from intarsia.readers.grids.opendocument import open_document
from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import (
    MAX_CELLS,
    Sheet,
    column_letters,
    open_workbook,
    parser_gave_up,
    unreadable,
)
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

_HIDDEN = (calamine.SheetVisibleEnum.Hidden, calamine.SheetVisibleEnum.VeryHidden)


def xlsx_grids(path: Path, name: str, log: ProblemLog) -> list[Grid]:
    """Return the sheets of an .xlsx or .xlsm.

    name    what messages call the file
    Raises  ReaderError "reader.password" or those of `workbook.open_workbook`.
    """
    book = open_workbook(path, name, sheet_by_sheet=True)
    sheets = _Sheets(name, log)
    for title, cells in book.too_large.items():
        sheets.refuse(title, cells)
    for title in book.sheet_names:
        try:
            sheet = book.sheet(title)
        except ReaderError as reason:
            sheets.give_up(title, reason)
            continue
        xml = book.sheet_xml(title)
        errors = {
            (row - 1, column): text for (row, column), text in book.cell_errors(title).items()
        }
        sheets.add(
            sheet,
            hidden=sheet_xml.hidden_rows(xml),
            merged=sheet.merged,
            errors=errors,
            uncalculated=sheet_xml.uncalculated(xml),
            around=sheet_xml.header_and_footer(xml),
        )
    return sheets.all()


def xls_grids(path: Path, name: str, log: ProblemLog) -> list[Grid]:
    """Return the sheets of an .xls, the kind of before Excel 2007.

    name    what messages call the file
    Raises  ReaderError "reader.password", "reader.no_workbook", "reader.table_too_large",
            "workbook.unreadable".
    """
    kind = kind_of(path)
    if kind is Kind.PROTECTED:
        raise protected(name)
    if kind is Kind.OTHER:
        raise ReaderError(
            "reader.no_workbook",
            f"{name} is an old Office file, but no workbook. It was not read. "
            "Send the table as .xlsx or .csv.",
            file=name,
        )
    if (size := path.stat().st_size) > MAX_PACKED:
        raise ReaderError(
            "reader.table_too_large",
            f"{name} has {size:,} bytes; at most {MAX_PACKED:,} are read of such a file. "
            "It was not opened. Save it as .xlsx, without pictures.",
            file=name,
            value=f"{size:,}",
            expected=f"{MAX_PACKED:,}",
        )
    stream = workbook_stream(path.read_bytes())
    if old_records.is_protected(stream):
        raise protected(name)
    if not stream or old_records.is_damaged(stream):
        raise unreadable(name, "its parts do not fit together")
    found = old_records.look_through(stream)
    check_extent(name, ((f"sheet {at}", beside) for at, beside in enumerate(found, 1)))
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(pack_again(stream)))
    except calamine.PasswordError:
        raise protected(name) from None
    except BaseException as reason:
        if parser_gave_up(reason):
            raise unreadable(name, str(reason)) from None
        raise
    titles = [about.name for about in book.sheets_metadata]
    beside = dict(zip(titles, found, strict=True)) if len(titles) == len(found) else {}
    return _loaded(book, _Sheets(name, log), beside)


def ods_grids(path: Path, name: str, log: ProblemLog) -> list[Grid]:
    """Return the sheets of an .ods.

    name    what messages call the file
    Raises  ReaderError "reader.password", "workbook.too_many_cells", "workbook.unreadable" or
            those of `archive.open_archive`.
    """
    document = open_document(path, name)
    sheets = _Sheets(name, log)
    return _loaded(document.book, sheets, document.beside)


def _loaded(
    book: calamine.CalamineWorkbook, sheets: _Sheets, beside: Mapping[str, Beside]
) -> list[Grid]:
    for about in book.sheets_metadata:
        known = beside.get(about.name, Beside())
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            loaded = book.get_sheet_by_name(about.name)
        except BaseException as reason:
            if not parser_gave_up(reason):
                raise
            sheets.give_up(about.name, unreadable(sheets.name, f"sheet {about.name}: {reason}"))
            continue
        sheet = Sheet(about.name, about.visible not in _HIDDEN, loaded)
        first = known.first_uncalculated
        sheets.add(
            sheet,
            hidden=known.hidden_rows,
            merged=known.merged or sheet.merged,
            errors=known.errors,
            uncalculated=(known.uncalculated, None if first is None else _name(*first)),
            around=known.around,
        )
    return sheets.all()


class _Sheets:
    """The grids of one file as they come, and what could not become one."""

    def __init__(self, name: str, log: ProblemLog) -> None:
        self.name = name
        self._log = log
        self._grids: list[Grid] = []
        self._cells = 0
        self._refused: ReaderError | None = None

    def add(
        self,
        sheet: Sheet,
        *,
        hidden: Iterable[int],
        merged: list[Range],
        errors: Mapping[tuple[int, int], str],
        uncalculated: tuple[int, str | None],
        around: Iterable[str],
    ) -> None:
        """Take a loaded sheet.

        hidden        numbers of rows as the program shows them
        merged        counted from A1 = 0, 0; `errors` too
        uncalculated  formulas without a value, and the first of them
        around        what header and footer of its page say
        """
        self._cells += sheet.height * sheet.width
        if self._cells > MAX_CELLS:
            self.refuse(sheet.name, self._cells)
            self._cells -= sheet.height * sheet.width
            return
        grid = grid_of(
            sheet.name,
            _filled(sheet, errors),
            first_row=sheet.first_row,
            first_column=sheet.first_column,
            is_hidden=not sheet.is_visible,
            hidden=hidden,
            merged=merged,
            around=around,
        )
        self._grids.append(grid)
        self._report(grid, errors, uncalculated)

    def refuse(self, title: str, cells: int) -> None:
        """Leave out a sheet that spans too many cells."""
        self._log.lost(
            "grid.sheet_too_large", sheet=title, value=f"{cells:,}", expected=f"{MAX_CELLS:,}"
        )
        self._refused = self._refused or spans_too_much(self.name, title, cells)

    def give_up(self, title: str, reason: ReaderError) -> None:
        """Leave out a sheet that the parser gave up on."""
        self._log.lost("grid.sheet_unreadable", sheet=title, value=str(reason.data.get("value")))
        self._refused = self._refused or reason

    def all(self) -> list[Grid]:
        """Return the grids, or raise what stood in the way of the first where there is none."""
        if not self._grids and self._refused is not None:
            raise self._refused
        return self._grids

    def _report(
        self,
        grid: Grid,
        errors: Mapping[tuple[int, int], str],
        uncalculated: tuple[int, str | None],
    ) -> None:
        for text, times in Counter(errors.values()).items():
            first = min(place for place, said in errors.items() if said == text)
            self._log.tally(
                "grid.cell_error", sheet=grid.name, value=text, cell=_name(*first), times=times
            )
        times, cell = uncalculated
        if times:
            self._log.tally(
                "grid.formula_without_value",
                severity=Severity.LOST,
                sheet=grid.name,
                cell=cell,
                times=times,
            )
        if grid.hidden_rows:
            self._log.tally(
                "grid.hidden_rows",
                severity=Severity.NOTE,
                sheet=grid.name,
                cell=str(grid.first_row + min(grid.hidden_rows)),
                times=len(grid.hidden_rows),
            )


def _filled(sheet: Sheet, errors: Mapping[tuple[int, int], str]) -> list[list[Cell]]:
    """Return the sheet's rows with null where a cell is empty or holds an error."""
    rows: list[list[Cell]] = sheet.rows()
    for at, row in enumerate(rows):
        if "" in row:
            rows[at] = [None if cell == "" else cell for cell in row]
    top, left = sheet.first_row - 1, sheet.first_column
    for row_at, column in errors:
        # Some programs store 0 for a formula that went wrong.
        if 0 <= row_at - top < len(rows) and 0 <= column - left < len(rows[row_at - top]):
            rows[row_at - top][column - left] = None
    return rows


def _name(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"
