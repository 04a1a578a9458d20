"""Sets of numbers, one a record, kept as two arrays: `starts` and `ids`.

The ids of record r are `ids[starts[r]:starts[r + 1]]`, sorted and unique.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]

#: So few ids are sorted one by one.
MOST_BY_HAND = 32


class Sets(NamedTuple):
    """starts int64[n+1] and ids int32."""

    starts: Ints
    ids: Ints


def each_once(numbers: Ints) -> Ints:
    """Return the different numbers, sorted; sorting is several times as fast as hashing them."""
    ordered = np.sort(numbers)
    is_first = np.ones(ordered.size, bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return np.asarray(ordered[is_first])


def sets_of(owners: Ints, ids: Ints, count: int) -> Sets:
    """Return the sets of `count` records from pairs (owner, id); ids below 0 are no ids."""
    return Sets(*_sets_of(np.asarray(owners), np.asarray(ids), count))


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _sets_of(owners: Ints, ids: Ints, count: int) -> tuple[Ints, Ints]:
    """Each pair is put where its owner's ids end; these are few, so that they are sorted there."""
    firsts = np.zeros(count + 1, np.int64)
    for at in range(owners.size):
        if ids[at] >= 0 and owners[at] >= 0:
            firsts[owners[at] + 1] += 1
    for owner in range(count):
        firsts[owner + 1] += firsts[owner]
    out = np.empty(firsts[count], np.int32)
    ends = firsts[:-1].copy()
    for at in range(owners.size):
        owner = owners[at]
        if ids[at] >= 0 and owner >= 0:
            out[ends[owner]] = ids[at]
            ends[owner] += 1
    starts = np.zeros(count + 1, np.int64)
    used = 0
    for owner in range(count):
        first, last = firsts[owner], firsts[owner + 1]
        if last - first > MOST_BY_HAND:
            out[first:last].sort()
        else:
            for at in range(first + 1, last):
                value, to = out[at], at
                while to > first and out[to - 1] > value:
                    out[to] = out[to - 1]
                    to -= 1
                out[to] = value
        for at in range(first, last):
            if at == first or out[at] != out[used - 1]:
                out[used] = out[at]
                used += 1
        starts[owner + 1] = used
    return starts, out[:used].copy()


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
