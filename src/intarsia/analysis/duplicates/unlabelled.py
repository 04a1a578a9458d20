"""Weights without a single judgement: pairs as levels in, a model and each pair's probability out.

What the pairs tell of themselves: some are one thing and most are not, and each level is so
frequent among the ones and so frequent among the others (Fellegi and Sunter 1969; estimated by
expectation and maximization, Winkler 1988). The weights are held to those of a known model.
See docs/methods/duplicates.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.fields import FIELDS, LEVELS, MOST_LEVELS, Field
from intarsia.analysis.duplicates.model import Model, day_one

Ints = NDArray[Any]
Floats = NDArray[Any]

#: How strongly each field is held to the known weights: as if seen in so many pairs of one thing.
PRIOR_PAIRS = 20.0
#: Rounds of estimating, and of sharing a record among its pairs; and when they have settled.
MOST_ROUNDS, MOST_SHARINGS, SETTLED = 60, 200, 1e-4


@dataclass(frozen=True)
class Estimated:
    """What pairs tell of themselves.

    model         its log-odds are those of a pair whose records have no likelier partner
    probability   of each pair, 0-1
    """

    model: Model
    probability: Floats


def estimated(
    levels: Ints,
    first: Ints,
    second: Ints,
    *,
    once: bool = False,
    prior: Model | None = None,
    name: str = "unlabelled",
) -> Estimated:
    """Return weights that fit pairs nobody has judged.

    levels          uint8[pairs, FIELDS] of all pairs that are worth comparing
    first, second   the records of each pair
    once            whether two lists are linked that each hold a thing once: `first` are all of
                    one list, `second` of the other, and a record has one partner or none
    prior           the model that is known; `day_one()` if left out

    Without `once` only for records of which hardly any two look alike and are not one: where
    programmes have siblings, as in most pictures, the siblings are taken for what is one thing.
    """
    before = day_one() if prior is None else prior
    known = before.weights.astype(np.float64) * before.slope
    weights, bias = known, float(before.bias * before.slope)
    chance = np.zeros(levels.shape[0])
    for _ in range(MOST_ROUNDS if levels.shape[0] else 0):
        odds = weights[np.arange(FIELDS), levels].sum(axis=1) + bias
        chance = (
            shared_chances(odds, first, second)
            if once
            else 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        )
        fresh = _weights(levels, chance, known)
        fresh_bias = _bias(chance, first, second, once)
        moved = max(float(np.abs(fresh - weights).max()), abs(fresh_bias - bias))
        weights, bias = fresh, fresh_bias
        if moved < SETTLED:
            break
    model = Model(weights.astype(np.float32), bias, name=name)
    return Estimated(model, chance.astype(np.float32))


def shared_chances(odds: Floats, first: Ints, second: Ints) -> Floats:
    """Return the probabilities of pairs of which a record can be in one only, 0-1.

    odds   log-odds of each pair, were its two records in no other

    A pair's odds count as far as both records are free: what a record's other pairs do not take.
    """
    strength = np.exp(np.clip(odds, -30, 30))
    _, one = np.unique(first, return_inverse=True)
    _, other = np.unique(second, return_inverse=True)
    free_other = np.ones(other.max(initial=-1) + 1)
    for _ in range(MOST_SHARINGS):
        free_one = 1 / (1 + np.bincount(one, strength * free_other[other]))
        fresh = 1 / (1 + np.bincount(other, strength * free_one[one]))
        moved = np.abs(fresh - free_other).max(initial=0)
        free_other = fresh
        if moved < SETTLED**2:
            break
    return np.asarray(strength * free_one[one] * free_other[other])


def each_once(odds: Floats, first: Ints, second: Ints) -> NDArray[np.bool_]:
    """Return which pairs remain if each record keeps one partner: the surest pairs first."""
    kept = np.zeros(odds.size, bool)
    taken: set[tuple[int, int]] = set()
    for pair in np.argsort(-odds, kind="stable").tolist():
        ends = {(0, int(first[pair])), (1, int(second[pair]))}
        if taken.isdisjoint(ends):
            taken |= ends
            kept[pair] = True
    return kept


def _weights(levels: Ints, chance: Floats, known: Floats) -> Floats:
    """The log of how much more frequent each level is among pairs that are one thing."""
    weights = known.copy()
    for field in Field:
        names = slice(1, len(LEVELS[field]))
        among_ones = np.bincount(levels[:, field], chance, MOST_LEVELS)[names]
        among_others = np.bincount(levels[:, field], 1 - chance, MOST_LEVELS)[names]
        # A field of one level, or that no two records state, tells nothing of itself.
        if among_ones.size == 1 or not (among_ones + among_others).any():
            continue
        others = (among_others + 1) / (among_others + 1).sum()
        expected = others * np.exp(known[field, names])
        ones = among_ones + PRIOR_PAIRS * expected / expected.sum()
        weights[field, names] = np.log(ones / ones.sum() / others)
    return weights


def _bias(chance: Floats, first: Ints, second: Ints, once: bool) -> float:
    """The log-odds that a pair of which nothing is known is one thing."""
    ones = max(float(chance.sum()), 1e-9)
    if not once:
        return float(np.log(ones / max(chance.size - ones, 1e-9)))
    # Only pairs of two records that are both still free could have been one thing.
    _, one = np.unique(first, return_inverse=True)
    _, other = np.unique(second, return_inverse=True)
    free_one = np.clip(1 - np.bincount(one, chance), 0, 1)
    free_other = np.clip(1 - np.bincount(other, chance), 0, 1)
    return float(np.log(ones / max(float((free_one[one] * free_other[other]).sum()), 1.0)))
