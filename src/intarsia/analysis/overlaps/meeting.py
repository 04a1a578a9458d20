"""Which strands meet? Strands in, pairs out that are on one ground at one time.

Four ways, one kernel: in one unit; a whole region with what lies in it; a whole country with what
lies in it, and sectors next to each other in one unit, where titles share words. Strands of one
organization or of one chain, or in two villages of one district, do not meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.overlaps.actors import Actors, are_related
from intarsia.analysis.overlaps.strands import NO_DAY, Strands
from intarsia.analysis.overlaps.titles import Titles, shared_weight

Ints = NDArray[Any]

#: A run of more strands than this is not swept whole: each meets those next to it in time.
MOST_IN_RUN, WINDOW = 1_500, 50
#: What the words that two titles share must weigh together, in nats, where words must agree.
LEAST_WORDS = 6.0
#: So many strands are swept in two halves at once.
LEAST_FOR_TWO = 50_000
#: First days are sorted between these, days since 1970: those of 1900 and 2120.
_DAYS = (-25_567, 54_787)
#: Keys above this would leave no room for who leads, and for days.
_MOST_KEY = 2**44


class Bounded(NamedTuple):
    """A run that was not swept whole: its strands, and how many pairs were not looked at."""

    strands: Ints
    left_out: int


class Met(NamedTuple):
    """Pairs of strands, every pair once, and what was not swept whole.

    one, other   numbers of strands, the smaller first
    days         days on which both run, whatever their periods are; -1 where that is not known
    """

    one: Ints
    other: Ints
    days: Ints
    bounded: list[Bounded]


class _Way(NamedTuple):
    """Strands that can meet: each that leads meets all others that have the keys in common.

    by_words   whether titles must share words
    is_near    whether it is of sectors next to each other, and not of one
    """

    members: Ints
    keys: tuple[Ints, ...]
    leads: Ints
    by_words: bool
    is_near: bool


def meet(strands: Strands, actors: Actors, titles: Titles) -> Met:
    """Return the pairs of strands that are on one ground at one time.

    actors, titles   of the activities that strands stand for
    """
    parts: list[tuple[Ints, Ints, Ints]] = []
    bounded: list[Bounded] = []
    for way in _ways(strands, titles):
        if not way.leads.any():
            continue
        order, bounds, heads = _runs(way, strands.starts)
        # What a kernel reads of strands that meet lies together.
        columns = (strands.works, strands.owners, strands.sectors, strands.seconds, strands.sites,
                   strands.starts, strands.ends)  # fmt: skip
        laid = [order.astype(np.int32), *(column[order] for column in columns)]
        known = (*actors.named, actors.owners, *titles.words, titles.weights)
        said = (way.by_words, way.is_near, MOST_IN_RUN, WINDOW, LEAST_WORDS)

        def met(
            part: tuple[Ints, Ints], laid: Any = laid, known: Any = known, said: Any = said
        ) -> tuple[Ints, Ints, Ints, Ints]:
            found: tuple[Ints, Ints, Ints, Ints] = _meet(*part, *laid, *known, *said)
            return found

        halves = _halves(bounds, heads)
        with ThreadPoolExecutor(len(halves)) as pool:
            found = list(pool.map(met, halves))
        parts += [one[:3] for one in found]
        left_out = np.concatenate([one[3] for one in found])
        bounded += [
            Bounded(order[bounds[run] : bounds[run + 1]], int(left_out[run]))
            for run in np.flatnonzero(left_out)
        ]
    if not parts:
        none = np.zeros(0, np.int32)
        return Met(none, none, none, [])
    one, other, days = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Met(one, other, days, bounded)


def _halves(bounds: Ints, heads: Ints) -> list[tuple[Ints, Ints]]:
    """Runs in two parts of about as many strands, each with its edges; one where they are few."""
    if bounds[-1] < LEAST_FOR_TWO:
        return [(bounds, heads)]
    middle = int(np.searchsorted(bounds, bounds[-1] // 2))
    return [(bounds[: middle + 1], heads[:middle]), (bounds[middle:], heads[middle:])]


def _ways(strands: Strands, titles: Titles) -> Iterator[_Way]:
    in_unit, in_region = strands.seconds >= 0, strands.firsts >= 0
    in_sector = (strands.countries, strands.sectors)
    has_words = np.diff(titles.words.starts)[strands.works] > 0
    yield _Way(in_unit, (*in_sector, strands.seconds), in_unit, False, False)
    yield _Way(in_region, (*in_sector, strands.firsts), in_region & ~in_unit, False, False)
    yield _Way(has_words, in_sector, has_words & ~in_region & ~in_unit, True, False)
    beside = in_unit & has_words & _has_neighbours(strands)
    yield _Way(beside, (strands.countries, strands.groups, strands.seconds), beside, True, True)


def _has_neighbours(strands: Strands) -> Ints:
    """Whether the group of each strand's sector has another sector here."""
    pairs = np.unique(strands.groups * (strands.sectors.max(initial=0) + 1) + strands.sectors)
    groups = pairs // (strands.sectors.max(initial=0) + 1)
    counts = np.bincount(groups, minlength=int(strands.groups.max(initial=0)) + 1)
    return np.asarray(counts[strands.groups] > 1)


def _runs(way: _Way, starts: Ints) -> tuple[Ints, Ints, Ints]:
    """Strands in the order of their keys, who leads first, by first day; edges; leads of each."""
    which = np.flatnonzero(way.members)
    key = _as_one([key[which] for key in way.keys])
    days = np.clip(starts[which], *_DAYS) - _DAYS[0]
    leads = way.leads[which]
    order = np.argsort((key * 2 + ~leads) * (_DAYS[1] - _DAYS[0] + 1) + days)
    ordered = key[order]
    edges = np.ones(order.size, bool)
    edges[1:] = ordered[1:] != ordered[:-1]
    bounds = np.append(np.flatnonzero(edges), order.size)
    before = np.concatenate(([0], np.cumsum(leads[order])))
    return which[order], bounds, before[bounds[1:]] - before[bounds[:-1]]


def _as_one(keys: list[Ints]) -> Ints:
    """Several numbers as one: the same where all are the same."""
    whole = keys[0] + 1
    for key in keys[1:]:
        size = int(key.max(initial=0)) + 2
        if int(whole.max(initial=0)) > _MOST_KEY // size:
            whole = np.unique(whole, return_inverse=True)[1]
        whole = whole * size + key + 1
    if whole.max(initial=0) > _MOST_KEY:
        whole = np.unique(whole, return_inverse=True)[1]
    return np.asarray(whole, np.int64)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _meet(
    bounds: Ints,
    heads: Ints,
    order: Ints,
    works: Ints,
    owners: Ints,
    sectors: Ints,
    seconds: Ints,
    sites: Ints,
    starts: Ints,
    ends: Ints,
    named_starts: Ints,
    named: Ints,
    owner_of: Ints,
    word_starts: Ints,
    words: Ints,
    weights: Ints,
    by_words: bool,
    is_near: bool,
    most: int,
    window: int,
    least: float,
) -> tuple[Ints, Ints, Ints, Ints]:
    size = max(1024, 2 * (bounds[-1] - bounds[0]))
    one = np.empty(size, np.int32)
    other = np.empty(size, np.int32)
    days = np.empty(size, np.int32)
    used = 0
    left_out = np.zeros(heads.size, np.int64)
    for run in range(heads.size):
        first, last, led = bounds[run], bounds[run + 1], heads[run]
        size = last - first
        is_bounded = size > most
        looked = 0
        for a in range(first, first + led):
            # Those that lead and come later; then all that do not lead, or those near in time.
            begin, end = a + 1, first + led
            if is_bounded:
                end = min(end, begin + window)
            for part in range(2):
                if part == 1:
                    begin, end = first + led, last
                    if is_bounded and end - begin > window:
                        low, high = begin, end
                        while low < high:
                            middle = (low + high) // 2
                            if starts[middle] < starts[a]:
                                low = middle + 1
                            else:
                                high = middle
                        begin = max(begin, low - window // 2)
                        end = min(end, begin + window)
                looked += max(0, end - begin)
                for b in range(begin, end):
                    if owners[a] == owners[b]:
                        continue
                    shared = -1
                    if starts[a] != NO_DAY and starts[b] != NO_DAY:
                        shared = min(ends[a], ends[b]) - max(starts[a], starts[b]) + 1
                        if shared <= 0:
                            continue
                    if is_near and sectors[a] == sectors[b]:
                        continue
                    if sites[a] != sites[b]:
                        # A village of its own name is not the next one, nor any other place.
                        if sites[a] >= 0 and (sites[b] >= 0 or seconds[a] < 0):
                            continue
                        if sites[b] >= 0 and seconds[b] < 0:
                            continue
                    one_work, other_work = works[a], works[b]
                    if (
                        by_words
                        and shared_weight(word_starts, words, weights, one_work, other_work)[0]
                        < least
                    ):
                        continue
                    if are_related(named_starts, named, owner_of, one_work, other_work):
                        continue
                    if used == one.size:
                        one = np.concatenate((one, np.empty(used, np.int32)))
                        other = np.concatenate((other, np.empty(used, np.int32)))
                        days = np.concatenate((days, np.empty(used, np.int32)))
                    one[used] = min(order[a], order[b])
                    other[used] = max(order[a], order[b])
                    days[used] = shared
                    used += 1
        if is_bounded:
            left_out[run] = led * (led - 1) // 2 + led * (size - led) - looked
    return one[:used].copy(), other[:used].copy(), days[:used].copy(), left_out
