"""Records side by side in memory: what a kernel reads of one activity lies together.

`Records` in, five arrays out. A kernel that reads twenty arrays waits for memory twenty times.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.records import Records

Ints = NDArray[Any]

#: The columns of `numbers` and of `amounts`.
REPORTER, PUBLISHER, TITLE, START, END, WEAK, PHASE, TARGETS, YEARS, TONGUE, TASKS = range(11)
BUDGET, SPENT, PEOPLE, NORM, BITS, ALIKE = range(6)


class Set(IntEnum):
    """The sets of a record, in the order in which its ids lie."""

    PARTIES = 0
    FUNDERS = 1
    IMPLEMENTERS = 2
    PURPOSES = 3
    SECTORS = 4
    GROUPS = 5
    AREAS = 6
    PLACES = 7
    NAMED = 8
    PAYMENTS = 9
    SAID = 10
    WORDS = 11
    REFERENCES = 12
    FIGURES = 13
    MENTIONED = 14


class Packed(NamedTuple):
    """n records.

    numbers   int64[n, 11]; amounts float32[n, 6]
    bounds    int64[n, sets + 1]: set s of record r is ids[bounds[r, s]:bounds[r, s + 1]]
    ids       int32
    weights   float32: of the words
    """

    numbers: Ints
    amounts: Ints
    bounds: Ints
    ids: Ints
    weights: Ints


def packed(records: Records) -> Packed:
    """Return the records as a kernel reads them."""
    numbers = np.stack(
        [
            np.asarray(column, np.int64)
            for column in (
                records.reporters,
                records.publishers,
                records.titles,
                records.starts,
                records.ends,
                records.is_weak,
                records.phases,
                records.targets,
                records.years,
                records.tongues,
                records.tasks,
            )
        ],
        axis=1,
    )
    amounts = np.stack(
        [
            records.budgets,
            records.spent,
            records.people,
            records.norms,
            records.title_bits,
            records.alike,
        ],
        axis=1,
    ).astype(np.float32)
    sets = [getattr(records, one.name.lower()) for one in Set]
    sizes = np.stack([np.diff(one.starts) for one in sets], axis=1)
    bounds = np.zeros((sizes.shape[0], len(sets) + 1), np.int64)
    ends = np.cumsum(sizes.ravel()).reshape(sizes.shape)
    bounds[:, 1:] = ends
    bounds[1:, 0] = ends[:-1, -1]
    ids = np.empty(int(ends[-1, -1]) if ends.size else 0, np.int32)
    for position, one in enumerate(sets):
        _laid(one.starts, one.ids, bounds, position, ids)
    return Packed(numbers, amounts, bounds, ids, records.weights)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _laid(starts: Ints, of: Ints, bounds: Ints, position: int, ids: Ints) -> None:
    for record in range(starts.size - 1):
        at = bounds[record, position]
        for one in range(starts[record], starts[record + 1]):
            ids[at] = of[one]
            at += 1
