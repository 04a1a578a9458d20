"""The texts that the cells of an .xlsx share, without persons.

A text that only cells of persons said, or that no cell says any more, is emptied: programs leave
the texts of deleted cells in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.markup import ATTRIBUTES, escaped, unescaped

__all__ = ["SharedTexts", "said_in"]

_ITEM = re.compile(rf"<((?:\w+:)?)si(?:\s{ATTRIBUTES})?(?:/>|(?<!/)>(.*?)</\1si\s*>)", re.DOTALL)
_TEXT = re.compile(rf"<(?:\w+:)?t(?:\s{ATTRIBUTES})?(?<!/)>(.*?)</(?:\w+:)?t\s*>", re.DOTALL)
_READING = re.compile(r"<((?:\w+:)?)rPh[\s>].*?</\1rPh\s*>", re.DOTALL)
_BATCH = 8192


def said_in(markup: str) -> str:
    """Return the text of a shared text or of a text in a cell, its parts one after the other.

    >>> said_in("<r><t>Call </t></r><r><t>Ms Lee</t></r><rPh><t>lee</t></rPh>")
    'Call Ms Lee'
    """
    if "rPh" in markup:
        markup = _READING.sub("", markup)
    return "".join(unescaped(part) for part in _TEXT.findall(markup))


class SharedTexts:
    """The shared texts of a workbook: what each says, and what may still say it."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml.decode("utf-8", "replace")
        self._items = list(_ITEM.finditer(self._xml))

    def __len__(self) -> int:
        return len(self._items)

    def text(self, index: int) -> str:
        """Return what a shared text says; "" where there is none."""
        return said_in(self._items[index][2] or "") if 0 <= index < len(self) else ""

    def cleaned(self, unsaid: Iterable[int], cleaner: Cleaner) -> bytes:
        """Return the part again, without persons.

        unsaid  texts that no cell says any more
        """
        empty = set(unsaid)
        out: list[str] = []
        end = 0
        for start in range(0, len(self._items), _BATCH):
            items = self._items[start : start + _BATCH]
            says = [said_in(item[2] or "") for item in items]
            found = cleaner.suspicious(says)
            for at, (item, said, is_suspicious) in enumerate(
                zip(items, says, found, strict=True), start
            ):
                new = "" if at in empty else cleaner.text(said) if is_suspicious else said
                if new == said and not (item[2] and "rPh" in item[2]):
                    continue
                out.append(self._xml[end : item.start()])
                out.append(_written(item[1], new))
                end = item.end()
        return "".join([*out, self._xml[end:]]).encode()


def _written(prefix: str, text: str) -> str:
    if not text:
        return f"<{prefix}si><{prefix}t/></{prefix}si>"
    return f'<{prefix}si><{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}si>'
