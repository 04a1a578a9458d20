"""Every pair of every block, scored and forgotten unless it may matter. Blocks in, pairs out."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.blocks import Blocks
from intarsia.analysis.duplicates.fields import FIELDS
from intarsia.analysis.duplicates.packed import PUBLISHER, Packed
from intarsia.analysis.duplicates.reach import MARGIN, best_of, reaches
from intarsia.analysis.duplicates.sets import each_once
from intarsia.analysis.duplicates.sketch import most_of, sketch_of

Ints = NDArray[Any]

#: A block of more members is not swept pair by pair: each of them meets this many after it.
MOST_IN_BLOCK, WINDOW = 3_000, 200
_PAIRS_AT_ONCE = 2_000_000


#: Pairs found so far are freed of repetitions from so many on.
_MANY_FOUND = 16_000_000


class Bounded(NamedTuple):
    """A block that was too large to be swept whole.

    rule       what its members share
    members    int: their records
    compared   pairs that were compared
    left_out   pairs that would have been, were the block smaller
    """

    rule: str
    members: Ints
    compared: int
    left_out: int


def sweep(
    records: Packed, blocks: Iterable[Blocks], weights: Ints, least: float, threads: int = 2
) -> tuple[Ints, list[Bounded]]:
    """Return the pairs of all blocks that score at least `least`, and what was bounded.

    weights   float32[FIELDS, MOST_LEVELS]
    Returns   pairs int64, first record << 32 | second, sorted and unique
    """
    found: list[Ints] = []
    bounded: list[Bounded] = []
    best, small = best_of(weights), sketch_of(records, weights)
    with ThreadPoolExecutor(threads) as pool:
        for one in blocks:
            sizes = np.diff(one.bounds)
            compared = np.zeros(sizes.size, np.int64)
            chunks = _chunks(sizes)
            found += pool.map(
                lambda chunk, one=one, compared=compared: _swept(
                    *records,
                    *small,
                    one.members,
                    one.bounds,
                    one.skips_same,
                    *chunk,
                    weights,
                    best,
                    least,
                    compared,
                ),
                chunks,
            )
            if sum(some.size for some in found) > _MANY_FOUND:
                found = [each_once(np.concatenate(found))]
            bounded += _bounded(one, compared, records.numbers[:, PUBLISHER])
    return each_once(np.concatenate([np.zeros(0, np.int64), *found])), bounded


def _bounded(blocks: Blocks, compared: Ints, publishers: Ints) -> Iterable[Bounded]:
    """The blocks of which pairs were left out."""
    for block in np.flatnonzero(np.diff(blocks.bounds) > MOST_IN_BLOCK):
        members = blocks.members[blocks.bounds[block] : blocks.bounds[block + 1]]
        pairs = members.size * (members.size - 1) // 2
        if blocks.skips_same:
            same = np.unique(publishers[members], return_counts=True)
            pairs -= sum(n * (n - 1) // 2 for key, n in zip(*same, strict=True) if key >= 0)
        if pairs > compared[block]:
            done = int(compared[block])
            yield Bounded(blocks.rule, members, done, int(pairs) - done)


def _chunks(sizes: Ints) -> list[tuple[int, int]]:
    """Runs of blocks with about _PAIRS_AT_ONCE pairs."""
    if not sizes.size:
        return []
    done = np.cumsum(np.minimum(sizes, 2 * WINDOW) * sizes // 2)
    cuts = np.searchsorted(
        done, np.arange(_PAIRS_AT_ONCE, done[-1] + _PAIRS_AT_ONCE, _PAIRS_AT_ONCE)
    )
    edges = np.unique(np.concatenate(([0], np.minimum(cuts + 1, sizes.size), [sizes.size])))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _swept(
    numbers: Ints,
    amounts: Ints,
    sets: Ints,
    ids: Ints,
    words: Ints,
    floats: Ints,
    bits: Ints,
    most: Ints,
    members: Ints,
    bounds: Ints,
    skips_same: bool,
    first: int,
    last: int,
    weights: Ints,
    best: Ints,
    least: float,
    compared: Ints,
) -> Ints:
    """The pairs of some blocks that score enough; of large ones it is counted how many there were.

    Also those count as compared that their drawings leave at once.
    """
    found = np.empty(1024, np.int64)
    used, largest = 0, 0
    for block in range(first, last):
        largest = max(largest, bounds[block + 1] - bounds[block])
    levels = np.zeros(FIELDS, np.uint8)
    near = np.empty((floats.shape[1], largest), np.float32)
    drawn = np.empty((bits.shape[1], largest), np.int32)
    sums = np.empty(largest, np.float32)
    for block in range(first, last):
        begin = bounds[block]
        size = bounds[block + 1] - begin
        reach = size if size <= MOST_IN_BLOCK else WINDOW
        for at in range(size):
            a = members[begin + at]
            for column in range(near.shape[0]):
                near[column, at] = floats[a, column]
            for column in range(drawn.shape[0]):
                drawn[column, at] = bits[a, column]
        for at in range(size):
            a = members[begin + at]
            publisher = numbers[a, PUBLISHER]
            end = min(size, at + 1 + reach)
            if size > MOST_IN_BLOCK:
                for b in members[begin + at + 1 : begin + end]:
                    is_same = publisher >= 0 and publisher == numbers[b, PUBLISHER]
                    compared[block] += not (skips_same and is_same)
            most_of(near, drawn, weights, most, at, end, sums)
            for other in range(at + 1, end):
                if sums[other - at - 1] < least - MARGIN:
                    continue
                b = members[begin + other]
                if skips_same and publisher >= 0 and publisher == numbers[b, PUBLISHER]:
                    continue
                if not reaches(
                    numbers, amounts, sets, ids, words, a, b, weights, best, least, levels
                ):
                    continue
                if used == found.size:
                    longer = np.empty(2 * used, np.int64)
                    longer[:used] = found
                    found = longer
                found[used] = (np.int64(min(a, b)) << 32) | max(a, b)
                used += 1
    return found[:used].copy()
