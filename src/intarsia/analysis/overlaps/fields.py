"""What is compared of two strands that meet, the levels of each field, and what each adds.

Level 0 of a field always means that it is not known: it adds nothing. The weights stand in
`weights.csv`, a table that anybody can read; those of one kind add up to at most 1.
"""

from __future__ import annotations

import csv
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]


class Field(IntEnum):
    """What is compared, in the order of `LEVELS`."""

    GROUND = 0
    SECTOR = 1
    TIME = 2
    TARGET = 3
    FUNCTION = 4
    WORDING = 5
    STAKE = 6
    ACTORS = 7


#: The levels of each field, named; a reason's code is made of both.
LEVELS: dict[Field, tuple[str, ...]] = {
    Field.GROUND: ("unknown", "country", "spread", "region", "within", "district", "site"),
    Field.SECTOR: ("unknown", "near", "broad", "sector", "purpose"),
    Field.TIME: ("unknown", "weak", "short", "partly", "together"),
    Field.TARGET: ("unknown", "other", "akin", "told", "shared"),
    Field.FUNCTION: ("unknown", "other", "told", "shared"),
    Field.WORDING: ("unknown", "none", "some", "much", "same"),
    Field.STAKE: ("unknown", "tiny", "small", "middle", "large"),
    Field.ACTORS: ("unknown", "two", "three", "several", "many"),
}
FIELDS = len(Field)


def level(field: Field, name: str) -> int:
    """Return the number of a level by its name.

    >>> level(Field.GROUND, "district")
    5
    """
    return LEVELS[field].index(name)


@cache
def weights(kind: str) -> Floats:
    """Return what each level adds to the score of a kind: float64[FIELDS, levels].

    kind   overlap or complementary
    """
    table = np.zeros((FIELDS, max(map(len, LEVELS.values()))))
    text = files("intarsia.analysis.overlaps").joinpath("weights.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        field = Field[row["field"].upper()]
        table[field, level(field, row["level"])] = float(row[kind])
    return table


def parts(levels: Floats, kind: str) -> Floats:
    """Return what each field adds to a score, of levels uint8[n, FIELDS]."""
    return np.asarray(weights(kind)[np.arange(FIELDS), levels])
