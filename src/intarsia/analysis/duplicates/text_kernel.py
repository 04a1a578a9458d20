"""Texts to words, fast: UTF-8 bytes in, numbered words and what titles say of phase and year out.

The kernels see ASCII only; `words.py` writes other scripts in Latin letters first.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

#: Words are at most this many a text; a title of 10,000 letters is compared by its first ones.
MOST_WORDS = 64
NO_PHASE = 0
FIRST_YEAR, LAST_YEAR = 1990, 2052
_OFFSET, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
#: A word is marked when it looks like a name of its own: an acronym, or a number or code.
PLAIN, ACRONYM, CODE = 0, 1, 2

Ints = NDArray[Any]


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def hash_of(text: Ints) -> np.uint64:
    """Return the 64-bit FNV-1a hash of bytes."""
    value = _OFFSET
    for letter in text:
        value = (value ^ np.uint64(letter)) * _PRIME
    return value


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _roman(data: Ints, first: int, last: int) -> int:
    """The number that the small Roman numeral in data[first:last] stands for; 0 if it is none."""
    total, before = 0, 0
    for at in range(last - 1, first - 1, -1):
        letter = data[at] | 32
        if letter == 105:  # i
            value = 1
        elif letter == 118:  # v
            value = 5
        elif letter == 120:  # x
            value = 10
        else:
            return 0
        total = total - value if value < before else total + value
        before = max(before, value)
    return total if total <= 20 else 0


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def scan(data: Ints, offsets: Ints, stage_words: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return starts, word hashes, their marks, phases and years of texts.

    data, offsets   UTF-8 bytes and where each text begins, as Arrow keeps them
    stage_words     sorted hashes of the words that a phase's number follows
    Returns         starts int64[n+1]; hashes uint64; marks int8 (PLAIN, ACRONYM, CODE);
                    phases int16, NO_PHASE where none is stated; years int64, a bit a year from
                    FIRST_YEAR on
    """
    count = offsets.size - 1
    starts = np.zeros(count + 1, np.int64)
    hashes = np.empty((offsets[count] - offsets[0]) // 2 + count + 1, np.uint64)
    marks = np.empty(hashes.size, np.int8)
    phases = np.zeros(count, np.int16)
    years = np.zeros(count, np.int64)
    used = 0
    for text in range(count):
        first, end = offsets[text], offsets[text + 1]
        has_lower = False
        for at in range(first, end):
            if 97 <= data[at] <= 122:
                has_lower = True
                break
        words, after_stage, trailing = 0, False, 0
        at = first
        while at < end and words < MOST_WORDS:
            letter = data[at]
            is_word = (48 <= letter <= 57) or (65 <= letter <= 90) or (97 <= letter <= 122)
            if not is_word:
                at += 1
                continue
            begin, value = at, _OFFSET
            digits, capitals, number = 0, 0, 0
            while at < end:
                letter = data[at]
                if 65 <= letter <= 90:
                    capitals += 1
                    letter = letter | 32
                elif 48 <= letter <= 57:
                    digits += 1
                    number = min(number * 10 + letter - 48, 1_000_000)
                elif not 97 <= letter <= 122:
                    break
                value = (value ^ np.uint64(letter)) * _PRIME
                at += 1
            length = at - begin
            small = number if digits == length and length <= 2 else _roman(data, begin, at)
            if digits == 4 and length == 4 and FIRST_YEAR <= number <= LAST_YEAR:
                years[text] |= np.int64(1) << (number - FIRST_YEAR)
            if after_stage and 0 < small <= 20:
                phases[text] = small
            trailing = small if capitals == length and length > 0 and digits == 0 else 0
            place = np.searchsorted(stage_words, value)
            after_stage = bool(place < stage_words.size and stage_words[place] == value)
            is_code = digits > 0 and length >= 5
            is_acronym = has_lower and capitals >= 4 and capitals + digits == length
            hashes[used] = value
            marks[used] = CODE if is_code else ACRONYM if is_acronym else PLAIN
            used += 1
            words += 1
        if phases[text] == NO_PHASE and words > 1 and trailing >= 1:
            phases[text] = trailing
        starts[text + 1] = used
    return starts, hashes[:used].copy(), marks[:used].copy(), phases, years


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def numbered(hashes: Ints, known: int) -> tuple[Ints, int]:
    """Return each hash's number in order of first appearance, and how many there are.

    known   how many different ones to make room for at first
    """
    size = 1 << 12
    while size < 2 * known:
        size *= 2
    keys = np.zeros(size, np.uint64)
    values = np.full(size, -1, np.int32)
    ids = np.empty(hashes.size, np.int32)
    count = 0
    for at in range(hashes.size):
        key = hashes[at]
        slot = np.int64((key ^ (key >> np.uint64(29))) & np.uint64(size - 1))
        while values[slot] >= 0 and keys[slot] != key:
            slot = (slot + 1) & (size - 1)
        if values[slot] < 0:
            keys[slot], values[slot] = key, count
            count += 1
            if 2 * count > size:
                old_keys, old_values = keys, values
                size *= 2
                keys = np.zeros(size, np.uint64)
                values = np.full(size, -1, np.int32)
                for old in range(old_keys.size):
                    if old_values[old] >= 0:
                        again = old_keys[old]
                        slot = np.int64((again ^ (again >> np.uint64(29))) & np.uint64(size - 1))
                        while values[slot] >= 0:
                            slot = (slot + 1) & (size - 1)
                        keys[slot], values[slot] = again, old_values[old]
                slot = np.int64((key ^ (key >> np.uint64(29))) & np.uint64(size - 1))
                while keys[slot] != key or values[slot] < 0:
                    slot = (slot + 1) & (size - 1)
        ids[at] = values[slot]
    return ids, count


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def sorted_sets(starts: Ints, ids: Ints) -> tuple[Ints, Ints]:
    """Return starts and ids with each text's ids sorted and unique."""
    out_starts = np.zeros(starts.size, np.int64)
    out = np.empty(ids.size, np.int32)
    used = 0
    for text in range(starts.size - 1):
        part = np.sort(ids[starts[text] : starts[text + 1]])
        for at in range(part.size):
            if at == 0 or part[at] != part[at - 1]:
                out[used] = part[at]
                used += 1
        out_starts[text + 1] = used
    return out_starts, out[:used].copy()


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def rarest(starts: Ints, ids: Ints, counts: Ints, most: int, limit: int) -> tuple[Ints, Ints]:
    """Return starts and ids with at most `most` ids a text: the rarest, those above limit left out.

    counts   in how many texts each id stands
    """
    out_starts = np.zeros(starts.size, np.int64)
    out = np.empty(min(ids.size, most * (starts.size - 1)), np.int32)
    used = 0
    for text in range(starts.size - 1):
        first, last = starts[text], starts[text + 1]
        keep = 0
        kept = np.empty(last - first, np.int64)
        for at in range(first, last):
            if 1 < counts[ids[at]] <= limit:
                kept[keep] = (np.int64(counts[ids[at]]) << 32) | ids[at]
                keep += 1
        chosen = np.sort(kept[:keep])[:most]
        part = np.sort(chosen & np.int64(0xFFFFFFFF))
        for at in range(part.size):
            out[used] = part[at]
            used += 1
        out_starts[text + 1] = used
    return out_starts, out[:used].copy()
