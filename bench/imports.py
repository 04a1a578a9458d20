"""Reports through the site: from handed in to imported, in seconds and megabytes; and again.

    python bench/imports.py [FILE COUNTRY]      on SQLite in a folder that is gone afterwards; on
                                                PostgreSQL too where it answers

Each report goes into a database of its own with the packaged register. The peer is the library
alone: `read_report`, `normalize_report`, `settle_organizations` on the same file in the same run.
While it is read and imported, another process asks for pages, again and again: the worker, the one
who asks and PostgreSQL share the machine. Where others work on it too, the clock counts them; the
load is written beside.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
REPORTS = (
    (DATA / "iati/by-country/GE-2021-07-22.xlsx", "GE"),
    (DATA / "3w/somalia-3w-2022-03.xlsx", "SO"),
)
POSTGRES = os.environ.get("INTARSIA_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
#: Seconds between two looks at a page while a report is imported.
PAUSE = 0.25


def main(arguments: list[str]) -> None:
    """Measure the reports named, or those of the measures."""
    given = [(Path(arguments[0]), arguments[1])] if arguments else REPORTS
    for path, country in given:
        if not path.is_file():
            sys.stdout.write(f"{path.name}: not here, left out\n")
            continue
        for name, address in databases():
            sys.stdout.write(f"{path.name} on {name}\n")
            for line in table(measured(path, country, address)):
                sys.stdout.write(f"  {line}\n")


def databases() -> list[tuple[str, str | None]]:
    """Return the databases that answer: SQLite always."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES, connect_timeout=3):
            return [("SQLite", None), ("PostgreSQL", POSTGRES)]
    except psycopg.Error:
        return [("SQLite", None)]


def measured(path: Path, country: str, address: str | None) -> dict[str, Any]:
    """Return the figures of one report, measured in processes of their own."""
    with tempfile.TemporaryDirectory() as folder, own_database(address) as url:
        environment = {
            **os.environ, "INTARSIA_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "intarsia_site.config.settings",
            "INTARSIA_LOG_LEVEL": "ERROR",
            **({"DATABASE_URL": url} if url else {}),
        }  # fmt: skip
        run_step("prepare", country, environment)
        load = os.getloadavg()[0]
        watching = subprocess.Popen(
            [sys.executable, __file__, "watch"], env=environment, stdout=subprocess.PIPE
        )
        try:
            found = run_step("import", country, environment, str(path))
        finally:
            Path(folder, "done").touch()
            said, _ = watching.communicate(timeout=120)
        alone = run_step("library", country, environment, str(path))
    pages = json.loads(said.splitlines()[-1])
    return {**found, "pages": pages, "alone": alone, "load": (load, os.getloadavg()[0])}


class own_database:  # noqa: N801 - read as a word
    """A database of its own on the server, dropped afterwards; None for SQLite."""

    def __init__(self, address: str | None) -> None:
        self.address, self.name = address, f"bench_imports_{os.getpid()}"

    def _say(self, order: str) -> None:
        import psycopg

        with psycopg.connect(self.address or "", autocommit=True) as server:
            server.execute(f"{order} DATABASE {self.name}".encode())

    def __enter__(self) -> str | None:
        if self.address is None:
            return None
        self._say("CREATE")
        return self.address.rpartition("/")[0] + "/" + self.name

    def __exit__(self, *_: object) -> None:
        if self.address is not None:
            self._say("DROP")


def run_step(step: str, country: str, environment: dict[str, str], *more: str) -> dict[str, Any]:
    """Run one step in a process of its own and return what it says."""
    done = subprocess.run(
        [sys.executable, __file__, step, country, *more],
        env=environment, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def table(found: dict[str, Any]) -> list[str]:
    """Return the lines that are printed."""
    alone = found["alone"]["seconds"]
    first = found["receive"] + found["read"] + found["import"]
    pages = [seconds for some in found["pages"].values() for seconds in some] or [0.0]
    return [
        f"{found['activities']:,} activities, {found['rows']:,} rows; load before and after "
        f"{found['load'][0]:.1f}, {found['load'][1]:.1f}",
        f"handed in {found['receive']:.1f} s, read {found['read']:.1f} s, "
        f"imported {found['import']:.1f} s: {first:.1f} s in all (aim 30), "
        f"of which the worker's processor {found['processor']:.1f} s",
        f"the library alone {alone:.1f} s: {first / alone:.2f} times",
        f"memory {found['megabytes']:.0f} MB (aim 600)",
        f"the same file again {found['again']:.2f} s: {found['again'] / first:.3f} (aim 0.33); "
        f"rows written {found['written']}",
        f"the same rows in another file {found['resaved']:.1f} s: "
        f"{found['resaved'] / first:.2f}; rows written {found['rewritten']}",
        *who_else(found["similar"]),
        f"pages while it ran: median {median(pages) * 1000:.0f} ms, "
        f"slowest {max(pages) * 1000:.0f} ms of {len(pages)} (aim 300)",
        *(
            f"  {page}: median {median(some) * 1000:.0f} ms, slowest {max(some) * 1000:.0f} ms"
            for page, some in found["pages"].items()
            if some
        ),
    ]


def who_else(found: dict[str, Any]) -> list[str]:
    """Return the line of who else is there; none where no activity has a title."""
    if not found:
        return []
    then = found["then"] or [0.0]
    return [
        f"who else is there: first {found['first'] * 1000:.0f} ms, as the page of the form asks "
        f"when it opens; then median {median(then) * 1000:.0f} ms, slowest {max(then) * 1000:.0f} "
        f"ms of {len(then)} (aim 300)"
    ]


if __name__ == "__main__":
    STEPS = ("prepare", "import", "watch", "library")
    if len(sys.argv) > 1 and sys.argv[1] in STEPS:
        from import_steps import step

        step(sys.argv[1], sys.argv[2:])
    else:
        main(sys.argv[1:])
