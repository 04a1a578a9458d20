"""`intarsia example`: the example country's files in a new folder, nothing written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_support import Run


def test_the_files_are_written_and_said(run: Run, tmp_path: Path) -> None:
    done = run("example", tmp_path / "arvenia")

    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "arvenia" / "places.geojson").is_file()
    assert len(list((tmp_path / "arvenia" / "reports").iterdir())) >= 7
    assert str(tmp_path / "arvenia") in done.out
    assert "ExampleSummary(" not in done.out


def test_another_seed_writes_other_reports(run: Run, tmp_path: Path) -> None:
    run("example", tmp_path / "one")
    run("example", tmp_path / "other", "--seed", "7")

    name = Path("reports") / "osce-mission.xml"
    assert (tmp_path / "one" / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


def test_a_folder_that_holds_something_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")

    done = run("example", tmp_path)

    assert done.code == 3
    assert "nothing was written" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_the_place_of_the_folder_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "arvenia").write_text("keep me", encoding="utf-8")

    assert run("example", tmp_path / "arvenia").code == 3
    assert (tmp_path / "arvenia").read_text(encoding="utf-8") == "keep me"


@pytest.mark.parametrize("words", [(), ("a", "b"), ("a", "--seed", "seven")])
def test_wrong_usage_is_said(run: Run, words: tuple[str, ...]) -> None:
    assert run("example", *words).code == 2
