"""How much does each field say? Weights that add up to the log-odds that two are one thing.

`day_one()` is the model without labels: weights set by hand, a table that anybody can read.
`intarsia train` makes others from judgements; see training.py.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.fields import FIELDS, LEVELS, MOST_LEVELS, Field
from intarsia.errors import IntarsiaError

Floats = NDArray[np.float32]


class ModelError(IntarsiaError):
    """A model file cannot be read or written."""


@dataclass(frozen=True)
class Model:
    """An additive model of pairs.

    weights   float32[FIELDS, MOST_LEVELS]: log-odds that a level adds; 0 where unknown
    bias      log-odds of a pair of which nothing is known
    slope     calibration: the log-odds are multiplied by it
    name      what it is called in findings: method_version
    """

    weights: Floats
    bias: float
    slope: float = 1.0
    name: str = "day-one"

    def log_odds(self, levels: NDArray[Any]) -> Floats:
        """Return the calibrated log-odds of pairs from their levels, uint8[pairs, FIELDS]."""
        return np.asarray((self.added(levels, range(FIELDS)) + self.bias) * self.slope, np.float32)

    def added(self, levels: NDArray[Any], fields: Iterable[int]) -> Floats:
        """Return what some fields add up to, a pair each, before calibration."""
        total = np.zeros(levels.shape[0], np.float32)
        for field in fields:
            total += self.weights[field][levels[:, field]]
        return total

    def probabilities(self, levels: NDArray[Any]) -> Floats:
        """Return the probability of each pair, 0-1."""
        return (1 / (1 + np.exp(-np.clip(self.log_odds(levels), -30, 30)))).astype(np.float32)

    def parts(self, levels: NDArray[Any]) -> Floats:
        """Return what each field adds to the log-odds: float32[pairs, FIELDS]."""
        return np.asarray(self.weights[np.arange(FIELDS), levels] * self.slope, np.float32)

    def calibrated(self, slope: float, shift: float) -> Model:
        """Return the model with log-odds `slope * (sum of weights + bias) + shift`."""
        fresh = self.slope * slope
        return replace(self, slope=fresh, bias=self.bias + shift / fresh)


@cache
def day_one() -> Model:
    """Return the model without labels. Source: docs/methods/duplicates.md."""
    text = files(__package__).joinpath("day_one.csv").read_text(encoding="utf-8")
    return _from_rows(text, "day-one")


def _from_rows(text: str, name: str) -> Model:
    weights = np.zeros((FIELDS, MOST_LEVELS), np.float32)
    bias = 0.0
    for row in csv.DictReader(io.StringIO(text)):
        if row["field"] == "bias":
            bias = float(row["weight"])
            continue
        field = Field[row["field"].upper()]
        weights[field, LEVELS[field].index(row["level"])] = float(row["weight"])
    return Model(weights, bias, name=name)


def save_model(model: Model, path: Path) -> None:
    """Write a model as JSON, each weight under the names of its field and level.

    Raises  ModelError "model.unwritable".
    """
    weights = {
        field.name.lower(): {
            level: round(float(model.weights[field, at]), 4)
            for at, level in enumerate(LEVELS[field])
            if at
        }
        for field in Field
    }
    content = {
        "intarsia_model": 1,
        "name": model.name,
        "bias": model.bias,
        "slope": model.slope,
        "weights": weights,
    }
    try:
        Path(path).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    except OSError as reason:
        raise ModelError(
            "model.unwritable",
            f"{path} cannot be written: {reason.strerror}. Name another place.",
            file=str(path),
        ) from None


def load_model(path: Path) -> Model:
    """Read a model back.

    Raises  ModelError "model.unreadable": not there, no model, or fields of another version.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        weights = np.zeros((FIELDS, MOST_LEVELS), np.float32)
        for field in Field:
            for level, weight in content["weights"][field.name.lower()].items():
                weights[field, LEVELS[field].index(level)] = float(weight)
        bias, slope = float(content["bias"]), float(content["slope"])
        if not (np.isfinite(weights).all() and np.isfinite(bias) and np.isfinite(slope)):
            raise ValueError("a weight is no number")
        if weights[:, 0].any():
            raise ValueError("what is not known weighs something")
        if slope <= 0 or content["intarsia_model"] != 1:
            raise ValueError("its slope is not above zero, or it is of another version")
        return Model(weights, bias, slope, str(content["name"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise ModelError(
            "model.unreadable",
            f"{path} cannot be read as a model of pairs ({reason}). "
            "Make one with: intarsia train PICTURE --labels FILE -o MODEL.json",
            file=str(path),
        ) from None
