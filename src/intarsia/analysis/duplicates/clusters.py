"""Which activities are one thing? Pairs in, clusters out that are consistent with their pairs.

A donor, a fund and two implementers are one thing; a weak bridge does not merge two strong groups.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.fields import Field
from intarsia.analysis.duplicates.kinds import SAME_REPORT, TWICE
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.packed import packed
from intarsia.analysis.duplicates.pairs import Pairs
from intarsia.analysis.duplicates.records import weighed

Ints = NDArray[Any]

#: What two members that are not found as a pair say against their being one, at the most: two
#: implementers of one fund are unlike each other and still belong together.
_MOST_AGAINST = 3.0
#: What a pair says for it, at the most.
_MOST_FOR = 6.0


def clusters_of(pairs: Pairs) -> Ints:
    """Return the cluster of each record: the number of its first record; its own if alone.

    Copies of one report are joined first, whatever else they are to others; then the surest
    pairs. Two clusters are joined where what all pairs between them
    say adds up to more for than against; pairs that were not found are looked at then.
    """
    count = pairs.known.records.titles.size
    cluster = np.arange(count)
    wanted = np.flatnonzero(np.isin(pairs.kind, TWICE) & (pairs.probability >= 0.5))
    if not wanted.size:
        return cluster
    said = {
        (int(pairs.first[at]), int(pairs.second[at])): _odds(float(pairs.probability[at]))
        for at in wanted
    }
    members: dict[int, list[int]] = {}
    compare = _Compare(pairs)
    repeated = {
        (int(pairs.first[at]), int(pairs.second[at]))
        for at in wanted[pairs.kind[wanted] == SAME_REPORT]
    }
    ids = pairs.known.ids
    order = sorted(
        said,
        key=lambda pair: (
            pair not in repeated, -said[pair], *sorted(ids[end].as_py() for end in pair),
        ),
    )  # fmt: skip
    for first, second in order:
        one, other = int(cluster[first]), int(cluster[second])
        if one == other:
            continue
        ones, others = members.get(one, [one]), members.get(other, [other])
        is_free = len(ones) + len(others) == 2 or (first, second) in repeated
        if not is_free and _against(ones, others, said, compare):
            continue
        kept, gone = min(one, other), max(one, other)
        together = sorted(ones + others)
        members.pop(gone, None)
        members[kept] = together
        cluster[together] = kept
    return cluster


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))


def _against(
    ones: list[int], others: list[int], said: dict[tuple[int, int], float], compare: _Compare
) -> bool:
    """Whether what the pairs between two clusters say adds up to more against than for."""
    total = 0.0
    unsaid = []
    for one in ones:
        for other in others:
            pair = (min(one, other), max(one, other))
            if pair in said:
                total += min(said[pair], _MOST_FOR)
            else:
                unsaid.append(pair)
    if unsaid:
        odds = np.clip(compare(unsaid), -_MOST_AGAINST, 0)
        total += float(odds.sum())
    return total < 0


class _Compare:
    """The log-odds of pairs that were no candidates, or too unlike; who reports does not count."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._ready = packed(weighed(pairs.known.records))

    def __call__(self, wanted: list[tuple[int, int]]) -> Ints:
        first = np.array([one for one, _ in wanted])
        second = np.array([other for _, other in wanted])
        levels = levels_of(self._ready, first, second, np.zeros(first.size, np.uint8))
        # Two that one payer pays need not name each other.
        reporters = levels[:, Field.REPORTER]
        levels[:, Field.REPORTER] = np.where(reporters == 1, reporters, 0)
        return np.asarray(self._pairs.model.log_odds(levels))
