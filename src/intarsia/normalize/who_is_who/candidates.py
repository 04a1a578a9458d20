"""Which known names may a name be meant to be? Readings in, the few nearest of the known ones out.

Two names that may be one share rare words, rare pairs of words, or rare groups of three letters.
Only the rarest that a name has are looked up, so that thousands of names take a moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from intarsia.normalize.who_is_who.names import Reading

Ints = NDArray[np.int64]

#: Letters and digits in Latin script, and one place for any other sign.
_SIGNS = 37
#: How many known names the rarest features of a name may lead to, before the search stops.
_REACH = 400
_BLOCK = 2000
#: The pairs of so many words of a name are looked at.
_PAIRED = 6
#: A known name that shares less than this part of what the nearest one shares is none.
_NEAR = 0.4


class Candidates:
    """The known names by their words, pairs of words and groups of three letters."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._features: dict[object, int] = {}
        self._count = len(readings)
        owners, features = self._pairs(readings, learn=True)
        size = int(features.max()) + 1 if len(features) else 1
        often = np.bincount(features, minlength=size)
        self._weight = np.where(often > 0, np.log1p(self._count / np.maximum(often, 1)), 0.0)
        order = np.argsort(features, kind="stable")
        self._owners = owners[order]
        self._starts = np.concatenate([[0], np.cumsum(often)]).astype(np.int64)
        self._total = np.bincount(owners, self._weight[features], minlength=self._count)

    def nearest(self, readings: Sequence[Reading], most: int = 8) -> list[list[int]]:
        """Return for each reading the positions of at most `most` known names, best first."""
        found: list[list[int]] = []
        for start in range(0, len(readings), _BLOCK):
            found.extend(self._nearest(readings[start : start + _BLOCK], most))
        return found

    def _nearest(self, readings: Sequence[Reading], most: int) -> list[list[int]]:
        result: list[list[int]] = [[] for _ in readings]
        owners, features = self._pairs(readings, learn=False)
        known = features < len(self._starts) - 1
        owners, features = owners[known], features[known]
        often = self._starts[features + 1] - self._starts[features]
        known = often > 0
        owners, features, often = owners[known], features[known], often[known]
        if not len(owners):
            return result
        owners, features, often = _rarest(owners, features, often)
        hits = np.repeat(self._starts[features], often) + _counting(often)
        pair = np.repeat(owners, often) * self._count + self._owners[hits]
        order = np.argsort(pair, kind="stable")
        pair = pair[order]
        first = np.flatnonzero(np.diff(pair, prepend=-1))
        shared = np.add.reduceat(np.repeat(self._weight[features], often)[order], first)
        pairs = pair[first]
        query, entry = pairs // self._count, pairs % self._count
        rank = shared / np.sqrt(self._total[entry])
        best = np.zeros(len(readings))
        np.maximum.at(best, query, rank)
        near = rank >= best[query] * _NEAR
        query, entry, rank = query[near], entry[near], rank[near]
        order = np.lexsort((-rank, query))
        place = _counting(np.bincount(query, minlength=len(readings)))
        kept = order[place < most]
        for one, other in zip(query[kept].tolist(), entry[kept].tolist(), strict=True):
            result[one].append(other)
        return result

    def _pairs(self, readings: Sequence[Reading], *, learn: bool) -> tuple[Ints, Ints]:
        """Which reading has which feature, each once, sorted by reading."""
        owners, grams = _grams([reading.letters for reading in readings])
        also_owners: list[int] = []
        also: list[int] = []
        known = self._features
        first = _SIGNS**3
        for position, reading in enumerate(readings):
            words = sorted(set(reading.words))
            for feature in (*words, *combinations(words[:_PAIRED], 2)):
                if learn:
                    number = known.setdefault(feature, first + len(known))
                else:
                    number = known.get(feature, -1)
                    if number < 0:
                        continue
                also_owners.append(position)
                also.append(number)
        return (
            np.concatenate([owners, np.array(also_owners, np.int64)]),
            np.concatenate([grams, np.array(also, np.int64)]),
        )


def _grams(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Every group of three letters of every text, once a text."""
    lengths = np.array([len(text) for text in texts], np.int64)
    signs = np.frombuffer("".join(texts).encode("ascii", "replace"), np.uint8).astype(np.int64)
    codes = np.full(len(signs), _SIGNS - 1, np.int64)
    letters = (signs >= ord("a")) & (signs <= ord("z"))
    digits = (signs >= ord("0")) & (signs <= ord("9"))
    codes[letters] = signs[letters] - ord("a")
    codes[digits] = signs[digits] - ord("0") + 26
    owner = np.repeat(np.arange(len(texts)), lengths)
    if len(codes) < 3:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    whole = owner[:-2] == owner[2:]
    grams = (codes[:-2] * _SIGNS + codes[1:-1]) * _SIGNS + codes[2:]
    both = np.unique(owner[:-2][whole] * _SIGNS**3 + grams[whole])
    return both // _SIGNS**3, both % _SIGNS**3


def _rarest(owners: Ints, features: Ints, often: Ints) -> tuple[Ints, Ints, Ints]:
    """Of each reading's features the rarest, until they lead to enough known names."""
    order = np.lexsort((often, owners))
    owners, features, often = owners[order], features[order], often[order]
    before = np.cumsum(often) - often
    first = np.searchsorted(owners, owners)
    reached = before - before[first]
    kept = reached < _REACH
    return owners[kept], features[kept], often[kept]


def _counting(lengths: Ints) -> Ints:
    """0, 1, 2 … anew for each length: [2, 3] gives 0 1 0 1 2."""
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
