"""One moment of the database, while others go on writing."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Let the database stand still for this thread: SQLite's own copy, or one transaction."""
    taken = _copied if connection.vendor == "sqlite" else _repeatable
    with taken():
        yield


@contextmanager
def _repeatable() -> Iterator[None]:
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _copied() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="snapshot-", dir=settings.DATA) as folder:
        file = Path(folder) / "copy.sqlite3"
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        standing = connections.create_connection(DEFAULT_DB_ALIAS)
        standing.settings_dict = {**standing.settings_dict, "NAME": str(file), "OPTIONS": {}}
        # Of this thread only: whoever asks the database here asks the copy meanwhile.
        running = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = standing
        try:
            yield
        finally:
            standing.close()
            connections[DEFAULT_DB_ALIAS] = running
