"""Which pairs are one question? Pairs in, groups out: "five organizations train the same police".

A group is held together by its pairs: two groups become one where at least half of the pairs
between them are found. What one same set of organizations does in one sector in several places is
one group.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.overlaps.strands import Strands

Ints = NDArray[Any]


#: Pairs that are in no group are joined among themselves, so many times; then each stands alone.
ROUNDS = 4
#: A pair whose score is lower than a group's by more than this is another question.
MOST_APART = 0.1


@dataclass
class Group:
    """Strands that are one question, and their pairs.

    strands   numbers of strands, sorted
    pairs     places of pairs, the surest first
    """

    strands: list[int]
    pairs: list[int] = field(default_factory=list)


def groups_of(
    strands: Strands, one: Ints, other: Ints, order: Ints, scores: Ints, kinds: Ints
) -> list[Group]:
    """Return groups of pairs; every pair is in one of them.

    one, other   numbers of strands
    order        places of the pairs that count, the surest first
    scores       of all pairs
    kinds        what each strand does for whom, a number
    """
    groups: list[Group] = []
    left = order
    for _ in range(ROUNDS):
        here = _held_together(one, other, left, scores)
        groups += here
        inside = np.zeros(one.size, bool)
        inside[[place for group in here for place in group.pairs]] = True
        left = left[~inside[left]]
    return _in_several_places(strands, groups + _each_alone(one, other, left), kinds)


def pairs_in_several_places(
    strands: Strands, one: Ints, other: Ints, order: Ints, kinds: Ints
) -> list[Group]:
    """Return each pair as a group; what the same two do in several places is one.

    Arguments as of `groups_of`.
    """
    return _in_several_places(strands, _each_alone(one, other, order), kinds)


def _each_alone(one: Ints, other: Ints, order: Ints) -> list[Group]:
    ends = zip(order.tolist(), one[order].tolist(), other[order].tolist(), strict=True)
    return [Group(sorted((a, b)), [place]) for place, a, b in ends]


def _held_together(one: Ints, other: Ints, order: Ints, scores: Ints) -> list[Group]:
    """Join along pairs, the surest first, where half of the pairs between two groups are there.

    A pair that is much less sure than a group it would join does not join it.
    """
    of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    best: dict[int, float] = {}
    between: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    ones, others = one[order].tolist(), other[order].tolist()
    for a, b in zip(ones, others, strict=True):
        for strand in (a, b):
            of[strand] = strand
            members[strand] = [strand]
        between[a][b] += 1
        between[b][a] += 1
    for a, b, score in zip(ones, others, scores[order].tolist(), strict=True):
        first, second = of[a], of[b]
        sure = max(best.get(first, score), best.get(second, score))
        if first == second or score < sure - MOST_APART:
            continue
        if 2 * between[first][second] < len(members[first]) * len(members[second]):
            continue
        if len(members[first]) < len(members[second]):
            first, second = second, first
        best[first] = sure
        for strand in members[second]:
            of[strand] = first
        members[first] += members.pop(second)
        for third, count in between.pop(second).items():
            between[third].pop(second, None)
            if third != first:
                between[first][third] += count
                between[third][first] += count
    pairs: dict[int, list[int]] = {}
    for place, a, b in zip(order.tolist(), ones, others, strict=True):
        if of[a] == of[b]:
            pairs.setdefault(of[a], []).append(place)
    return [Group(sorted(members[head]), inside) for head, inside in pairs.items()]


def _in_several_places(strands: Strands, groups: list[Group], kinds: Ints) -> list[Group]:
    """Join groups of the same organizations that do the same for the same, in sector or place."""
    found: dict[tuple[Any, ...], Group] = {}
    of_works: dict[frozenset[int], Group] = {}
    kept: list[Group] = []
    for group in groups:
        owners = frozenset(strands.owners[group.strands].tolist())
        sectors = frozenset(strands.sectors[group.strands].tolist())
        done = frozenset(kinds[group.strands].tolist())
        works = frozenset(strands.works[group.strands].tolist())
        places = _places(strands, group)
        # The same activities in two sectors, the same done in two places, or in two sectors there.
        known = of_works.get(works)
        if places:
            known = known or found.get((owners, sectors, done)) or found.get((owners, places, done))
        if known is None:
            kept.append(group)
            found[owners, sectors, done] = found[owners, places, done] = of_works[works] = group
        else:
            known.strands = sorted({*known.strands, *group.strands})
            known.pairs += group.pairs
    return kept


def _places(strands: Strands, group: Group) -> frozenset[tuple[int, int, int]]:
    which = group.strands
    columns = (strands.firsts, strands.seconds, strands.sites)
    places = frozenset(zip(*(column[which].tolist() for column in columns), strict=True))
    return places if all(max(place) >= 0 for place in places) else frozenset()
