"""Puts texts, figures and days into cells so that no program takes them for anything else."""

from __future__ import annotations

import datetime as dt

from openpyxl.cell import Cell
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from intarsia.changes.carried import printable

DAY_FORMAT, FIGURE_FORMAT = "yyyy\\-mm\\-dd", "#,##0.##"
WHOLE_FORMAT = "#,##0"


def write_text(cell: Cell, text: str | None) -> None:
    """Write a text as a text: one that begins with "=" is no formula."""
    if text is None:
        return
    cell.value = printable(text)
    cell.data_type = "s"


def write_cell(cell: Cell, value: str | float | dt.date | None) -> None:
    """Write a value as what it is."""
    if isinstance(value, str):
        write_text(cell, value)
    elif value is not None:
        cell.value = value


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell by its place, both from 1."""
    found = sheet.cell(row, column)
    if not isinstance(found, Cell):
        raise TypeError("A template has no merged cells.")
    return found


def fit_to_width(sheet: Worksheet) -> None:
    """Let the sheet print one page wide, on A4."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
