"""Every real file is handed in as a person would: each of its rows becomes part of what an import
would make so, or is named in the problems. Rows are counted here, not by a reader."""

from __future__ import annotations

import functools
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from counted import LISTS, handed
from django.conf import settings
from ground import the_ground
from sent import a_source, read, received

from intarsia.errors import IntarsiaError
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.services import reading, receiving
from intarsia_site.reports.tables import picture_of
from intarsia_site.web.reports.words import said_failure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
State = ReportImport.State
#: How much of a table and of an activity file is handed in, so that all files together take two and
#: a half minutes of a processor. INTARSIA_WHOLE_FILES=1 hands in all of them; docs/methods/lists.md
#: has the figures of that.
FIRST: dict[str, int | None] = {"rows": 300, "activities": 8}
if os.environ.get("INTARSIA_WHOLE_FILES"):
    FIRST = {"rows": None, "activities": None}
#: On PostgreSQL a sample of the activity files: the same code reads them.
EACH = 1 if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else 12
on_sqlite = pytest.mark.skipif(EACH > 1, reason="on PostgreSQL a sample of real files is handed in")
XML = ("xml-us", "xml-ghana", "xml-aims", "xml-odd")
#: Where a problem stands that is about a whole row.
WHOLE = re.compile(r"(row )?\d+|/iati-activities/iati-activity\[\d+\]")
#: A list of needs: no source of reports takes it, and its sender is told so.
NEEDS = "needs/afghanistan-hno.csv"
#: Activity files that are none, of those that are odd on purpose.
NONE = {"iati.organisation_file": 62, "iati.no_root": 3, "reader.unknown_format": 1}
#: Sealed for later measurement: nobody looks into it.
SEALED = "reserved.tar.xz.enc"


@pytest.fixture(autouse=True)
def _many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is registered meanwhile, and nobody decides about what waits."""
    register = functools.cache(reading.register_of_site)
    monkeypatch.setattr(reading, "register_of_site", register)
    monkeypatch.setattr(receiving, "MOST_OPEN", 10_000)


def rows_named(problems: list[dict[str, Any]]) -> int:
    """How many whole rows the problems name as not taken over."""
    lost = [one for one in problems if one["severity"] == "lost"]
    return len({(one["sheet"], one["cell"]) for one in lost if WHOLE.fullmatch(one["cell"] or "")})


def handed_in(path: Path, name: str, source: Any, cast: Any, most: int | None) -> str:
    """Hand in one file, hold what is kept against its own count, and return what became of it."""
    given = handed(path, name, most)
    try:
        report = read(received(source, given.content, cast, name=path.name))
    except IntarsiaError as refused:
        assert refused.code not in said_failure(refused.code, refused.data), name
        return refused.code
    if report.state == State.FAILED:
        assert report.error_code not in said_failure(report.error_code, report.error_data), name
        return report.error_code

    picture = picture_of(report)
    line = report.summary["report"]
    named = rows_named(picture["problems"].to_pylist())
    made = picture["activities"].num_rows
    assert line["rows"] == given.rows, name
    assert line["rows_kept"] + named == given.rows, (name, named)
    if given.activities == given.rows:
        assert made + named == given.rows, name
    else:
        assert made == given.activities, name
    assert report.state == (State.READY if made else State.UNCHANGED), name
    assert report.summary["new"] == made, name
    report.delete()
    return "read"


@pytest.mark.parametrize("name", LISTS)
def test_every_row_of_a_list_is_an_activity_or_is_named(shared: Path, name: str) -> None:
    cast = the_ground()

    became = handed_in(shared / "data" / name, name, a_source(cast), cast, FIRST["rows"])

    assert became == ("reports.list_of_needs" if name == NEEDS else "read")


@on_sqlite
def test_every_row_of_a_country_and_of_a_release_is_in_an_activity_or_is_named(
    shared: Path,
) -> None:
    cast = the_ground()
    source = a_source(cast)
    folder = shared / "data" / "iati"
    files = [*sorted(folder.glob("by-country/*.xlsx")), *sorted(folder.glob("xml-aims/*.zip"))]

    became = Counter(handed_in(path, path.name, source, cast, FIRST["rows"]) for path in files)

    assert became == {"read": len(files)}
    assert len(files) == 10


@pytest.mark.parametrize("folder", XML)
def test_every_activity_of_an_activity_file_is_kept_or_named(shared: Path, folder: str) -> None:
    cast = the_ground()
    source = a_source(cast)
    files = sorted((shared / "data" / "iati" / folder).rglob("*.xml"))[::EACH]

    became = Counter(
        handed_in(path, path.name, source, cast, FIRST["activities"]) for path in files
    )

    none = NONE if folder == "xml-odd" else {}
    if EACH > 1:
        assert set(became) <= {"read", *none}
        return
    assert became == {"read": len(files) - sum(none.values()), **none}


@on_sqlite
def test_what_is_no_report_is_refused_in_words_and_nothing_counts(shared: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    root = shared / "data"
    others = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and path.name != SEALED
        and path.relative_to(root).parts[0] != "iati"
        and str(path.relative_to(root)) not in LISTS
    ]

    became = {}
    for path in others:
        try:
            report = read(received(source, path.read_bytes(), cast, name=path.name))
        except IntarsiaError as refused:
            code, data = refused.code, refused.data
        else:
            assert report.state == State.FAILED, path.name
            code, data = report.error_code, report.error_data
        assert code not in said_failure(code, data), path.name
        became[path.name] = code

    assert set(became.values()) <= {
        "iati.no_root", "list.not_a_list", "reader.not_json", "reader.unknown_format",
    }  # fmt: skip
    assert len(others) > 80
