"""Which strands meet? Strands in, pairs out that are on one ground at one time.

Four ways, one kernel: in one unit; a whole region with what lies in it; a whole country with what
lies in it, and sectors next to each other in one unit, where titles share words. Strands of one
organization or of one chain, or in two villages of one district, do not meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.overlaps.actors import Actors, are_related
from intarsia.analysis.overlaps.strands import NO_DAY, Strands
from intarsia.analysis.overlaps.titles import Titles

Ints = NDArray[Any]

#: A run of more strands than this is not swept whole: each meets those next to it in time.
MOST_IN_RUN, WINDOW = 2_000, 150
#: What the words that two titles share must weigh together, in nats, where words must agree.
LEAST_WORDS = 9.0


class Bounded(NamedTuple):
    """A run that was not swept whole: its strands, and how many pairs were not looked at."""

    strands: Ints
    left_out: int


class Met(NamedTuple):
    """Pairs of strands, numbers of each, every pair once; and what was not swept whole."""

    one: Ints
    other: Ints
    bounded: list[Bounded]


class _Way(NamedTuple):
    """Strands that can meet: each that leads meets all others that have the keys in common.

    by_words   whether titles must share words
    """

    members: Ints
    keys: tuple[Ints, ...]
    leads: Ints
    by_words: bool


def meet(strands: Strands, actors: Actors, titles: Titles) -> Met:
    """Return the pairs of strands that are on one ground at one time.

    actors, titles   of the activities that strands stand for
    """
    ones, others, bounded = [], [], []
    is_placed = (strands.firsts >= 0) | (strands.seconds >= 0)
    for way in _ways(strands):
        order, bounds, heads = _runs(way, strands.starts)
        one, other, left_out = _meet(
            order, bounds, heads, strands.works, strands.owners, strands.sectors, strands.seconds,
            strands.sites, is_placed, strands.is_national, strands.starts, strands.ends,
            *actors.named, actors.owners, *titles.words, titles.weights,
            way.by_words, len(way.keys) == 3 and way.by_words, MOST_IN_RUN, WINDOW, LEAST_WORDS,
        )  # fmt: skip
        ones.append(one)
        others.append(other)
        bounded += [
            Bounded(order[bounds[run] : bounds[run + 1]], int(left_out[run]))
            for run in np.flatnonzero(left_out)
        ]
    return Met(np.concatenate(ones), np.concatenate(others), bounded)


def _ways(strands: Strands) -> Iterator[_Way]:
    in_unit, in_region = strands.seconds >= 0, strands.firsts >= 0
    in_sector = (strands.countries, strands.sectors)
    everywhere = np.ones(strands.works.size, bool)
    yield _Way(in_unit, (*in_sector, strands.seconds), in_unit, False)
    yield _Way(in_region, (*in_sector, strands.firsts), in_region & ~in_unit, False)
    yield _Way(everywhere, in_sector, ~in_region & ~in_unit, True)
    yield _Way(in_unit, (strands.countries, strands.groups, strands.seconds), in_unit, True)


def _runs(way: _Way, starts: Ints) -> tuple[Ints, Ints, Ints]:
    """Strands in the order of their keys, who leads first, by first day; edges; leads of each."""
    which = np.flatnonzero(way.members)
    keys = [key[which] for key in way.keys]
    order = np.lexsort((starts[which], ~way.leads[which], *reversed(keys)))
    edges = np.zeros(order.size, bool)
    edges[:1] = True
    for key in keys:
        edges[1:] |= key[order][1:] != key[order][:-1]
    bounds = np.append(np.flatnonzero(edges), order.size)
    order = which[order]
    before = np.concatenate(([0], np.cumsum(way.leads[order])))
    return order, bounds, before[bounds[1:]] - before[bounds[:-1]]


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _shared_weight(starts: Ints, words: Ints, weights: Ints, a: int, b: int) -> float:
    """What the words weigh that two titles share."""
    at, end, other, last = starts[a], starts[a + 1], starts[b], starts[b + 1]
    total = 0.0
    while at < end and other < last:
        if words[at] == words[other]:
            total += weights[words[at]]
            at += 1
            other += 1
        elif words[at] < words[other]:
            at += 1
        else:
            other += 1
    return total


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _meet(
    order: Ints,
    bounds: Ints,
    heads: Ints,
    works: Ints,
    owners: Ints,
    sectors: Ints,
    seconds: Ints,
    sites: Ints,
    is_placed: Ints,
    is_national: Ints,
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
) -> tuple[Ints, Ints, Ints]:
    one = np.empty(1024, np.int32)
    other = np.empty(1024, np.int32)
    used = 0
    left_out = np.zeros(heads.size, np.int64)
    for run in range(heads.size):
        first, last, led = bounds[run], bounds[run + 1], heads[run]
        size = last - first
        is_bounded = size > most
        looked = 0
        for at in range(first, first + led):
            a = order[at]
            # Those that lead and come later; then all that do not lead, or those near in time.
            begin, end = at + 1, first + led
            if is_bounded:
                end = min(end, begin + window)
            for part in range(2):
                if part == 1:
                    begin, end = first + led, last
                    if is_bounded and end - begin > window:
                        low, high = begin, end
                        while low < high:
                            middle = (low + high) // 2
                            if starts[order[middle]] < starts[a]:
                                low = middle + 1
                            else:
                                high = middle
                        begin = max(begin, low - window // 2)
                        end = min(end, begin + window)
                looked += max(0, end - begin)
                for place in range(begin, end):
                    b = order[place]
                    if owners[a] == owners[b]:
                        continue
                    if (
                        starts[a] != NO_DAY
                        and starts[b] != NO_DAY
                        and (starts[a] > ends[b] or starts[b] > ends[a])
                    ):
                        continue
                    if is_near and sectors[a] == sectors[b]:
                        continue
                    if by_words and not is_near and is_placed[b] and not is_national[a]:
                        # Of a place that is not known it is not known that it is this one.
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
                        and _shared_weight(word_starts, words, weights, one_work, other_work)
                        < least
                    ):
                        continue
                    if are_related(named_starts, named, owner_of, one_work, other_work):
                        continue
                    if used == one.size:
                        one = np.concatenate((one, np.empty(used, np.int32)))
                        other = np.concatenate((other, np.empty(used, np.int32)))
                    one[used] = min(a, b)
                    other[used] = max(a, b)
                    used += 1
        if is_bounded:
            left_out[run] = led * (led - 1) // 2 + led * (size - led) - looked
    return one[:used].copy(), other[:used].copy(), left_out
