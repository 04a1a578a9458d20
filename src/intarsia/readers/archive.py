"""Opens a zip that a stranger sent, so that it can neither fill the machine nor write into it.

A path goes in; the members' names and bytes come out, counted while they are unpacked.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intarsia.readers.source import ReaderError

#: Bytes that all members together may unpack to.
MAX_UNPACKED = 1024**3
#: A member larger than this must not be packed more than MAX_RATIO times: text packs 10-40 times.
SUSPECT_BYTES = 50 * 1024**2
MAX_RATIO = 200
MAX_MEMBERS = 10_000

# The three records of a zip, as APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16 lay them out.
_MAGIC = b"PK\x03\x04"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL_MAGIC = b"PK\x01\x02"
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END_MAGIC = b"PK\x05\x06"
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8 = 0x800
_FIRST_DAY = 0x21
_ENCRYPTED = 0x1
_AES = 99
_ABSOLUTE = re.compile(r"[A-Za-z]:|[/\\]")
#: What the zip module raises on damaged bytes, by what it stumbles over.
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    ValueError,
    OverflowError,
    KeyError,
    OSError,
)


@dataclass(frozen=True)
class Archive:
    """An open zip whose directory was found harmless.

    members   the files in it, folders apart, in the order of the directory
    """

    name: str
    members: tuple[zipfile.ZipInfo, ...]
    _zip: zipfile.ZipFile

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """Return a member's bytes: never more than the directory promised.

        Raises  ReaderError "archive.damaged" where the bytes are not what the directory says.
        """
        return self.unpack(member, self.packed(member))

    def stream(self, member: zipfile.ZipInfo, size: int = 1 << 20) -> Iterator[bytes]:
        """Yield a member's bytes piece by piece, for readers that stop early; its checksum is not
        compared.

        size    bytes of a piece at most
        Raises  ReaderError "archive.damaged" where the bytes are not what the directory says.
        """
        packed = self.packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            yield from (packed[at : at + size] for at in range(0, len(packed), size))
            return
        if member.compress_type != zipfile.ZIP_DEFLATED:
            raise _damaged(self.name, f"{member.filename} is packed in a way that is not read")
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        left = member.file_size
        while not inflate.eof:
            try:
                piece = inflate.decompress(packed, size)
            except zlib.error as reason:
                raise _damaged(self.name, f"{member.filename}: {reason}") from None
            packed = inflate.unconsumed_tail
            left -= len(piece)
            if left < 0 or not (piece or packed or inflate.eof):
                raise _damaged(self.name, f"{member.filename} is not as long as the directory says")
            yield piece

    def packed(self, member: zipfile.ZipInfo) -> bytes:
        """Return a member's bytes as they are packed."""
        file = self._zip.fp
        if file is None:
            raise ValueError("the archive is closed")
        try:
            file.seek(member.header_offset)
            header = file.read(_LOCAL.size)
            if not header.startswith(_MAGIC):
                raise zipfile.BadZipFile("its place in the archive holds something else")
            name_length, extra_length = _LOCAL.unpack(header)[-2:]
            file.seek(name_length + extra_length, 1)
            packed = file.read(member.compress_size)
        except _DAMAGED as reason:
            raise _damaged(self.name, f"{member.filename}: {reason}") from None
        if len(packed) != member.compress_size:
            raise _damaged(self.name, f"{member.filename} is cut off")
        return packed

    def unpack(self, member: zipfile.ZipInfo, packed: bytes) -> bytes:
        """Return what packed bytes say, after size, end and checksum were compared."""
        unpacked, is_whole = packed, True
        if member.compress_type == zipfile.ZIP_DEFLATED:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                # One byte more than promised is enough to find out a directory that lies.
                unpacked = inflate.decompress(packed, member.file_size + 1)
            except zlib.error as reason:
                raise _damaged(self.name, f"{member.filename}: {reason}") from None
            is_whole = inflate.eof
        elif member.compress_type != zipfile.ZIP_STORED:
            raise _damaged(self.name, f"{member.filename} is packed in a way that is not read")
        if len(unpacked) != member.file_size or not is_whole:
            raise _damaged(self.name, f"{member.filename} is not as long as the directory says")
        if zlib.crc32(unpacked) != member.CRC:
            raise _damaged(self.name, f"{member.filename} has a wrong checksum")
        return unpacked


def pack_again(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    """Return a zip of members as they were packed, under headers of our own.

    A program that reads it cannot see anything else than what was looked at.
    """
    body, directory = bytearray(), bytearray()
    for member, packed in parts:
        name = member.filename.encode()
        about = (_UTF8, member.compress_type, 0, _FIRST_DAY, member.CRC, len(packed))
        sizes = (member.file_size, len(name), 0)
        offset = len(body)
        body += _LOCAL.pack(_MAGIC, _VERSION, *about, *sizes) + name + packed
        directory += (
            _CENTRAL.pack(_CENTRAL_MAGIC, _VERSION, _VERSION, *about, *sizes, 0, 0, 0, 0, offset)
            + name
        )
    count = len(parts)
    end = _END.pack(_END_MAGIC, 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


@contextmanager
def open_archive(path: Path, name: str) -> Iterator[Archive]:
    """Open a zip for reading, after its directory was looked through.

    name    what messages call the file
    Raises  ReaderError "archive.damaged", "archive.encrypted", "archive.unsafe_path",
            "archive.same_name_twice", "archive.too_many_members", "archive.too_large" or
            "archive.bomb".
    """
    try:
        opened = zipfile.ZipFile(path)
    except _DAMAGED as reason:
        raise _damaged(name, str(reason)) from None
    with opened:
        # `is_dir` looks at the last letter of a name, and a damaged file may have none.
        members = tuple(
            member for member in opened.infolist() if member.filename[-1:] not in ("", "/")
        )
        _check_names(opened.infolist(), name)
        _check_sizes(members, name)
        yield Archive(name, members, opened)


def first_member(head: bytes) -> str | None:
    """Return the name of a zip's first member from the head of the file; null if it is no zip.

    >>> first_member(b"%PDF-1.4 ...............................")
    """
    if not head.startswith(_MAGIC) or len(head) < 30:
        return None
    (length,) = struct.unpack_from("<H", head, 26)
    return head[30 : 30 + length].decode("utf-8", "replace")


def _check_names(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise ReaderError(
            "archive.too_many_members",
            f"{name} holds {len(members):,} files; at most {MAX_MEMBERS:,} are read. "
            "It was not opened. Send only the tables.",
            file=name,
            value=f"{len(members):,}",
            expected=f"{MAX_MEMBERS:,}",
        )
    seen: set[str] = set()
    for member in members:
        stated = member.orig_filename
        if _ABSOLUTE.match(stated) or "\x00" in stated or ".." in re.split(r"[/\\]", stated):
            raise ReaderError(
                "archive.unsafe_path",
                f"{name} holds a file called “{stated[:200]}”, which points outside the "
                "archive. It was not opened. Ask its sender to pack it again.",
                file=name,
                value=stated[:200],
            )
        if member.filename in seen:
            raise ReaderError(
                "archive.same_name_twice",
                f"{name} holds “{member.filename[:200]}” twice, and the two may differ. "
                "It was not opened. Ask its sender to pack it again.",
                file=name,
                value=member.filename[:200],
            )
        seen.add(member.filename)


def _check_sizes(members: tuple[zipfile.ZipInfo, ...], name: str) -> None:
    for member in members:
        if member.flag_bits & _ENCRYPTED or member.compress_type == _AES:
            raise ReaderError(
                "archive.encrypted",
                f"{name} is protected by a password and was not opened. "
                "Send it without one, over a safe channel.",
                file=name,
                value=member.filename[:200],
            )
        packed = max(member.compress_size, 1)
        if member.file_size > SUSPECT_BYTES and member.file_size / packed > MAX_RATIO:
            raise ReaderError(
                "archive.bomb",
                f"{name}: “{member.filename[:200]}” would unpack to "
                f"{member.file_size / packed:,.0f} times its size, as files made to fill a "
                "machine do. It was not opened.",
                file=name,
                value=member.filename[:200],
                expected=f"{MAX_RATIO:,}",
            )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise ReaderError(
            "archive.too_large",
            f"{name} would unpack to {unpacked:,} bytes; at most {MAX_UNPACKED:,} are read. "
            "It was not opened. Split it.",
            file=name,
            value=f"{unpacked:,}",
            expected=f"{MAX_UNPACKED:,}",
        )


def _damaged(name: str, reason: str) -> ReaderError:
    return ReaderError(
        "archive.damaged",
        f"{name} is no readable zip: {reason}. Nothing of it was read. "
        "Ask its sender to send it again.",
        file=name,
        value=reason[:200],
    )
