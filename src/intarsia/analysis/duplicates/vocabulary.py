"""Words under numbers, text by text: runs of texts are read beside each other, then share numbers.

A run numbers its words for itself; `Vocabulary` brings the runs' numbers together. Numbers stand
in the order of the words' hashes, so that no sum over words depends on the order of the texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates import codes, text_kernel
from intarsia.analysis.duplicates.sets import Sets, chosen, each_once

Ints = NDArray[Any]

#: So many texts are read at once: their words stay near at hand, and no copy of all is made.
TEXTS_AT_ONCE = 16_384


class Run(NamedTuple):
    """The words of a run of texts, sorted and unique in each.

    sets     the words of each text, numbers of the run's own, in the order of their hashes
    marks    uint8 a word of a text: what it looks like, bits of `text_kernel`
    hashes   uint64, sorted: what the numbers stand for
    is_code  whether any text of the run writes the word as a code
    """

    sets: Sets
    marks: Ints
    hashes: Ints
    is_code: Ints

    def marked(self, wanted: int) -> Sets:
        """Return the words of each text that look like something."""
        is_meant = (self.marks & wanted) != 0
        before = np.concatenate(([0], np.cumsum(is_meant)))
        return Sets(before[self.sets.starts], self.sets.ids[is_meant])


class Vocabulary:
    """The numbers of several runs' words brought together."""

    def __init__(self, runs: list[Run]) -> None:
        self.hashes = each_once(np.concatenate([np.zeros(0, np.uint64), *(r.hashes for r in runs)]))
        self.number = int(self.hashes.size)
        self.is_code = np.zeros(self.number, bool)
        self._of: dict[int, Ints] = {}
        for run in runs:
            known = np.searchsorted(self.hashes, run.hashes).astype(np.int32)
            self.is_code[known[run.is_code]] = True
            self._of[id(run)] = known

    def of(self, run: Run) -> Ints:
        """Return what number each word of a run has here, int32."""
        return self._of[id(run)]

    def uses(self, runs: list[Run]) -> Ints:
        """Return how many texts of some runs have each word."""
        counts = np.zeros(self.number, np.int64)
        for run in runs:
            counts[self.of(run)] += np.bincount(run.sets.ids, minlength=run.hashes.size)
        return counts

    def among(self, hashes: Ints) -> Ints:
        """Return the numbers of those words that are among a few."""
        places = np.searchsorted(self.hashes, hashes)
        places = places[places < self.number]
        return places[np.isin(self.hashes[places], hashes)]

    def numbered(self, runs: list[Run], wanted: int | None = None) -> Sets:
        """Return the words of each text of some runs, or those that look like something."""
        own = [run.sets if wanted is None else run.marked(wanted) for run in runs]
        return joined(
            Sets(one.starts, self.of(run)[one.ids]) for run, one in zip(runs, own, strict=True)
        )


def joined(parts: Iterator[Sets]) -> Sets:
    """Return the sets of several runs of records as those of one."""
    starts, ids, used = [np.zeros(1, np.int64)], [np.zeros(0, np.int32)], 0
    for part in parts:
        starts.append(part.starts[1:] + used)
        ids.append(part.ids)
        used += part.ids.size
    return Sets(np.concatenate(starts), np.concatenate(ids))


def runs_joined(runs: list[Run], more: list[Run], kept: Ints) -> list[Run]:
    """Return the runs of some texts, those `kept` (sorted), and after them more runs.

    Short ones are put together, so that however many come there are few.
    """
    out: list[Run] = []
    first = 0
    for run in runs:
        last = first + run.sets.starts.size - 1
        here = kept[slice(*np.searchsorted(kept, (first, last)))] - first
        out.append(run if here.size == last - first else _chosen_of(run, here))
        first = last
    for run in more:
        if out and out[-1].sets.starts.size + run.sets.starts.size <= TEXTS_AT_ONCE:
            out[-1] = _together(out[-1], run)
        else:
            out.append(run)
    return out


def _chosen_of(run: Run, texts: Ints) -> Run:
    """Some texts of a run, in their order; of words that are gone nothing stays."""
    places = chosen(Sets(run.sets.starts, np.arange(run.sets.ids.size, dtype=np.int32)), texts)
    ids, marks = run.sets.ids[places.ids], run.marks[places.ids]
    is_used = np.zeros(run.hashes.size, bool)
    is_used[ids] = True
    is_code = np.zeros(run.hashes.size, bool)
    is_code[ids[(marks & text_kernel.CODE) != 0]] = True
    ranks = (np.cumsum(is_used) - 1).astype(np.int32)
    return Run(Sets(places.starts, ranks[ids]), marks, run.hashes[is_used], is_code[is_used])


def _together(one: Run, other: Run) -> Run:
    """The texts of two runs as one."""
    both = Vocabulary([one, other])
    marks = np.concatenate((one.marks, other.marks))
    return Run(both.numbered([one, other]), marks, both.hashes, both.is_code)


def pieces(texts: pa.Array | pa.ChunkedArray) -> Iterator[pa.Array]:
    """Yield texts as arrays of at most TEXTS_AT_ONCE."""
    for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
        for first in range(0, len(chunk), TEXTS_AT_ONCE):
            yield chunk.slice(first, TEXTS_AT_ONCE)


def bytes_of(texts: pa.Array) -> tuple[Ints, Ints]:
    """Return the UTF-8 bytes of texts and where each begins, int64; null is empty."""
    filled = (pc.fill_null(texts, "") if texts.null_count else texts).cast(pa.string())
    _, offsets, data = filled.buffers()
    bounds: Ints = np.zeros(1, np.int64)
    if offsets is not None and len(filled):
        bounds = np.frombuffer(offsets, np.int32)[filled.offset : filled.offset + len(filled) + 1]
    letters = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    return letters, bounds.astype(np.int64)


def run_of(texts: pa.Array, is_coded: bool) -> Run:
    """Return the words of some texts; null has none.

    is_coded   codes count as words in all their spellings, see codes.py
    """
    data, offsets = bytes_of(texts)
    starts, hashes, marks, has_digits = text_kernel.scan(data, offsets)
    more_starts, more = np.zeros(starts.size, np.int64), np.zeros(0, np.uint64)
    if is_coded and has_digits.any():
        more_starts, more = codes.variants(data, offsets, has_digits)
    bounds, ids, kept, known, is_code = _gathered(starts, hashes, marks, more_starts, more)
    order = np.argsort(known)
    ranks = np.empty(known.size, np.int32)
    ranks[order] = np.arange(known.size, dtype=np.int32)
    return Run(Sets(bounds, ranks[ids]), kept, known[order], is_code[order])


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _slot(keys: Ints, values: Ints, key: np.uint64) -> int:
    """Where a key stands in a table, or would stand."""
    last = keys.size - 1
    slot = np.int64((key ^ (key >> np.uint64(29))) & np.uint64(last))
    while values[slot] >= 0 and keys[slot] != key:
        slot = (slot + 1) & last
    return int(slot)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _gathered(
    starts: Ints, hashes: Ints, marks: Ints, more_starts: Ints, more: Ints
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Each text's words sorted by hash, each once and numbered as they come, with all its marks.

    Returns   starts int64, numbers int32, marks uint8; and of each number its hash and whether
              it is a code
    """
    keys, values = np.zeros(1 << 14, np.uint64), np.full(1 << 14, -1, np.int32)
    known, is_code = np.empty(1 << 13, np.uint64), np.zeros(1 << 13, np.bool_)
    bounds = np.zeros(starts.size, np.int64)
    ids = np.empty(hashes.size + more.size, np.int32)
    kept = np.empty(ids.size, np.uint8)
    part, part_marks = np.empty(64, np.uint64), np.empty(64, np.uint8)
    used, count = 0, 0
    for text in range(starts.size - 1):
        own = starts[text + 1] - starts[text]
        size = own + more_starts[text + 1] - more_starts[text]
        if size > part.size:
            part, part_marks = np.empty(2 * size, np.uint64), np.empty(2 * size, np.uint8)
        for at in range(size):
            if at < own:
                value, mark = hashes[starts[text] + at], marks[starts[text] + at]
            else:
                value, mark = more[more_starts[text] + at - own], np.uint8(text_kernel.CODE)
            to = at
            while to > 0 and part[to - 1] > value:
                part[to], part_marks[to] = part[to - 1], part_marks[to - 1]
                to -= 1
            part[to], part_marks[to] = value, mark
        for at in range(size):
            if at > 0 and part[at] == part[at - 1]:
                kept[used - 1] |= part_marks[at]
            else:
                slot = _slot(keys, values, part[at])
                if values[slot] < 0:
                    keys[slot], values[slot] = part[at], count
                    known[count] = part[at]
                    count += 1
                ids[used], kept[used] = values[slot], part_marks[at]
                used += 1
                if count == known.size:
                    keys, values, known, is_code = _grown(known, is_code)
            is_code[ids[used - 1]] |= (part_marks[at] & text_kernel.CODE) != 0
        bounds[text + 1] = used
    return bounds, ids[:used].copy(), kept[:used].copy(), known[:count].copy(), is_code[:count]


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _grown(known: Ints, is_code: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """A table of twice as many keys, and room for these."""
    keys, values = np.zeros(4 * known.size, np.uint64), np.full(4 * known.size, -1, np.int32)
    longer, flags = np.empty(2 * known.size, np.uint64), np.zeros(2 * known.size, np.bool_)
    for at in range(known.size):
        slot = _slot(keys, values, known[at])
        keys[slot], values[slot] = known[at], at
        longer[at], flags[at] = known[at], is_code[at]
    return keys, values, longer, flags
