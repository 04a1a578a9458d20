"""What holds of overlaps whatever the picture, and what bad pictures give."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duplicates_support import picture_of
from intarsia import find_overlaps
from intarsia.analysis.duplicates import limits_in
from intarsia.analysis.overlaps.fields import LEVELS, Field, weights
from intarsia.tables import Picture
from overlaps_support import DAY, Row, found_in, overlaps, without_units, work

works = st.lists(
    st.fixed_dictionaries(
        {
            "reporter": st.sampled_from(["osce", "undp", "eu", "iom", None]),
            "title": st.sampled_from(
                ["Police officers learn to listen", "Radios for patrols", "Wells drilled", None]
            ),
            "place": st.sampled_from([None, "R1", "D1", "D2", "D5"]),
            "sector": st.sampled_from([None, "police", "justice", "water_sanitation"]),
            "starts_on": st.sampled_from([None, DAY(2010, 1, 1), DAY(2010, 5, 20)]),
            "ends_on": st.sampled_from([None, DAY(2010, 12, 31), DAY(2009, 1, 1)]),
            "period_basis": st.sampled_from(["stated", "derived", "derived, weak"]),
            "budget_usd": st.sampled_from([None, 100_000.0, 365_000.0, -5.0]),
            "target_group_code": st.sampled_from([None, "police_officers", "women"]),
            "modality_code": st.sampled_from([None, "training", "equipment"]),
        }
    ),
    max_size=8,
)  # fmt: skip

#: Grounds by how fine they are.
GROUNDS = LEVELS[Field.GROUND]


def numbered(given_works: list[Row], prefix: str = "n") -> list[Row]:
    return [work(f"{prefix}{at:02d}", one["reporter"]) | one for at, one in enumerate(given_works)]


def told(rows: list[Row]) -> list[tuple[Any, ...]]:
    """Everything a finding says but its id, by its subjects."""
    names = ("kind", "activity_a", "activity_b", "score", "stake_usd", "shared_days", "people")
    return sorted(
        (str(row["subjects"]), *(str(row[name]) for name in names), sorted(row["reasons"]))
        for row in rows
    )


@settings(max_examples=12)
@given(works, st.randoms(use_true_random=False))
def test_the_order_of_the_activities_changes_nothing(
    given_works: list[Row], chance: random.Random
) -> None:
    rows = numbered(given_works)
    mixed = list(rows)
    chance.shuffle(mixed)

    assert told(overlaps(mixed)) == told(overlaps(rows))


@settings(max_examples=12)
@given(works)
def test_other_ids_change_nothing_but_the_ids(given_works: list[Row]) -> None:
    plain = overlaps(numbered(given_works))
    renamed = overlaps(numbered(given_works, prefix="x:n"))

    def without_ids(rows: list[Row]) -> list[tuple[Any, ...]]:
        return sorted(
            (row["kind"], row["score"], str(row["stake_usd"]), len(row["subjects"] or ()))
            for row in rows
        )

    assert without_ids(renamed) == without_ids(plain)


@settings(max_examples=12)
@given(works)
def test_findings_are_of_different_organizations_and_scores_lie_between_0_and_1(
    given_works: list[Row],
) -> None:
    rows = {row["activity_id"]: row for row in numbered(given_works)}
    found = overlaps(list(rows.values()))

    assert len({row["finding_id"] for row in found}) == len(found)
    for one in found:
        ids = one["subjects"] or [one["activity_a"], one["activity_b"]]
        owners = {rows[key]["reporter"] for key in ids}
        assert len(owners) > 1
        assert None not in owners
        assert 0 <= one["score"] <= 1


@settings(max_examples=12)
@given(works)
def test_what_a_score_is_made_of_adds_up_to_it(given_works: list[Row]) -> None:
    for one in overlaps(numbered(given_works)):
        total = sum(data["weight"] for data in one["reasons"].values())

        assert one["score"] == pytest.approx(total, abs=0.011)


@settings(max_examples=15)
@given(
    st.integers(0, 300),
    st.integers(30, 400),
    st.integers(0, 300),
    st.integers(30, 400),
    st.integers(1, 29),
)
def test_removing_a_shared_day_never_raises_the_stake(
    first: int, length: int, other: int, other_length: int, removed: int
) -> None:
    def picture(days: int) -> Picture:
        # The daily rate stays: a shorter activity has less to spend.
        one = DAY(2010, 1, 1) + dt.timedelta(days=first)
        two = DAY(2010, 1, 1) + dt.timedelta(days=other)
        rows = [
            work("a", "osce", starts_on=one, ends_on=one + dt.timedelta(days=days - 1),
                 budget_usd=100.0 * days),
            work("b", "undp", starts_on=two, ends_on=two + dt.timedelta(days=other_length - 1),
                 budget_usd=70.0 * other_length),
        ]  # fmt: skip
        return picture_of(rows)

    def stake(found: list[Row]) -> float:
        return sum(row["stake_usd"] or 0 for row in found)

    assert stake(found_in(picture(length - removed))) <= stake(found_in(picture(length))) + 0.01


@settings(max_examples=12)
@given(works)
def test_a_coarser_picture_never_shows_a_finer_finding(given_works: list[Row]) -> None:
    picture = picture_of(numbered(given_works))
    coarse = found_in(without_units(picture, level=1))

    for one in coarse:
        (ground,) = (code for code in one["reasons"] if code.startswith("overlap.ground."))
        level = GROUNDS.index(ground.removeprefix("overlap.ground."))
        assert level <= GROUNDS.index("region")
        assert not [name for name in one["reasons"][ground]["names"] if "District" in name]


@pytest.mark.parametrize(
    "hidden",
    ["title", "target_group_code", "modality_code", "budget_usd", "starts_on", "place", "sector",
     "reporter"],
)  # fmt: skip
def test_what_is_hidden_of_one_never_makes_a_finding_stronger(hidden: str) -> None:
    rows = [work("a", "osce"), work("b", "undp")]
    (known,) = overlaps(rows)

    found = overlaps([rows[0], rows[1] | {hidden: None}])

    assert all(row["score"] <= known["score"] for row in found)
    assert all((row["stake_usd"] or 0) <= known["stake_usd"] for row in found)


def test_nothing_unknown_weighs_anything() -> None:
    for kind in ("overlap", "complementary"):
        assert not weights(kind)[:, 0].any()
        assert weights(kind).max(axis=1).sum() <= 1 + 1e-9


def test_a_picture_of_one_row_and_an_empty_one_have_no_overlaps() -> None:
    assert overlaps([work("a", "osce")]) == []
    assert find_overlaps(Picture()).num_rows == 0


def test_a_period_that_ends_before_it_begins_is_not_known() -> None:
    backwards = work("b", "undp", starts_on=DAY(2010, 6, 1), ends_on=DAY(2010, 5, 1))

    (found,) = overlaps([work("a", "osce"), backwards])

    assert (found["shared_days"], found["stake_usd"]) == (None, None)
    assert "overlap.unknown.time" in found["unknowns"]


@pytest.mark.parametrize("population", [0.0, None, -3.0])
def test_a_region_of_units_without_people_is_spread_evenly(population: float | None) -> None:
    picture = picture_of([work("a", "osce", place="R1", budget_usd=109_500.0), work("b", "undp")])
    places = picture["places"].to_pylist()
    peopled = [row | {"population": population} for row in places]
    table = picture["places"].from_pylist(peopled, picture["places"].schema)

    (found,) = found_in(picture.having(places=table))

    assert found["stake_usd"] == pytest.approx(36_500.0)


def test_a_region_is_spread_by_population_where_that_is_known() -> None:
    picture = picture_of([work("a", "osce", place="R1", budget_usd=109_500.0), work("b", "undp")])
    people = {"D1": 10.0, "D2": 40.0, "D3": 50.0}
    rows = [row | {"population": people.get(row["place_code"])}
            for row in picture["places"].to_pylist()]  # fmt: skip
    table = picture["places"].from_pylist(rows, picture["places"].schema)

    (found,) = found_in(picture.having(places=table))

    assert found["stake_usd"] == pytest.approx(10_950.0)


def test_a_tree_with_a_missing_parent_still_has_its_districts() -> None:
    picture = picture_of([work("a", "osce"), work("b", "undp")])
    districts = picture["places"].filter(pc.equal(picture["places"]["level"], 2))

    (found,) = found_in(picture.having(places=districts))

    assert found["reasons"]["overlap.ground.district"]["names"] == ["District 1"]


def test_hidden_organizations_are_counted_and_not_compared() -> None:
    hidden = work("b", None) | {"title": "Courses for patrols", "budget_usd": 9_000.0}
    found = find_overlaps(picture_of([work("a", "osce"), hidden]), most=None)

    assert found.num_rows == 0
    assert limits_in(found) == [("overlap.bounded.nobody", {"activities": 1})]
