"""Which record an activity id is: tables of a picture follow the order of its activities."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from intarsia.analysis.duplicates.text_kernel import hash_of
from intarsia.analysis.duplicates.vocabulary import bytes_of

Ints = NDArray[Any]


class Owners:
    """The records of activity ids; of an id that several have, the first."""

    def __init__(self, ids: pa.Array) -> None:
        self._data, self._offsets = bytes_of(ids)
        self._slots, self._has_twins = _table(self._data, self._offsets)

    def __call__(self, ids: pa.ChunkedArray) -> Ints:
        """Return the record of each id, int32; -1 where it is none."""
        known = (self._data, self._offsets, self._slots, self._has_twins)
        found = [_found(*bytes_of(chunk), *known) for chunk in ids.chunks]
        return np.concatenate([np.zeros(0, np.int32), *found])


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_same(
    data: Ints, first: int, last: int, other_data: Ints, other_first: int, other_last: int
) -> bool:
    if last - first != other_last - other_first:
        return False
    # Ids differ at their ends.
    for back in range(1, last - first + 1):
        if data[last - back] != other_data[other_last - back]:
            return False
    return True


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _slot(data: Ints, first: int, last: int, own_data: Ints, own_offsets: Ints, slots: Ints) -> int:
    """Where an id stands in the table, or would stand."""
    end = slots.size - 1
    value = hash_of(data[first:last])
    slot = np.int64((value ^ (value >> np.uint64(29))) & np.uint64(end))
    while slots[slot] >= 0:
        own = slots[slot]
        if _is_same(data, first, last, own_data, own_offsets[own], own_offsets[own + 1]):
            break
        slot = (slot + 1) & end
    return int(slot)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _table(data: Ints, offsets: Ints) -> tuple[Ints, bool]:
    size = 1
    while size < 2 * offsets.size:
        size *= 2
    slots = np.full(size, -1, np.int32)
    has_twins = False
    for at in range(offsets.size - 1):
        slot = _slot(data, offsets[at], offsets[at + 1], data, offsets, slots)
        if slots[slot] < 0:
            slots[slot] = at
        else:
            has_twins = True
    return slots, has_twins


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _found(
    data: Ints, offsets: Ints, own_data: Ints, own_offsets: Ints, slots: Ints, has_twins: bool
) -> Ints:
    out = np.empty(offsets.size - 1, np.int32)
    own, last = 0, own_offsets.size - 2
    for at in range(out.size):
        first, end = offsets[at], offsets[at + 1]
        is_found = False
        if not has_twins:
            # The one before or the next: hardly an id has to be looked up.
            for guess in range(own, min(own + 1, last) + 1):
                if _is_same(data, first, end, own_data, own_offsets[guess], own_offsets[guess + 1]):
                    own, is_found = guess, True
                    break
        if is_found:
            out[at] = own
            continue
        slot = _slot(data, first, end, own_data, own_offsets, slots)
        out[at] = slots[slot]
        if slots[slot] >= 0:
            own = slots[slot]
    return out
