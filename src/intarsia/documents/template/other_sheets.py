"""The sheets beside the one to fill in: how to do that, and, hidden, what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from intarsia.documents.template import look
from intarsia.documents.template.activities_sheet import Heads
from intarsia.documents.template.cells import at, fit_to_width, write_text
from intarsia.documents.template.rows import Content
from intarsia.phrases import codes, say
from intarsia.readers.activity_list.listed import text_of
from intarsia.readers.template import FORM, MAGIC, TemplateKey

_HOW = "template_sheet.how.line_"


def fill_instructions(
    sheet: Worksheet, heads: Heads, columns: Sequence[str], about: Sequence[str], language: str
) -> None:
    """Write how to fill the template in, and what each column takes."""
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 92
    write_text(at(sheet, 1, 1), heads.title)
    at(sheet, 1, 1).font = look.TITLE
    row = 2
    for text in (*about, heads.notice):
        if text:
            write_text(at(sheet, row, 1), text)
            at(sheet, row, 1).font = look.NOTICE if text == heads.notice else look.SUBTITLE
            if text == heads.notice:
                for column in (1, 2):
                    at(sheet, row, column).fill = look.fill(look.EXERCISE)
            row += 1
    row += 1
    for number, code in enumerate(_how(), 1):
        write_text(at(sheet, row, 1), f"{number}.")
        at(sheet, row, 1).font = look.NUMBERED
        at(sheet, row, 1).alignment = look.FIGURES
        write_text(at(sheet, row, 2), say(code, {}, language))
        at(sheet, row, 2).font, at(sheet, row, 2).alignment = look.TEXT, look.TOP
        row += 1
    row += 1
    for name in columns:
        write_text(at(sheet, row, 1), say(f"template_sheet.heading.{name}", {}, language))
        write_text(at(sheet, row, 2), say(f"template_sheet.prompt.{name}", {}, language))
        for column in (1, 2):
            cell = at(sheet, row, column)
            cell.font, cell.alignment, cell.border = look.TEXT, look.TOP, look.HAIRLINE
        row += 1
    fit_to_width(sheet)


def fill_key_sheet(
    sheet: Worksheet,
    key: TemplateKey,
    *,
    organization: str,
    helpers: Sequence[str],
    columns: Sequence[str],
    rows: Mapping[str, Mapping[str, Content]],
    prints: Mapping[str, str],
    language: str,
) -> None:
    """Write what `readers.activity_list.returned` reads: the key, headings, rows as written.

    helpers  names of the sheets that are no list
    prints   activity_id -> fingerprint
    """
    # Out of the menu of sheets: whoever deletes it does not do so by mistake.
    sheet.sheet_state = "veryHidden"
    lines: list[list[str | None]] = [
        [MAGIC, FORM],
        ["source_id", key.source_id],
        ["version", key.version],
        ["written_on", key.written_on.isoformat()],
        ["lang", key.lang],
        ["organization", organization],
        ["sheets", *helpers],
        ["headings", None, *(say(f"template_sheet.heading.{c}", {}, language) for c in columns)],
        ["activity_id", "fingerprint", *columns],
    ]
    lines += [
        [activity_id, prints[activity_id], *(text_of(row.get(name)) for name in columns)]
        for activity_id, row in rows.items()
    ]
    for number, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            write_text(at(sheet, number, column), text)


def _how() -> list[str]:
    """The codes of the instructions, in their order."""
    found = [code for code in codes() if code.startswith(_HOW)]
    return sorted(found, key=lambda code: int(code.removeprefix(_HOW)))
