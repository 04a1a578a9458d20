"""A table of text without persons: bytes in, bytes out, cell by cell.

What does not change stays byte for byte: separator, quotation marks, line ends, the encoding of
each line. A record that changes is written again in the encoding its lines had.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.persons import Persons
from intarsia.readers.grids.encodings import Decoded, decode
from intarsia.readers.grids.records import records_with_lines

__all__ = ["clean_delimited", "edited"]

#: Records that are looked at together.
_BATCH = 4096
_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
_WIDE = ("utf-16", "utf-32")

#: What becomes of a record: its number from 1 and its cells in; None where nothing changes.
Edit = Callable[[int, list[str]], list[str] | None]


def clean_delimited(
    content: bytes, separator: str, persons: Persons, cleaner: Cleaner, *, stated: int = 0
) -> bytes:
    """Return a table without persons.

    stated  lines before the first record that only state the separator
    """

    def cleaned(number: int, cells: list[str]) -> list[str]:
        kinds = persons.of(number + stated)
        return [
            cleaner.person(cell, kinds[at]) if cell and at in kinds else cleaner.text(cell)
            for at, cell in enumerate(cells)
        ]

    text, lines, raw = _lines(content)
    start = len("".join(lines[:stated]))
    out = [*_whole(raw, lines, 0, stated)]
    line = stated
    numbered = enumerate(records_with_lines(text[start:], separator), 1)
    while batch := list(islice(numbered, _BATCH)):
        found = cleaner.suspicious(["\n".join(cells) for _, (cells, _) in batch])
        for (number, (cells, taken)), is_suspicious in zip(batch, found, strict=True):
            new = cells
            if is_suspicious or persons.of(number + stated):
                new = cleaned(number, cells)
            out += _record(raw, lines, line, taken, cells, new, separator)
            line += taken
    out += _whole(raw, lines, line, len(lines))
    return _joined(content, out)


def edited(content: bytes, separator: str, edit: Edit, *, stated: int = 0) -> bytes:
    """Return a table in which some records were changed."""
    text, lines, raw = _lines(content)
    start = len("".join(lines[:stated]))
    out = [*_whole(raw, lines, 0, stated)]
    line = stated
    for number, (cells, taken) in enumerate(records_with_lines(text[start:], separator), 1):
        new = edit(number + stated, cells)
        out += _record(raw, lines, line, taken, cells, cells if new is None else new, separator)
        line += taken
    out += _whole(raw, lines, line, len(lines))
    return _joined(content, out)


# A part of the file: bytes that stay, or a text and the bytes that stood there
_Part = bytes | tuple[str, bytes]


def _lines(content: bytes) -> tuple[str, list[str], list[bytes] | None]:
    """Return the text, its lines, and the bytes of each; None where no line keeps its bytes."""
    decoded = decode(content)
    text = decoded.text.replace("\x00", "")
    lines = list(io.StringIO(text, newline=""))
    if any(name.startswith(_WIDE) for name in decoded.encodings):
        return text, lines, None
    raw = content.removeprefix(_UTF8_MARK).splitlines(keepends=True)
    return text, lines, raw if len(raw) == len(lines) else None


def _whole(raw: list[bytes] | None, lines: list[str], begins: int, ends: int) -> Iterator[_Part]:
    if raw is not None:
        yield b"".join(raw[begins:ends])
    else:
        yield "".join(lines[begins:ends]), b""


def _record(
    raw: list[bytes] | None,
    lines: list[str],
    line: int,
    taken: int,
    cells: list[str],
    new: list[str],
    separator: str,
) -> Iterator[_Part]:
    if new == cells:
        yield from _whole(raw, lines, line, line + taken)
        return
    before = "".join(lines[line : line + taken])
    bare = before.rstrip("\r\n")
    text = _rewritten(bare, cells, new, separator) + before[len(bare) :]
    yield text, b"" if raw is None else b"".join(raw[line : line + taken])


def _joined(content: bytes, parts: list[_Part]) -> bytes:
    guessed = decode(content) if any(isinstance(part, tuple) for part in parts) else Decoded("")
    wide = next((name for name in guessed.encodings if name.startswith(_WIDE)), None)
    if wide is not None:
        mark = next((mark for mark in _WIDE_MARKS if content.startswith(mark)), b"")
        text = "".join(part[0] for part in parts if isinstance(part, tuple))
        return mark + text.encode(wide, "replace")
    mark = _UTF8_MARK if content.startswith(_UTF8_MARK) else b""
    encodings = ("utf-8", *guessed.guessed)
    return mark + b"".join(
        part if isinstance(part, bytes) else _encoded(*part, encodings) for part in parts
    )


def _encoded(text: str, before: bytes, encodings: tuple[str, ...]) -> bytes:
    """Return a changed text in the encoding in which its lines were written."""
    for encoding in encodings:
        try:
            before.decode(encoding)
            return text.encode(encoding)
        except UnicodeError:
            continue
    return b"".join(_sign(sign, encodings) for sign in text)


def _sign(sign: str, encodings: tuple[str, ...]) -> bytes:
    """Return one sign of a line that mixes encodings: as the file mostly writes it."""
    for encoding in (*encodings[1:], "utf-8"):
        try:
            return sign.encode(encoding)
        except UnicodeError:
            continue
    return b"?"


def _rewritten(before: str, cells: list[str], new: list[str], separator: str) -> str:
    """Return a record with other cells, the others as they were written."""
    written = [found[0] for found in _field(separator).finditer(before)]
    if len(written) < len(cells) or [_said(one) for one in written[: len(cells)]] != cells:
        if before.split(separator) == cells and not any('"' in cell for cell in cells):
            return separator.join(new)
        out = io.StringIO()
        csv.writer(out, delimiter=separator, lineterminator="").writerow(new)
        return out.getvalue()
    fields = [
        one if said == was else _quoted(said, separator, always=one.startswith('"'))
        for one, was, said in zip(written, cells, new, strict=False)
    ]
    fields += [_quoted(said, separator, always=False) for said in new[len(cells) :]]
    return separator.join(fields)


@lru_cache
def _field(separator: str) -> re.Pattern[str]:
    """One field as it is written, quoted or not."""
    sign = re.escape(separator)
    return re.compile(rf'(?:^|(?<={sign}))(?:"(?:[^"]|"")*+"(?=$|{sign})|[^{sign}]*+)', re.DOTALL)


def _said(written: str) -> str:
    is_quoted = len(written) > 1 and written.startswith('"') and written.endswith('"')
    return written[1:-1].replace('""', '"') if is_quoted else written


def _quoted(text: str, separator: str, *, always: bool) -> str:
    if always or any(sign in text for sign in (separator, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text
