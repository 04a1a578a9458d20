"""`intarsia mandates` on a picture of a few charges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cells_support import a_mandate, a_need, picture_of
from cli_support import Run
from intarsia.tables import save_picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two that lead the same, need that nobody leads, and a place nobody knows."""
    mandates = [
        a_mandate("osce", "lead"),
        a_mandate("undp", "lead"),
        a_mandate("eu", "lead", place_code=None, place_as_reported="Atlantis"),
    ]
    picture = picture_of(mandates=mandates, needs=[a_need("D1", "justice")])
    save_picture(picture, tmp_path / "p")
    return tmp_path / "p"


def test_who_is_charged_with_the_same_is_said_with_the_texts(run: Run, folder: Path) -> None:
    done = run("mandates", folder)

    assert done.code == 0
    assert "OSCE, UNDP are each charged to lead the same: Police, in District 1." in done.out
    assert "Text of osce, art. 1; from 1 January 2010 to 31 December 2012." in done.out
    assert "Mandates left out because their place was not found: 1." in done.out


def test_findings_are_said_in_the_language_asked_for(run: Run, folder: Path) -> None:
    french, russian = (run("mandates", folder, "--lang", one) for one in ("fr", "ru"))

    assert (
        "chargées de diriger la même chose\N{NO-BREAK SPACE}: Police, à District 1." in french.out
    )
    assert "Поручено одно и то же" in russian.out


def test_all_findings_are_written_with_sentences(run: Run, folder: Path, tmp_path: Path) -> None:
    csv, json_file = tmp_path / "m.csv", tmp_path / "m.json"

    assert run("mandates", folder, "-o", csv).code == 0
    assert run("mandates", folder, "-o", json_file).code == 0

    assert "1,000 people are in need there." in csv.read_text(encoding="utf-8-sig")
    kinds = [row["kind"] for row in json.loads(json_file.read_text(encoding="utf-8"))]
    assert kinds == ["mandate_overlap", "mandate_gap", "mandate_gap"]
