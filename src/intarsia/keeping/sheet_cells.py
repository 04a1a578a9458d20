"""The cells of a sheet of an .xlsx without persons: the bytes of its rows in, the same rows out.

Rows in which nothing can be found are handed on as they are; the others are looked at cell by
cell. Where a cell stands never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.formulas import clean_formula, reaches_outside
from intarsia.keeping.markup import ATTRIBUTES, escaped, unescaped
from intarsia.keeping.persons import Persons
from intarsia.keeping.shared_texts import SharedTexts, said_in

__all__ = ["RowsCleaner", "column_of"]

#: Bytes of rows that are looked at together.
_SLICE = 1 << 20
_REFERENCE = re.compile(r"""\br\s*=\s*["']\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})""")
_ROW_NUMBER = re.compile(r"""\sr\s*=\s*["']\s*(\d{1,7})""")
_TYPE = re.compile(r"""\st\s*=\s*["'](\w+)["']""")
_STYLE = re.compile(r"""\ss\s*=\s*["'](\d+)["']""")
_SHARED = re.compile(r"""\ssi\s*=\s*["'](\d+)["']""")
#: Numbers of records that stand elsewhere in the file, and are not kept.
_POINTERS = re.compile(r"""\s(?:cm|vm)\s*=\s*["']\d*["']""")
#: A row with one of these says more than a glance at its bytes tells.
_LOOK_CLOSER = ("</r>", ":r>", "rPh", " cm=", " vm=")


@lru_cache
def _row_tag(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"<{prefix}row((?:\s{ATTRIBUTES})?)>")


@lru_cache
def _cell(prefix: str) -> re.Pattern[str]:
    """A cell: its attributes, and what is in it."""
    return re.compile(
        rf"<{prefix}c((?:\s{ATTRIBUTES}?)?)(?:/>|(?<!/)>(.*?)</{prefix}c\s*>)", re.DOTALL
    )


@lru_cache
def _element(prefix: str, name: str) -> re.Pattern[str]:
    return re.compile(
        rf"<{prefix}{name}((?:\s{ATTRIBUTES}?)?)(?:/>|(?<!/)>(.*?)</{prefix}{name}\s*>)",
        re.DOTALL,
    )


def column_of(letters: str) -> int:
    """Return the position of a column, 0 = A.

    >>> column_of("A"), column_of("xfd")
    (0, 16383)
    """
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - 64
    return position - 1


class RowsCleaner:
    """Cleans the rows of one sheet.

    released   the shared texts that cells of persons said
    """

    def __init__(
        self, prefix: str, persons: Persons, shared: SharedTexts | None, cleaner: Cleaner
    ) -> None:
        self.released: set[int] = set()
        self._prefix = prefix
        self._persons = persons
        self._shared = shared
        self._cleaner = cleaner
        self._row = 0
        self._column = 0
        self._kinds: Mapping[int, str] = {}
        self._dropped: set[str] = set()

    def rows(self, xml: bytes, begins: int, ends: int) -> Iterator[bytes]:
        """Yield the rows again: what stands in these bytes of a sheet, from one to another."""
        end = f"</{self._prefix}row>".encode()
        while begins < ends:
            cut = xml.find(end, min(begins + _SLICE, ends), ends)
            cut = ends if cut < 0 else cut + len(end)
            yield self._slice(xml[begins:cut], end)
            begins = cut

    def _slice(self, xml: bytes, end: bytes) -> bytes:
        rows = xml.decode("utf-8", "surrogateescape").split(end.decode())
        seen = [_glanced(row) for row in rows]
        found = self._cleaner.suspicious(seen)
        for at, (row, is_suspicious) in enumerate(zip(rows, found, strict=True)):
            new = self._next_row(row, is_suspicious)
            if new is not None:
                rows[at] = new
        return end.decode().join(rows).encode("utf-8", "surrogateescape")

    def _next_row(self, row: str, is_suspicious: bool) -> str | None:
        kinds: Mapping[int, str] = {}
        for tag in _row_tag(self._prefix).finditer(row):
            stated = _ROW_NUMBER.search(tag[1])
            self._row = int(stated[1]) if stated else self._row + 1
            kinds = self._persons.of(self._row)
        is_odd = any(sign in row for sign in _LOOK_CLOSER)
        reaches = "[" in row and re.search(r"\[\d+\]", row) is not None
        if not (is_suspicious or kinds or is_odd or reaches or self._dropped):
            return None
        self._column = -1
        self._kinds = kinds
        return _cell(self._prefix).sub(self._new_cell, row)

    def _new_cell(self, cell: re.Match[str]) -> str:
        attributes, content = cell[1] or "", cell[2]
        place = _REFERENCE.search(attributes)
        self._column = column_of(place[1]) if place else self._column + 1
        if " cm=" in attributes or " vm=" in attributes:
            attributes = _POINTERS.sub("", attributes)
        if not content:
            return cell[0] if attributes == cell[1] else f"<{self._prefix}c{attributes}/>"
        kind = self._kinds.get(self._column)
        said = _TYPE.search(attributes)
        type_ = said[1] if said else "n"
        if kind is not None:
            return self._person(cell[0], attributes, content, type_, kind)
        new = self._content(content, type_)
        if new == content and attributes == cell[1]:
            return cell[0]
        return f"<{self._prefix}c{attributes}>{new}</{self._prefix}c>"

    def _person(self, cell: str, attributes: str, content: str, type_: str, kind: str) -> str:
        value = _element(self._prefix, "v").search(content)
        stored = unescaped((value[2] or "").strip()) if value else ""
        if type_ == "s":
            index = int(stored) if stored.isdecimal() else -1
            text = self._shared.text(index) if self._shared is not None else ""
        else:
            text = said_in(content) if type_ == "inlineStr" else stored
        new = self._cleaner.person(text, kind)
        if new == text and "<" + self._prefix + "f" not in content:
            return cell
        if type_ == "s":
            self.released.add(index)
        self._drop_formula(content)
        style = _STYLE.search(attributes)
        place = _REFERENCE.search(attributes)
        kept = f' r="{place[1]}{place[2]}"' if place else ""
        kept += f' s="{style[1]}"' if style else ""
        if not new:
            return f"<{self._prefix}c{kept}/>"
        return f'<{self._prefix}c{kept} t="inlineStr">{self._inline(new)}</{self._prefix}c>'

    def _content(self, content: str, type_: str) -> str:
        if "<" + self._prefix + "f" in content:
            content = _element(self._prefix, "f").sub(self._formula, content)
        if type_ == "inlineStr":
            text = said_in(content)
            new = self._cleaner.text(text)
            return content if new == text and "rPh" not in content else self._inline(new)
        if type_ == "str":
            return _element(self._prefix, "v").sub(self._value, content)
        return content

    def _value(self, value: re.Match[str]) -> str:
        text = unescaped(value[2] or "")
        new = self._cleaner.text(text)
        return value[0] if new == text else f"<{self._prefix}v>{escaped(new)}</{self._prefix}v>"

    def _formula(self, formula: re.Match[str]) -> str:
        shared = _SHARED.search(formula[1] or "")
        text = unescaped(formula[2] or "")
        if reaches_outside(text) or (shared and shared[1] in self._dropped):
            self._drop_formula(formula[0])
            return ""
        new = clean_formula(text, self._cleaner)
        if new == text:
            return formula[0]
        return f"<{self._prefix}f{formula[1]}>{escaped(new)}</{self._prefix}f>"

    def _drop_formula(self, content: str) -> None:
        """Remember that the formula which others repeat is not there any more."""
        for formula in _element(self._prefix, "f").finditer(content):
            shared = _SHARED.search(formula[1] or "")
            if shared and formula[2]:
                self._dropped.add(shared[1])

    def _inline(self, text: str) -> str:
        p = self._prefix
        return f'<{p}is><{p}t xml:space="preserve">{escaped(text)}</{p}t></{p}is>'


def _glanced(row: str) -> str:
    """A row as the wide pattern should see it: what it says, not how it is escaped."""
    row = row.encode("utf-8", "replace").decode()
    return unescaped(row) if "&" in row else row
