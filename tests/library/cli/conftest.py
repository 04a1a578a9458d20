"""What the tests of the command line share: a runner, small reports and a small picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_support import Done, Run
from intarsia.cli import main
from readers_support import RICH, an_activity, file_of


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `intarsia` with these words, as a shell would; a parser's exit is its code."""

    def call(*words: object) -> Done:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report without a problem: one rich activity in Georgia."""
    path = tmp_path / "mission.xml"
    path.write_text(file_of(RICH), encoding="utf-8")
    return path


@pytest.fixture
def odd_report(tmp_path: Path) -> Path:
    """A report with a problem: a date that is none, and looks like a formula."""
    date = '<activity-date type="2" iso-date="=HYPERLINK(1)"/><recipient-country code="AM"/>'
    path = tmp_path / "odd.xml"
    path.write_text(file_of(an_activity("XX-1-ODD", date)), encoding="utf-8")
    return path


@pytest.fixture
def picture(run: Run, report: Path, tmp_path: Path) -> Path:
    """A saved picture of the report, as of 31 May 2011."""
    folder = tmp_path / "picture"
    assert run("read", report, "--as-of", "2011-05-31", "-o", folder).code == 0
    return folder
