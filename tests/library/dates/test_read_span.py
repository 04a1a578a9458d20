"""Dates in every form that reports write them, and those that could mean two days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.dates import DayOrder, Precision, day_order, read_span, span_in

DAY = dt.date


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("Mar-22", DAY(2022, 3, 1), DAY(2022, 3, 31), "month"),
        ("février 2022", DAY(2022, 2, 1), DAY(2022, 2, 28), "month"),
        ("2022-01", DAY(2022, 1, 1), DAY(2022, 1, 31), "month"),
        ("01/2022", DAY(2022, 1, 1), DAY(2022, 1, 31), "month"),
        ("Sept. 2010", DAY(2010, 9, 1), DAY(2010, 9, 30), "month"),
        ("مارس ٢٠٢٢", DAY(2022, 3, 1), DAY(2022, 3, 31), "month"),
        ("كانون الثاني 2022", DAY(2022, 1, 1), DAY(2022, 1, 31), "month"),
        ("2nd quarter 2022", DAY(2022, 4, 1), DAY(2022, 6, 30), "quarter"),
        ("1er trimestre de 2022", DAY(2022, 1, 1), DAY(2022, 3, 31), "quarter"),
        ("T2 2021", DAY(2021, 4, 1), DAY(2021, 6, 30), "quarter"),
        ("II квартал 2022 года", DAY(2022, 4, 1), DAY(2022, 6, 30), "quarter"),
        ("الربع الأول 2022", DAY(2022, 1, 1), DAY(2022, 3, 31), "quarter"),
        ("H1 2022", DAY(2022, 1, 1), DAY(2022, 6, 30), "half-year"),
        ("FY2022", DAY(2022, 1, 1), DAY(2022, 12, 31), "year"),
        ("31 мая 2011 г.", DAY(2011, 5, 31), DAY(2011, 5, 31), "day"),
        ("May 31, 2011", DAY(2011, 5, 31), DAY(2011, 5, 31), "day"),
        ("12 лютого 2022", DAY(2022, 2, 12), DAY(2022, 2, 12), "day"),
        ("15 de enero de 2022", DAY(2022, 1, 15), DAY(2022, 1, 15), "day"),
        ("2011-05-31T00:00:00", DAY(2011, 5, 31), DAY(2011, 5, 31), "day"),
        ("44621", DAY(2022, 3, 1), DAY(2022, 3, 1), "day"),
        ("20220315", DAY(2022, 3, 15), DAY(2022, 3, 15), "day"),
        ("Jan-Apr 2022", DAY(2022, 1, 1), DAY(2022, 4, 30), "range"),
        ("Dec 2011 - Feb 2012", DAY(2011, 12, 1), DAY(2012, 2, 29), "range"),
        ("du 1er janvier au 30 juin 2011", DAY(2011, 1, 1), DAY(2011, 6, 30), "range"),
        ("с 1 января по 31 марта 2022", DAY(2022, 1, 1), DAY(2022, 3, 31), "range"),
        ("10-15 March 2022", DAY(2022, 3, 10), DAY(2022, 3, 15), "range"),
    ],
)
def test_a_date_is_read_as_written(
    text: str, first: dt.date, last: dt.date, precision: str
) -> None:
    span = read_span(text)

    assert span is not None
    assert (span.first, span.last, str(span.precision)) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["05/06/2012", "31/06/2011", "about 2010", "ongoing", "12", "June", "99/99/9999"]
)
def test_what_is_no_day_or_could_be_two_is_none(text: str) -> None:
    assert read_span(text) is None


def test_a_month_without_a_year_takes_that_of_its_file() -> None:
    span = read_span("February", year=2022)

    assert span is not None
    assert span.last == DAY(2022, 2, 28)


def test_a_column_decides_which_part_is_the_day() -> None:
    assert day_order(["05/06/2012", "31/12/2012"]) == DayOrder.DAY_FIRST
    assert day_order(["05/06/2012", "12/31/2012"]) == DayOrder.MONTH_FIRST
    assert day_order(["31/12/2012", "12/31/2012"]) is None
    span = read_span("05/06/2012", order=DayOrder.MONTH_FIRST)
    assert span is not None
    assert span.first == DAY(2012, 5, 6)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Health 4W, status of 31 May 2011.", DAY(2011, 5, 31)),
        ("НПО Арвении: кто, что, где. На 31 мая 2011 г.", DAY(2011, 5, 31)),
        ("Eth_4Ws_February_2022", DAY(2022, 2, 28)),
        ("somalia-3w-2022-03.xlsx", DAY(2022, 3, 31)),
        ("afghanistan-3w-2021-q3.csv", DAY(2021, 9, 30)),
        ("3W longtable Jan-Apr 2022", DAY(2022, 4, 30)),
    ],
)
def test_the_period_in_a_title_or_file_name_is_found(text: str, last: dt.date) -> None:
    span = span_in(text)

    assert span is not None
    assert span.last == last


def test_a_title_without_a_date_names_none() -> None:
    assert span_in("colombia-345w") is None


@given(st.dates(DAY(1950, 1, 1), DAY(2060, 12, 31)))
def test_every_day_is_read_back_in_every_form(day: dt.date) -> None:
    for text in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%d %B %Y}", f"{day:%B %d, %Y}"):
        span = read_span(text, order=DayOrder.DAY_FIRST)
        assert span is not None
        assert (span.first, span.last, span.precision) == (day, day, Precision.DAY)


def test_between_points_the_day_comes_first() -> None:
    assert read_span("01.02.2022") == read_span("2022-02-01")
    assert read_span("01/02/2022") is None


def test_a_quarter_may_be_a_number_and_a_t() -> None:
    assert read_span("1T 2022") == read_span("Q1 2022")
