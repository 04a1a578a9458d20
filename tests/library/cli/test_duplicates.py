"""`intarsia duplicates`, `train` and `compare` on a picture of few activities."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pytest

from cli_support import Run
from duplicates_support import an_activity, others, picture_of
from intarsia.analysis.duplicates.sweep import MOST_IN_BLOCK
from intarsia.tables import save_picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A chain of two reports, and two donors of one activity beside it."""
    rows = [
        an_activity("a", implementer="ngo"),
        an_activity("b", reporter="ngo", funder="donor", budget_usd=600_000.0),
        an_activity("c", title="Wells of Kestrel KREST", reporter="sweden", implementer="undp"),
        an_activity(
            "d",
            title="Wells of Kestrel KREST",
            reporter="italy",
            implementer="undp",
            budget_usd=1_600_000.0,
        ),
        *others(60),
    ]
    picture = picture_of(rows)
    named = picture["organizations"]
    at = named.column_names.index("type_code")
    types = pa.array(["10"] * named.num_rows)
    save_picture(
        picture.having(organizations=named.set_column(at, "type_code", types)), tmp_path / "p"
    )
    return tmp_path / "p"


def test_what_is_counted_twice_is_said_with_its_reasons(run: Run, folder: Path) -> None:
    done = run("duplicates", folder)

    assert done.code == 0
    assert "$600,000 counted twice" in done.out
    assert "    + donor and ngo name each other." in done.out
    assert "as reported 64" in done.out


def test_money_of_two_donors_side_by_side_is_said_and_not_counted_twice(
    run: Run, folder: Path
) -> None:
    done = run("duplicates", folder)

    assert done.code == 0
    assert "    · Two donors give to it, each an amount of its own" in done.out
    assert "$640,000 counted twice" not in done.out


def test_what_was_bounded_is_said_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    rows = [an_activity(f"n{n:04d}", identifier=None) for n in range(MOST_IN_BLOCK + 1)]
    save_picture(picture_of([*rows, *others(5)]), tmp_path / "p")

    english = run("duplicates", tmp_path / "p")
    russian = run("duplicates", tmp_path / "p", "--lang", "ru")

    assert english.code == russian.code == 0
    assert "3,001 activities have the title “Rehabilitation" in english.out
    assert "Мероприятий с названием «Rehabilitation" in russian.out


def test_all_findings_are_written_and_two_runs_compared(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    all_of_them, none = tmp_path / "all.json", tmp_path / "all.parquet"
    assert run("duplicates", folder, "-o", all_of_them).code == 0
    assert run("duplicates", folder, "-o", none).code == 0

    kinds = {row["kind"] for row in json.loads(all_of_them.read_text(encoding="utf-8"))}
    compared = run("compare", none, none)

    assert {"funding_chain", "same_activity"} <= kinds
    assert compared.code == 0


def test_too_few_labels_are_refused_with_what_to_do(run: Run, folder: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    with labels.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id_a", "id_b", "verdict"), ("a", "b", "right")])

    done = run("train", folder, "--labels", labels, "-o", tmp_path / "m.json")

    assert done.code != 0
    assert "udge more pairs" in done.err + done.out
