"""What do titles say of the work? Titles in, words out without the names of places.

That two titles name one district is known already. Words are compared by how they begin, so that
cases and plurals are one word, in Latin letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from intarsia.analysis.duplicates.sets import Sets, chosen, sets_of
from intarsia.analysis.duplicates.words import SMALL_WORDS
from intarsia.analysis.ground import Ground
from intarsia.spelling import latin

Ints = NDArray[Any]

_SHORTEST, _BEGINNING = 3, 7
_SMALL = frozenset().union(*SMALL_WORDS.values())
#: What places are called, and not what is done there.
_OF_PLACES = frozenset(
    "district districts region regions province nation national nationwide country village "
    "villages pays departement municipality municipio departamento raion raiony strana strane "
    "oblast wide project projects programme program projet proyecto proekt".split()
)


class Titles(NamedTuple):
    """Words of the titles of activities, in the order of WORKS.

    words     numbers of words
    weights   what each word weighs: the rarer, the more
    norms     root of the sum of their squares
    """

    words: Sets
    weights: Ints
    norms: Ints


class Frequencies(NamedTuple):
    """How many of so many titles have each word, by how it begins."""

    uses: Mapping[str, int]
    titles: int


def frequencies_of(titles: pa.ChunkedArray, units: pa.Table) -> Frequencies:
    """Return how many titles have each word.

    titles   a text or null an activity
    units    UNITS, whose names are no words
    """
    encoded = titles.combine_chunks().dictionary_encode()
    texts = np.bincount(
        np.asarray(encoded.indices.drop_null(), np.int64), minlength=len(encoded.dictionary)
    )
    uses: Counter[str] = Counter()
    places = _names(units)
    for title, times in zip(encoded.dictionary.to_pylist(), texts.tolist(), strict=True):
        for word in _words(title) - places:
            uses[word] += times
    return Frequencies(uses, len(titles))


def titles_of(
    ground: Ground, titles: pa.ChunkedArray, frequencies: Frequencies | None = None
) -> Titles:
    """Return the words of titles.

    titles        a text or null an activity, in the order of WORKS
    frequencies   of the country that these are a part of; of these alone if left out
    """
    places = _names(ground.units)
    of_all = frequencies_of(titles, ground.units) if frequencies is None else frequencies
    encoded = titles.combine_chunks().dictionary_encode()
    number: dict[str, int] = {}
    owners, ids = [], []
    for at, title in enumerate(encoded.dictionary.to_pylist()):
        for word in sorted(_words(title) - places):
            owners.append(at)
            ids.append(number.setdefault(word, len(number)))
    # A text without words stands behind the others: that of activities without a title.
    count = len(encoded.dictionary) + 1
    of_texts = sets_of(np.array(owners, np.int64), np.array(ids, np.int64), count)
    which = np.asarray(encoded.indices.fill_null(count - 1), np.int64)
    words = chosen(of_texts, which)
    uses = np.array([max(1, of_all.uses.get(word, 1)) for word in number], np.float64)
    weights = np.log((of_all.titles + 1) / uses)
    owner = np.repeat(np.arange(which.size), np.diff(words.starts))
    squares = np.bincount(owner, weights=weights[words.ids] ** 2, minlength=which.size)
    return Titles(words, weights, np.sqrt(squares))


def _names(units: pa.Table) -> frozenset[str]:
    """Words of the names of places, as words of titles are cut."""
    return _of_names(tuple(units["name"].to_pylist()))


@lru_cache(maxsize=4)
def _of_names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part[:_BEGINNING] for name in names for part in latin(name).split())


@lru_cache(maxsize=1 << 16)
def _words(title: str) -> frozenset[str]:
    return frozenset(
        word[:_BEGINNING]
        for word in latin(title).split()
        if len(word) >= _SHORTEST
        and not word.isdigit()
        and word not in _SMALL
        and word not in _OF_PLACES
    )


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def shared_weight(starts: Ints, words: Ints, weights: Ints, a: int, b: int) -> tuple[float, float]:
    """Return what the words weigh that two titles share: the sum, and that of squares."""
    at, end, other, last = starts[a], starts[a + 1], starts[b], starts[b + 1]
    total, squares = 0.0, 0.0
    while at < end and other < last:
        if words[at] == words[other]:
            weight = weights[words[at]]
            total += weight
            squares += weight * weight
            at += 1
            other += 1
        elif words[at] < words[other]:
            at += 1
        else:
            other += 1
    return total, squares


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def shared_weights(starts: Ints, words: Ints, weights: Ints, a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Return the same for pairs of titles."""
    sums = np.zeros(a.size, np.float64)
    squares = np.zeros(a.size, np.float64)
    for pair in range(a.size):
        sums[pair], squares[pair] = shared_weight(starts, words, weights, a[pair], b[pair])
    return sums, squares
