"""What sharing costs on a large site: its expression beside unfiltered queries, and every page.

python bench/run.py --only sharing     SQLite, and PostgreSQL where it answers
python bench/sharing.py here           the database of DATABASE_URL, filled if it is empty; kept

2,000 organizations, 50,000 memberships, 50,000 rules with a record each (`site_rows`,
`site_records`). PostgreSQL is where INTARSIA_POSTGRES says; a database is made there and dropped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

POSTGRES = os.environ.get("INTARSIA_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def on_both(folder: Path) -> None:
    """Print the tables of SQLite, then those of PostgreSQL or why there are none."""
    _measured(f"sqlite:///{folder / 'bench.sqlite3'}", folder)
    name = f"intarsia_bench_{uuid4().hex[:8]}"
    try:
        with psycopg.connect(POSTGRES, connect_timeout=3, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                _measured(f"{POSTGRES.rpartition('/')[0]}/{name}", folder)
            finally:
                server.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )
    except psycopg.Error as error:
        print(f"\nSharing on PostgreSQL: not measured, {str(error).strip().splitlines()[0]}")


def _measured(address: str, folder: Path) -> None:
    """Run this file in a process of its own: Django knows one database."""
    sys.stdout.flush()
    # The limit of requests a minute is not what is measured.
    said = {
        "DATABASE_URL": address,
        "INTARSIA_DATA": str(folder),
        "INTARSIA_API_A_MINUTE": "999999",
    }
    command = [sys.executable, __file__, "here"]
    subprocess.run(command, env={**os.environ, **said}, check=True)


def here() -> None:
    """Measure the database of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intarsia_site.config.settings")
    os.environ.setdefault("INTARSIA_LOG_LEVEL", "ERROR")
    import django

    django.setup()
    import sharing_measures

    sharing_measures.main()


if __name__ == "__main__":
    if sys.argv[1:] != ["here"]:
        sys.exit(__doc__)
    here()
