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
FIRST_YEAR, LAST_YEAR = 1990, 2052
_OFFSET, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
#: A word is marked when it looks like a name of its own, an acronym or a code, or is a figure.
PLAIN, ACRONYM, CODE, FIGURE = 0, 1, 2, 3
#: What marked words mean: a number follows; up to 20 the number itself ("second"); from TASK on a
#: task beside the activity, a bit each.
STAGE, TASK = 32, 64
#: The highest number of a phase, and where no word says that it is one ("STAR 3").
LAST_PHASE, LAST_BARE = 20, 12

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
def scan(
    data: Ints, offsets: Ints, telling: Ints, meanings: Ints
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Return starts, word hashes, their marks, phases, years and tasks of texts.

    data, offsets   UTF-8 bytes and where each text begins, as Arrow keeps them
    telling         sorted hashes of words that say something of phase or task
    meanings        int16: what each of them says: STAGE, a number up to 20, TASK and more
    Returns         starts int64[n+1]; hashes uint64; marks int8 (PLAIN, ACRONYM, CODE, FIGURE);
                    phases int32, a bit a number; years int64, a bit a year from FIRST_YEAR on;
                    tasks int16, a bit each
    """
    count = offsets.size - 1
    starts = np.zeros(count + 1, np.int64)
    hashes = np.empty((offsets[count] - offsets[0]) // 2 + count + 1, np.uint64)
    marks = np.empty(hashes.size, np.int8)
    phases = np.zeros(count, np.int32)
    years = np.zeros(count, np.int64)
    tasks = np.zeros(count, np.int16)
    used = 0
    for text in range(count):
        first, end = offsets[text], offsets[text + 1]
        has_lower = False
        for at in range(first, end):
            if 97 <= data[at] <= 122:
                has_lower = True
                break
        words, after_stage, after_acronym, trailing = 0, False, False, 0
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
            is_figure = digits == length
            small = number if is_figure and length <= 2 else _roman(data, begin, at)
            is_year = is_figure and length == 4 and FIRST_YEAR <= number <= LAST_YEAR
            if is_year:
                years[text] |= np.int64(1) << (number - FIRST_YEAR)
            is_bare = 0 < small <= LAST_BARE and (is_figure or capitals == length)
            is_phase = (after_stage and 0 < small <= LAST_PHASE) or (after_acronym and is_bare)
            # Roman numerals of two capitals and more are numbers wherever they stand.
            is_phase |= is_bare and not is_figure and length > 1
            if is_phase:
                phases[text] |= np.int32(1) << small
            elif has_lower and capitals >= 3 and digits == 1 and capitals + 1 == length:
                glued = data[at - 1] - 48  # as in "IPS2"
                if 2 <= glued <= 9:
                    phases[text] |= np.int32(1) << glued
            trailing = small if is_bare and words > 0 else 0
            place = np.searchsorted(telling, value)
            meaning = 0
            if place < telling.size and telling[place] == value:
                meaning = meanings[place]
            after_stage = meaning == STAGE or (after_stage and is_phase)
            if 0 < meaning <= LAST_PHASE:
                phases[text] |= np.int32(1) << meaning
            elif meaning >= TASK:
                tasks[text] |= np.int16(1) << (meaning - TASK)
            after_acronym = has_lower and capitals == length and length > 1 and small == 0
            is_code = digits > 0 and length >= 5 and (digits < length or number >= 10_000)
            is_acronym = has_lower and capitals >= 4 and capitals + digits == length
            hashes[used] = value
            marks[used] = PLAIN
            if is_code:
                marks[used] = CODE
            elif is_acronym:
                marks[used] = ACRONYM
            elif is_figure and not is_year:
                marks[used] = FIGURE
            used += 1
            words += 1
        if trailing:
            phases[text] |= np.int32(1) << trailing
        starts[text + 1] = used
    return starts, hashes[:used].copy(), marks[:used].copy(), phases, years, tasks


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def numbered(hashes: Ints, known: int) -> tuple[Ints, int]:
    """Return each hash's number, in the order of the hashes, and how many there are.

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
    # In the order of the hashes, so that no sum of weights depends on the order of the texts.
    used = np.flatnonzero(values >= 0)
    ranks = np.empty(count, np.int32)
    for rank, slot in enumerate(used[np.argsort(keys[used])]):
        ranks[values[slot]] = rank
    for at in range(ids.size):
        ids[at] = ranks[ids[at]]
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


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def norms(starts: Ints, ids: Ints, weights: Ints) -> Ints:
    """Return the root of the sum of squared weights of each text's words, float32."""
    out = np.empty(starts.size - 1, np.float32)
    for text in range(starts.size - 1):
        total = 0.0
        for at in range(starts[text], starts[text + 1]):
            total += np.float64(weights[ids[at]]) ** 2
        out[text] = np.sqrt(total)
    return out
