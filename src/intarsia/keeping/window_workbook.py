"""Some rows of a kept .xlsx: the sheet streams by and is read no further than needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from intarsia.keeping.markup import ATTRIBUTES, unescaped
from intarsia.keeping.number_formats import Formats
from intarsia.keeping.package import BOOK, Package
from intarsia.keeping.shared_texts import SharedTexts, said_in
from intarsia.keeping.sheet_cells import column_of
from intarsia.keeping.window_parts import HEAD_ROWS, SheetWindow, Wanted, window_of
from intarsia.readers.archive import open_archive

__all__ = ["workbook_window"]

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rf"<(?:\w+:)?row((?:\s{ATTRIBUTES}?)?)(/?)>")
_NUMBER = re.compile(r"""\sr\s*=\s*["']\s*(\d{1,7})""")
_CELL = re.compile(rf"<((?:\w+:)?)c((?:\s{ATTRIBUTES}?)?)(?:/>|(?<!/)>(.*?)</\1c\s*>)", re.DOTALL)
_PLACE = re.compile(r"""\sr\s*=\s*["']\s*([A-Za-z]{1,3})\d""")
_TYPE = re.compile(r"""\st\s*=\s*["'](\w+)["']""")
_STYLE = re.compile(r"""\ss\s*=\s*["'](\d{1,6})["']""")
_VALUE = re.compile(rf"<(?:\w+:)?v(?:\s{ATTRIBUTES}?)?>(.*?)</(?:\w+:)?v\s*>", re.DOTALL)
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s>/]")
_LAST_ROW_TAG = 400
#: A row longer than this is none that a page could show.
_MOST_BYTES = 32 << 20


def workbook_window(kept: Path, wanted: Wanted) -> SheetWindow:
    """Return the rows around one of a sheet."""
    with open_archive(kept, kept.name) as archive:
        package = Package(archive)
        book = package.tree(BOOK)
        targets = {one.id: one for one in package.relations(BOOK)}
        sheets = {
            str(sheet.get("name")): targets[str(sheet.get(_ID))].target
            for sheet in book.iter("{*}sheet")
            if str(sheet.get(_ID)) in targets
        }
        name = wanted.sheet if wanted.sheet is not None else next(iter(sheets), None)
        if name is None or sheets.get(name, "") not in package:
            return SheetWindow("xlsx", tuple(sheets), None)
        raw = list(_rows(package.stream(sheets[name]), wanted))
        from_1904 = any(
            str(one.get("date1904")) in ("1", "true") for one in book.iter("{*}workbookPr")
        )
        styles = next((one.target for one in targets.values() if one.kind == "styles"), "")
        formats = Formats(package.tree(styles) if styles in package else None, from_1904=from_1904)
        texts = next((one.target for one in targets.values() if one.kind == "sharedStrings"), "")
        needs_texts = texts in package and any(" t=" in row and '"s"' in row for _, row in raw)
        shared = SharedTexts(package.read(texts)) if needs_texts else None
        numbered = ((number, _cells(row, shared, formats, wanted)) for number, row in raw)
        return window_of("xlsx", tuple(sheets), name, numbered, wanted)


def _rows(stream: Iterator[bytes], wanted: Wanted) -> Iterator[tuple[int, str]]:
    """Yield the rows of the head and of the window as XML, with their numbers."""
    number = 0
    for whole in _whole_rows(stream):
        last = _last_number(whole, number)
        if last < wanted.first and number >= HEAD_ROWS:
            number = last
            continue
        for stated, row in _split(whole.decode("utf-8", "replace"), number):
            number = stated
            if number <= HEAD_ROWS or wanted.first <= number <= wanted.last:
                yield number, row
        if number >= max(wanted.last, HEAD_ROWS):
            return


def _whole_rows(stream: Iterator[bytes]) -> Iterator[bytes]:
    """Cut a stream of XML behind rows."""
    rest = b""
    for piece in stream:
        rest += piece
        end = max(rest.rfind(b"</row>"), rest.rfind(b":row>"))
        if end >= 0:
            cut = rest.find(b">", end) + 1
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _MOST_BYTES:
            return
    yield rest


def _last_number(xml: bytes, before: int) -> int:
    """The number of the last row in some bytes."""
    tag = max(xml.rfind(b"<row "), xml.rfind(b":row "))
    stated = _NUMBER.search(xml[tag : tag + _LAST_ROW_TAG].decode("utf-8", "replace"))
    return int(stated[1]) if tag >= 0 and stated else before + len(_ROW_TAG.findall(xml))


def _split(xml: str, before: int) -> Iterator[tuple[int, str]]:
    tags = list(_ROW.finditer(xml))
    number = before
    for at, tag in enumerate(tags):
        stated = _NUMBER.search(tag[1] or "")
        number = int(stated[1]) if stated else number + 1
        end = tags[at + 1].start() if at + 1 < len(tags) else len(xml)
        yield number, xml[tag.end() : end]


def _cells(row: str, shared: SharedTexts | None, formats: Formats, wanted: Wanted) -> list[str]:
    """The cells of a row as texts, up to one column more than is shown."""
    cells: list[str] = []
    column = -1
    for cell in _CELL.finditer(row):
        place = _PLACE.search(cell[2] or "")
        column = column_of(place[1]) if place else column + 1
        if column > wanted.columns or column < len(cells):
            continue
        text = _text(cell[2] or "", cell[3] or "", shared, formats)
        if text:
            cells.extend([""] * (column - len(cells)))
            cells.append(text)
    return cells


def _text(attributes: str, content: str, shared: SharedTexts | None, formats: Formats) -> str:
    type_ = _TYPE.search(attributes)
    kind = type_[1] if type_ else "n"
    if kind == "inlineStr":
        return said_in(content)
    value = _VALUE.search(content)
    stored = unescaped(value[1]) if value else ""
    if kind == "s":
        return shared.text(int(stored)) if shared is not None and stored.isdecimal() else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(stored.strip(), stored)
    if kind in ("str", "e", "d") or not stored:
        return stored
    style = _STYLE.search(attributes)
    return formats.text(stored, int(style[1]) if style else 0)
