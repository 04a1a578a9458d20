"""Opens an OpenDocument spreadsheet (.ods) that a stranger sent: its sheets, and what they hide.

An .ods says "the same a million times" in a few bytes. So before the parser unrolls it, the
bytes are looked through for how much that would be; hidden rows, merged ranges and cell errors
are found on the way, for the parser does not tell them.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

import python_calamine as calamine

from intarsia.readers.archive import open_archive, pack_again
from intarsia.readers.grids.beside import Beside, check_extent
from intarsia.readers.grids.compound import protected
from intarsia.readers.workbook import parser_gave_up, unreadable

MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_NEEDED = ("mimetype", "META-INF/manifest.xml", "content.xml")
_TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])"
    rb"((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
_ATTRIBUTE = re.compile(rb"([\w-]+:[\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,9})[\"']")
_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,9})[\"']")
_IS_HIDDEN = re.compile(rb"table:visibility\s*=\s*[\"'](?:collapse|filter)[\"']")
_CELL_END = b"</table:table-cell"
_PARAGRAPH = re.compile(rb"<text:p[^>]*>([^<]*)<")
#: What the programs show where a formula went wrong.
ERRORS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|(Err|Fehler|Erreur):\s?5\d\d")


@dataclass(frozen=True)
class OpenDocument:
    """An open spreadsheet: the parser's view of it, and what stands beside, by sheet name."""

    book: calamine.CalamineWorkbook
    beside: dict[str, Beside]


def open_document(path: Path, name: str) -> OpenDocument:
    """Open an .ods; no sheet is loaded yet.

    name    what messages call the file
    Raises  ReaderError "reader.password", "workbook.too_many_cells", "workbook.unreadable" or
            those of `archive.open_archive`.
    """
    content, parts = b"", []
    with open_archive(path, name) as archive:
        for member in archive.members:
            if member.filename not in _NEEDED:
                continue
            packed = archive.packed(member)
            unpacked = archive.unpack(member, packed)
            if member.filename == "META-INF/manifest.xml" and b"encryption-data" in unpacked:
                raise protected(name)
            if member.filename == "content.xml":
                content = unpacked
            parts.append((member, packed))
    if fault := _fault(content):
        raise unreadable(name, fault)
    beside = look_through(content)
    check_extent(name, beside.items())
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(pack_again(parts)))
    except calamine.PasswordError:
        raise protected(name) from None
    except BaseException as reason:
        if parser_gave_up(reason):
            raise unreadable(name, str(reason)) from None
        raise
    return OpenDocument(book, beside)


def _fault(content: bytes) -> str | None:
    """Return what is wrong with the XML; the parser would go round in circles on some faults."""
    checker = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("it has a document type, which no spreadsheet has")

    checker.StartDoctypeDeclHandler = refuse
    try:
        checker.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as reason:
        return f"content.xml: {reason}"
    return None


def look_through(content: bytes) -> dict[str, Beside]:
    """Return what stands in each sheet beside its values, by the sheet's name."""
    sheets: dict[str, Beside] = {}
    sheet = Beside()
    row = following = column = 0
    repeated = 1
    for tag in _TAG.finditer(content):
        kind, attributes = tag.groups()
        if kind == b"table":
            sheet = sheets.setdefault(_attribute(attributes, b"table:name"), Beside())
            row = following = 0
        elif kind == b"table-row":
            row, column = following, 0
            repeated = _times(_ROWS_REPEATED, attributes)
            following = row + repeated
            if _IS_HIDDEN.search(attributes):
                sheet.hidden.append((row + 1, following))
        else:
            times, is_valued, is_odd, is_wide = _cell(attributes)
            if is_valued or not (
                attributes.endswith(b"/") or content.startswith(_CELL_END, tag.end())
            ):
                sheet.rows = max(sheet.rows, following)
                sheet.columns = max(sheet.columns, column + times)
            if is_odd:
                _look_closer(sheet, content, tag, row, column)
            if is_wide:
                _merge(sheet, attributes, row, column)
            column += times
    return sheets


@lru_cache(maxsize=1 << 14)
def _cell(attributes: bytes) -> tuple[int, bool, bool, bool]:
    """Return how often a cell stands there, and whether it has a value, a formula, a span."""
    is_odd = b"table:formula" in attributes or b'value-type="error"' in attributes
    times = _times(_COLUMNS_REPEATED, attributes) if b"repeated" in attributes else 1
    return times, is_odd or b"value-type" in attributes, is_odd, b"-spanned" in attributes


def _look_closer(
    sheet: Beside, content: bytes, tag: re.Match[bytes], row: int, column: int
) -> None:
    """Find out whether a formula went wrong or was never calculated."""
    attributes = tag[2]
    if b"value-type" not in attributes:
        sheet.uncalculated += 1
        sheet.first_uncalculated = sheet.first_uncalculated or (row, column)
    if attributes.endswith(b"/"):
        return
    end = content.find(_CELL_END, tag.end())
    shown = _PARAGRAPH.search(content, tag.end(), end)
    text = html.unescape(shown[1].decode("utf-8", "replace")).strip() if shown else ""
    if ERRORS.fullmatch(text) or b'value-type="error"' in attributes:
        sheet.errors[row, column] = text or "#?"


def _merge(sheet: Beside, attributes: bytes, row: int, column: int) -> None:
    down = _number(_attribute(attributes, b"table:number-rows-spanned"))
    right = _number(_attribute(attributes, b"table:number-columns-spanned"))
    if down > 1 or right > 1:
        sheet.merged.append((row, column, row + down - 1, column + right - 1))


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _attribute(attributes: bytes, name: bytes) -> str:
    for found, quoted, apostrophe in _ATTRIBUTE.findall(attributes):
        if found == name:
            return html.unescape((quoted or apostrophe).decode("utf-8", "replace"))
    return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
