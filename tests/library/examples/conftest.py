"""The example country, written once for all tests of this folder."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest

from intarsia.examples import ExampleSummary, write_example


@pytest.fixture(scope="session")
def arvenia(tmp_path_factory: pytest.TempPathFactory) -> ExampleSummary:
    """What was written for the usual seed."""
    return write_example(tmp_path_factory.mktemp("arvenia"))


@pytest.fixture(scope="session")
def truth(arvenia: ExampleSummary) -> Callable[[str], list[dict[str, str]]]:
    """Read one of the truth's tables by name."""

    def rows(name: str) -> list[dict[str, str]]:
        path = arvenia.folder / "truth" / f"{name}.csv"
        return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    return rows
