"""One at a time: a lock that two processes, or two machines on one database, cannot both hold.

On PostgreSQL an advisory lock of the session, on SQLite a lock on a file beside the database: it
is on one machine anyway. Either ends with the process that holds it, however that ends.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def turn(name: str, *, waits: bool = False) -> Iterator[bool]:
    """Yield whether it is this process's turn; with `waits`, wait until it is."""
    held = _on_postgresql if connection.vendor == "postgresql" else _on_file
    with held(name, waits) as mine:
        yield mine


@contextmanager
def _on_postgresql(name: str, waits: bool) -> Iterator[bool]:
    key = int.from_bytes(hashlib.sha256(f"intarsia/{name}".encode()).digest()[:7])
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
            mine = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        # Where the connection broke meanwhile the lock went with it.
        if mine and connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _on_file(name: str, waits: bool) -> Iterator[bool]:
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(settings.DATA / f"{name}.lock", "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        # Closing the file gives the turn back.
        yield True
