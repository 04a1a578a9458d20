"""Runs the tests of the site on PostgreSQL too, or says why not.

Where INTARSIA_EXPECT names `postgres` it must be there. Arguments go on to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg

FOLDERS = ("tests/site", "tests/journeys")
ADDRESS = os.environ.get("INTARSIA_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def why_not(address: str) -> str | None:
    """Return why nothing can be tested there, or None."""
    try:
        with psycopg.connect(address, connect_timeout=3) as database:
            row = database.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return None if row and row[0] else "its user may not make databases"


def main(arguments: list[str]) -> int:
    """Return pytest's exit code, 0 where PostgreSQL may be left out, 1 where it was expected."""
    reason = why_not(ADDRESS)
    if reason is None:
        environment = {**os.environ, "DATABASE_URL": ADDRESS}
        command = [sys.executable, "-m", "pytest", *FOLDERS, *arguments]
        return subprocess.run(command, env=environment, check=False).returncode
    is_expected = "postgres" in os.environ.get("INTARSIA_EXPECT", "").split(",")
    sys.stderr.write(f"Not tested on PostgreSQL: {reason}\n")
    if is_expected:
        sys.stderr.write("It was expected here (INTARSIA_EXPECT).\n")
    return int(is_expected)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
