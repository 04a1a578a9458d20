"""Which activities are one thing? Pairs in, clusters out that are consistent with their pairs.

A donor, a fund and two implementers are one thing; a weak bridge does not merge two strong groups.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

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
#: Of a cluster so many members are asked, those that joined first.
_MOST_ASKED = 100


def clusters_of(pairs: Pairs) -> Ints:
    """Return the cluster of each record: the number of its first record; its own if alone.

    Copies of one report are joined first, whatever else they are to others; then the surest
    pairs. Two clusters are joined where what all pairs between them
    say adds up to more for than against; pairs that were not found are looked at then.
    """
    count = pairs.known.records.titles.size
    is_one = np.isin(pairs.kind, TWICE) & (pairs.probability >= 0.5)
    if not is_one.any():
        return np.arange(count)
    ids = pairs.known.ids.to_pylist()
    cluster, members = _copies(pairs, is_one & (pairs.kind == SAME_REPORT), ids)
    said = {
        (int(pairs.first[at]), int(pairs.second[at])): _odds(float(pairs.probability[at]))
        for at in np.flatnonzero(is_one)
    }
    compare = _Compare(pairs)
    refused: set[tuple[int, int, int, int]] = set()
    order = sorted(said, key=lambda pair: (-said[pair], *sorted(ids[end] for end in pair)))
    for pair in order:
        one, other = sorted(int(cluster[end]) for end in pair)
        ones, others = members.get(one, [one]), members.get(other, [other])
        # What was refused is so until one of the two has grown.
        asked = (one, other, len(ones), len(others))
        if one == other or asked in refused:
            continue
        if len(ones) + len(others) > 2 and _against(ones, others, said, compare):
            refused.add(asked)
            continue
        is_first = (-len(ones), ids[ones[0]]) < (-len(others), ids[others[0]])
        kept, gone = (one, other) if is_first else (other, one)
        together = (ones, others) if is_first else (others, ones)
        cluster[together[1]] = kept
        members.pop(gone, None)
        members[kept] = together[0]
        members[kept] += together[1]
    return _by_first(cluster)


def _copies(pairs: Pairs, which: Ints, ids: list[str]) -> tuple[Ints, dict[int, list[int]]]:
    """Records that some pairs hold together, however long the chain: a number each, and members."""
    count = pairs.known.records.titles.size
    ends = pairs.first[which], pairs.second[which]
    joined = sparse.csr_matrix((np.ones(ends[0].size, bool), ends), shape=(count, count))
    cluster = _by_first(csgraph.connected_components(joined, directed=False)[1])
    members: dict[int, list[int]] = defaultdict(list)
    for record in sorted(np.unique(np.concatenate(ends)).tolist(), key=ids.__getitem__):
        members[int(cluster[record])].append(record)
    return cluster, dict(members)


def _by_first(cluster: Ints) -> Ints:
    """Clusters by the number of their first record."""
    firsts = np.full(cluster.size, cluster.size)
    np.minimum.at(firsts, cluster, np.arange(cluster.size))
    return np.asarray(firsts[cluster])


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))


def _against(
    ones: list[int], others: list[int], said: dict[tuple[int, int], float], compare: _Compare
) -> bool:
    """Whether what the pairs between two clusters say adds up to more against than for."""
    votes = []
    unsaid = []
    for one in ones[:_MOST_ASKED]:
        for other in others[:_MOST_ASKED]:
            pair = (min(one, other), max(one, other))
            if pair in said:
                votes.append(min(said[pair], _MOST_FOR))
            else:
                unsaid.append(pair)
    if unsaid:
        votes += np.clip(compare(unsaid), -_MOST_AGAINST, 0).tolist()
    return math.fsum(votes) < 0


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
