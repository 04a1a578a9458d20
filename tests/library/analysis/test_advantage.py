"""Advantage: evidence from records with its intervals, drawn together where it is thin."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cells_support import an_activity, picture_of
from intarsia.analysis.advantage import CAPACITIES, balassa, measure_advantage
from rows import table_of

DAY = dt.date
WATER = "water_sanitation"


def work(number: int, organization: str, sectors=(WATER,), places=("D1",), **changes):
    """An activity that is like no other."""
    return an_activity(
        f"a{number}",
        title=f"Work number {number * 37} of valley {number}",
        organization_id=organization,
        sectors=list(sectors),
        places=list(places),
        **changes,
    )


def rows(*activities, **more):
    found = measure_advantage(picture_of(activities), **more).to_pylist()
    return {(row["organization_id"], row["sector_code"], row["place_code"]): row for row in found}


def test_balassas_index_is_that_of_the_published_example() -> None:
    # Hausmann, Hidalgo and others, The Atlas of Economic Complexity: of a world trade of which 42
    # billion dollars are soybeans, 0.35 per cent, Brazil exports 11 billion of its 140.
    world = 42 / 0.0035
    amounts = {
        ("Brazil", "soybeans"): 11.0,
        ("Brazil", "other"): 129.0,
        ("others", "soybeans"): 31.0,
        ("others", "other"): world - 140 - 31,
    }

    found = balassa(amounts)

    assert found["Brazil", "soybeans"] == pytest.approx((11 / 140) / 0.0035)
    assert found["Brazil", "soybeans"] == pytest.approx(22.4, abs=0.05)
    assert found["Brazil", "other"] < 1


def test_a_record_is_drawn_towards_what_is_usual_and_has_an_interval() -> None:
    found = rows(work(1, "oxfam"), work(2, "care", ["police"]), work(3, "care", ["police"]))

    one = found["oxfam", WATER, None]
    # One of one thing is water; a third of all is: (1 + 4/3) / (1 + 4), over a third.
    assert one["balassa"] == pytest.approx((1 + 4 / 3) / 5 / (1 / 3))
    assert one["balassa_low"] < one["balassa"] < one["balassa_high"]
    assert one["share"] == pytest.approx((1 + 4 / 3) / 5)
    assert one["activities"] == 1.0


def test_more_of_the_same_is_surer() -> None:
    def interval(count):
        oxfam = [work(n, "oxfam") for n in range(count)]
        others = [work(n + 100, "care", ["police"]) for n in range(count)]
        row = rows(*oxfam, *others)["oxfam", WATER, None]
        return row["balassa_high"] - row["balassa_low"], row["balassa"]

    few, many = interval(1), interval(20)

    assert many[0] < few[0]
    assert many[1] > few[1]


def test_rows_stand_in_the_order_of_names_and_not_of_values() -> None:
    picture = picture_of(
        [work(1, "a"), *(work(n, "z") for n in range(2, 8))],
        organizations=[
            {"organization_id": "a", "name": "Zonta"},
            {"organization_id": "z", "name": "Acted"},
        ],
    )

    names = measure_advantage(picture)["organization"].to_pylist()

    assert names == sorted(names)


def test_continuity_counts_the_years_with_something_running() -> None:
    found = rows(
        work(1, "oxfam", starts_on=DAY(2007, 3, 1), ends_on=DAY(2007, 12, 31)),
        work(2, "oxfam", starts_on=DAY(2010, 1, 1), ends_on=None),
    )

    row = found["oxfam", WATER, "R1"]
    assert (row["first_on"], row["last_on"]) == (DAY(2007, 3, 1), DAY(2011, 5, 31))
    assert row["years"] == 3
    assert row["continuity"] == pytest.approx(3 / 5)


def test_what_never_ran_or_only_paid_is_no_record() -> None:
    found = rows(
        work(1, "oxfam", status="cancelled"),
        work(2, "oxfam", starts_on=DAY(2012, 1, 1)),
        work(3, "donor", funders=["donor"], implementers=["care"]),
    )

    assert {key[0] for key in found} == {"care"}


def test_a_thing_is_shared_among_those_who_carry_it_out_and_among_its_sectors() -> None:
    found = rows(work(1, "un", [WATER, "education"], implementers=["care", "un"]))

    assert found["care", WATER, None]["activities"] == 0.25
    assert found["un", "education", "R1"]["activities"] == 0.25


def test_reported_results_are_counted_with_what_was_aimed_at() -> None:
    said = [
        {"ordinal": 0, "indicator": 0, "period": 0, "target_value": "10", "actual_value": "4"},
        {"ordinal": 0, "indicator": 0, "period": 1, "target_value": "10", "actual_value": "12"},
        {"ordinal": 0, "indicator": 1, "target_value": "5", "actual_value": "9",
         "is_ascending": False},
        {"ordinal": 0, "indicator": 2, "actual_value": "1,204"},
        {"ordinal": 0, "indicator": 3, "target_value": "5", "actual_value": "many"},
    ]  # fmt: skip
    picture = picture_of([work(1, "oxfam")])
    results = table_of("results", [{"activity_id": "a1", **row} for row in said], {})

    (row,) = [
        row
        for row in measure_advantage(picture.having(results=results)).to_pylist()
        if row["place_code"] is None
    ]

    assert (row["results"], row["results_with_target"], row["results_reached"]) == (3, 2, 1)


def test_a_declared_capacity_is_told_apart_from_a_record_and_from_nothing_known() -> None:
    capacities = pa.Table.from_pylist(
        [{"organization_id": "coe", "sector_code": "justice", "place_code": "D4"}], CAPACITIES
    )

    without = rows(work(1, "oxfam"))
    found = rows(work(1, "oxfam"), capacities=capacities)

    assert without["oxfam", WATER, None]["has_capacity"] is None
    assert found["oxfam", WATER, None]["has_capacity"] is False
    declared = found["coe", "justice", "R2"]
    assert (declared["has_capacity"], declared["activities"]) == (True, 0.0)
    assert (declared["balassa"], declared["continuity"]) == (None, None)
    with pytest.raises(ValueError, match="capacities have the columns"):
        measure_advantage(picture_of(), capacities=pa.table({"who": ["a"]}))


def test_what_is_not_known_is_no_evidence() -> None:
    assert rows(work(1, "oxfam", ["unallocated"]), work(2, None)) == {}
    undated = rows(work(1, "oxfam", starts_on=None, ends_on=None, period_basis=None))
    assert undated["oxfam", WATER, None]["years"] is None
    backwards = rows(work(1, "oxfam", starts_on=DAY(2011, 5, 1), ends_on=DAY(2010, 1, 1)))
    assert backwards["oxfam", WATER, None]["continuity"] is None
    assert measure_advantage(picture_of()).num_rows == 0
    assert measure_advantage(picture_of([work(1, "oxfam", places=[])])).num_rows == 1


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from([WATER, "police"]),
            st.sampled_from(["D1", "D4"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_law_other_ids_change_nothing_and_intervals_hold_their_figure(drawn) -> None:
    works = [work(n, who, [what], [where]) for n, (who, what, where) in enumerate(drawn)]
    other = {"a": "z", "b": "y", "c": "x"}
    renamed = [{**row, "organization_id": other[row["organization_id"]]} for row in works]

    found, again = rows(*works), rows(*renamed)

    assert {(other[who], *rest): row["balassa"] for (who, *rest), row in found.items()} == {
        key: row["balassa"] for key, row in again.items()
    }
    for row in found.values():
        assert row["balassa_low"] <= row["balassa"] + 1e-9 <= row["balassa_high"] + 2e-9
        assert 0 <= row["share_low"] <= row["share"] + 1e-9 <= row["share_high"] + 2e-9 <= 1 + 3e-9
