"""Which titles are nearest to which? Words are weighed by how rare they are, in any script.

Blocks find activities that share an organization, place, sector or day; this finds those that
share nothing but their words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from intarsia.analysis.duplicates.records import Records
from intarsia.analysis.duplicates.sets import Sets, each_once

Ints = NDArray[Any]

#: How many nearest titles are looked at, and how near they must be (cosine).
MOST_NEAR, LEAST_NEAR = 8, 0.35
#: A word that more titles have than this cannot make two of them near.
MOST_WITH_WORD = 400
_ROUNDING = 1e-5


def nearest_titles(
    records: Records,
    threads: int = 2,
    *,
    sides: Ints | None = None,
    least: float = LEAST_NEAR,
    around: Ints | None = None,
) -> Ints:
    """Return pairs of records with near titles: int64, first << 32 | second, sorted, unique.

    sides   the list each record stands in; records of one list are not looked at beside each other
    least   how near they must be (cosine)
    around  records: all pairs that hold one of them, and some others

    Each record brings at most MOST_NEAR. Of several as near the first ones are kept, so a title
    that very many have brings few of its kind; `repeated_rows` brings the others.
    """
    words = _telling(records)
    count = records.titles.size
    if not words.ids.size:
        return np.zeros(0, np.int64)
    norms = np.where(records.norms > 0, records.norms, 1)
    owners = np.repeat(np.arange(count), np.diff(words.starts))
    weights = records.weights[words.ids] / norms[owners]
    matrix = sparse.csr_matrix(
        (weights, words.ids, words.starts), shape=(count, records.weights.size)
    )
    found = []
    everybody = np.arange(count)
    looking = everybody if around is None else _near(matrix, around, least)
    for one, others in (
        [(looking, everybody)]
        if sides is None
        else [(np.flatnonzero(sides == side), np.flatnonzero(sides != side)) for side in set(sides)]
    ):
        near = sp_matmul_topn(
            matrix[one],
            matrix[others].T.tocsr(),
            top_n=MOST_NEAR + (sides is None),  # itself among them
            threshold=least,
            n_threads=threads,
        ).tocoo()
        a, b = one[near.row].astype(np.int64), others[near.col].astype(np.int64)
        apart = a != b
        found.append((np.minimum(a, b) << 32 | np.maximum(a, b))[apart])
    return each_once(np.concatenate(found))


def _near(matrix: sparse.csr_matrix, records: Ints, least: float) -> Ints:
    """Some records and all that are near one of them."""
    near = (matrix @ matrix[records].T).tocoo()
    return np.union1d(records, near.row[near.data >= least - _ROUNDING])


def repeated_rows(records: Records) -> Ints:
    """Return pairs of records of one publisher and title that follow each other in time and money.

    int64, first << 32 | second. However often a row is repeated, its copies hang together.
    """
    amounts = (np.nan_to_num(one, nan=-1) for one in (records.spent, records.budgets))
    keys = (*amounts, records.ends, records.starts, records.titles, records.publishers)
    order = np.lexsort(keys)
    a, b = order[:-1].astype(np.int64), order[1:].astype(np.int64)
    together = records.publishers[a] == records.publishers[b]
    together &= records.titles[a] == records.titles[b]
    a, b = a[together], b[together]
    return np.asarray((np.minimum(a, b) << 32) | np.maximum(a, b))


def _telling(records: Records) -> Sets:
    """The words of each title that few titles have."""
    starts, ids = records.words
    uses = np.bincount(ids, minlength=records.weights.size)
    kept = (uses[ids] > 1) & (uses[ids] <= MOST_WITH_WORD)
    before = np.concatenate(([0], np.cumsum(kept)))
    return Sets(before[starts], ids[kept])
