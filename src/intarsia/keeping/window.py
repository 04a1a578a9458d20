"""A kept file opened at a spot: some rows around a row, or the element at an XPath."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from intarsia.keeping.kinds import kind_of_kept
from intarsia.keeping.releases import delimiter_of
from intarsia.keeping.window_ods import ods_window
from intarsia.keeping.window_parts import (
    SheetWindow,
    Wanted,
    WindowLine,
    WindowRow,
    shown,
    window_of,
)
from intarsia.keeping.window_workbook import workbook_window
from intarsia.keeping.window_xml import element_lines
from intarsia.readers.archive import Archive, open_archive
from intarsia.readers.grids import Grid
from intarsia.readers.grids.delimited import separator_in
from intarsia.readers.grids.encodings import decode
from intarsia.readers.grids.json_records import json_grids
from intarsia.readers.grids.parquet import parquet_grids
from intarsia.readers.grids.records import records_with_lines
from intarsia.tables import ProblemLog

__all__ = ["SheetWindow", "WindowLine", "WindowRow", "open_sheet"]

#: Bytes of a table of text that are cut into records as the reader does it; of a larger one, the
#: lines are cut one by one, and the encoding is that of its first bytes.
_WHOLE = 16 << 20
_TABLES = (".csv", ".tsv", ".tab", ".txt")


def open_sheet(
    kept: Path,
    *,
    sheet: str | None,
    row: int | None,
    xpath: str | None,
    rows: int = 40,
    columns: int = 60,
) -> SheetWindow:
    """Return a kept file as a page shows it: the rows around one, with the rows of its header.

    kept      a file that `keep_file` wrote
    sheet     the sheet, or the table in a zip, as problems and origins name it; None: the first
    row       the row to mark, as a spreadsheet program counts; None: the file from its top
    xpath     in XML, the element to mark
    rows      at most so many rows beside those of the header, or lines of XML
    columns   at most so many columns, from the first
    Returns   a window without rows where there is no such sheet or element
    Raises    ReaderError where the file cannot be opened.
    Source    docs/methods/keeping.md
    """
    kept = Path(kept)
    wanted = Wanted(sheet, row, max(1, min(rows, 500)), max(1, min(columns, 500)))
    kind = kind_of_kept(kept)
    if kind == "xml":
        return SheetWindow("xml", (), None, lines=element_lines(kept, xpath, wanted.rows))
    if kind == "xlsx":
        return workbook_window(kept, wanted)
    if kind == "ods":
        return ods_window(kept, wanted)
    if kind == "zip":
        with open_archive(kept, kept.name) as archive:
            return _member(archive, wanted)
    if kind == "json":
        text = decode(kept.read_bytes()).text
        return _lists(kind, json_grids(text, kept.name, ProblemLog(kept.name)), wanted)
    if kind == "parquet":
        return _lists(kind, parquet_grids(kept, kept.name, ProblemLog(kept.name)), wanted)
    return window_of("csv", (), None, _records(kept), wanted)


def _records(kept: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The records of a table of text, numbered as a program numbers rows."""
    tabs = kept.suffix.lower() in (".tsv", ".tab")
    if kept.stat().st_size <= _WHOLE:
        text = decode(kept.read_bytes()).text.replace("\x00", "")
        separator, start = separator_in(text, tabs=tabs)
        cut: Iterable[list[str]] = (
            cells for cells, _ in records_with_lines(text[start:], separator)
        )
    else:
        with kept.open("rb") as file:
            head = decode(file.read(1 << 20))
        encoding = next(iter(head.encodings), "utf-8")
        separator, start = separator_in(head.text, tabs=tabs)
        lines = kept.open(encoding=encoding, errors="replace", newline="")
        next(islice(lines, 1), None) if start else None
        cut = csv.reader((line.replace("\x00", "") for line in lines), delimiter=separator)
    return enumerate(_careful(cut), 2 if start else 1)


def _careful(records: Iterable[list[str]]) -> Iterator[list[str]]:
    """The records up to one that cannot be cut."""
    try:
        yield from records
    except csv.Error:
        return


def _member(archive: Archive, wanted: Wanted) -> SheetWindow:
    tables = {
        one.filename: one
        for one in archive.members
        if one.filename.lower().endswith(_TABLES) and "/metadata/" not in one.filename
    }
    name = wanted.sheet if wanted.sheet is not None else next(iter(tables), None)
    if name is None or name not in tables:
        return SheetWindow("zip", tuple(tables), None)
    text = decode(archive.read(tables[name])).text
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    return window_of("zip", tuple(tables), name, enumerate(_careful(records), 1), wanted)


def _lists(kind: str, grids: Sequence[Grid], wanted: Wanted) -> SheetWindow:
    names = tuple(grid.name for grid in grids if grid.name is not None)
    grid = next((one for one in grids if wanted.sheet in (None, one.name)), None)
    if grid is None:
        return SheetWindow(kind, names, None)
    numbered = (
        (grid.first_row + at, [""] * grid.first_column + [shown(cell) for cell in cells])
        for at, cells in enumerate(grid.rows)
    )
    return window_of(kind, names, grid.name, numbered, wanted)
