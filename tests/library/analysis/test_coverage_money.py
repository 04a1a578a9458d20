"""What is counted as money, whose it is, and that unknown money never becomes nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from intarsia.analysis.coverage import summarize

AS_OF = dt.date(2011, 5, 31)


def moved(activity, kind, usd, on=None, ordinal=0, **more):
    return {
        "activity_id": activity, "kind": kind, "value_usd": usd, "on": on, "ordinal": ordinal,
        "value": usd, **more,
    }  # fmt: skip


def test_commitments_and_spending_are_added_apart_and_by_year(a_picture):
    picture = a_picture(
        activities=[{"activity_id": "1", "budget_usd": 999.0, "spent_usd": 999.0}],
        transactions=[
            moved("1", "2", 100.0, dt.date(2010, 3, 1)),
            moved("1", "2", 50.0, dt.date(2011, 12, 31), 1),
            moved("1", "3", 20.0, dt.date(2010, 12, 31), 2),
            moved("1", "4", 5.0, dt.date(2011, 1, 1), 3),
            moved("1", "4", 1.0, None, 4),
            moved("1", "11", 7.0, dt.date(2011, 1, 1), 5),
            moved("1", "1", 400.0, dt.date(2011, 1, 1), 6),
        ],
    )

    figures = summarize(picture, as_of=AS_OF).figures

    assert (figures.committed_usd, figures.committed_year_usd) == (150.0, 50.0)
    assert (figures.spent_usd, figures.spent_year_usd, figures.spent_undated_usd) == (
        26.0, 5.0, 1.0,
    )  # fmt: skip
    assert figures.incoming_usd == 7.0
    assert figures.budgeted_usd is None


def test_money_that_is_not_known_is_counted_as_unknown_and_not_as_zero(a_picture):
    picture = a_picture(
        activities=[{"activity_id": "1"}, {"activity_id": "2"}],
        transactions=[moved("1", "2", None, AS_OF, value=5.0, currency="XXX")],
    )

    coverage = summarize(picture, as_of=AS_OF)

    assert coverage.figures.committed_usd is None
    assert coverage.figures.committed_year_usd is None
    assert coverage.unknowns.money == 2
    assert coverage.unknowns.money_not_in_dollars == 1


def test_a_budget_counts_where_no_commitment_is_stated(a_picture):
    picture = a_picture(
        activities=[
            {"activity_id": "budget", "budget_usd": 30.0, "spent_usd": 4.0},
            {"activity_id": "both", "budget_usd": 99.0},
        ],
        transactions=[moved("both", "2", 8.0, AS_OF)],
    )

    coverage = summarize(picture, as_of=AS_OF)

    assert (coverage.figures.committed_usd, coverage.figures.budgeted_usd) == (8.0, 30.0)
    assert coverage.figures.spent_usd == coverage.figures.spent_undated_usd == 4.0
    assert coverage.figures.spent_year_usd is None
    assert coverage.largest.column("basis").to_pylist() == ["budgeted", "committed"]


def test_a_country_has_its_share_and_the_whole_of_transactions_that_name_it(a_picture):
    picture = a_picture(
        activities=[{"activity_id": "1"}, {"activity_id": "2"}, {"activity_id": "3"}],
        activity_locations=[
            {"activity_id": "1", "kind": "country", "source_code": "GE", "share": 0.25},
            {"activity_id": "1", "kind": "country", "source_code": "AM", "share": 0.75,
             "ordinal": 1},
            {"activity_id": "3", "kind": "country", "source_code": "GE"},
            {"activity_id": "3", "kind": "country", "source_code": "AM", "ordinal": 1},
        ],
        transactions=[
            moved("1", "2", 100.0, AS_OF),
            moved("2", "2", 8.0, AS_OF, country_code="GE"),
            moved("2", "2", 90.0, AS_OF, 1, country_code="AM"),
            moved("3", "2", 1000.0, AS_OF),
        ],
    )  # fmt: skip

    georgia = summarize(picture, as_of=AS_OF, country="GE")
    everything = summarize(picture, as_of=AS_OF)

    assert georgia.figures.activities == 3
    assert georgia.figures.committed_usd == pytest.approx(33.0)
    assert georgia.unknowns.money == 1
    assert everything.figures.committed_usd == pytest.approx(1198.0)


def test_a_commitment_to_another_country_does_not_come_back_as_a_budget(a_picture):
    picture = a_picture(
        activities=[{"activity_id": "1", "budget_usd": 90.0, "budget_basis": "commitments"}],
        transactions=[moved("1", "2", 90.0, AS_OF, country_code="AM")],
        activity_locations=[{"activity_id": "1", "kind": "country", "source_code": "GE"}],
    )

    figures = summarize(picture, as_of=AS_OF, country="GE").figures

    assert figures.committed_usd is None
    assert figures.budgeted_usd is None


def test_money_in_places_and_sectors_adds_up_to_the_whole(a_picture):
    picture = a_picture(
        places=[
            {"place_code": "A", "level": 1, "name": "North"},
            {"place_code": "B", "level": 1, "name": "South"},
        ],
        activities=[{"activity_id": "1", "budget_usd": 120.0}],
        activity_locations=[
            {"activity_id": "1", "kind": "location", "place_code": "A", "ordinal": 0},
            {"activity_id": "1", "kind": "location", "place_code": "B", "ordinal": 1},
            {"activity_id": "1", "kind": "location", "place_code": "B", "ordinal": 2},
        ],
        activity_sectors=[
            {"activity_id": "1", "sector_code": "police", "share": 0.5},
            {"activity_id": "1", "sector_code": "elections", "share": 0.5, "ordinal": 1},
        ],
    )

    coverage = summarize(picture, as_of=AS_OF)

    by_place = {row["place_code"]: row["usd"] for row in coverage.place_counts.to_pylist()}
    assert by_place == pytest.approx({"A": 40.0, "B": 80.0})
    assert sum(coverage.sector_places.column("usd").to_pylist()) == pytest.approx(120.0)
    assert sum(coverage.sector_places.column("activities").to_pylist()) == 4


def test_years_without_spending_stay_unknown_in_the_timeline(a_picture):
    picture = a_picture(
        activities=[{"activity_id": "1", "starts_on": dt.date(2009, 5, 1), "ends_on": AS_OF}],
        transactions=[
            moved("1", "3", 2.0, dt.date(2009, 6, 1)),
            moved("1", "3", 3.0, dt.date(2011, 1, 1), 1),
        ],
    )

    years = summarize(picture, as_of=AS_OF).years.to_pylist()

    assert [(row["starts_on"].year, row["running"], row["spent_usd"]) for row in years] == [
        (2009, 1, 2.0),
        (2010, 1, None),
        (2011, 1, 3.0),
    ]
