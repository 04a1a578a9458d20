"""Which new organizations are one under two writings? Their names in, who joins whom out.

Names of the same letters or the same words are one. Names that only a slip tells apart are told
and not joined: of two names that nobody knows either may be right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intarsia.normalize.who_is_who.index import Index
from intarsia.normalize.who_is_who.likest import ENOUGH, likest
from intarsia.normalize.who_is_who.names import Reading, read_name
from intarsia.register.table import Entry, register_table

_LEAST_LETTERS = 6


@dataclass(frozen=True)
class Alike:
    """What new organizations have to do with each other.

    joined   id -> the id of the same organization under its more frequent name
    near     pairs of ids whose names only a slip tells apart
    """

    joined: dict[str, str]
    near: tuple[tuple[str, str], ...]


def alike(names: Mapping[str, str], uses: Mapping[str, int]) -> Alike:
    """Return which of these organizations are one, and which may be.

    names   id -> name
    uses    id -> in how many rows it stands; the more used name is kept
    """
    joined: dict[str, str] = {}
    heads: dict[object, str] = {}
    for key in sorted(names, key=lambda key: (-uses.get(key, 0), key)):
        same = _same(read_name(names[key]))
        head = next((heads[form] for form in same if form in heads), key)
        for form in same:
            heads.setdefault(form, head)
        if head != key:
            joined[key] = head
    left = {key: name for key, name in names.items() if key not in joined}
    return Alike(joined, _near(left))


def _same(reading: Reading) -> list[object]:
    """What two names of one organization have in common, whatever their signs and order."""
    forms: list[object] = [("words", reading.key, reading.numbers, reading.weak)]
    if len(reading.letters) >= _LEAST_LETTERS:
        forms.append(("letters", reading.letters))
    return forms


def _near(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if len(names) < 2:
        return ()
    table = register_table(Entry(key, name, "new") for key, name in names.items())
    index = Index(table, words_from=2)
    readings = [written.reading for written in index.names]
    found = set()
    for at, near in enumerate(index.candidates.nearest(readings, 4)):
        others = [index.names[other] for other in near if other != at]
        best = likest(readings[at], others, index).best
        if best is not None and best.confidence > ENOUGH:
            one, other = sorted((index.names[at].organization, best.organization))
            found.add((one, other))
    return tuple(sorted(found))
