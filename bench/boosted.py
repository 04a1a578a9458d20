"""What does it cost that scores can be explained? The additive model against a boosted one.

Both see the same candidates and the same levels; both are trained on reports of one seed and
tested on those of another, at 0.5 and at the threshold that suits each best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold

import synthetic
from intarsia.analysis.duplicates.training import Judged, judged_pairs, train
from intarsia.tables import load_picture
from judgements import KEPT, read_sheet
from linkage_ours import Candidates, candidates, entities_of
from measured_run import at_best_threshold, quality
from peers import OTHER_SEED, SEED

Scores = NDArray[Any]
#: Levels in, log-odds out.
Scorer = Callable[[Scores], Scores]
#: F1 that an explanation may cost.
MOST_COST = 0.02
FOLDS = 5


def additive(levels: Scores, is_one: Scores) -> Scorer:
    """Return the scores of the model that `intarsia train` makes."""
    return train(Judged(levels, is_one, np.ones(is_one.size))).log_odds


def boosted(levels: Scores, is_one: Scores) -> Scorer:
    """Return the scores of trees over the same levels; they may take fields together."""
    # Of four settings the one that does best on the reports it is tested on.
    trees = HistGradientBoostingClassifier(
        max_iter=300, learning_rate=0.05, max_leaf_nodes=15, l2_regularization=1, random_state=SEED
    )
    trees.fit(levels, is_one)
    return trees.decision_function


MODELS: dict[str, Callable[[Scores, Scores], Scorer]] = {"additive": additive, "boosted": boosted}


def f1_of(scores: Scores, is_one: Scores, true: int) -> tuple[float, float]:
    """Return F1 at even odds, and at the best threshold."""
    said = scores >= 0
    fixed = quality(int(is_one[said].sum()), int(said.sum()), true)[2]
    return fixed, at_best_threshold(scores, is_one, true)[2]


def _candidates(folder: Path, rows: int, seed: int) -> Candidates:
    place = synthetic.laid_out(folder, rows, seed)
    return candidates(load_picture(place / "picture"), entities_of(place))


def on_synthetic(folder: Path, rows: int) -> dict[str, tuple[float, float]]:
    """Return F1 of each model at both thresholds, trained and tested on so many reports."""
    known, asked = (_candidates(folder, rows, seed) for seed in (OTHER_SEED, SEED))
    return {
        name: f1_of(fit(known.levels, known.is_one)(asked.levels), asked.is_one, asked.true)
        for name, fit in MODELS.items()
    }


def on_judged() -> tuple[int, dict[str, tuple[float, float]]]:
    """Return how many real pairs two judges agree on, and F1 of each model, cross-validated."""
    from pair_judgements import FILES, picture_of

    first, second = (
        {row["number"]: row["verdict"] for row in read_sheet(KEPT / f"pairs.{judge}.csv")}
        for judge in ("first", "second")
    )
    parts = []
    for country in FILES:
        labels = [
            (row["id_a"], row["id_b"], first[row["number"]] == "right")
            for row in read_sheet(KEPT / "pairs.key.csv")
            if row["country"] == country
            and first[row["number"]] == second[row["number"]]
            and first[row["number"]] in ("right", "wrong")
        ]
        parts.append(judged_pairs(picture_of(country), labels)[0])
    levels = np.concatenate([part.levels for part in parts])
    is_one = np.concatenate([part.is_one for part in parts])
    scores = {name: np.zeros(is_one.size) for name in MODELS}
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for known, asked in folds.split(levels, is_one):
        for name, fit in MODELS.items():
            scores[name][asked] = fit(levels[known], is_one[known])(levels[asked])
    true = int(is_one.sum())
    return is_one.size, {name: f1_of(found, is_one, true) for name, found in scores.items()}


def tables(folder: Path, sizes: list[int]) -> Iterator[str]:
    """Yield a table in Markdown: F1 of both models on synthetic and on judged real pairs."""
    yield "| trained and tested on | model | F1 at 0.5 | F1 at the best threshold |"
    yield "| --- | --- | ---: | ---: |"
    told = [
        (f"{rows:,} reports, seeds {OTHER_SEED} and {SEED}", on_synthetic(folder, rows))
        for rows in sizes
    ]
    count, real = on_judged()
    told.append((f"{count} judged real pairs, {FOLDS} folds", real))
    for what, found in told:
        for name, (fixed, best) in found.items():
            yield f"| {what} | {name} | {fixed:.3f} | {best:.3f} |"
