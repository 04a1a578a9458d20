"""What a sheet of an .xlsx says beside its values: hidden rows, formulas nobody calculated, header
and footer of its page.

The bytes of the sheet go in and are looked through, not parsed; positions come out.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from intarsia.readers.workbook import MAX_TAG

_IS_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")
_CELL_NAME = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7})[\"']")
_IS_TEXT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
#: Where the name of the root element stands; some programs write a prefix before every name.
_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_ROOT_WITHIN = 4096
_PAGE_LINE = re.compile(
    rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)(?:\s[^>]*)?>([^<]{1,2000})<"
)
#: In them & begins a code: where a part stands, its font, page and day.
_PART = re.compile(r"&[LCR]")
_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z])")


def hidden_rows(xml: bytes) -> list[int]:
    """Return the numbers of the rows that the program hides, from 1.

    >>> hidden_rows(b'<worksheet><row r="1"/><row r="2" hidden="1"/><row hidden="true"/>')
    [2, 3]
    """
    # The columns hide themselves by the same word: cheap to look for, and mostly not there.
    if b"hidden=" not in xml:
        return []
    found: list[int] = []
    number = 0
    for tag in _row_tag(_prefix(xml)).findall(xml):
        stated = _ROW_NUMBER.search(tag)
        number = int(stated[1]) if stated else number + 1
        if _IS_HIDDEN.search(tag):
            found.append(number)
    return found


def header_and_footer(xml: bytes) -> list[str]:
    """Return what header and footer of a sheet's page say, part by part.

    >>> header_and_footer(b'<oddHeader>&amp;L3W&amp;C&amp;"-,Bold"NATO SECRET</oddHeader>')
    ['3W', 'NATO SECRET']
    """
    # They stand behind the rows.
    start = max(xml.rfind(b"sheetData>"), xml.rfind(b"sheetData/>"), 0)
    found: list[str] = []
    for line in _PAGE_LINE.findall(xml, start):
        found.extend(page_texts(html.unescape(line.decode("utf-8", "replace"))))
    return found


def page_texts(written: str) -> list[str]:
    """Return the texts of a header or footer as the program keeps it, without its codes."""
    parts = (_CODE.sub(" ", part).replace("&&", "&").strip() for part in _PART.split(written))
    return [part for part in parts if part]


def uncalculated(xml: bytes) -> tuple[int, str | None]:
    """Return how many formulas have no stored value, and the name of the first such cell.

    >>> uncalculated(b'<worksheet><c r="A1"><f>1+1</f><v>2</v></c><c r="A2"><f>A1</f></c>')
    (1, 'A2')
    """
    prefix = _prefix(xml)
    # Quicker than looking for the formulas: most sheets have none.
    if b"/" + prefix + b"f>" not in xml:
        return 0, None
    times, first = 0, None
    for formula in _formula_alone(prefix).finditer(xml):
        start = xml.rfind(b"<" + prefix + b"c", max(0, formula.start() - MAX_TAG), formula.start())
        tag = xml[start : formula.start()] if start >= 0 else b""
        # A formula may say "" and store just that.
        if _IS_TEXT.search(tag) and formula[1]:
            continue
        times += 1
        if first is None and (name := _CELL_NAME.search(tag)):
            first = name[1].decode()
    return times, first


def _prefix(xml: bytes) -> bytes:
    root = _ROOT.search(xml, 0, _ROOT_WITHIN)
    return (root[1] or b"") if root else b""


@lru_cache
def _row_tag(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<%srow((?:\s[^>]*)?)>" % prefix)


@lru_cache
def _formula_alone(prefix: bytes) -> re.Pattern[bytes]:
    """A formula and the end of its cell, with nothing or an empty value between them."""
    return re.compile(
        rb"<%(p)sf[\s>/][^<]*+(?:</%(p)sf>)?\s*"
        rb"(<%(p)sv\s*/>|<%(p)sv(?:\s[^>]*)?>\s*</%(p)sv>)?\s*</%(p)sc>" % {b"p": prefix}
    )
