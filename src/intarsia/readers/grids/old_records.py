"""What the sheets of an .xls say beside their values: extent, hidden rows, cell errors, password.

The records of the workbook go in and are walked through; positions come out, sheet by sheet.
Source  [MS-XLS] 2.4.24 BoolErr, 2.4.28 BoundSheet8, 2.4.90 Dimensions, 2.4.117 FilePass,
        2.4.124 Footer, 2.4.127 Formula, 2.4.136 Header, 2.4.175 MulRk, 2.4.221 Row, 2.4.265 SST
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from intarsia.readers.grids.beside import Beside
from intarsia.readers.grids.sheet_xml import page_texts

_HEAD = struct.Struct("<2H")
_PLACE = struct.Struct("<2H")
_START, _END = 0x809, 0x0A
_PASSWORD, _SHEET, _ROW, _TRUTH_OR_ERROR, _FORMULA = 0x2F, 0x85, 0x208, 0x205, 0x06
_TEXTS, _DIMENSIONS, _NUMBERS = 0xFC, 0x200, 0xBD
_PAGE_LINES = frozenset((0x14, 0x15))
#: Records that start with the row and the column of a cell.
_CELLS = frozenset((0x06, 0x206, 0x406, 0x201, 0x203, 0x204, 0x205, 0xD6, 0xFD, 0x7E, 0x27E, 0xBD))
_IS_HIDDEN = 0x20
_WORD = 0xFFFFFFFF
#: Bytes of the shortest text.
_LEAST_TEXT = 3
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def is_protected(stream: bytes) -> bool:
    """Whether a password is needed to read the records."""
    return any(kind == _PASSWORD for kind, _, _ in _substream(stream, 0))


def is_damaged(stream: bytes) -> bool:
    """Whether the workbook says that it has more texts than fit into it."""
    return any(
        kind == _TEXTS
        and len(content) >= 8
        and struct.unpack_from("<I", content, 4)[0] * _LEAST_TEXT > len(stream)
        for kind, content, _ in _substream(stream, 0)
    )


def look_through(stream: bytes) -> list[Beside]:
    """Return what stands in each sheet beside its values, in the order of the workbook."""
    starts = [
        struct.unpack_from("<I", content)[0]
        for kind, content, _ in _substream(stream, 0)
        if kind == _SHEET and len(content) >= 4
    ]
    known = {start: _sheet(stream, start) for start in set(starts)}
    return [known[start] for start in starts]


def _sheet(stream: bytes, start: int) -> Beside:
    beside = Beside()
    for kind, content, depth in _substream(stream, start):
        # The parser does not know of depth: what it could take for cells counts.
        if kind in _CELLS and len(content) >= 4:
            row, column = _PLACE.unpack_from(content)
            if kind == _NUMBERS:
                column = max(column, int.from_bytes(content[-2:], "little"))
            beside.rows = max(beside.rows, row + 1)
            beside.columns = max(beside.columns, column + 1)
            if depth == 1 and (error := _error(kind, content)):
                beside.errors[row, column] = error
        elif kind == _ROW and len(content) >= 14 and content[12] & _IS_HIDDEN:
            (row,) = struct.unpack_from("<H", content)
            beside.hidden.append((row + 1, row + 1))
        elif kind in _PAGE_LINES and depth == 1 and len(content) > _LEAST_TEXT:
            encoding = "utf-16-le" if content[2] & 1 else "latin-1"
            beside.around.extend(page_texts(content[_LEAST_TEXT:].decode(encoding, "replace")))
        elif kind == _DIMENSIONS:
            beside.declared = max(beside.declared, _declared(content))
    return beside


def _error(kind: int, content: bytes) -> str | None:
    """Return the error that a cell holds; null if it holds none."""
    if kind == _TRUTH_OR_ERROR and len(content) >= 8 and content[7]:
        return _ERRORS.get(content[6], "#?")
    # The result of a formula is an error where its last two bytes are set and its first is 2.
    if kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
        return _ERRORS.get(content[8], "#?")
    return None


def _declared(content: bytes) -> int:
    """Return the number of cells that a sheet says it has."""
    top = bottom = left = right = 0
    if len(content) >= 14:
        top, bottom, left, right = struct.unpack_from("<2I2H", content)
    elif len(content) >= 10:
        top, bottom, left, right = struct.unpack_from("<4H", content)
    if not bottom or not right:
        return 1
    # The parser counts from the last to the first too, in 32 bits: that is very many.
    return ((bottom - top) & _WORD) * ((right - left) & _WORD)


def _substream(stream: bytes, at: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield number, content and depth of the records of one part; charts in it are deeper."""
    depth = 0
    while at + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        if kind == _START:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        else:
            yield kind, stream[at : at + length], depth
        at += length
