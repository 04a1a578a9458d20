"""Reads one date or period: a cell or a text in, its first and last day and how exact it is out.

What can mean two things and what is no day of the calendar gives None; nothing is guessed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from intarsia.dates.marks import marked
from intarsia.dates.order import DayOrder
from intarsia.periods import is_plausible

#: Days of spreadsheet programs, counted from the end of 1899: from 1982 to 2064.
_SERIALS = (30000, 60000)
_EPOCH = dt.date(1899, 12, 30)
_YEARS = (1945, 2099)


class Precision(StrEnum):
    """How exactly a date is stated."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half-year"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True)
class Span:
    """First and last day, both inclusive, and how exactly they were stated."""

    first: dt.date
    last: dt.date
    precision: Precision


Value = str | int | float | dt.date | dt.datetime | None


def read_span(
    value: Value, *, order: DayOrder | None = None, year: int | None = None
) -> Span | None:
    """Return the days that a cell can only mean, or None.

    order  which part comes first in dates such as 05/06/2012
    year   the year of dates that state none, such as "February"

    >>> print(read_span("Mar-22").last, read_span("2e trimestre 2022").first)
    2022-03-31 2022-04-01
    >>> print(read_span("du 1er janvier au 30 juin 2011").last, read_span("31/06/2011"))
    2011-06-30 None
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return Span(value, value, Precision.DAY) if is_plausible(value) else None
    if isinstance(value, int | float):
        return _from_number(float(value))
    text = value.strip()
    if text.replace(".0", "").isdigit() and text.replace(".0", "").isascii():
        return _from_number(float(text))
    return _from_marks(marked(text), order, year)


def span_in(text: str, *, order: DayOrder | None = None) -> Span | None:
    """Return the period named inside a longer text, the most exact one, or None.

    >>> found = span_in("Health cluster 4W, status of 31 May 2011.")
    >>> print(found.first, found.precision)
    2011-05-31 day
    >>> print(span_in("Eth_4Ws_February_2022").last, span_in("3W longtable Jan-Apr 2022").first)
    2022-02-28 2022-01-01
    """
    signs = marked(text)
    for pattern in _SEARCHED:
        for found in pattern.finditer(signs):
            span = _from_marks(found[0].strip(), order, None)
            if span is not None:
                return span
    return None


def _from_number(number: float) -> Span | None:
    """A year, a day counted by a spreadsheet program, or year, month and day in one number."""
    whole = int(number)
    if number == whole and _YEARS[0] <= whole <= _YEARS[1]:
        return _year(whole)
    if _SERIALS[0] <= number <= _SERIALS[1]:
        day = _EPOCH + dt.timedelta(days=whole)
        return Span(day, day, Precision.DAY)
    if number == whole and 19450101 <= whole <= 20991231:
        return _day(whole // 10000, whole // 100 % 100, whole % 100)
    if number == whole and 194501 <= whole <= 209912:
        return _month(whole // 100, whole % 100)
    return None


def _from_marks(signs: str, order: DayOrder | None, year: int | None) -> Span | None:
    for pattern, read in _FORMS:
        found = pattern.fullmatch(signs)
        if found is not None:
            return read(found, order, year)
    return _range(signs, order, year)


def _range(signs: str, order: DayOrder | None, year: int | None) -> Span | None:
    """Two dates with a join between; the first takes the year and month of the second."""
    parts = re.split(r"\s+-\s+", signs)
    if len(parts) != 2:
        parts = re.split(r"(?<=[\dm])\s?-\s?(?=[\dm])", signs)
    if len(parts) != 2 or not all(parts):
        return None
    last = _from_marks(parts[1], order, year)
    if last is None:
        return None
    first = _from_marks(parts[0], order, last.last.year)
    if first is None and parts[0].isdigit() and last.precision == Precision.DAY:
        first = _day(last.first.year, last.first.month, int(parts[0]))
    if first is not None and first.first > last.last and not re.search(r"\d{4}", parts[0]):
        first = _from_marks(parts[0], order, last.last.year - 1)
    if first is None or first.first > last.last:
        return None
    return Span(first.first, last.last, Precision.RANGE)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _day(year: int, month: int, day: int) -> Span | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return Span(found, found, Precision.DAY) if is_plausible(found) else None


def _months(year: int, first: int, last: int, precision: Precision) -> Span | None:
    if not (1 <= first <= last <= 12 and _YEARS[0] <= year <= _YEARS[1]):
        return None
    end = calendar.monthrange(year, last)[1]
    return Span(dt.date(year, first, 1), dt.date(year, last, end), precision)


def _month(year: int | None, month: int) -> Span | None:
    return None if year is None else _months(year, month, month, Precision.MONTH)


def _year(year: int) -> Span | None:
    return _months(year, 1, 12, Precision.YEAR)


def _quarter(year: int | None, number: int) -> Span | None:
    if year is None:
        return None
    return _months(year, 3 * number - 2, 3 * number, Precision.QUARTER)


def _half(year: int | None, number: int) -> Span | None:
    return None if year is None else _months(year, 6 * number - 5, 6 * number, Precision.HALF)


def _in_figures(found: re.Match[str], order: DayOrder | None, year: int | None) -> Span | None:
    one, two, years = int(found[1]), int(found[2]), _full_year(found[3])
    if one > 12 or (order == DayOrder.DAY_FIRST and two <= 12) or one == two:
        return _day(years, two, one)
    if two > 12 or order == DayOrder.MONTH_FIRST:
        return _day(years, one, two)
    # With points between, the day comes first in every country that writes them.
    return _day(years, two, one) if order is None and found[0].count(".") == 2 else None


Read = Callable[[re.Match[str], DayOrder | None, int | None], Span | None]
_M, _Y, _S = r"m(\d\d)", r"(\d{4}|\d\d)", r"[ ./-]*"
_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)"), _in_figures),
    (
        re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})"),
        lambda f, o, y: _day(int(f[1]), int(f[2]), int(f[3])),
    ),
    (
        re.compile(rf"(\d{{1,2}}){_S}{_M}{_S}{_Y}"),
        lambda f, o, y: _day(_full_year(f[3]), int(f[2]), int(f[1])),
    ),
    (
        re.compile(rf"{_M}{_S}(\d{{1,2}})[ ,./-]+(\d{{4}})"),
        lambda f, o, y: _day(int(f[3]), int(f[1]), int(f[2])),
    ),
    (
        re.compile(rf"(\d{{4}}){_S}{_M}{_S}(\d{{1,2}})"),
        lambda f, o, y: _day(int(f[1]), int(f[2]), int(f[3])),
    ),
    (re.compile(rf"{_M}{_S}{_Y}"), lambda f, o, y: _month(_full_year(f[2]), int(f[1]))),
    (re.compile(rf"(\d{{4}}){_S}{_M}"), lambda f, o, y: _month(int(f[1]), int(f[2]))),
    (re.compile(r"(\d{4})[./-](\d{1,2})"), lambda f, o, y: _month(int(f[1]), int(f[2]))),
    (re.compile(r"(\d{1,2})[./-](\d{4})"), lambda f, o, y: _month(int(f[2]), int(f[1]))),
    (
        re.compile(rf"(\d{{1,2}}){_S}{_M}"),
        lambda f, o, y: _day(y, int(f[2]), int(f[1])) if y else None,
    ),
    (re.compile(_M), lambda f, o, y: _month(y, int(f[1]))),
    (re.compile(rf"q(\d){_S}{_Y}"), lambda f, o, y: _quarter(_full_year(f[2]), int(f[1]))),
    (re.compile(rf"{_Y}{_S}q(\d)"), lambda f, o, y: _quarter(_full_year(f[1]), int(f[2]))),
    (re.compile(r"q(\d)"), lambda f, o, y: _quarter(y, int(f[1]))),
    (re.compile(rf"h(\d){_S}{_Y}"), lambda f, o, y: _half(_full_year(f[2]), int(f[1]))),
    (re.compile(rf"{_Y}{_S}h(\d)"), lambda f, o, y: _half(_full_year(f[1]), int(f[2]))),
    (re.compile(r"(\d{4})"), lambda f, o, y: _year(int(f[1]))),
)
#: What is looked for inside a longer text, the most exact form first.
_SEARCHED = tuple(
    re.compile(rf"(?<![\w./]){form}(?!\d|[./]\d)")
    for form in (
        r"\d{1,2}[./-]\d{1,2}[./-]\d{4}",
        r"\d{4}-\d{1,2}-\d{1,2}",
        r"\d{1,2} ?m\d\d ?\d{4} ?- ?\d{1,2} ?m\d\d ?\d{4}",
        r"\d{1,2}[ -]*m\d\d[ -]*\d{4}",
        r"m\d\d \d{1,2} \d{4}",
        r"m\d\d ?\d{0,4} ?- ?m\d\d ?\d{4}",
        r"m\d\d[ -]*\d{4}",
        r"\d{4}[ -]*m\d\d",
        r"\d{4}-\d{2}(?!\d)",
        r"q\d[ -]*\d{4}",
        r"\d{4}[ -]*q\d",
        r"h\d[ -]*\d{4}",
        r"(?:19|20)\d\d",
    )
)
