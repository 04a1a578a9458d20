"""How alike are two names? Two readings in, whether and how much they may be one name out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from intarsia.places.writing import Reading

_VOWELS = re.compile("[aeiou]")


def may_be(one: Reading, own: Reading) -> bool:
    """Whether a name may be another: the same, contained in it, or not too far from it."""
    if any(a == b for a, b in zip(one.keys, own.keys, strict=True)):
        return True
    shorter, longer = sorted((one.keys[1].replace(" ", ""), own.keys[1].replace(" ", "")), key=len)
    if len(shorter) > 6 and shorter in longer:
        return True
    if not (set(one.telling) <= set(own.telling) or set(own.telling) <= set(one.telling)):
        return False
    shorter, longer = sorted((one.spelling, own.spelling), key=len)
    if len(shorter) > 4 and shorter in longer:
        return True
    if is_part(one.tokens, own.tokens) or is_part(own.tokens, one.tokens):
        return True
    return len(shorter) > 2 and OSA.normalized_similarity(shorter, longer) >= 0.7


def is_part(tokens: Sequence[str], of: Sequence[str]) -> bool:
    """Whether words stand in a longer name, one of them long enough to mean something.

    >>> is_part(("cucuta",), ("san", "jose", "de", "cucuta")), is_part(("san",), ("san", "jose"))
    (True, False)
    """
    return set(tokens) <= set(of) and any(len(one) > 4 for one in tokens)


def is_its_town(one: Reading, own: Reading) -> bool:
    """Whether a name is that of a unit with "town" or "city" to it, or the other way round."""
    return bool(
        one.spelling
        and one.spelling == own.spelling
        and set(one.telling) ^ set(own.telling) == {"city"}
    )


def likeness(one: Reading, own: Reading) -> float:
    """How near two spellings are, 0-1; no more than 0.6 where what differs tells names apart."""
    found: float = OSA.normalized_similarity(one.spelling, own.spelling)
    return found if found <= 0.6 or _is_misspelt(one, own) else 0.6


def _is_misspelt(one: Reading, own: Reading) -> bool:
    """Whether what differs is what people misspell: not a first letter, not a whole word."""
    a, b = one.spelling, own.spelling
    letters = min(len(a), len(b))
    if letters < 10 and a[:1] != b[:1]:
        return False
    # In short names another consonant is another name: Encino, Enciso.
    if letters < 7 and _VOWELS.sub("", a) != _VOWELS.sub("", b):
        return False
    if len(one.tokens) != len(own.tokens):
        return OSA.distance(a, b) < 2  # written together or apart
    return all(
        OSA.distance(mine, its) <= 2 or OSA.normalized_similarity(mine, its) >= 0.5
        for mine, its in zip(one.tokens, own.tokens, strict=True)
    )
