"""Reads a backup from beginning to end, touching nothing: is it whole, and what does it hold?"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import intarsia
from intarsia_site.config.backups.sealed import BackupError, Opening, changed

FORMAT = 1


@dataclass
class Contents:
    """What a backup says of itself, and what was found in it."""

    about: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def members(path: Path, passphrase: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of what is in the file, in its order, to its very end.

    Raises BackupError where the file is no backup, was cut off or changed, or the passphrase is
    another. What was yielded before that is as it was written.
    """
    with path.open("rb") as file:
        plain = io.BufferedReader(Opening(file, passphrase), 65536)  # type: ignore[type-var]
        try:
            with tarfile.open(fileobj=plain, mode="r|gz") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is None:
                        raise changed()
                    yield member.name, content.read()
        except (tarfile.TarError, zlib.error, EOFError):
            raise changed() from None
        # The archive may end before the file does; the mark of the end must be there.
        while plain.read(65536):
            pass


def verify(path: Path, passphrase: str) -> Contents:
    """Read the whole file; return what it holds. Raises BackupError where anything is amiss."""
    found: Contents | None = None
    expected: dict[str, Any] | None = None
    for name, content in members(path, passphrase):
        kind, _, rest = name.partition("/")
        if name == "about.json":
            found = Contents(_understood(content))
            found.counts = dict.fromkeys(found.about["columns"], 0)
        elif found is None:
            raise changed()
        elif kind == "rows":
            found.counts[rest.rpartition("/")[0]] += content.count(b"\n")
        elif kind == "files":
            _require_inside(rest)
            found.files[rest] = hashlib.sha256(content).hexdigest()
        elif name == "expected.json":
            expected = json.loads(content)
    if found is None or expected != {"counts": found.counts, "files": found.files}:
        raise changed()
    return found


def _understood(content: bytes) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(content)
    if about.get("format") != FORMAT:
        raise newer(about)
    return about


def newer(about: dict[str, Any]) -> BackupError:
    """What a backup is refused with that says more than this version understands."""
    return BackupError(
        "backup.newer",
        f"The backup was made by Intarsia {about.get('version', '?')}; this is "
        f"{intarsia.__version__}, which is older and does not know its tables. Nothing was "
        "changed. Restore it with that version or a later one.",
    )


def _require_inside(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise changed()
