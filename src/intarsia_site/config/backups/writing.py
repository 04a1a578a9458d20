"""Writes a backup: what it is, every row, every file, what there should be; then reads it again."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import intarsia
from intarsia_site.config.backups.reading import verify
from intarsia_site.config.backups.rows import lines_of, tables
from intarsia_site.config.backups.sealed import BackupError, Sealing
from intarsia_site.config.backups.snapshot import snapshot

FORMAT = 1
#: Signs of a passphrase at least.
LEAST = 12
#: Under INTARSIA_DATA and not kept: the database (its rows are), what is made again, what belongs
#: to the running processes, reports that are not cleaned yet.
_LEFT_OUT = (
    "static/", "snapshot-", "first-run-code", "restored-", "incoming/", "reports/.at-work-",
)  # fmt: skip
_LEFT_OUT_ENDINGS = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".lock", ".partial")


@dataclass(frozen=True)
class Written:
    """What a backup holds."""

    rows: int
    files: int
    size: int


def write_backup(to: Path, passphrase: str) -> Written:
    """Write everything into a new file that nobody else can read, and verify it.

    Raises BackupError where the file is there already, or the passphrase is too short.
    """
    if len(passphrase) < LEAST:
        raise BackupError(
            "backup.short_passphrase",
            f"A passphrase has {LEAST} signs at least; a sentence is best.",
        )
    if to.exists() or not to.parent.is_dir():
        raise BackupError(
            "backup.is_there",
            f"{to} is there already, or its folder is not. Nothing was written.",
        )
    partial = to.with_name(to.name + ".partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            expected = _write(Sealing(file, passphrase), leave_out={partial, to})
            file.flush()
            os.fsync(file.fileno())
        found = verify(partial, passphrase)
        if found.counts != expected["counts"] or found.files != expected["files"]:
            raise BackupError("backup.not_verified", "What was written is not what was to be.")
        partial.rename(to)
    finally:
        partial.unlink(missing_ok=True)
    return Written(sum(expected["counts"].values()), len(expected["files"]), to.stat().st_size)


def _write(sealing: Sealing, leave_out: set[Path]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    sums: dict[str, str] = {}
    with snapshot(), tarfile.open(fileobj=sealing, mode="w|gz") as tar:
        _add(tar, "about.json", _about())
        for model in tables(apps):
            label, counts[model._meta.db_table] = model._meta.db_table, 0
            for number, (rows, lines) in enumerate(lines_of(model)):
                counts[label] += rows
                _add(tar, f"rows/{label}/{number:06}.jsonl", lines)
        for name, path in _files(leave_out):
            content = path.read_bytes()
            sums[name] = hashlib.sha256(content).hexdigest()
            _add(tar, f"files/{name}", content)
        expected = {"counts": counts, "files": sums}
        _add(tar, "expected.json", json.dumps(expected).encode())
    sealing.finish()
    return expected


def _about() -> bytes:
    applied = MigrationRecorder(connection).applied_migrations()
    return json.dumps(
        {
            "format": FORMAT,
            "version": intarsia.__version__,
            "migrations": sorted([app, name] for app, name in applied),
            "columns": {
                model._meta.db_table: [field.attname for field in model._meta.concrete_fields]
                for model in tables(apps)
            },
        }
    ).encode()


def _files(leave_out: set[Path]) -> list[tuple[str, Path]]:
    root = Path(settings.DATA)
    found = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file() or path in leave_out:
            continue
        if not (name.startswith(_LEFT_OUT) or name.endswith(_LEFT_OUT_ENDINGS)):
            found.append((name, path))
    return found


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size = len(content)
    tar.addfile(about, io.BytesIO(content))
