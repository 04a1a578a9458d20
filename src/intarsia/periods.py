"""Days, quarters and periods with open ends: the only place that knows how they are counted.

Dates are inclusive on both sides; a missing end means still running.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")

#: Reports speak of aid since the first development loans; anything outside is a slip of the pen.
EARLIEST = dt.date(1945, 1, 1)
LATEST = dt.date(2099, 12, 31)


def is_plausible(day: dt.date) -> bool:
    """Whether a day can be the date of an activity at all.

    >>> is_plausible(dt.date(201, 3, 1))
    False
    """
    return EARLIEST <= day <= LATEST


def unambiguous_day(text: str) -> dt.date | None:
    """Return the day that a date in another form than YYYY-MM-DD can only mean, or None.

    >>> unambiguous_day("31/12/2013"), unambiguous_day("2012-1-2"), unambiguous_day("05/06/2012")
    (datetime.date(2013, 12, 31), datetime.date(2012, 1, 2), None)
    """
    year_first = _YEAR_FIRST.fullmatch(text.strip())
    if year_first:
        return _day_or_none(*(int(part) for part in year_first.groups()))
    year_last = _YEAR_LAST.fullmatch(text.strip())
    if year_last is None:
        return None
    first, second, year = (int(part) for part in year_last.groups())
    readings = {_day_or_none(year, first, second), _day_or_none(year, second, first)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _day_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def quarter(year: int, number: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a calendar quarter (1-4).

    >>> quarter(2011, 2)
    (datetime.date(2011, 4, 1), datetime.date(2011, 6, 30))
    """
    if number not in (1, 2, 3, 4):
        raise ValueError(f"a quarter is 1, 2, 3 or 4, not {number}")
    first = dt.date(year, 3 * number - 2, 1)
    after = dt.date(year + 1, 1, 1) if number == 4 else dt.date(year, 3 * number + 1, 1)
    return first, after - dt.timedelta(days=1)


def shared_days(
    starts_a: dt.date,
    ends_a: dt.date | None,
    starts_b: dt.date,
    ends_b: dt.date | None,
    *,
    as_of: dt.date,
) -> int:
    """Return how many days two inclusive periods share; an open end is read as `as_of`.

    >>> day = dt.date
    >>> shared_days(day(2011, 1, 1), day(2011, 1, 31), day(2011, 1, 31), None,
    ...             as_of=day(2011, 5, 31))
    1
    """
    first = max(starts_a, starts_b)
    last = min(ends_a or as_of, ends_b or as_of)
    return max(0, (last - first).days + 1)


class PeriodState(StrEnum):
    """Where the report of a period stands."""

    RECEIVED = "received"
    RUNNING = "running"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True)
class ExpectedReport:
    """One period of a rhythm: its first and last day, and by when its report is expected."""

    first_on: dt.date
    last_on: dt.date
    due_on: dt.date
    state: PeriodState


def expected_reports(
    first_on: dt.date,
    covered: Iterable[tuple[dt.date, dt.date]],
    *,
    every_months: int,
    due_after_days: int,
    as_of: dt.date,
) -> tuple[ExpectedReport, ...]:
    """Return every period that has begun by `as_of`, the oldest first.

    first_on        first day of the first period
    covered         first and last days that reports which came in speak of
    due_after_days  days after the end of a period

    A report of a period has been received where those that came in speak, together, of at least
    half of its days. Until its last day a period is running, then due, then late.

    >>> day = dt.date
    >>> found = expected_reports(day(2011, 4, 1), [(day(2011, 4, 1), day(2011, 4, 30))],
    ...                          every_months=1, due_after_days=15, as_of=day(2011, 6, 16))
    >>> [(one.last_on.isoformat(), str(one.state)) for one in found]
    [('2011-04-30', 'received'), ('2011-05-31', 'late'), ('2011-06-30', 'running')]
    """
    if every_months < 1 or due_after_days < 0:
        raise ValueError("a rhythm is of at least one month, and due no earlier than its end")
    spans = sorted((first, last) for first, last in covered if first <= last)
    found: list[ExpectedReport] = []
    for number in count():
        begins = months_later(first_on, number * every_months)
        if begins > as_of:
            return tuple(found)
        last = months_later(first_on, (number + 1) * every_months) - dt.timedelta(days=1)
        due = last + dt.timedelta(days=due_after_days)
        if 2 * _days_in(spans, begins, last) >= (last - begins).days + 1:
            state = PeriodState.RECEIVED
        elif as_of <= last:
            state = PeriodState.RUNNING
        else:
            state = PeriodState.DUE if as_of <= due else PeriodState.LATE
        found.append(ExpectedReport(begins, last, due, state))
    raise AssertionError("periods do not end")


def covered_by(
    received_on: dt.date,
    stated: tuple[dt.date, dt.date] | None,
    *,
    first_on: dt.date,
    every_months: int,
) -> tuple[dt.date, dt.date]:
    """Return the first and last day that a report speaks of, for a rhythm.

    stated  the period it says it is about; it speaks of no day after it came in. Without one it
            says how things stand: for the last period that ended, and the running one so far.

    >>> day = dt.date
    >>> covered_by(day(2011, 6, 3), None, first_on=day(2011, 1, 1), every_months=1)
    (datetime.date(2011, 5, 1), datetime.date(2011, 6, 3))
    """
    if stated is not None and stated[0] <= received_on:
        return stated[0], min(stated[1], received_on)
    months = (received_on.year - first_on.year) * 12 + received_on.month - first_on.month
    number = max(0, months // every_months)
    if number and months_later(first_on, number * every_months) > received_on:
        number -= 1
    return months_later(first_on, max(0, number - 1) * every_months), received_on


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month; its last day where it has fewer.

    >>> months_later(dt.date(2011, 1, 31), 1)
    datetime.date(2011, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_in(spans: Sequence[tuple[dt.date, dt.date]], first: dt.date, last: dt.date) -> int:
    """Return how many days from first to last lie in at least one of the spans, in their order."""
    days, reached = 0, first
    for begins, ends in spans:
        begins, ends = max(begins, reached), min(ends, last)
        if begins <= ends:
            days += (ends - begins).days + 1
            reached = ends + dt.timedelta(days=1)
    return days
