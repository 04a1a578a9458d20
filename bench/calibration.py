"""Is the score of a pair a probability? Judged real pairs and synthetic ones with known truth.

python bench/calibration.py      tables in Markdown; docs/pictures/duplicates-calibration.svg

Real pairs are those of bench/judgements/pairs.*.csv, drawn by pair_judgements.py, with their
score by the engine as it is. Synthetic reports are of other seeds than those of the benchmark.
Slope and shift are fitted to judged pairs; each country is predicted by the others.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import optimize

import synthetic
from judgements import KEPT, read_sheet
from pair_judgements import picture_of
from perturbed import pairs_down_to
from reliability_plot import Bin, Panel, svg

PLOT = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "duplicates-calibration.svg"
ROWS, SEEDS = 10_000, (101, 102, 103)
#: Judged pairs and synthetic ones are looked at down to this log-odds.
_LOWEST = -8.0
EDGES = (0.0, 0.1, 0.5, 0.65, 0.8, 0.9, 0.96, 1.0)
LEAST = 8
_VERDICTS = {"right": 1.0, "unsure": 0.5, "wrong": 0.0}


class Scored(NamedTuple):
    """Pairs with what is known of them.

    odds      log-odds the engine gives
    is_one    0 to 1: whether they are one thing; between, where judges are unsure or differ
    group     country or seed
    """

    odds: np.ndarray
    is_one: np.ndarray
    group: np.ndarray

    def chosen(self, which: np.ndarray) -> Scored:
        """Return some of the pairs."""
        return Scored(self.odds[which], self.is_one[which], self.group[which])


def judged() -> tuple[Scored, list[float]]:
    """Return the judged pairs; and of those that a rule of the engine now tells apart, verdicts."""
    said = [
        {row["number"]: _VERDICTS.get(row["verdict"]) for row in read_sheet(path)}
        for path in sorted(KEPT.glob("pairs.*.csv"))
        if path.name not in ("pairs.key.csv", "pairs.csv")
    ]
    key = read_sheet(KEPT / "pairs.key.csv")
    odds, is_one, group = [], [], []
    told_apart = []
    for country in sorted({row["country"] for row in key}):
        pairs, scores = pairs_down_to(picture_of(country), _LOWEST)
        ids = pairs.known.ids.to_pylist()
        found = {
            frozenset((ids[a], ids[b])): float(score)
            for a, b, score in zip(pairs.first, pairs.second, scores, strict=True)
        }
        for row in key:
            verdicts = [judge.get(row["number"]) for judge in said]
            known = [verdict for verdict in verdicts if verdict is not None]
            if row["country"] != country or not known:
                continue
            score = found.get(frozenset((row["id_a"], row["id_b"])))
            if score is None:
                told_apart.append(sum(known) / len(known))
                continue
            odds.append(score)
            is_one.append(sum(known) / len(known))
            group.append(country)
    return Scored(np.array(odds), np.array(is_one), np.array(group)), told_apart


def synthetic_pairs(folder: Path) -> Scored:
    """Return the pairs of synthetic reports with their truth."""
    odds, is_one, group = [], [], []
    for seed in SEEDS:
        path = synthetic.generated(folder, ROWS, seed)
        pairs, scores = pairs_down_to(synthetic.picture_of(synthetic.prepared(path)), _LOWEST)
        truth = synthetic.truth(path)
        entity = dict(zip(truth["id"].to_pylist(), truth["entity"].to_pylist(), strict=True))
        of = np.array(
            [entity[int(key.removeprefix("activity:"))] for key in pairs.known.ids.to_pylist()]
        )
        odds.append(scores)
        is_one.append((of[pairs.first] == of[pairs.second]).astype(float))
        group.append(np.full(scores.size, str(seed)))
    return Scored(np.concatenate(odds), np.concatenate(is_one), np.concatenate(group))


def probabilities(odds: np.ndarray, slope: float = 1.0, shift: float = 0.0) -> np.ndarray:
    """Return the probabilities that log-odds `slope * odds + shift` stand for."""
    return 1 / (1 + np.exp(-np.clip(slope * odds + shift, -30, 30)))


def fitted(pairs: Scored) -> tuple[float, float]:
    """Return slope and shift of the logistic recalibration: `Model.calibrated(slope, shift)`."""

    def loss(given: np.ndarray) -> float:
        odds = given[0] * pairs.odds + given[1]
        return float((np.logaddexp(0, odds) - pairs.is_one * odds).sum())

    found = optimize.minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B")
    return float(found.x[0]), float(found.x[1])


def cross_validated(pairs: Scored) -> np.ndarray:
    """Return each pair's probability by slope and shift of the other groups."""
    predicted = np.zeros(pairs.odds.size)
    for one in np.unique(pairs.group):
        here = pairs.group == one
        predicted[here] = probabilities(pairs.odds[here], *fitted(pairs.chosen(~here)))
    return predicted


def brier(predicted: np.ndarray, is_one: np.ndarray) -> float:
    """Return the mean square of what is off."""
    return float(((predicted - is_one) ** 2).mean())


def binned(predicted: np.ndarray, is_one: np.ndarray) -> list[Bin]:
    """Return the bins of EDGES; one of fewer than LEAST pairs is joined to the next."""
    which = np.clip(np.searchsorted(EDGES, predicted, side="right") - 1, 0, len(EDGES) - 2)
    for number in range(len(EDGES) - 2):
        if (which == number).sum() < LEAST:
            which[which == number] = number + 1
    bins = []
    for number in np.unique(which):
        here = which == number
        observed, count = float(is_one[here].mean()), int(here.sum())
        bins.append(Bin(float(predicted[here].mean()), observed, *interval(observed, count), count))
    return bins


def interval(part: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a part of so many, after Wilson (1927)."""
    z = 1.96
    middle = (part + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * np.sqrt(part * (1 - part) / count + z * z / (4 * count**2))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def expected_error(predicted: np.ndarray, is_one: np.ndarray) -> float:
    """Return the expected calibration error: how far bins are off, by their pairs."""
    bins = binned(predicted, is_one)
    off = sum(one.count * abs(one.predicted - one.observed) for one in bins)
    return off / predicted.size


def table(bins: Sequence[Bin]) -> str:
    """Return bins as a table in Markdown."""
    lines = [
        "| predicted | observed | 95 % interval | pairs |",
        "| ---: | ---: | --- | ---: |",
    ]
    lines += [
        f"| {one.predicted:.3f} | {one.observed:.3f} | {one.least:.3f} to {one.most:.3f} | "
        f"{one.count:,} |"
        for one in bins
    ]
    return "\n".join(lines)


def measured(folder: Path) -> str:
    """Return the tables, and write the plot."""
    real, told_apart = judged()
    made = synthetic_pairs(folder)
    after = cross_validated(real)
    lines = [
        "| pairs | number | Brier before | after | ECE before | after | slope | shift |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, pairs, later, which in (
        ("real, judged", real, after, real.odds > -np.inf),
        ("of these proposed", real, after, real.odds >= 0),
        ("synthetic", made, cross_validated(made), made.odds > -np.inf),
        ("of these proposed", made, cross_validated(made), made.odds >= 0),
    ):
        now, truth = probabilities(pairs.odds[which]), pairs.is_one[which]
        slope, shift = fitted(pairs.chosen(which))
        lines.append(
            f"| {name} | {which.sum():,} | {brier(now, truth):.3f} | "
            f"{brier(later[which], truth):.3f} | {expected_error(now, truth):.3f} | "
            f"{expected_error(later[which], truth):.3f} | {slope:.3f} | {shift:+.3f} |"
        )
    lines.append(
        f"\nLeft out, as a rule now tells them apart whatever they score: {len(told_apart)} "
        f"judged pairs, {sum(one == 1 for one in told_apart)} of them called right by all judges."
    )
    real_bins = binned(probabilities(real.odds), real.is_one)
    made_bins = binned(probabilities(made.odds), made.is_one)
    for name, bins in (
        ("real, as it is", real_bins),
        ("real, recalibrated by the other countries", binned(after, real.is_one)),
        ("synthetic, as it is", made_bins),
    ):
        lines += [f"\n{name}\n", table(bins)]
    countries = np.unique(real.group).size
    note = f"{real.odds.size:,} pairs, {countries} countries"
    panels = (
        Panel("Real pairs, judged twice", note, real_bins),
        Panel("Synthetic reports", f"{made.odds.size:,} pairs, truth known", made_bins),
    )
    PLOT.write_text(svg(panels), encoding="utf-8")
    return "\n".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        print(measured(Path(where)))
