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
#: Bits: of a word that a text has twice, both count.
PLAIN, ACRONYM, CODE, FIGURE = 0, 1, 2, 4
#: What marked words mean: a number follows; up to 20 the number itself ("second"); from TASK on a
#: task beside the activity, a bit each.
STAGE, TASK = 32, 64
#: The highest number of a phase, and where no word says that it is one ("STAR 3").
LAST_PHASE, LAST_BARE = 20, 12

Ints = NDArray[Any]
#: ASCII letters and digits as small ones; 0 for all other bytes.
_LOWER = np.array([ord(chr(at).lower()) * (at < 128 and chr(at).isalnum()) for at in range(256)])


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
def looks(data: Ints, offsets: Ints) -> tuple[Ints, Ints]:
    """Return whether each text has other letters than ASCII, and whether it says "redacted"."""
    is_other = np.zeros(offsets.size - 1, np.bool_)
    is_redacted = np.zeros(offsets.size - 1, np.bool_)
    for text in range(offsets.size - 1):
        first, end = offsets[text], offsets[text + 1]
        every = 0
        for at in range(first, end):
            every |= data[at]
        is_other[text] = every >= 128
        for at in range(first, end - 7):
            # The third letter and the fifth: "c" is rarer than "r".
            if data[at + 4] | 32 == 99 and data[at] | 32 == 114:
                is_redacted[text] |= (
                    data[at + 1] | 32 == 101
                    and data[at + 2] | 32 == 100
                    and data[at + 3] | 32 == 97
                    and data[at + 5] | 32 == 116
                    and data[at + 6] | 32 == 101
                    and data[at + 7] | 32 == 100
                )
    return is_other, is_redacted


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def telling_table(hashes: Ints) -> Ints:
    """Return a table of slots: which of a few hashes stands at one, -1 for none; see `_told_at`."""
    size = 1
    while size < 4 * hashes.size:
        size *= 2
    slots = np.full(size, -1, np.int16)
    for at in range(hashes.size):
        slot = np.int64((hashes[at] ^ (hashes[at] >> np.uint64(29))) & np.uint64(size - 1))
        while slots[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        slots[slot] = at
    return slots


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _told_at(hashes: Ints, slots: Ints, value: np.uint64) -> int:
    """Where a hash stands among a few; -1 if it is none of them."""
    slot = np.int64((value ^ (value >> np.uint64(29))) & np.uint64(slots.size - 1))
    while slots[slot] >= 0:
        if hashes[slots[slot]] == value:
            return int(slots[slot])
        slot = (slot + 1) & (slots.size - 1)
    return -1


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def scan(data: Ints, offsets: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return starts, word hashes, their marks, and which texts may hold codes.

    data, offsets   UTF-8 bytes and where each text begins, as Arrow keeps them
    Returns         starts int64[n+1]; hashes uint64; marks uint8 (PLAIN, ACRONYM, CODE, FIGURE);
                    bool[n]: two digits and more
    """
    count = offsets.size - 1
    starts = np.zeros(count + 1, np.int64)
    hashes = np.empty((offsets[count] - offsets[0]) // 2 + count + 1, np.uint64)
    marks = np.empty(hashes.size, np.uint8)
    has_digits = np.zeros(count, np.bool_)
    used = 0
    for text in range(count):
        first, end = offsets[text], offsets[text + 1]
        has_lower = False
        for at in range(first, end):
            if 97 <= data[at] <= 122:
                has_lower = True
                break
        words, all_digits = 0, 0
        at = first
        while at < end and words < MOST_WORDS:
            if _LOWER[data[at]] == 0:
                at += 1
                continue
            begin, value = at, _OFFSET
            digits, capitals, number = 0, 0, 0
            while at < end:
                letter = data[at]
                lower = _LOWER[letter]
                if lower == 0:
                    break
                if lower <= 57:
                    digits += 1
                    number = min(number * 10 + lower - 48, 1_000_000)
                capitals += lower != letter
                value = (value ^ np.uint64(lower)) * _PRIME
                at += 1
            length = at - begin
            all_digits += digits
            mark = PLAIN
            if digits > 0 and length >= 5 and (digits < length or number >= 10_000):
                mark = CODE
            elif has_lower and capitals >= 4 and capitals + digits == length:
                mark = ACRONYM
            elif digits == length and not (length == 4 and FIRST_YEAR <= number <= LAST_YEAR):
                mark = FIGURE
            hashes[used], marks[used] = value, mark
            used += 1
            words += 1
        has_digits[text] = all_digits > 1
        starts[text + 1] = used
    return starts, hashes[:used], marks[:used], has_digits


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def title_facts(
    data: Ints, offsets: Ints, telling: Ints, slots: Ints, meanings: Ints, tongues: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return what titles say of phases, years and tasks, and their small words.

    data, offsets    UTF-8 bytes and where each text begins, as Arrow keeps them
    telling, slots   hashes of words that say something, and `telling_table` of them
    meanings         int16: what each says of phase or task: STAGE, a number up to 20, TASK and more
    tongues          int8: the language it is a small word of, from 1 on; 0 none
    Returns          phases int32, a bit a number; years int64, a bit a year from FIRST_YEAR on;
                     tasks int16, a bit each; int16[n, languages]: small words of each language
    """
    count = offsets.size - 1
    phases = np.zeros(count, np.int32)
    years = np.zeros(count, np.int64)
    tasks = np.zeros(count, np.int16)
    small_words = np.zeros((count, tongues.max()), np.int16)
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
            if _LOWER[data[at]] == 0:
                at += 1
                continue
            begin, value = at, _OFFSET
            digits, capitals, number = 0, 0, 0
            while at < end:
                letter = data[at]
                lower = _LOWER[letter]
                if lower == 0:
                    break
                if lower <= 57:
                    digits += 1
                    number = min(number * 10 + lower - 48, 1_000_000)
                capitals += lower != letter
                value = (value ^ np.uint64(lower)) * _PRIME
                at += 1
            length = at - begin
            is_figure = digits == length
            small = number if is_figure and length <= 2 else _roman(data, begin, at)
            if is_figure and length == 4 and FIRST_YEAR <= number <= LAST_YEAR:
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
            place = _told_at(telling, slots, value)
            meaning = 0
            if place >= 0:
                meaning = meanings[place]
                if tongues[place]:
                    small_words[text, tongues[place] - 1] += 1
            after_stage = meaning == STAGE or (after_stage and is_phase)
            if 0 < meaning <= LAST_PHASE:
                phases[text] |= np.int32(1) << meaning
            elif meaning >= TASK:
                tasks[text] |= np.int16(1) << (meaning - TASK)
            after_acronym = has_lower and capitals == length and length > 1 and small == 0
            words += 1
        if trailing:
            phases[text] |= np.int32(1) << trailing
    return phases, years, tasks, small_words


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def rarest(
    starts: Ints, ids: Ints, numbers: Ints, counts: Ints, most: int, limit: int
) -> tuple[Ints, Ints]:
    """Return starts and ids with at most `most` ids a text: the rarest, those above limit left out.

    numbers   what number an id stands for
    counts    in how many texts each number stands
    """
    out_starts = np.zeros(starts.size, np.int64)
    out = np.empty(min(ids.size, most * (starts.size - 1)), np.int32)
    used = 0
    kept = np.empty(most, np.int64)
    for text in range(starts.size - 1):
        keep = 0
        for at in range(starts[text], starts[text + 1]):
            number = numbers[ids[at]]
            if not 1 < counts[number] <= limit:
                continue
            value = (np.int64(counts[number]) << 32) | number
            if keep == most and value > kept[keep - 1]:
                continue
            to = keep if keep < most else most - 1
            while to > 0 and kept[to - 1] > value:
                kept[to] = kept[to - 1]
                to -= 1
            kept[to] = value
            keep = min(keep + 1, most)
        for at in range(keep):
            value = kept[at] & np.int64(0xFFFFFFFF)
            to = used + at
            while to > used and out[to - 1] > value:
                out[to] = out[to - 1]
                to -= 1
            out[to] = value
        used += keep
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
