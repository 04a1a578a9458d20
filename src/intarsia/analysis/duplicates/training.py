"""Weights from judgements: pairs that people or a source have judged in, a model out.

Ridge logistic regression over the levels; a field's weights add up and can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from intarsia.analysis.duplicates.fields import FIELDS, LEVELS, MOST_LEVELS, Field
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.model import Model, ModelError, day_one
from intarsia.analysis.duplicates.packed import packed
from intarsia.analysis.duplicates.records import records_of, weighed
from intarsia.errors import IntarsiaError
from intarsia.tables import Picture

Floats = NDArray[Any]

#: How strongly weights are held to those of day one: each as if seen in so many pairs.
PRIOR_STRENGTH = 1.0
#: Fewer judgements of either kind than this say nothing about weights.
LEAST_JUDGED = 10


@dataclass(frozen=True)
class Judged:
    """Judged pairs.

    levels   uint8[pairs, FIELDS]
    is_one   whether the two are one thing
    counts   float: for how many pairs each stands, 1 for a judged one
    """

    levels: Floats
    is_one: NDArray[np.bool_]
    counts: Floats


def train(judged: Judged, *, prior: Model | None = None, name: str = "trained") -> Model:
    """Return a model whose weights fit the judgements, held to the prior where they are few.

    prior    the model that is known; `day_one()` if left out
    Raises   ModelError "model.too_few" with fewer than LEAST_JUDGED pairs of either kind.
    """
    before = day_one() if prior is None else prior
    yes, no = int(judged.is_one.sum()), int((~judged.is_one).sum())
    if min(yes, no) < LEAST_JUDGED:
        raise ModelError(
            "model.too_few",
            f"{yes} pairs are judged to be one thing and {no} not to be; at least "
            f"{LEAST_JUDGED} of each are needed. Judge more pairs.",
            yes=yes,
            no=no,
            least=LEAST_JUDGED,
        )
    columns = judged.levels.astype(np.int64) + np.arange(FIELDS) * MOST_LEVELS
    start = np.append((before.weights * before.slope).ravel(), before.bias * before.slope)
    target = judged.is_one.astype(np.float64)
    is_known = np.zeros((FIELDS, MOST_LEVELS), bool)
    for field in Field:
        is_known[field, 1 : len(LEVELS[field])] = True
    free = np.append(is_known.ravel(), True)

    def loss(free_weights: Floats) -> tuple[float, Floats]:
        weights = start.copy()
        weights[free] = free_weights
        odds = weights[columns].sum(axis=1) + weights[-1]
        error = judged.counts * (np.logaddexp(0, odds) - target * odds)
        off = weights[:-1] - start[:-1]
        slopes = judged.counts * (1 / (1 + np.exp(-np.clip(odds, -500, 500))) - target)
        gradient = np.zeros(weights.size)
        for field in range(FIELDS):
            gradient[:-1] += np.bincount(columns[:, field], slopes, weights.size - 1)
        gradient[:-1] += PRIOR_STRENGTH * off
        gradient[-1] = slopes.sum()
        total = error.sum() + 0.5 * PRIOR_STRENGTH * float(off @ off)
        return float(total), gradient[free]

    found = optimize.minimize(
        loss, start[free], jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    fitted = start.copy()
    fitted[free] = found.x
    weights = fitted[:-1].reshape(FIELDS, MOST_LEVELS).astype(np.float32)
    return Model(weights, float(fitted[-1]), name=name)


def at_best_threshold(model: Model, judged: Judged, missed: float = 0) -> Model:
    """Return the model with its bias moved to where F1 on the judged pairs is best.

    missed   pairs that are one thing and were no candidates
    """
    odds = model.log_odds(judged.levels)
    order = np.argsort(-odds, kind="stable")
    hits = np.cumsum((judged.counts * judged.is_one)[order])
    found = np.cumsum(judged.counts[order])
    quality = 2 * hits / (found + hits[-1] + missed)
    at = int(quality.argmax())
    below = odds[order][min(at + 1, odds.size - 1)]
    cut = float((odds[order][at] + below) / 2)
    return replace(model, bias=model.bias - cut / model.slope)


class LabelError(IntarsiaError):
    """A file of judged pairs cannot be used as it is."""


def judged_pairs(
    picture: Picture, labels: Sequence[tuple[str, str, bool]]
) -> tuple[Judged, list[tuple[str, str]]]:
    """Return judged pairs as levels, and those whose activities the picture does not hold.

    labels   (id, id, whether they are one thing): our activity ids or the sources' own
    """
    known = records_of(picture)
    activities = picture["activities"]
    place: dict[str, int] = {}
    for name in ("identifier", "activity_id"):
        for record, key in enumerate(activities[name].to_pylist()):
            if key is not None:
                place.setdefault(key, record)
    first, second, verdicts, unknown = [], [], [], []
    for one, other, is_one in labels:
        if one in place and other in place and place[one] != place[other]:
            first.append(place[one])
            second.append(place[other])
            verdicts.append(is_one)
        else:
            unknown.append((one, other))
    ready = packed(weighed(known.records))
    ends = np.array(first, np.int64), np.array(second, np.int64)
    levels = levels_of(ready, *ends, np.zeros(len(first), np.uint8))
    return Judged(levels, np.array(verdicts, bool), np.ones(len(first))), unknown
