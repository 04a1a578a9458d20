"""Puts a backup into an installation: all of it or, where anything is amiss, nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from intarsia_site.config.backups.reading import Contents, members, newer, verify
from intarsia_site.config.backups.rows import count_on, empty, tables, write_rows
from intarsia_site.config.backups.sealed import BackupError
from intarsia_site.config.turns import turn


def restore_backup(path: Path, passphrase: str, *, replaces: bool = False) -> Contents:
    """Put everything back; return what it was.

    replaces   an installation that holds something already is emptied for it
    Raises     BackupError, with nothing touched: the file is not whole, the passphrase is another,
               the installation is not empty or is running, the backup is of a newer version.
    """
    with turn("serve") as is_ours:
        if not is_ours:
            raise BackupError(
                "backup.is_running", "The site is running. Stop it before you restore into it."
            )
        contents = verify(path, passphrase)
        executor = MigrationExecutor(connection)
        targets = _targets(contents, executor)
        applied = set(executor.loader.applied_migrations)
        if _holds_something(applied) and not replaces:
            raise BackupError(
                "backup.not_empty",
                "This installation is not empty. With --replace, what is in it is deleted and the "
                "backup put in its place.",
            )
        _bring_to(targets, executor, applied)
        apps = executor.loader.project_state(targets).apps
        _put_back(path, passphrase, contents, apps)
        call_command("migrate", interactive=False, verbosity=0)
    return contents


def _targets(contents: Contents, executor: MigrationExecutor) -> list[tuple[str, str]]:
    """Return the last migrations of the backup's tables. Raises BackupError for unknown ones."""
    graph = executor.loader.graph
    had = {(app, name) for app, name in contents.about["migrations"]}
    unknown = had - set(graph.nodes)
    replaced = {
        old for migration in executor.loader.replacements.values() for old in migration.replaces
    }
    if unknown - replaced:
        raise newer(contents.about)
    had &= set(graph.nodes)
    followed = {
        parent.key
        for node in had
        for parent in graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    return sorted(had - followed)


def _holds_something(applied: set[tuple[str, str]]) -> bool:
    if ("access", "0001_initial") not in applied:
        return False
    with connection.cursor() as cursor:
        for table in ("access_installation", "access_user"):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - two names of ours
            if cursor.fetchone() is not None:
                return True
    return False


def _bring_to(
    targets: list[tuple[str, str]], executor: MigrationExecutor, applied: set[tuple[str, str]]
) -> None:
    """Make the tables what they were when the backup was written."""
    wanted = {migration.app_label: migration for migration, _ in executor.migration_plan(targets)}
    ahead = applied - {
        node for target in targets for node in executor.loader.graph.forwards_plan(target)
    }
    if ahead:
        raise BackupError(
            "backup.older_tables",
            "The backup is of an older version than this database. Restore it into a new, empty "
            "database; it is brought up to this version there.",
        )
    if wanted:
        executor.migrate(targets)
        executor.loader.build_graph()


def _put_back(path: Path, passphrase: str, contents: Contents, apps: Apps) -> None:
    models: dict[str, Any] = {model._meta.db_table: model for model in tables(apps)}
    columns = contents.about["columns"]
    with tempfile.TemporaryDirectory(prefix="restored-", dir=settings.DATA) as aside:
        with transaction.atomic():
            empty(apps, connection)
            for name, content in members(path, passphrase):
                kind, _, rest = name.partition("/")
                if kind == "rows":
                    table = rest.rpartition("/")[0]
                    write_rows(models[table], columns[table], content.splitlines(), connection)
                elif kind == "files":
                    _lay_aside(Path(aside), rest, content)
            connection.check_constraints()
            count_on(apps, connection)
        _move_in(Path(aside), Path(settings.DATA))


def _lay_aside(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _move_in(aside: Path, to: Path) -> None:
    for path in sorted(aside.rglob("*")):
        if path.is_file():
            place = to / path.relative_to(aside)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(path, place)
