"""What is at stake? A group of strands in; days, US dollars, share of effort and people out.

For each sector, place and day that several run, all but the largest rate of spending is at stake:
of two, the smaller one. Only stated days count.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.overlaps.strands import NO_DAY, Strands

Ints = NDArray[Any]


class Stake(NamedTuple):
    """What is at stake; None where it is not known.

    shared_days   days on which at least two organizations run, stated days only
    first, last   the first and last of these days, days since 1970; of weak periods too
    usd           US dollars
    effort        where money is not known: the least share of its work that two have there, 0-1
    people        people of all but the largest figure, where at least two are known
    lacks_money   how many organizations state no money for it
    """

    shared_days: int | None
    first: int | None
    last: int | None
    usd: float | None
    effort: float | None
    people: float | None
    lacks_money: int


def stake_of(strands: Strands, which: Ints, people: Ints, ones: Ints, others: Ints) -> Stake:
    """Return what is at stake in a group.

    which          numbers of its strands
    people         people of each activity, a row of WORKS; nan: not known
    ones, others   its pairs, numbers of strands
    """
    days = _days_of(strands, ones, others)
    counted = _counted_days(strands, ones, others)
    usd = _dollars(strands, ones, others)
    efforts = np.minimum(strands.shares[ones], strands.shares[others])
    figures = _people(strands, which, people)
    owners = np.unique(strands.owners[which])
    with_money = np.unique(strands.owners[which[strands.rates[which] > 0]])
    return Stake(
        counted,
        None if days is None else days[0],
        None if days is None else days[1],
        usd,
        None if usd is not None else float(efforts.max(initial=0)),
        figures,
        int(owners.size - with_money.size),
    )


def _days_of(strands: Strands, ones: Ints, others: Ints) -> tuple[int, int] | None:
    """The first and last day that two of a pair run, by whatever their periods are."""
    starts = np.maximum(strands.starts[ones], strands.starts[others])
    ends = np.minimum(strands.ends[ones], strands.ends[others])
    known = (np.minimum(strands.starts[ones], strands.starts[others]) != NO_DAY) & (ends >= starts)
    if not known.any():
        return None
    return int(starts[known].min()), int(ends[known].max())


def _spans(strands: Strands, ones: Ints, others: Ints) -> tuple[Ints, Ints, Ints]:
    """Which pairs share stated days, and from when to when."""
    counts = strands.is_stated[ones] & strands.is_stated[others]
    starts = np.maximum(strands.starts[ones], strands.starts[others])
    ends = np.minimum(strands.ends[ones], strands.ends[others])
    counts &= (strands.starts[ones] != NO_DAY) & (strands.starts[others] != NO_DAY)
    return counts & (ends >= starts), starts, ends


def _counted_days(strands: Strands, ones: Ints, others: Ints) -> int | None:
    counts, starts, ends = _spans(strands, ones, others)
    if not counts.any():
        return None
    order = np.argsort(starts[counts])
    total, until = 0, None
    for start, end in zip(
        starts[counts][order].tolist(), ends[counts][order].tolist(), strict=True
    ):
        begin = start if until is None else max(start, until + 1)
        total += max(0, end - begin + 1)
        until = end if until is None else max(until, end)
    return total


def _dollars(strands: Strands, ones: Ints, others: Ints) -> float | None:
    """All but the largest rate, each day and cell, added up; of strands that share a cell."""
    counts, starts, ends = _spans(strands, ones, others)
    rates = pair_rates(strands, ones, others)
    known = counts & (rates > 0)
    if not known.any():
        return None
    if known.sum() == 1:
        at = int(np.flatnonzero(known)[0])
        return float(rates[at] * (ends[at] - starts[at] + 1))
    return _swept(strands, ones[known], others[known], rates[known], starts[known], ends[known])


def pair_rates(strands: Strands, ones: Ints, others: Ints) -> Ints:
    """Return the smaller of the two rates of pairs, US dollars a day; nan where one is not known.

    The rate of what is wider than the other's ground is taken for that ground alone.
    """
    return np.minimum(_rate(strands, ones, others), _rate(strands, others, ones))


def _rate(strands: Strands, these: Ints, beside: Ints) -> Ints:
    """The rates of strands on the ground of others: of a region's, the part of the district."""
    rates = strands.rates[these]
    if (strands.seconds >= 0).all():
        return rates
    has_place = (strands.firsts >= 0) | (strands.seconds >= 0)
    wider = (strands.seconds[these] < 0) & (strands.seconds[beside] >= 0)
    rates = np.where(wider & has_place[these], rates * strands.in_region[beside], rates)
    widest = ~has_place[these] & has_place[beside]
    return np.where(widest, rates * strands.in_country[beside], rates)


def _swept(
    strands: Strands, ones: Ints, others: Ints, rates: Ints, starts: Ints, ends: Ints
) -> float:
    """Dollars of several pairs: each strand counts its rate on days on which a larger one runs."""
    is_smaller = _rate(strands, ones, others) <= _rate(strands, others, ones)
    smaller, larger = np.where(is_smaller, ones, others), np.where(is_smaller, others, ones)
    spans: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
    for at in np.argsort(starts, kind="stable").tolist():
        # What a region's strand does in one district is not what it does in the next.
        cell = int(strands.seconds[larger[at]])
        span = (int(starts[at]), int(ends[at]), float(rates[at]))
        spans.setdefault((int(smaller[at]), cell), []).append(span)
    total = 0.0
    for its in spans.values():
        until = its[0][0] - 1
        for start, end, rate in its:
            total += rate * max(0, end - max(start, until + 1) + 1)
            until = max(until, end)
    return total


def _people(strands: Strands, which: Ints, people: Ints) -> float | None:
    """People of all organizations but the one that has most, where at least two say how many."""
    most: dict[int, float] = {}
    for strand in which.tolist():
        rows = strands.members[strands.bounds[strand] : strands.bounds[strand + 1]]
        known = people[rows][people[rows] > 0]
        if known.size:
            owner = int(strands.owners[strand])
            most[owner] = max(most.get(owner, 0.0), float(known.max()))
    if len(most) < 2:
        return None
    return sum(most.values()) - max(most.values())
