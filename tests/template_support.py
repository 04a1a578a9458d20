"""A template of Arvenia for tests: written, opened, changed by hand as people change it, read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from intarsia import normalize_report, read_report, write_template
from intarsia.places import places_from_rows
from intarsia.readers.source import Reading
from intarsia.readers.template import KEY_HEADING, TemplateKey
from intarsia.tables import Picture

WRITTEN_ON = dt.date(2011, 5, 31)
KEY = TemplateKey("undp", "7", WRITTEN_ON, "en")


def arvenia() -> pa.Table:
    """Two regions of Arvenia with two districts each."""
    rows = [("XA01", None, 1, "Lomara"), ("XA02", None, 1, "Kessel")]
    rows += [("XA0101", "XA01", 2, "Upper Lomara"), ("XA0102", "XA01", 2, "Lower Lomara")]
    rows += [("XA0201", "XA02", 2, "Darn"), ("XA0202", "XA02", 2, "Sel")]
    return places_from_rows(
        [
            {"place_code": c, "parent_code": p, "level": level, "name": n, "country_code": "XA"}
            for c, p, level, n in rows
        ]
    )


def picture_of(path: Path, places: pa.Table) -> tuple[Picture, Reading]:
    """The picture of a file about Arvenia, and its reading."""
    reading = read_report(path)
    picture = normalize_report(reading, as_of=WRITTEN_ON, places=places, country="XA")
    return picture.having(places=places), reading


def written(
    to: Path, rows: Picture | None, places: pa.Table, *, lang: str = "en", **changes: Any
) -> Path:
    """A template of UNDP's in Arvenia, prefilled."""
    said: dict[str, Any] = {
        "lang": lang,
        "country": "XA",
        "organization": "UNDP",
        "organizations": ["UNICEF", "WHO"],
        "places": places,
        "rows": rows,
        "key": TemplateKey("undp", "7", WRITTEN_ON, lang),
    }
    write_template(to, **{**said, **changes})
    return to


def changed(path: Path, change: Callable[[Workbook, Worksheet], None]) -> Path:
    """The workbook saved again after somebody changed it; the sheet is the one to fill in."""
    book = load_workbook(path)
    change(book, sheet_of(book))
    book.save(path)
    return path


def sheet_of(book: Workbook) -> Worksheet:
    """The sheet to fill in."""
    return next(sheet for sheet in book.worksheets if head_of(sheet))


def head_of(sheet: Worksheet) -> int | None:
    """The row of the headings."""
    for row in sheet.iter_rows(max_row=10):
        if any(cell.value == KEY_HEADING for cell in row):
            return int(row[0].row or 0)
    return None


def rows_of(sheet: Worksheet) -> list[list[Any]]:
    """The filled rows below the headings."""
    head = head_of(sheet) or 0
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
    return [row for row in rows if any(value is not None for value in row)]


def put(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    """Write these rows below the headings, in place of those that are there."""
    head = head_of(sheet) or 0
    for number in range(max(len(rows), sheet.max_row - head)):
        row = rows[number] if number < len(rows) else [None] * sheet.max_column
        for column, value in enumerate(row, 1):
            cell = sheet.cell(head + 1 + number, column)
            cell.value = value
            if isinstance(value, str):
                # As a person's program keeps it: a text that begins with "=" is no formula.
                cell.data_type = "s"


def column_of(sheet: Worksheet, heading: str) -> int:
    """The number of the column with this heading, from 1."""
    head = head_of(sheet) or 0
    return next(int(c.column) for c in sheet[head] if c.value == heading)
