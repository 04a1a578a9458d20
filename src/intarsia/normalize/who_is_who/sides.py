"""Names written as two, "NAME (ACR)" or "ACR - Name": do both sides mean one organization?

A text in; whom both sides mean, or that they contradict each other, out.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from intarsia.normalize.who_is_who.compare import barrier_between
from intarsia.normalize.who_is_who.evidence import Evidence, Found
from intarsia.normalize.who_is_who.match import Because
from intarsia.normalize.who_is_who.names import (
    Sides,
    initials_of,
    looks_like_acronym,
    read_name,
    sides_of,
)
from intarsia.normalize.who_is_who.words import word_lists
from intarsia.spelling import latin

#: A text that shares so much of its words, or of its letters, with a name says the same,
#: otherwise put, where the acronym beside it agrees.
_OTHERWISE_PUT = 0.75
_LETTERS_OTHERWISE_PUT = 0.85
#: A name of fewer letters is like many others.
_LEAST_LETTERS = 8
#: What is longer is no name: a list of names, or a sentence.
_LONGEST = 300


@dataclass(frozen=True)
class TwoSides:
    """What the two sides of a name say together.

    ids         who is meant, if both mean the same or one of them says nothing against it
    sureness    0-1
    contradict  whether the sides mean different organizations; `ids` are those then
    """

    ids: frozenset[str]
    sureness: float
    because: Because
    contradict: bool = False


def both_sides(text: str, evidence: Evidence, depth: int = 0) -> TwoSides | None:
    """Return what the sides of a name say together, or None where it has no sides that do.

    depth   how often a side was taken apart already: no name has sides of sides of sides
    """
    if len(text) > _LONGEST:
        return None
    against = None
    for sides in sides_of(text):
        said = _both(sides, evidence, depth)
        if said is not None and not said.contradict:
            return said
        against = against or said
    return against


def _both(sides: Sides, evidence: Evidence, depth: int) -> TwoSides | None:
    if _says_where(sides.first) or _says_where(sides.second):
        return None
    one, other = _look(sides.first, evidence, depth), _look(sides.second, evidence, depth)
    if one is not None and other is not None:
        return _of_two(one, other, sides, evidence)
    if one is not None:
        return _of_one(one, sides.first, sides.second, sides, evidence)
    if other is not None:
        return _of_one(other, sides.second, sides.first, sides, evidence)
    return None


def _look(text: str, evidence: Evidence, depth: int) -> Found | None:
    found = evidence.look(text)
    if found is not None or depth:
        return found
    inner = both_sides(text, evidence, depth + 1)
    if inner is None or inner.contradict:
        return None
    return Found(inner.ids, Because("match.words", {"name": text}))


def _says_where(text: str) -> bool:
    """Whether a side only says the country or that it is an office."""
    return all(word[0] == "@" or word in word_lists().branch for word in read_name(text).words)


def _of_two(one: Found, other: Found, sides: Sides, evidence: Evidence) -> TwoSides:
    data = {"first": sides.first, "second": sides.second}
    for said, text, name in ((one, sides.first, sides.second), (other, sides.second, sides.first)):
        beside = other if said is one else one
        # An acronym made of the name beside it says nothing that the name does not say.
        is_only_acronym = said.is_by_acronym and not beside.is_by_acronym
        if is_only_acronym and not said.ids & beside.ids and _letters(text) in initials_of(name):
            return TwoSides(beside.ids, 0.9, Because("match.sides", data))
    same = one.ids & other.ids
    if same:
        return TwoSides(frozenset(same), 0.96, Because("match.sides", data))
    index = evidence.index
    below = {
        key
        for first in one.ids
        for second in other.ids
        if index.are_related(first, second)
        for key in ((second,) if first in index.ancestors(second) else (first,))
    }
    if below:
        return TwoSides(frozenset(below), 0.9, Because("match.sides", data))
    return TwoSides(one.ids | other.ids, 0.5, Because("match.contradiction", data), True)


def _of_one(
    found: Found, known: str, unknown: str, sides: Sides, evidence: Evidence
) -> TwoSides | None:
    """One side is known: whether the other one agrees, says nothing, or speaks against it."""
    data = {"first": sides.first, "second": sides.second}
    if found.is_by_acronym:
        agreeing = {key for key in found.ids if _otherwise_put(unknown, key, evidence)}
        if agreeing:
            return TwoSides(frozenset(agreeing), 0.9, Because("match.sides", data))
        # Another name with the same initials is another organization with the same acronym.
        return None
    if sides.how == "comma" or not looks_like_acronym(unknown):
        return None
    letters = _letters(unknown)
    of_names = {key for key in found.ids if letters in _initials(key, known, evidence)}
    if of_names:
        return TwoSides(frozenset(of_names), 0.92, Because("match.sides", data))
    nameless = {key for key in found.ids if not evidence.index.known[key].acronym}
    if nameless:
        return TwoSides(frozenset(nameless), 0.86, Because("match.sides", data))
    return None


def _letters(text: str) -> str:
    return latin(text).replace(" ", "")


def _initials(key: str, stated: str, evidence: Evidence) -> set[str]:
    written = evidence.index.written_by.get(key, ())
    names = (stated, *(known.reading.text for known in written))
    return {found for name in names for found in initials_of(name)}


def _otherwise_put(text: str, key: str, evidence: Evidence) -> bool:
    stated = read_name(text)
    if stated.countries and len(stated.words) == 1:
        return False
    for written in evidence.index.written_by.get(key, ()):
        other = written.reading
        if len(other.letters) < _LEAST_LETTERS or barrier_between(stated, other):
            continue
        likeness = evidence.index.comparison.likeness(stated, other)
        letters = fuzz.ratio(stated.letters, other.letters) / 100
        if likeness.score >= _OTHERWISE_PUT or letters >= _LETTERS_OTHERWISE_PUT:
            return True
    return False
