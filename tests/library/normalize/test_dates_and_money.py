"""Periods, states and sums: stated where stated, derived and marked where not, unknown else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from intarsia import normalize_report
from normalize_support import AS_OF, codes, picture_of, rows
from readers_support import an_activity, file_of, reading_of

DAY = dt.date


def dates(**stated: str) -> str:
    kinds = {"planned_start": "1", "start": "2", "planned_end": "3", "end": "4"}
    return "".join(
        f'<activity-date type="{kinds[name]}" iso-date="{day}"/>' for name, day in stated.items()
    )


def money(kind: str, value: str, on: str, currency: str = "USD") -> str:
    return (
        f'<transaction><transaction-type code="{kind}"/><transaction-date iso-date="{on}"/>'
        f'<value currency="{currency}" value-date="{on}">{value}</value></transaction>'
    )


def budget(value: str, kind: str = "1", year: int = 2011) -> str:
    return (
        f'<budget type="{kind}"><period-start iso-date="{year}-01-01"/><period-end '
        f'iso-date="{year}-12-31"/><value currency="USD" value-date="{year}-01-01">{value}'
        "</value></budget>"
    )


def test_actual_dates_go_before_planned_ones(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path, dates(planned_start="2011-01-01", start="2011-02-01", planned_end="2011-12-31")
    )

    (activity,) = rows(picture, "activities")
    assert (activity["starts_on"], activity["ends_on"]) == (DAY(2011, 2, 1), DAY(2011, 12, 31))
    assert activity["period_basis"] == "stated"


def test_an_end_before_the_start_is_dropped_and_named(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, dates(start="2011-06-01", end="2011-01-01"))

    (activity,) = rows(picture, "activities")
    assert (activity["starts_on"], activity["ends_on"]) == (DAY(2011, 6, 1), None)
    assert activity["actual_ends_on"] == DAY(2011, 1, 1)
    assert "date.ends_before_it_starts" in codes(picture)


def test_without_dates_the_period_is_the_extent_of_the_money(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path, money("2", "10", "2010-03-01") + money("3", "5", "2011-04-30"), ""
    )

    first, second = rows(picture, "activities")
    assert (first["starts_on"], first["ends_on"]) == (DAY(2010, 3, 1), DAY(2011, 4, 30))
    assert first["period_basis"] == "derived"
    assert second["starts_on"] is None
    assert "date.no_period" in codes(picture)


def test_a_day_that_stands_for_a_year_begins_the_period_with_that_year(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, file_of(an_activity(inside=money("3", "5", "2009-12-31"))))
    transactions = reading.tables["transactions"]
    at = transactions.schema.get_field_index("on_basis")
    for basis, first in (
        ("derived from a year", DAY(2009, 1, 1)),
        ("derived, weak", DAY(2009, 10, 1)),
        ("stated", DAY(2009, 12, 31)),
    ):
        field = transactions.schema.field(at)
        changed = transactions.set_column(at, field, pa.array([basis]))
        weak = replace(reading, tables={**reading.tables, "transactions": changed})

        (activity,) = rows(normalize_report(weak, as_of=AS_OF), "activities")

        assert (activity["starts_on"], activity["ends_on"]) == (first, DAY(2009, 12, 31)), basis


@pytest.mark.parametrize(
    ("inside", "status", "basis"),
    [
        ('<activity-status code="4"/>', "closed", "stated"),
        (dates(start="2012-01-01"), "pipeline", "derived"),
        (dates(start="2010-01-01", end="2010-12-31"), "closed", "derived"),
        (dates(start="2010-01-01"), "implementation", "derived"),
        ("", None, None),
    ],
)
def test_a_state_is_stated_or_derived_and_marked(
    tmp_path: Path, inside: str, status: str | None, basis: str | None
) -> None:
    (activity,) = rows(picture_of(tmp_path, inside), "activities")

    assert (activity["status"], activity["status_basis"]) == (status, basis)


def test_commitments_go_before_budgets_and_spending_is_apart(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path,
        money("2", "100", "2011-01-03")
        + budget("900")
        + money("3", "30", "2011-02-01")
        + money("4", "5", "2011-02-01")
        + money("1", "7", "2011-02-01"),
        budget("900"),
        "",
    )

    first, second, third = rows(picture, "activities")
    assert (first["budget_usd"], first["budget_basis"], first["spent_usd"]) == (
        100.0,
        "commitments",
        35.0,
    )
    assert (second["budget_usd"], second["budget_basis"]) == (900.0, "budgets")
    assert (third["budget_usd"], third["spent_usd"]) == (None, None)


def test_a_revised_budget_replaces_the_original_of_its_period(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path, budget("900") + budget("700", kind="2") + budget("50", year=2012)
    )

    assert rows(picture, "activities")[0]["budget_usd"] == 750.0


def test_an_original_that_revisions_touch_is_not_counted_beside_them(tmp_path: Path) -> None:
    halves = "".join(
        f'<budget type="2"><period-start iso-date="{begins}"/><period-end iso-date="{ends}"/>'
        f'<value currency="USD" value-date="{begins}">60</value></budget>'
        for begins, ends in (("2011-01-01", "2011-06-30"), ("2011-07-01", "2011-12-31"))
    )

    picture = picture_of(tmp_path, budget("100") + halves)

    assert rows(picture, "activities")[0]["budget_usd"] == 120.0


def test_other_currencies_become_dollars_of_the_day(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, money("2", "100", "2011-05-31", "EUR"))

    (transaction,) = rows(picture, "transactions")
    # European Central Bank, 31 May 2011: 1.4385 dollars a euro.
    assert transaction["value_usd"] == pytest.approx(143.85)
    assert transaction["value"] == 100.0


def test_an_amount_without_currency_is_in_the_default_of_its_activity(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path,
        '<transaction><transaction-type code="3"/><transaction-date iso-date="2011-03-01"/>'
        "<value>30</value></transaction>",
    )

    (transaction,) = rows(picture, "transactions")
    assert (transaction["currency"], transaction["value_usd"]) == (None, 30.0)


def test_money_of_unknown_rate_stays_unknown(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, money("2", "100", "2011-05-31", "XAD"))

    (activity,) = rows(picture, "activities")
    assert activity["budget_usd"] is None
    assert "money.rate_unknown" in codes(picture)


def test_activities_named_in_transactions_become_links(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path,
        '<related-activity ref="ROOT" type="1"/><transaction><provider-org '
        'provider-activity-id="DONOR-1"/></transaction><transaction><provider-org '
        'provider-activity-id="DONOR-1"/></transaction>',
    )

    found = [(row["kind"], row["other_activity_id"]) for row in rows(picture, "activity_links")]
    assert found == [("parent", "ROOT"), ("provider", "DONOR-1")]
