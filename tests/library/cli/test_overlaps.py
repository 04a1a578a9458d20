"""`intarsia overlaps`, and overlaps in `intarsia compare`, on a picture of few activities."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cli_support import Run
from duplicates_support import picture_of
from intarsia.tables import save_picture
from overlaps_support import work


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three organizations train police officers in one district, a fourth equips them."""
    rows = [
        work("a", "osce", budget_usd=36_500.0),
        work("b", "undp", budget_usd=73_000.0),
        work("c", "eu"),
        work("d", "iom", modality_code="equipment"),
    ]
    save_picture(picture_of(rows), tmp_path / "p")
    return tmp_path / "p"


def test_the_first_findings_are_said_with_reasons_and_unknowns(run: Run, folder: Path) -> None:
    done = run("overlaps", folder)

    assert done.code == 0
    assert "Work that overlaps: 1\n" in done.out
    assert "$109,500 at stake" in done.out
    assert "    + In the same district: District 1." in done.out
    assert "    + Three organizations: eu, osce, undp." in done.out
    assert "    ? Where in the district they work is not known." in done.out


def test_reasons_are_said_in_french_and_russian(run: Run, folder: Path) -> None:
    assert "Elles font la même chose : formation." in run("overlaps", folder, "--lang", "fr").out
    assert "Они делают одно и то же: обучение." in run("overlaps", folder, "--lang", "ru").out


def test_a_file_holds_all_findings_with_sentences(run: Run, folder: Path) -> None:
    done = run("overlaps", folder, "--all", "-o", folder.parent / "overlaps.csv")

    with (folder.parent / "overlaps.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done.code == 0
    assert rows[0]["subjects"] == "a; b; c"
    assert "eu" in rows[0]["reporter_a"]
    assert rows[0]["reasons_told"].startswith("In the same district: District 1.")


def test_a_page_of_no_findings_is_refused(run: Run, folder: Path) -> None:
    assert run("overlaps", folder, "--most", "0").code == 2


def test_compare_says_which_overlap_grew(run: Run, folder: Path) -> None:
    rows = [work("a", "osce", budget_usd=36_500.0), work("b", "undp", budget_usd=365_000.0)]
    more = [rows[0] | {"budget_usd": 73_000.0}, rows[1]]
    for name, given in (("old", rows), ("new", more)):
        save_picture(picture_of(given), folder.parent / name)

    done = run("compare", folder.parent / "old", folder.parent / "new")

    assert done.code == 0
    assert "grew: a and b (overlap, $36,500 → $73,000)" in done.out


def test_compare_names_a_group_by_its_first_activities(run: Run, folder: Path) -> None:
    save_picture(picture_of([work("a", "osce")]), folder.parent / "old")

    done = run("compare", folder.parent / "old", folder)

    assert "appeared: a, b and 1 more (overlap, – → $109,500)" in done.out
