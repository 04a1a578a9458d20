"""Days, quarters and periods with open ends: the only place that knows how they are counted.

Dates are inclusive on both sides; a missing end means still running.
"""

from __future__ import annotations

import datetime as dt
import re

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
