"""One new or edited activity against a country: what a search of the whole says of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duplicates_support import others, picture_of
from intarsia import find_overlaps, find_overlaps_of, prepare_overlaps
from overlaps_support import Row, work

ROWS = [
    work("a", "osce"),
    work("b", "undp", budget_usd=73_000.0),
    work("c", "eu", modality_code="equipment"),
    work("d", "iom", place="R1"),
    work("e", "norway", place="D5"),
    *others(30),
]


def concerning(activity_id: str, rows: Sequence[Row]) -> list[Row]:
    found = find_overlaps(picture_of(rows), most=None).to_pylist()
    return [
        row
        for row in found
        if activity_id in (row["subjects"] or (row["activity_a"], row["activity_b"]))
    ]


@pytest.mark.parametrize("activity_id", ["a", "b", "c", "d", "e", "other-3"])
def test_an_activity_of_the_country_has_what_a_search_of_the_whole_finds(activity_id: str) -> None:
    ready = prepare_overlaps(picture_of(ROWS))

    found = find_overlaps_of(ready.activity(activity_id), ready).to_pylist()

    expected = concerning(activity_id, ROWS)
    by_id = {row["finding_id"]: row for row in found}
    assert by_id == {row["finding_id"]: row for row in expected}


def test_a_new_activity_is_compared_with_the_country() -> None:
    ready = prepare_overlaps(picture_of(ROWS[:1]))
    fresh = picture_of([ROWS[1]])

    (found,) = find_overlaps_of(fresh, ready).to_pylist()

    assert (found["activity_a"], found["activity_b"]) == ("a", "b")
    assert found["stake_usd"] == 73_000.0


def test_an_edited_activity_takes_the_place_of_its_former_version() -> None:
    ready = prepare_overlaps(picture_of(ROWS[:2]))
    moved = picture_of([work("b", "undp", place="D5")])

    assert find_overlaps_of(moved, ready).num_rows == 0


def test_several_activities_at_once_are_refused() -> None:
    ready = prepare_overlaps(picture_of(ROWS[:2]))

    with pytest.raises(ValueError, match="one activity is compared at a time"):
        find_overlaps_of(picture_of(ROWS[:2]), ready)


def test_an_activity_in_no_sector_meets_nobody() -> None:
    ready = prepare_overlaps(picture_of(ROWS[:2]))
    vague = picture_of([work("v", "who", sector=None)])

    assert find_overlaps_of(vague, ready).num_rows == 0
