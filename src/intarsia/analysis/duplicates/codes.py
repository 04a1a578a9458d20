"""Codes that are written in several ways: "PS-LX350H" and "PSLX350H", "FS726TP" and "FS726"."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.text_kernel import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_WORDS,
    hash_of,
)

#: A code has so many letters and digits, and digits among them; what varies is a few last letters.
LEAST_LENGTH, LEAST_DIGITS, MOST_ENDING = 5, 2, 3
_HYPHEN, _DOT, _SLASH = 45, 46, 47

Ints = NDArray[Any]


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _joined(data: Ints, first: int, last: int) -> Ints:
    """The letters and digits of data[first:last] in small letters, without what joins them."""
    out = np.empty(last - first, np.uint8)
    used = 0
    for at in range(first, last):
        letter = data[at]
        if 65 <= letter <= 90:
            letter = letter | 32
        elif not 48 <= letter <= 57:
            continue
        out[used] = letter
        used += 1
    return out[:used]


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_code(letters: Ints) -> bool:
    digits = 0
    for letter in letters:
        digits += letter <= 57
    return letters.size >= LEAST_LENGTH and LEAST_DIGITS <= digits < letters.size


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _added(out: Ints, used: int, letters: Ints, is_whole: bool) -> int:
    """Write the hash of a code, if not `is_whole`, and of it without its last letters."""
    if not is_whole and _is_code(letters):
        out[used] = hash_of(letters)
        used += 1
    end = letters.size
    while end > 0 and letters[end - 1] > 57:
        end -= 1
    if 0 < letters.size - end <= MOST_ENDING and _is_code(letters[:end]):
        out[used] = hash_of(letters[:end])
        used += 1
    return used


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def variants(data: Ints, offsets: Ints, is_read: Ints) -> tuple[Ints, Ints]:
    """Return starts int64 and word hashes uint64: other ways to write the codes of texts.

    data, offsets   UTF-8 bytes and where each text begins, as Arrow keeps them
    is_read         which texts are looked at

    A code is capitals and digits. Those that a hyphen, dot or slash joins are read as one, two by
    two and all together; years are joined to nothing. A code that ends in one to three letters
    after a digit is also read without them: the same thing in another colour, language, revision.
    """
    starts = np.zeros(offsets.size, np.int64)
    out = np.empty(1024, np.uint64)
    used = 0
    for text in range(offsets.size - 1):
        at, end = offsets[text], offsets[text + 1]
        if not is_read[text]:
            at = end
        words, pieces, run, before, last = 0, 0, 0, 0, -2
        while at < end and words < MOST_WORDS:
            begin, digits, number, is_plain = at, 0, 0, True
            while at < end:
                letter = data[at]
                if 48 <= letter <= 57:
                    digits += 1
                    number = min(number * 10 + letter - 48, 1_000_000)
                elif 97 <= letter <= 122:
                    is_plain = False
                elif not 65 <= letter <= 90:
                    break
                at += 1
            if at == begin:
                at += 1
                continue
            words += 1
            if used + 8 > out.size:
                longer = np.empty(2 * out.size, np.uint64)
                longer[:used] = out[:used]
                out = longer
            is_year = digits == 4 == at - begin and FIRST_YEAR <= number <= LAST_YEAR
            is_joined = last == begin - 1 and (
                data[last] == _HYPHEN or data[last] == _DOT or data[last] == _SLASH
            )
            if pieces > 2 and not (is_joined and is_plain and not is_year):
                used = _added(out, used, _joined(data, run, last), False)
            if not is_plain or is_year:
                pieces, last = 0, -2
                continue
            used = _added(out, used, _joined(data, begin, at), True)
            if is_joined and pieces > 0:
                used = _added(out, used, _joined(data, before, at), False)
                pieces += 1
            else:
                pieces, run = 1, begin
            before, last = begin, at
        if pieces > 2:
            used = _added(out, used, _joined(data, run, last), False)
        starts[text + 1] = used
    return starts, out[:used].copy()
