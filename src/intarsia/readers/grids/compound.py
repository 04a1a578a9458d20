"""What an OLE compound file is: a workbook of before 2007, a protected file, or something else.

Every Office file of the old kind, and every new one with a password, is such a file: a small disk
of sectors, a table that chains them, and a directory of named streams.
Source  [MS-CFB] 2.2 (header), 2.3 (chains), 2.6.1 (directory: 128 bytes an entry, its name first)
"""

from __future__ import annotations

import re
import struct
from enum import StrEnum
from pathlib import Path

from intarsia.readers.source import ReaderError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY_BYTES = 128
_NAME_BYTES = 64
_STREAM, _ROOT = 2, 5
_BLOCK = 1 << 20
_HEADER_BYTES = 512
_LAST_SECTOR = 0xFFFFFFFA
_SMALL_SECTOR, _LARGE_SECTOR = 64, 4096
_TABLE, _LAST, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
#: Sectors of the table that the header names, and so the bytes of a file that is packed again.
_PLACES = 109
MAX_PACKED = 400 * 1024**2


class Kind(StrEnum):
    """What a compound file holds."""

    WORKBOOK = "workbook"
    PROTECTED = "protected"
    OTHER = "other"


#: Names of streams, in the order in which they decide.
_STREAMS = (
    ("EncryptedPackage", Kind.PROTECTED),
    ("Workbook", Kind.WORKBOOK),
    ("WORKBOOK", Kind.WORKBOOK),
    ("Book", Kind.WORKBOOK),
    ("BOOK", Kind.WORKBOOK),
)


def kind_of(path: Path) -> Kind:
    """Return what a compound file holds, by the names of its streams."""
    wanted = {name.encode("utf-16-le"): name for name, _ in _STREAMS}
    pattern = re.compile(b"|".join(map(re.escape, wanted)))
    found: set[str] = set()
    with path.open("rb") as file:
        # Entries never stand across two blocks: sectors are as many bytes as a power of two.
        while block := file.read(_BLOCK):
            for name in pattern.finditer(block):
                if _is_stream(block, name.start(), len(name[0])):
                    found.add(wanted[name[0]])
    return next((kind for name, kind in _STREAMS if name in found), Kind.OTHER)


def workbook_stream(content: bytes) -> bytes:
    """Return the records of a workbook; nothing where the file is broken or cut off.

    content  the whole compound file
    """
    try:
        stream, length = _stream(content)
    except (struct.error, ValueError, OverflowError):
        return b""
    return stream[:length] if len(stream) >= length else b""


def pack_again(stream: bytes) -> bytes:
    """Return a compound file of just one stream "Workbook".

    A program that reads it cannot see anything else than what was looked at.
    """
    # Streams of less than 4,096 bytes would have to be packed in another way.
    stream = stream.ljust(_LARGE_SECTOR, b"\x00")
    stream += bytes(-len(stream) % _LARGE_SECTOR)
    sectors = len(stream) // _LARGE_SECTOR
    numbers = _LARGE_SECTOR // 4
    # The table chains itself, the directory, an empty sector for small streams, and the stream.
    tables = -(-(sectors + 2) // (numbers - 1))
    chain = [_TABLE] * tables + [_LAST, _LAST]
    chain += [*range(tables + 3, tables + 2 + sectors), _LAST]
    chain += [_FREE] * (tables * numbers - len(chain))
    header = MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<9I", 1, tables, tables, 0, 4096, _LAST, 0, _LAST, 0)
    places = [*range(tables), *[_FREE] * (_PLACES - tables)]
    header += struct.pack(f"<{_PLACES}I", *places)
    directory = _entry("Root Entry", _ROOT, 1, tables + 1, _SMALL_SECTOR)
    directory += _entry("Workbook", _STREAM, _FREE, tables + 2, len(stream))
    return b"".join(
        (
            header.ljust(_LARGE_SECTOR, b"\x00"),
            struct.pack(f"<{len(chain)}I", *chain),
            directory.ljust(_LARGE_SECTOR, b"\x00"),
            bytes(_LARGE_SECTOR),
            stream,
        )
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\x00").encode("utf-16-le")
    about = struct.pack("<HBB3I", len(written), kind, 1, _FREE, _FREE, child)
    return written.ljust(_NAME_BYTES, b"\x00") + about + bytes(36) + struct.pack("<IQ", start, size)


def _stream(content: bytes) -> tuple[bytes, int]:
    """Return the sectors of the workbook's stream, and how many bytes of them it has."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    (directory_start,) = struct.unpack_from("<I", content, 48)
    small_below, small_start, _, further = struct.unpack_from("<4I", content, 56)

    def sector(number: int) -> bytes:
        start = (number + 1) * size
        return content[start : start + size]

    def numbers(of: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(of) // 4}I", of[: len(of) // 4 * 4]))

    tables = numbers(content[76:_HEADER_BYTES])
    seen = 0
    while further < _LAST_SECTOR and seen * size < len(content):
        *more, further = numbers(sector(further))
        tables += more
        seen += 1
    following: list[int] = []
    for table in tables:
        if table < _LAST_SECTOR and len(following) * size <= len(content):
            following += numbers(sector(table))
    directory = b"".join(map(sector, _chain(directory_start, following)))
    root = start = length = 0
    for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        entry = directory[at : at + _ENTRY_BYTES]
        begin, bytes_ = struct.unpack_from("<2I", entry, 116)
        if at == 0:
            root = begin
        elif _name_of(entry) in {"workbook", "book"} and entry[_NAME_BYTES + 2] == _STREAM:
            start, length = begin, bytes_
            break
    if length >= small_below:
        return b"".join(map(sector, _chain(start, following))), length
    small = b"".join(map(sector, _chain(root, following)))
    table_bytes = b"".join(map(sector, _chain(small_start, following)))
    parts = (
        small[number * _SMALL_SECTOR : (number + 1) * _SMALL_SECTOR]
        for number in _chain(start, numbers(table_bytes))
    )
    return b"".join(parts), length


def _chain(start: int, following: list[int]) -> list[int]:
    """Return the numbers of the sectors of a stream; one that bites its own tail ends."""
    found: list[int] = []
    while start < len(following) and len(found) <= len(following):
        found.append(start)
        start = following[start]
    return found


def _name_of(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, _NAME_BYTES)
    return entry[: max(0, min(length, _NAME_BYTES) - 2)].decode("utf-16-le", "replace").lower()


def _is_stream(block: bytes, at: int, length: int) -> bool:
    """Whether a name is that of a stream, not a word in somebody's text."""
    entry = block[at : at + _ENTRY_BYTES]
    return (
        at % _ENTRY_BYTES == 0
        and len(entry) == _ENTRY_BYTES
        and not any(entry[length:_NAME_BYTES])
        and int.from_bytes(entry[_NAME_BYTES : _NAME_BYTES + 2], "little") == length + 2
        and entry[_NAME_BYTES + 2] == _STREAM
    )


def protected(name: str) -> ReaderError:
    """The error for a file that cannot be opened without a password."""
    return ReaderError(
        "reader.password",
        f"{name} is protected by a password and was not opened. "
        "Send it without one, over a safe channel.",
        file=name,
    )
