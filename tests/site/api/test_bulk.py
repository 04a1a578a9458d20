"""All activities at once: what the paged list gives, in three forms, a part at a time."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from api_client import Program, as_, nobody, problems, shape_of
from django.core.cache import cache
from ground import the_ground
from planted import plant
from sent import CLINIC, VACCINES, a_source, sent

from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.api.streams import COLUMNS, as_csv, as_lines, as_parquet
from intarsia_site.reports.models import Activity, Standing
from intarsia_site.reports.queries.activity import parts_of_activities
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
LIST, BULK = "/api/v1/activities/", "/api/v1/activities/bulk/"


@pytest.fixture
def cast(tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path / "data"
    cache.clear()
    return the_ground()


def taken(program: Program, address: str, headers: dict[str, str] | None = None) -> Any:
    answer = program.get(address, headers=headers)
    assert answer.status_code == 200, answer.content
    return answer


def lines_of(answer: Any) -> list[Any]:
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def listed(program: Program) -> list[Any]:
    found, address = [], f"{LIST}?limit=3"
    while address:
        part = program.get(address).json()
        found += part["items"]
        address = part["next"]
    return found


@pytest.mark.parametrize("who", ["amina", "bruno", "chinara", "daniel", "eva"])
def test_everybody_gets_what_their_list_shows(who: str, cast: Cast) -> None:
    plant(cast)
    program = as_(getattr(cast, who))

    assert lines_of(taken(program, BULK)) == listed(program) != []


def test_the_three_forms_say_the_same(cast: Cast) -> None:
    sent(a_source(cast), cast, CLINIC, VACCINES)
    bruno = as_(cast.bruno)

    lines = lines_of(taken(bruno, BULK))
    table = taken(bruno, f"{BULK}?format=parquet")
    rows = pq.read_table(io.BytesIO(b"".join(table.streaming_content))).to_pylist()
    text = b"".join(taken(bruno, BULK, {"Accept": "text/csv"}).streaming_content).decode()
    cells = list(csv.DictReader(io.StringIO(text)))

    assert len(lines) == 2
    assert json.loads(json.dumps(rows, default=str)) == lines
    assert [one["id"] for one in cells] == [one["id"] for one in lines]
    assert cells[0]["title"] == lines[0]["title"]
    assert cells[0]["implementers"] == "; ".join(lines[0]["implementers"])
    assert table["Content-Type"] == "application/vnd.apache.parquet"
    assert table["Content-Disposition"] == 'attachment; filename="activities.parquet"'
    assert table["Cache-Control"] == "private, no-store"


def test_filters_hold_and_what_is_no_form_is_refused(cast: Cast) -> None:
    sent(a_source(cast), cast, CLINIC, VACCINES)
    bruno = as_(cast.bruno)

    assert len(lines_of(taken(bruno, f"{BULK}?search=Clinic"))) == 1
    assert set(problems(bruno.get(f"{BULK}?format=xlsx"))) == {"format"}
    assert set(problems(bruno.get(f"{BULK}?sector=health"))) == {"sector"}
    assert shape_of(bruno.get(BULK, headers={"Accept": "image/png"})) == "api.not_acceptable"
    assert shape_of(nobody().get(BULK)) == "api.not_signed_in"


def test_a_spreadsheet_takes_no_cell_for_a_formula(cast: Cast) -> None:
    sent(a_source(cast), cast, (*CLINIC[:3], "=1+1", *CLINIC[4:]))

    text = b"".join(taken(as_(cast.bruno), f"{BULK}?format=csv").streaming_content).decode()

    assert ",'=1+1," in text


def many(cast: Cast, count: int) -> None:
    """Write so many activities that differ."""
    report = sent(a_source(cast), cast, CLINIC)
    (one,) = Activity.current.values()
    rule = SharingRule.objects.get(pk=one["rule_id"])
    del one["id"], one["public_id"], one["rule_id"]
    rows = [
        Activity(**{**one, "activity_id": f"B-{number}", "title": f"Clinic {number}"}, rule=rule)
        for number in range(count - 1)
    ]
    made = Activity.versions.bulk_create(rows, batch_size=200)
    Standing.objects.bulk_create(
        [Standing(report_import=report, activity=row) for row in made], batch_size=200
    )


def peak_of(parts: Iterator[Any]) -> int:
    """Return the memory that is held at the most while parts are taken one after the other."""
    tracemalloc.start()
    taken_at_all = sum(1 for _part in parts)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken_at_all > 1
    return most


def test_what_is_held_at_once_does_not_grow_with_the_rows(cast: Cast) -> None:
    many(cast, 5000)
    viewing = viewer_of(cast.bruno, at=NOW)

    def first(rows: int) -> Iterator[Any]:
        parts = parts_of_activities({}, viewing=viewing, size=250)
        return (len(part) for _n, part in zip(range(rows // 250), parts, strict=False))

    assert sum(first(5000)) == 5000
    few, all_of_them = peak_of(first(500)), peak_of(first(5000))
    assert all_of_them < few * 1.3


@pytest.mark.parametrize("write", [as_lines, as_csv, as_parquet])
def test_no_form_holds_more_of_a_longer_file(write: Any) -> None:
    def parts(rows: int) -> Iterator[list[dict[str, Any]]]:
        for start in range(0, rows, 250):
            yield [
                dict.fromkeys(COLUMNS) | {"id": f"{number}", "title": f"Clinic {number}"}
                for number in range(start, start + 250)
            ]

    peak_of(write(parts(500)))
    few, all_of_them = peak_of(write(parts(500))), peak_of(write(parts(5000)))

    assert all_of_them < few * 1.3
