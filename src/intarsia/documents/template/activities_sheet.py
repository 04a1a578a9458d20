"""The sheet that people fill in: headings, rows that are known, what each cell takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from intarsia.documents.template import cells, look
from intarsia.documents.template.cells import at, fit_to_width
from intarsia.documents.template.lists import choice
from intarsia.documents.template.rows import Content, Tree
from intarsia.phrases import say
from intarsia.readers.template import FIELDS_OF_COLUMN, KEY_HEADING

#: Empty rows that are made ready, and rows below the last in which a choice is offered.
_READY, _OFFERED = 60, 2000
_WIDTHS = {
    "title": 38, "description": 44, "reporting_organization": 26, "implementing_organization": 26,
    "funding_organization": 24, "sector": 26, "modality": 18, "place": 18, "starts_on": 12,
    "ends_on": 12, "status": 16, "target_group": 22, "people_targeted": 12, "people_reached": 12,
    "budget": 14, "spent": 14, "currency": 9,
}  # fmt: skip
_UNITS_WIDTH = 18
_TWO_LINES = 27
_DAYS = ("starts_on", "ends_on")
_PEOPLE = ("people_targeted", "people_reached")
_AMOUNTS = ("budget", "spent")
_FIGURES = {"budget": cells.FIGURE_FORMAT, "spent": cells.FIGURE_FORMAT} | dict.fromkeys(
    _PEOPLE, cells.WHOLE_FORMAT
)


@dataclass(frozen=True)
class Heads:
    """What stands above the headings: title, what it is about, and a notice where there is one."""

    title: str
    subtitle: str
    notice: str | None


def columns_of(tree: Tree) -> list[str]:
    """Return the columns of a template, in their order; units down to the finest level known."""
    levels = [f"admin{level}" for level in range(1, tree.depth + 1)]
    return [name for name in FIELDS_OF_COLUMN if not name.startswith("admin") or name in levels]


def fill_sheet(
    sheet: Worksheet,
    columns: Sequence[str],
    heads: Heads,
    rows: Mapping[str, Mapping[str, Content]],
    offered: Mapping[str, str],
    language: str,
) -> None:
    """Write the sheet.

    rows     activity_id -> column -> cell
    offered  column -> name of the list to choose from
    """
    head = _heads(sheet, heads)
    cells.write_text(at(sheet, head, 1), KEY_HEADING)
    for column, name in enumerate(columns, 2):
        cell = at(sheet, head, column)
        cells.write_text(cell, say(f"template_sheet.heading.{name}", {}, language))
        cell.font, cell.fill = look.HEADING, look.fill(look.ACCENT)
        cell.alignment, cell.border = look.MIDDLE, look.UNDER_HEADING
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, _UNITS_WIDTH)
    sheet.row_dimensions[head].height = 32
    for number, (activity_id, row) in enumerate(rows.items(), head + 1):
        cells.write_text(at(sheet, number, 1), activity_id)
        for column, name in enumerate(columns, 2):
            cell = at(sheet, number, column)
            cells.write_cell(cell, row.get(name))
            _dress(cell, name)
        # Two lines of a description are seen, and all of it in the cell.
        sheet.row_dimensions[number].height = _TWO_LINES
    first, last = head + 1, head + len(rows)
    for number in range(last + 1, last + 1 + _READY):
        for column, name in enumerate(columns, 2):
            _dress(at(sheet, number, column), name)
    _validate(sheet, columns, offered, first, last + _OFFERED, language)
    _frame(sheet, head, len(columns) + 1, max(last, first))


def _heads(sheet: Worksheet, heads: Heads) -> int:
    """Write what stands above; return the row of the headings."""
    said = [(heads.title, look.TITLE), (heads.subtitle, look.SUBTITLE)]
    said += [(heads.notice, look.NOTICE)] if heads.notice else []
    for row, (text, font) in enumerate(said, 1):
        cells.write_text(at(sheet, row, 2), text)
        at(sheet, row, 2).font = font
    sheet.row_dimensions[1].height = 26
    if heads.notice:
        for column in range(2, 12):
            at(sheet, 3, column).fill = look.fill(look.EXERCISE)
    return len(said) + 1


def _dress(cell: Cell, name: str) -> None:
    cell.font, cell.border = look.TEXT, look.HAIRLINE
    if name in _FIGURES:
        cell.number_format, cell.alignment = _FIGURES[name], look.FIGURES
        return
    cell.alignment = look.TOP
    if name in _DAYS:
        cell.number_format = cells.DAY_FORMAT


def _validate(
    sheet: Worksheet,
    columns: Sequence[str],
    offered: Mapping[str, str],
    first: int,
    last: int,
    language: str,
) -> None:
    letters = {name: get_column_letter(number) for number, name in enumerate(columns, 2)}

    def error(name: str) -> str:
        return say(f"template_sheet.error.{name}", {}, language)

    for name in columns:
        if name in offered:
            level = int(name[5:]) if name.startswith("admin") else 0
            above = f"${letters[f'admin{level - 1}']}{first}" if level > 1 else None
            rule = DataValidation("list", formula1=choice(offered[name], above))
            rule.errorStyle, rule.error = "warning", error("list")
        elif name == "starts_on":
            rule = DataValidation("date", operator="greaterThan", formula1="DATE(1950,1,1)")
            rule.error = error("day")
        elif name == "ends_on":
            start, end = (f"{letters[day]}{first}" for day in _DAYS)
            fits = f'AND(ISNUMBER({end}),OR({start}="",{end}>={start}))'
            rule = DataValidation("custom", formula1=fits)
            rule.error = error("ends")
        elif name in _PEOPLE:
            rule = DataValidation("whole", operator="greaterThanOrEqual", formula1="0")
            rule.error = error("people")
        elif name in _AMOUNTS:
            rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")
            rule.error = error("amount")
        else:
            rule = DataValidation()
        rule.allow_blank, rule.showErrorMessage, rule.showInputMessage = True, True, True
        rule.errorTitle = error("title")
        rule.promptTitle = say(f"template_sheet.heading.{name}", {}, language)[:32]
        rule.prompt = say(f"template_sheet.prompt.{name}", {}, language)
        rule.add(f"{letters[name]}{first}:{letters[name]}{last}")
        sheet.add_data_validation(rule)


def _frame(sheet: Worksheet, head: int, width: int, last: int) -> None:
    """Hide the keys, hold headings and titles in sight, make it print on wide pages."""
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"C{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(width)}{last}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = look.ACCENT
    sheet.page_setup.orientation = "landscape"
    fit_to_width(sheet)
    sheet.print_title_rows = f"{head}:{head}"
