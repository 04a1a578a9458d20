"""Does 05/06/2012 mean May or June? One column's values decide it for the column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

_NUMERIC = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})\b")


class DayOrder(StrEnum):
    """Which part of a date in figures comes first."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Return what a column's dates in figures can only mean, or None where nothing decides.

    A part above 12 is a day. Where none is, a part that is 1 in every date while the other
    varies is the day: dates that only stand for their month are written so.

    >>> day_order(["05/06/2012", "31/12/2012"]), day_order(["01/01/2021", "01/03/2021"])
    (<DayOrder.DAY_FIRST: 'dmy'>, <DayOrder.DAY_FIRST: 'dmy'>)
    >>> day_order(["05/06/2012"]), day_order(["31/12/2012", "12/31/2012"])
    (None, None)
    """
    first: set[int] = set()
    second: set[int] = set()
    for text in texts:
        found = _NUMERIC.match(text)
        if found:
            first.add(int(found[1]))
            second.add(int(found[2]))
    day_first = any(part > 12 for part in first)
    month_first = any(part > 12 for part in second)
    if day_first != month_first:
        return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST
    if day_first or not first:
        return None
    if first == {1} and len(second) > 1:
        return DayOrder.DAY_FIRST
    if second == {1} and len(first) > 1:
        return DayOrder.MONTH_FIRST
    return None
