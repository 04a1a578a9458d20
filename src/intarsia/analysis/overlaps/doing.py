"""Are two activities for the same people, and do they do the same? WORKS in, levels out.

What is compared is what WORKS say: stated, or told by words of a title. Groups that may be the same
people are not held to be others: returnees may be farmers; they are not displaced persons.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia import codelists
from intarsia.analysis.ground import Ground
from intarsia.analysis.ground.functions import ADMINISTER, EVERYBODY, FUND, functions
from intarsia.analysis.overlaps.fields import Field, level
from intarsia.terms import Basis

Ints = NDArray[Any]


class _Codes(NamedTuple):
    """Codes, which of them are one thing or part of it, and which tell each other apart."""

    number: dict[str, int]
    are_one: Ints
    are_apart: Ints


def target_levels(ground: Ground, a: Ints, b: Ints) -> Ints:
    """Return the level of TARGET for pairs of rows of WORKS."""
    return _levels(ground, "targets", Field.TARGET, _targets(), a, b)


def function_levels(ground: Ground, a: Ints, b: Ints) -> Ints:
    """Return the level of FUNCTION for pairs of rows of WORKS; giving and running are none."""
    return _levels(ground, "functions", Field.FUNCTION, _functions(), a, b)


@cache
def _targets() -> _Codes:
    rows = [row for row in codelists.rows("target_groups") if row["code"] not in EVERYBODY]
    codes = [row["code"] for row in rows]
    classes = np.array([row["kind"] for row in rows])
    # Displaced persons in camps are displaced persons.
    are_one = np.array([[_is_of(one, other) for other in codes] for one in codes])
    numbers = dict(zip(codes, range(len(codes)), strict=True))
    return _Codes(numbers, are_one, classes[:, None] == classes[None, :])


@cache
def _functions() -> _Codes:
    names = [name for name in functions() if name not in (ADMINISTER, FUND)]
    numbers = dict(zip(names, range(len(names)), strict=True))
    size = (len(names), len(names))
    return _Codes(numbers, np.eye(len(names)) > 0, np.ones(size, bool))


def _is_of(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}_") or other.startswith(f"{one}_")


def _levels(ground: Ground, column: str, field: Field, known: _Codes, a: Ints, b: Ints) -> Ints:
    texts = pc.binary_join(ground.works[column].combine_chunks(), " ").dictionary_encode()
    which = np.asarray(pc.fill_null(texts.indices, 0), np.int64)
    held = np.zeros((len(texts.dictionary), len(known.number)), np.int32)
    for row, text in enumerate(texts.dictionary.to_pylist()):
        held[row, [known.number[code] for code in text.split() if code in known.number]] = 1
    shared: Ints = (held @ known.are_one.astype(np.int32) @ held.T).astype(bool)
    apart: Ints = (held @ known.are_apart.astype(np.int32) @ held.T).astype(bool)
    has: Ints = np.sum(held, axis=1) > 0
    stated = pc.equal(ground.works[f"{column}_basis"], str(Basis.STATED)).combine_chunks()
    is_stated = np.asarray(pc.fill_null(stated, False)).astype(bool)
    one, other = which[a], which[b]
    found = np.zeros(a.size, np.int64)
    both = has[one] & has[other]
    if field == Field.TARGET:
        found[both] = level(field, "akin")
    found[both & apart[one, other]] = level(field, "other")
    same = both & shared[one, other]
    found[same] = level(field, "told")
    found[same & is_stated[a] & is_stated[b]] = level(field, "shared")
    return found
