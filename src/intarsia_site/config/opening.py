"""Opens the site for a command: Django set up, tables there and as this version wants them."""

from __future__ import annotations

import os

import django
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from intarsia.errors import IntarsiaError

SETTINGS = "intarsia_site.config.settings"


class NotReadyError(IntarsiaError):
    """The site's tables or files are not as a command needs them."""


def open_site() -> None:
    """Set Django up, for the installation that INTARSIA_DATA and DATABASE_URL name."""
    # Whatever is written is for the owner alone: the database, letters, compressed pages.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def waiting_migrations(alias: str = DEFAULT_DB_ALIAS) -> list[tuple[str, str]]:
    """Return the migrations that the database does not have yet, as (app, name), in order."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _ in plan]


def require_tables() -> None:
    """Raise NotReadyError where migrations wait: the site was not started with this version yet."""
    if waiting_migrations():
        raise NotReadyError(
            "site.not_migrated",
            "The database is not prepared for this version yet. Start the site once: "
            "`intarsia serve` prepares it.",
        )


def prepare() -> int:
    """Bring the tables to this version, one process at a time; return how many migrations ran."""
    from intarsia_site.config.turns import turn

    with turn("migrate", waits=True):
        waiting = len(waiting_migrations())
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
    return waiting
