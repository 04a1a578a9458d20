"""`intarsia gaps` on a picture of a few needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cells_support import a_need, an_activity, picture_of
from cli_support import Run
from intarsia.tables import save_picture

WATER = "water_sanitation"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nobody in two districts of one region, and a severity that cannot be."""
    needs = [
        a_need("D1", WATER),
        a_need("D2", WATER, people_in_need=3_000.0),
        a_need("D3", WATER, severity=9.0),
    ]
    picture = picture_of([an_activity("a", places=["D3"])], needs=needs)
    save_picture(picture, tmp_path / "p")
    return tmp_path / "p"


def test_gaps_of_one_region_are_one_call_and_all_are_written(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    done = run("gaps", folder, "-o", tmp_path / "g.json")

    assert done.code == 0
    assert "Water and sanitation, District 2 in Low Region: reports that cover it" in done.out
    assert "The same in 1 other place of Low Region: District 1; 1,000 people." in done.out
    assert "District 1 in Low Region" not in done.out
    assert "Needs whose severity lies outside 1 to 5, read as not known: 1." in done.out
    rows = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    assert [row["subjects"] for row in rows] == [[WATER, "D2"], [WATER, "D1"]]


def test_a_time_is_asked_about_and_said_in_the_language_asked_for(run: Run, folder: Path) -> None:
    later = run("gaps", folder, "--from", "2012-02-01", "--to", "2012-03-01", "--lang", "fr")

    assert later.code == 0
    assert "aucun rapport de cette période n’en traite" in later.out


def test_a_day_that_is_none_is_wrong_usage(run: Run, folder: Path) -> None:
    assert run("gaps", folder, "--from", "31/02/2012").code == 2


def test_a_picture_that_holds_no_needs_or_mandates_says_what_to_read(
    run: Run, tmp_path: Path
) -> None:
    save_picture(picture_of([an_activity("a")]), tmp_path / "p")

    for verb, lacking in (("gaps", "no needs"), ("mandates", "no mandates")):
        done = run(verb, tmp_path / "p")
        assert done.code == 0
        assert f"The picture holds {lacking}. Read a list" in done.out
    assert "Nothing was found." in run("crowding", tmp_path / "p").out
