"""Can a pair still matter? Compared field by field, and left as soon as it cannot.

What is cheap or telling comes first; what is not compared yet counts as if it spoke for the pair.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.fields import FIELDS, LEVELS, Field
from intarsia.analysis.duplicates.levels import (
    number_levels,
    rest_levels,
    set_levels,
    title_levels,
)
from intarsia.analysis.duplicates.packed import PUBLISHER, REPORTER, Packed, Set

Ints = NDArray[Any]

#: Sums of weights in another order differ by less.
MARGIN = 1e-3
_FIRST_NUMBER, _LAST_NUMBER = int(Field.START), int(Field.TASK)
_LAST_SET = int(Field.PLACE)
_TITLE, _RARE = int(Field.TITLE), int(Field.RARE_WORDS)
_REFERENCE, _NAMED, _PAYMENT = int(Field.REFERENCE), int(Field.NAMED), int(Field.PAYMENT)
_FIGURE, _DESCRIPTION = int(Field.FIGURE), int(Field.DESCRIPTION)
#: What two activities of one programme must have in common, see kinds.py.
_ALIKE, _RARE_ENOUGH = LEVELS[Field.TITLE].index("55"), LEVELS[Field.RARE_WORDS].index("9")
_REPORTER, _FUNDER, _IMPLEMENTER = int(Field.REPORTER), int(Field.FUNDER), int(Field.IMPLEMENTER)
_UNRELATED = LEVELS[Field.REPORTER].index("unrelated")
_SHARED = LEVELS[Field.FUNDER].index("shared")
#: Fields that say nothing where a set of one of the two is empty, and that set.
_OF_SETS = ((_REFERENCE, int(Set.REFERENCES)), (_PAYMENT, int(Set.PAYMENTS)),
            (_FIGURE, int(Set.FIGURES)), (_DESCRIPTION, int(Set.SAID)))  # fmt: skip


def best_of(weights: Ints) -> Ints:
    """Return the most that each field may add, float64[FIELDS]."""
    return np.asarray(weights.max(axis=1).clip(min=0), np.float64)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _best_of_names(bounds: Ints, a: int, b: int, most: float) -> float:
    """The most that names may add: nothing where neither title has any."""
    if (
        bounds[a, Set.NAMED] == bounds[a, Set.NAMED + 1]
        and bounds[b, Set.NAMED] == bounds[b, Set.NAMED + 1]
    ):
        return 0.0
    return most


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _best_rest(bounds: Ints, a: int, b: int, best: Ints) -> float:
    """The most that references, names, payments, figures and descriptions may add."""
    total: float = _best_of_names(bounds, a, b, best[_NAMED])
    for field, which in _OF_SETS:
        if bounds[a, which] < bounds[a, which + 1] and bounds[b, which] < bounds[b, which + 1]:
            total += best[field]
    return total


@nb.njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def reaches(
    numbers: Ints,
    amounts: Ints,
    bounds: Ints,
    ids: Ints,
    words: Ints,
    a: int,
    b: int,
    weights: Ints,
    best: Ints,
    least: float,
    levels: Ints,
) -> bool:
    """Return whether what the fields of two records say, links left out, adds up to `least`.

    weights, best   float32[FIELDS, MOST_LEVELS]; `best_of` them
    levels          uint8[FIELDS], to write to
    """
    number_levels(numbers, amounts, a, b, levels)
    score = _best_rest(bounds, a, b, best) - least + MARGIN
    for field in range(_FIRST_NUMBER, _LAST_NUMBER + 1):
        score += weights[field, levels[field]]
    sets = 0.0
    for field in range(_LAST_SET + 1):
        sets += best[field]
    if score + sets + best[_TITLE] + best[_RARE] < 0:
        return False
    title_levels(numbers, amounts, bounds, ids, words, a, b, levels)
    score += weights[_TITLE, levels[_TITLE]] + weights[_RARE, levels[_RARE]]
    if score + sets < 0:
        return False
    set_levels(numbers, bounds, ids, a, b, levels)
    for field in range(_LAST_SET + 1):
        score += weights[field, levels[field]]
    if score < 0:
        return False
    rest_levels(numbers, bounds, ids, a, b, levels)
    total = 0.0
    for field in range(FIELDS):
        total += weights[field, levels[field]]
    return total >= least


def worth_comparing(records: Packed, pairs: Ints, weights: Ints, least: float) -> Ints:
    """Return those of the pairs that may be one thing, one report twice, or look alike.

    pairs   int64, first record << 32 | second
    least   what the fields of two that are one thing add up to
    """
    kept: Ints = _worth_comparing(*records, pairs, weights, best_of(weights), least - MARGIN)
    return pairs[kept]


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _worth_comparing(
    numbers: Ints,
    amounts: Ints,
    bounds: Ints,
    ids: Ints,
    words: Ints,
    pairs: Ints,
    weights: Ints,
    best: Ints,
    least: float,
) -> Ints:
    kept = np.zeros(pairs.size, np.bool_)
    levels = np.zeros(FIELDS, np.uint8)
    for pair in range(pairs.size):
        a, b = pairs[pair] >> 32, pairs[pair] & 0xFFFFFFFF
        is_same = (
            numbers[a, REPORTER] == numbers[b, REPORTER] >= 0
            and numbers[a, PUBLISHER] == numbers[b, PUBLISHER]
        )
        if is_same:
            kept[pair] = True
            continue
        title_levels(numbers, amounts, bounds, ids, words, a, b, levels)
        if levels[_TITLE] >= _ALIKE and (
            levels[_RARE] >= _RARE_ENOUGH or _best_of_names(bounds, a, b, 1.0) > 0
        ):
            set_levels(numbers, bounds, ids, a, b, levels)
            kept[pair] = (
                levels[_FUNDER] == _SHARED
                or levels[_IMPLEMENTER] == _SHARED
                or levels[_REPORTER] not in (0, _UNRELATED)
            )
        if not kept[pair]:
            kept[pair] = reaches(
                numbers, amounts, bounds, ids, words, a, b, weights, best, least, levels
            )
    return kept
