"""How well are public lists matched? The same machinery as for activities, with and without labels.

python bench/public_pairs.py               every list, every way, as a table in Markdown
python bench/public_pairs.py Abt-Buy       one list

Trained ways learn from the pairs of four fifths of the first list's records and are measured on
those of the last fifth, until each fifth was the last; threshold and all. Quality is of all true
pairs, also those that were no candidates; the mean over REPEATS cuts into fifths, and the seconds
of one. A boosted classifier is trained on the same levels where scikit-learn is installed.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from intarsia.analysis.duplicates.blocks import blocks_of
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.model import day_one
from intarsia.analysis.duplicates.neighbours import nearest_titles
from intarsia.analysis.duplicates.packed import packed
from intarsia.analysis.duplicates.records import records_of, weighed
from intarsia.analysis.duplicates.sweep import sweep
from intarsia.analysis.duplicates.training import Judged, train
from intarsia.analysis.duplicates.unlabelled import each_once, estimated
from intarsia.analysis.duplicates.words import told, words_of
from public_lists import LISTS, PublicList

#: The lists are small: every pair of a block is compared, and titles as near as this (cosine).
EVERY, NEAR = -1e9, 0.1
FOLDS, REPEATS, SEED = 5, 5, 7
Scores = Callable[[np.ndarray], np.ndarray]
Learner = Callable[[Judged], Scores]


@dataclass(frozen=True)
class Candidates:
    """The pairs of a list that are compared.

    pairs    int64: first record << 32 | second, sorted
    levels   uint8[pairs, FIELDS]
    is_one   the truth of each
    true     int64: all true pairs, candidates or not
    once     whether two lists are linked that each hold a thing once
    seconds  what comparing took, reading the file left out
    """

    pairs: np.ndarray
    levels: np.ndarray
    is_one: np.ndarray
    true: np.ndarray
    once: bool
    seconds: float

    @property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """First and second records."""
        return self.pairs >> 32, self.pairs & 0xFFFFFFFF


class Quality(NamedTuple):
    """Precision, recall and F1 of pairs, of all true ones."""

    precision: float
    recall: float
    f1: float


def candidates_of(given: PublicList) -> Candidates:
    """Return what is compared of a list: blocks and near titles, as of activities."""
    begun = time.perf_counter()
    records = weighed(records_of(given.picture).records)
    ready = packed(records)
    swept, _ = sweep(ready, blocks_of(records), day_one().weights, EVERY)
    near = nearest_titles(records, sides=given.sides, least=NEAR)
    pairs = np.unique(np.concatenate((swept, near)))
    first, second = pairs >> 32, pairs & 0xFFFFFFFF
    if given.sides is not None:
        pairs = pairs[given.sides[first] != given.sides[second]]
        first, second = pairs >> 32, pairs & 0xFFFFFFFF
    levels = levels_of(ready, first, second, np.zeros(pairs.size, np.uint8))
    seconds = time.perf_counter() - begun
    is_one = np.isin(pairs, given.true)
    return Candidates(pairs, levels, is_one, given.true, given.sides is not None, seconds)


def quality(pairs: np.ndarray, true: np.ndarray) -> Quality:
    """Return the quality of pairs that are said to be one thing."""
    hits = int(np.isin(pairs, true).sum())
    return Quality(
        hits / max(pairs.size, 1), hits / true.size, 2 * hits / max(pairs.size + true.size, 1)
    )


def title_words(given: PublicList) -> Quality:
    """The yardstick: rare words of titles alone, at the threshold that the truth likes best."""
    words = words_of(told(given.picture["activities"]["title"]))
    starts, ids = words.sets
    count = starts.size - 1
    weights = np.log((count + 1) / np.maximum(np.bincount(ids, minlength=words.number), 1))[ids]
    matrix = sparse.csr_matrix((weights, ids, starts), shape=(count, words.number))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-9)) @ matrix)
    one = np.arange(count) if given.sides is None else np.flatnonzero(given.sides == 0)
    other = np.arange(count) if given.sides is None else np.flatnonzero(given.sides == 1)
    near = sp_matmul_topn(matrix[one], matrix[other].T.tocsr(), top_n=20, threshold=0.0).tocoo()
    first, second, cosine = one[near.row], other[near.col], near.data
    kept = first < second
    first, second, cosine = first[kept], second[kept], cosine[kept]
    if given.sides is not None:
        kept = each_once(cosine, first, second)
        first, second, cosine = first[kept], second[kept], cosine[kept]
    pairs = (first.astype(np.int64) << 32) | second
    least = best_cut(cosine, np.isin(pairs, given.true), given.true.size)
    return quality(pairs[cosine >= least], given.true)


def best_cut(scores: np.ndarray, is_one: np.ndarray, true: int) -> float:
    """Return the score from which on pairs are taken for one thing where that makes F1 best."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(is_one[order])
    at = int((2 * hits / (np.arange(1, order.size + 1) + true)).argmax())
    return float(scores[order][at : at + 2].mean())


def by_day_one(here: Candidates) -> np.ndarray:
    """Which candidates day one's weights call one thing; records once where lists are linked."""
    odds = day_one().log_odds(here.levels)
    return (odds >= 0) & each_once(odds, *here.ends) if here.once else odds >= 0


def without_labels(here: Candidates) -> np.ndarray:
    """Which candidates weights call one thing that have seen no truth."""
    return estimated(here.levels, *here.ends, once=here.once).probability >= 0.5


def additive(judged: Judged) -> Scores:
    """Train the additive model."""
    return train(judged).log_odds


def boosted(judged: Judged) -> Scores:
    """Train a boosted classifier on the same levels."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(max_iter=200, learning_rate=0.05, random_state=SEED)
    model.fit(judged.levels, judged.is_one)
    return lambda levels: np.asarray(model.decision_function(levels))


def held_out(here: Candidates, learn: Learner, seed: int) -> np.ndarray:
    """Which candidates are called one thing by what was learnt from the others."""
    first, second = here.ends
    chance = np.random.default_rng(seed)
    fold_of = chance.integers(0, FOLDS, int(max(here.pairs.max(), here.true.max()) >> 32) + 1)
    folds, true_folds = fold_of[first], fold_of[here.true >> 32]
    above = np.zeros(first.size)
    for fold in range(FOLDS):
        seen, hidden = folds != fold, folds == fold
        is_one = here.is_one[seen]
        scores = learn(Judged(here.levels[seen], is_one, np.ones(is_one.size)))
        told_apart = scores(here.levels[seen])
        kept = np.ones(is_one.size, bool)
        if here.once:
            kept = each_once(told_apart, first[seen], second[seen])
        true = int((true_folds != fold).sum())
        above[hidden] = scores(here.levels[hidden]) - best_cut(told_apart[kept], is_one[kept], true)
    return (above >= 0) & each_once(above, first, second) if here.once else above >= 0


def trained(here: Candidates, learn: Learner) -> Quality:
    """Return the mean quality over REPEATS cuts into fifths."""
    found = [
        quality(here.pairs[held_out(here, learn, SEED + repeat)], here.true)
        for repeat in range(REPEATS)
    ]
    return Quality(*np.mean(found, axis=0).tolist())


def lines(name: str) -> list[str]:
    """Return the lines of the table for one list."""
    given = LISTS[name]()
    here = candidates_of(given)
    recall = here.is_one.sum() / here.true.size
    print(f"{name}: {here.pairs.size:,} candidates, {here.true.size:,} true pairs", file=sys.stderr)

    def line(
        way: str, measured: Callable[[], Quality], compares: bool = True, times: int = 1
    ) -> str:
        begun = time.perf_counter()
        found = measured()
        seconds = (time.perf_counter() - begun) / times + (here.seconds if compares else 0)
        candidates = f"{recall:.3f}" if compares else ""
        return (
            f"| {name} | {way} | {candidates} | {found.precision:.3f} | {found.recall:.3f} | "
            f"{found.f1:.3f} | {seconds:.1f} |"
        )

    def said(which: Callable[[Candidates], np.ndarray]) -> Callable[[], Quality]:
        return lambda: quality(here.pairs[which(here)], here.true)

    found = [
        line("title words, best threshold", lambda: title_words(given), compares=False),
        line("day one as it is", said(by_day_one)),
        line("without labels", said(without_labels)),
        line("trained", lambda: trained(here, additive), times=REPEATS),
    ]
    if importlib.util.find_spec("sklearn"):
        found.append(line("boosted, same levels", lambda: trained(here, boosted), times=REPEATS))
    return found


def table(names: list[str]) -> str:
    """Return what was measured, as a table in Markdown."""
    candidates_of(LISTS["Abt-Buy"]())  # compiles the kernels
    return "\n".join(
        [
            "| list | way | candidates' recall | precision | recall | F1 | seconds |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
            *(line for name in names for line in lines(name)),
        ]
    )


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(LISTS)
    if not set(wanted) <= set(LISTS):
        sys.exit(__doc__)
    print(table(wanted))
