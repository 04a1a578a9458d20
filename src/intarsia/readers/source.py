"""The file a reader is given and what it hands back: the contract of every reader."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from intarsia.errors import IntarsiaError
from intarsia.readers.template import ReturnedTemplate
from intarsia.tables import ProblemLog

#: Bytes of the head that a reader may look at to say whether the file is its own.
HEAD_BYTES = 8192
#: No report of the field is larger; a larger one is refused before it fills the machine.
MAX_BYTES = 4 * 1024**3

#: Called with the part of the file read so far, 0-1.
Progress = Callable[[float], None]


class ReaderError(IntarsiaError):
    """A file cannot be read at all; the other files still are."""


@dataclass(frozen=True)
class SourceFile:
    """A report file on disk: its bytes' fingerprint and the head by which it is recognized."""

    path: Path
    name: str
    sha256: str
    size: int
    head: bytes

    @property
    def report_id(self) -> str:
        """The report's key: the first 16 hexadecimal digits of the SHA-256."""
        return self.sha256[:16]


@dataclass(frozen=True)
class Reading:
    """What one report says: tables as a reader fills them, its own line, and its problems.

    tables    by name, those of tables.READER_TABLES that have rows, in their `reader_schema`
    report    the columns of REPORTS that a reader fills, by name
    problems  what was wrong, still open for more
    mapping   of a list: what each of its columns was taken for, a readers.Mapping
    template  of a 3W template that came back: its key, and which row is which
    """

    source: SourceFile
    report: Mapping[str, object]
    tables: Mapping[str, pa.Table]
    problems: ProblemLog
    mapping: object | None = None
    template: ReturnedTemplate | None = None


class Reader(Protocol):
    """One report format. `can_read` looks at the head and the name only."""

    KIND: str

    def can_read(self, source: SourceFile) -> bool:
        """Whether the file looks like this format."""

    def read(self, source: SourceFile, *, progress: Progress | None = None) -> Reading:
        """Read the file; raise ReaderError only where nothing at all can be read."""


def open_source(path: Path, name: str | None = None) -> SourceFile:
    """Return the file's fingerprint and head.

    name     what it is called, where its name on disk is another
    Raises  ReaderError "reader.no_such_file", "reader.a_folder", "reader.empty_file",
            "reader.too_large" or "reader.unreadable_file".
    """
    path = Path(path)
    if path.is_dir():
        raise ReaderError(
            "reader.a_folder",
            f"{path} is a folder; name the report files in it.",
            file=path.name,
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReaderError(
                "reader.too_large",
                f"{path.name} has {size:,} bytes; at most {MAX_BYTES:,} are read. Split it.",
                file=path.name,
                bytes=size,
            )
        digest = hashlib.sha256()
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            digest.update(head)
            while block := file.read(1 << 20):
                digest.update(block)
    except FileNotFoundError:
        raise ReaderError(
            "reader.no_such_file", f"There is no file {path}.", file=path.name
        ) from None
    except OSError as reason:
        raise ReaderError(
            "reader.unreadable_file",
            f"{path.name} cannot be opened: {reason.strerror}.",
            file=path.name,
        ) from None
    if not size:
        raise ReaderError(
            "reader.empty_file",
            f"{path.name} is empty (0 bytes). Ask its sender to send it again.",
            file=path.name,
        )
    # A name may hold bytes that are no text; in tables and on pages it is text.
    called = os.fsencode(name or path.name).decode("utf-8", "replace")
    return SourceFile(path, called, digest.hexdigest(), size, head)
