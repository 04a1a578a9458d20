"""`intarsia brief`: a picture in, one page out, in three languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_support import Run


def test_a_picture_becomes_a_page_that_needs_nothing_else(
    run: Run, picture: Path, tmp_path: Path
) -> None:
    page = tmp_path / "new" / "brief.html"

    done = run("brief", picture, "-o", page)

    assert (done.code, done.err) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert "Mission" in text
    assert "<script" not in text
    assert "<link" not in text
    assert "brief.html written" in done.out


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_the_page_is_in_the_language_asked_for(
    run: Run, picture: Path, tmp_path: Path, language: str
) -> None:
    done = run("brief", picture, "--lang", language, "-o", tmp_path / "brief.html")

    assert done.code == 0
    assert f'lang="{language}"' in (tmp_path / "brief.html").read_text(encoding="utf-8")


def test_a_title_of_ones_own_stands_on_the_page(run: Run, picture: Path, tmp_path: Path) -> None:
    run("brief", picture, "--title", "Who <works> here", "-o", tmp_path / "brief.html")

    assert "Who &lt;works&gt; here" in (tmp_path / "brief.html").read_text(encoding="utf-8")


def test_the_same_picture_gives_the_same_page(run: Run, picture: Path, tmp_path: Path) -> None:
    for name in ("one.html", "other.html"):
        run("brief", picture, "-o", tmp_path / name)

    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()


def test_a_folder_that_is_no_picture_is_said_with_what_to_do(run: Run, tmp_path: Path) -> None:
    done = run("brief", tmp_path / "nowhere", "-o", tmp_path / "brief.html")

    assert done.code == 3
    assert "intarsia read" in done.err
    assert not (tmp_path / "brief.html").exists()


def test_another_form_than_html_is_said_to_be_not_there(
    run: Run, picture: Path, tmp_path: Path
) -> None:
    done = run("brief", picture, "-o", tmp_path / "brief.pdf")

    assert done.code == 3
    assert "not written yet" in done.err
    assert not (tmp_path / "brief.pdf").exists()


@pytest.mark.parametrize(
    "words", [("picture",), ("picture", "-o", "b.html", "--lang", "de"), ("-o", "b.html")]
)
def test_wrong_usage_is_said(run: Run, words: tuple[str, ...]) -> None:
    assert run("brief", *words).code == 2
