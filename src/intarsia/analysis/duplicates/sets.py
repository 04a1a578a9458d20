"""Sets of numbers, one a record, kept as two arrays: `starts` and `ids`.

The ids of record r are `ids[starts[r]:starts[r + 1]]`, sorted and unique.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]


class Sets(NamedTuple):
    """starts int64[n+1] and ids int32."""

    starts: Ints
    ids: Ints


def sets_of(owners: Ints, ids: Ints, count: int) -> Sets:
    """Return the sets of `count` records from pairs (owner, id); ids below 0 are no ids."""
    known = (ids >= 0) & (owners >= 0)
    packed = distinct((owners[known].astype(np.int64) << 32) | ids[known].astype(np.int64))
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(packed >> 32, minlength=count), out=starts[1:])
    return Sets(starts, (packed & 0xFFFFFFFF).astype(np.int32))


def distinct(numbers: Ints) -> Ints:
    """Return numbers sorted and unique; quickest where long runs of them are sorted already."""
    ordered = np.sort(numbers, kind="stable")
    is_new = np.ones(ordered.size, bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def chosen(sets: Sets, records: Ints) -> Sets:
    """Return the sets of some records, in their order."""
    return Sets(*_chosen(sets.starts, sets.ids, records))


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _chosen(starts: Ints, ids: Ints, records: Ints) -> tuple[Ints, Ints]:
    out_starts = np.zeros(records.size + 1, np.int64)
    for at in range(records.size):
        record = records[at]
        out_starts[at + 1] = out_starts[at] + starts[record + 1] - starts[record]
    out = np.empty(out_starts[-1], np.int32)
    for at in range(records.size):
        first = starts[records[at]]
        for offset in range(out_starts[at + 1] - out_starts[at]):
            out[out_starts[at] + offset] = ids[first + offset]
    return out_starts, out


def held_by(sets: Sets, records: Ints) -> Sets:
    """Return the sets of all records without the ids that none of some records has."""
    wanted = np.zeros(int(sets.ids.max(initial=-1)) + 1, bool)
    wanted[chosen(sets, records).ids] = True
    return where(sets, wanted[sets.ids])


def where(sets: Sets, kept: Ints) -> Sets:
    """Return the sets without the ids that are not kept: a bool an id."""
    before = np.concatenate(([0], np.cumsum(kept)))
    return Sets(before[sets.starts], sets.ids[kept])


def owners_of(sets: Sets) -> Ints:
    """Return the record of each id."""
    return np.repeat(np.arange(sets.starts.size - 1, dtype=np.int32), np.diff(sets.starts))
