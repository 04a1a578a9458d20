"""What can be chosen in a template: the lists on its hidden sheet, each with a name."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from intarsia import codelists
from intarsia.documents.template.cells import at, write_text
from intarsia.documents.template.rows import Tree

LISTS_SHEET = "intarsia-lists"
#: Currencies that reports of the field are made in; any other may be written.
_CURRENCIES = ("USD", "EUR", "CHF", "GBP", "JPY", "NOK", "SEK", "CAD", "RUB")


def add_lists(
    book: Workbook,
    tree: Tree,
    *,
    organizations: Sequence[str],
    sectors: Sequence[str],
    language: str,
) -> dict[str, str]:
    """Add the hidden sheet; return column of the template -> name of its list.

    The list of a level below the first stands beside the units above, sorted by these.
    """
    sheet = book.create_sheet(LISTS_SHEET)
    sheet.sheet_state = "hidden"
    names = {
        "sector": sorted(codelists.name("sectors", code, language) for code in sectors),
        "status": list(codelists.names("activity_statuses", language).values()),
        "target_group": sorted(codelists.names("target_groups", language).values()),
        "modality": sorted(codelists.names("modalities", language).values()),
        "currency": list(_CURRENCIES),
    }
    offered = {}
    for column, values in names.items():
        offered[column] = _add(book, sheet, f"intarsia_{column}", values)
    if organizations:
        name = _add(book, sheet, "intarsia_organizations", organizations)
        roles = ("reporting", "implementing", "funding")
        offered |= {f"{role}_organization": name for role in roles}
    for level in range(1, tree.depth + 1):
        units = tree.of_level(level)
        if level > 1:
            _add(book, sheet, f"intarsia_above{level}", [above for above, _ in units])
        offered[f"admin{level}"] = _add(
            book, sheet, f"intarsia_admin{level}", [name for _, name in units]
        )
    return offered


def _add(book: Workbook, sheet: Worksheet, name: str, values: Sequence[str]) -> str:
    column = 1 if at(sheet, 1, 1).value is None else sheet.max_column + 1
    write_text(at(sheet, 1, column), name)
    for row, value in enumerate(values, 2):
        write_text(at(sheet, row, column), value)
    letter = get_column_letter(column)
    last = max(2, len(values) + 1)
    where = f"'{sheet.title}'!${letter}$2:${letter}${last}"
    book.defined_names[name] = DefinedName(name, attr_text=where)
    return name


def choice(offered: str, cell_above: str | None) -> str:
    """Return the formula of what can be chosen in a cell.

    cell_above  of a level below the first: the cell in the same row that names the unit above;
                the units of that one are offered, or all where it names none
    """
    if cell_above is None:
        return f"={offered}"
    above = offered.replace("admin", "above")
    found = f"MATCH({cell_above},{above},0)"
    units = f"OFFSET({offered},{found}-1,0,COUNTIF({above},{cell_above}),1)"
    return f"=IF(ISNA({found}),{offered},{units})"
