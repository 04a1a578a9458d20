"""Which pairs concern a few activities? A country and these in; candidates that hold them out.

The same candidates that a search of the whole country has, found without comparing all with all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.blocks import Blocks, blocks_around, order_of, rules_of
from intarsia.analysis.duplicates.fields import FIELDS
from intarsia.analysis.duplicates.kinds import FUNDING_CHAIN, SAME_ACTIVITY
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.links import Link
from intarsia.analysis.duplicates.neighbours import nearest_titles, repeated_rows
from intarsia.analysis.duplicates.pairs import Ground, Judged, Part
from intarsia.analysis.duplicates.sets import each_once
from intarsia.analysis.duplicates.sweep import MOST_IN_BLOCK, WINDOW, Bounded

Ints = NDArray[Any]


def part_around(ground: Ground, record: int) -> Part:
    """Return the pairs of one record that a search of the whole country finds.

    What its candidates are depends on theirs (a rival, three that are likelier), and what those
    are on theirs again; so candidates are found around it, around those, and around these.
    """
    looking = _Candidates(ground)
    focus = np.array([record])
    pairs, bounded = looking.around(focus)
    judged = ground.judged(pairs)
    partners = _others(judged, focus, _may_be_one(judged) | judged.alike)
    if partners.size:
        pairs = _both(pairs, looking.around(partners)[0])
        judged = ground.judged(pairs)
        third = np.setdiff1d(_others(judged, partners, _may_be_one(judged)), [record, *partners])
        if third.size:
            pairs = _both(pairs, looking.around(third)[0])
            judged = ground.judged(pairs)
    return ground.part(judged, (judged.a == record) | (judged.b == record), bounded)


def _may_be_one(judged: Judged) -> NDArray[np.bool_]:
    """Whether pairs are one thing as long as no rival is found."""
    kinds = (SAME_ACTIVITY, FUNDING_CHAIN)
    unlinked = judged.links == Link.NONE
    return np.asarray(judged.kept & unlinked & np.isin(judged.kind, kinds))


def _others(judged: Judged, focus: Ints, wanted: Ints) -> Ints:
    """The other ends of wanted pairs that hold a record of the focus."""
    a, b = judged.a[wanted], judged.b[wanted]
    return _both(b[np.isin(a, focus)], a[np.isin(b, focus)])


def _both(one: Ints, other: Ints) -> Ints:
    return each_once(np.concatenate((one, other)))


class _Candidates:
    """All candidates of a country, to be asked for those of some records."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._rules, self._order = rules_of(ground.here), order_of(ground.here)
        self._others = _both(repeated_rows(ground.here), ground.linked)
        # In float64, as the sweep adds them up.
        self._weights = ground.model.weights.astype(np.float64)

    def around(self, focus: Ints) -> tuple[Ints, list[Bounded]]:
        """Return the candidates that hold a record of the focus, and what was bounded.

        Returns   pairs int64, first record << 32 | second, sorted and unique
        """
        ground = self._ground
        publishers = ground.here.publishers
        is_focus = np.zeros(publishers.size, bool)
        is_focus[focus] = True
        met: list[Ints] = []
        bounded: list[Bounded] = []
        for blocks in blocks_around(self._rules, self._order, focus):
            one, other, left_out = _met(blocks, is_focus, publishers)
            bounded += left_out
            met.append((np.minimum(one, other) << 32) | np.maximum(one, other))
        pairs = each_once(np.concatenate(met))
        unlinked = np.zeros(pairs.size, np.uint8)
        levels = levels_of(ground.ready, pairs >> 32, pairs & 0xFFFFFFFF, unlinked)
        swept = pairs[self._weights[np.arange(FIELDS), levels].sum(axis=1) >= ground.lowest]
        near = nearest_titles(ground.here, 1, around=focus)
        found = each_once(np.concatenate((swept, near, self._others)))
        return found[is_focus[found >> 32] | is_focus[found & 0xFFFFFFFF]], bounded


def _met(blocks: Blocks, is_focus: Ints, publishers: Ints) -> tuple[Ints, Ints, list[Bounded]]:
    """Whom each record of the focus meets in blocks, and the large blocks where it meets few."""
    members, bounds = blocks.members.astype(np.int64), blocks.bounds
    at = np.flatnonzero(is_focus[members])
    block = np.searchsorted(bounds, at, side="right") - 1
    begins, ends = bounds[block], bounds[block + 1]
    reach = np.where(ends - begins > MOST_IN_BLOCK, WINDOW, ends - begins)
    firsts, lasts = np.maximum(begins, at - reach), np.minimum(ends, at + reach + 1)
    counts = lasts - firsts
    before = np.concatenate(([0], np.cumsum(counts)))
    other = np.arange(before[-1]) + np.repeat(firsts - before[:-1], counts)
    one, other = members[np.repeat(at, counts)], members[other]
    apart = _are_compared(blocks, publishers, one, other)
    bounded = []
    for place in np.flatnonzero(ends - begins > MOST_IN_BLOCK):
        whole = members[begins[place] : ends[place]]
        wanted = int(_are_compared(blocks, publishers, members[at[place]], whole).sum())
        compared = int(apart[before[place] : before[place + 1]].sum())
        if wanted > compared:
            bounded.append(Bounded(blocks.rule, whole, compared, wanted - compared))
    return one[apart], other[apart], bounded


def _are_compared(blocks: Blocks, publishers: Ints, one: Ints, other: Ints) -> Ints:
    """Which pairs of members a sweep compares, were all blocks small."""
    apart = one != other
    if blocks.skips_same:
        apart &= (publishers[one] < 0) | (publishers[one] != publishers[other])
    return np.asarray(apart)
