"""A crowded cell: what is compared is bounded, and what was left out is said."""

from __future__ import annotations

import datetime as dt

import pytest

from duplicates_support import picture_of
from intarsia import find_overlaps
from intarsia.analysis.duplicates import limits_in
from intarsia.analysis.overlaps.meeting import MOST_IN_RUN, WINDOW
from intarsia.analysis.overlaps.reasons import said
from intarsia.phrases import LANGUAGES
from overlaps_support import DAY, work

MANY = MOST_IN_RUN + 100


@pytest.fixture(scope="module")
def crowd() -> list[tuple[str, dict[str, object]]]:
    """What is said of so many activities of as many organizations in one district and sector."""
    rows = [
        work(
            f"n{at:04d}", f"organization-{at}", title=f"Course {at} of {at * 7_919}",
            starts_on=DAY(2010, 1, 1) + dt.timedelta(days=at), ends_on=DAY(2020, 1, 1),
            budget_usd=1_000.0 + at * 7_919,
        )
        for at in range(MANY)
    ]  # fmt: skip
    return limits_in(find_overlaps(picture_of(rows)))


def test_a_cell_that_was_not_swept_whole_is_said_with_what_was_left_out(
    crowd: list[tuple[str, dict[str, object]]],
) -> None:
    told = dict(crowd)["overlap.bounded.cell"]

    looked_at = sum(min(WINDOW, MANY - 1 - at) for at in range(MANY))
    assert told["members"] == MANY
    assert told["left_out"] == MANY * (MANY - 1) // 2 - looked_at
    assert told["sectors"] == ["police"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_left_out_is_said_in_every_language(
    crowd: list[tuple[str, dict[str, object]]], language: str
) -> None:
    for code, data in crowd:
        assert "{" not in said(code, data, language)
