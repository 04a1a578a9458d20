"""Which unit do names from coarse to fine mean? Names in, a unit or the reason why none out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from intarsia import codelists
from intarsia.normalize.known_places import KnownPlaces
from intarsia.places.names import Candidate, Found
from intarsia.spelling import folded

#: How much less sure a unit is that lies elsewhere than its row says, or whose parent is unknown.
_ELSEWHERE = 0.6
_PARENT_UNKNOWN = 0.8

_WHOLE_COUNTRY = frozenset(
    folded(text)
    for text in (
        "national|nationwide|nation wide|countrywide|country wide|whole country|entire country|"
        "all country|all over the country|national level|country level|national coverage|"
        "tout le pays|ensemble du pays|territoire national|niveau national|nationale|"
        "couverture nationale|échelle nationale|nacional|cobertura nacional|nivel nacional|"
        "todo el país|a nivel nacional|вся страна|по всей стране|национальный уровень|"
        "на национальном уровне|вся территория страны|вся країна|національний рівень|"
        "على مستوى الدولة|على المستوى الوطني|جميع أنحاء البلاد|全国"
    ).split("|")
)
#: "CO00": the country's letters and nothing but zeros.
_NO_PART = re.compile(r"[A-Z]{2,3}0+")


@dataclass(frozen=True)
class Note:
    """Something to say about a stated place: a problem's code with what it is about.

    level  position in the path of the name it is about
    """

    code: str
    value: str | None = None
    expected: str | None = None
    level: int | None = None


@dataclass
class NamedPath:
    """What a path of names means.

    named  level -> unit, of the units whose names are stated
    """

    code: str | None = None
    because: str = "nothing"
    sureness: float = 0.0
    named: dict[int, str] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[Note, ...] = ()


def is_whole_country(
    names: Sequence[str | None], codes: Sequence[str | None], country: str | None
) -> bool:
    """Whether names say "nationwide", or the country's own name, and nothing else.

    >>> is_whole_country(["Cobertura Nacional", None], ["CO00", None], "CO")
    True
    >>> is_whole_country(["Somalia"], [], "SO"), is_whole_country(["Bay"], [], "SO")
    (True, False)
    """
    said = {folded(name) for name in names if name}
    if not said:
        stated = [code for code in codes if code]
        return bool(stated) and all(_NO_PART.fullmatch(code.strip().upper()) for code in stated)
    return said <= _WHOLE_COUNTRY | _country_names(country)


@cache
def _country_names(country: str | None) -> frozenset[str]:
    languages = ("en", "fr", "ru")
    if country is None or not codelists.has("countries", country):
        return frozenset()
    return frozenset(folded(codelists.name("countries", country, one)) for one in languages)


def named_path(tree: KnownPlaces, names: Sequence[str | None], country: str | None) -> NamedPath:
    """Return the unit that names mean; the first level first, null where not stated."""
    path = _Walk(tree, country)
    for position, name in enumerate(names):
        if name is not None:
            path.step(position, name)
    path.try_other_levels()
    return path.result([None if name is None else " ".join(name.split()) for name in names])


class _Walk:
    """Goes down the tree by the names of a path, one after the other."""

    def __init__(self, tree: KnownPlaces, country: str | None) -> None:
        self._tree, self._country = tree, country
        self._at: str | None = None
        self._parent: str | None = None
        self._open: list[tuple[int, str, Found]] = []
        self._because, self._sureness = "nothing", 1.0
        self._named: dict[int, str] = {}
        self._last = -1
        self._other_levels: list[tuple[int, str]] = []

    def step(self, position: int, name: str) -> None:
        confirmed = self._tree.aliases.find(name, self._parent)
        if confirmed is not None:
            self._go(position, confirmed, "confirmed name", 1.0)
        elif self._tree.has_level(position + 1):
            self._look(position, name)
        else:
            self._other_levels.append((position, name))
        self._parent = name

    def try_other_levels(self) -> None:
        """Look for names of levels the tree has not: lists may count levels otherwise."""
        for position, name in self._other_levels:
            if self._at is None:
                found = self._find(name, None, None)
                if len(found.codes) == 1:
                    self._go(position, found.codes[0], "name", found.sureness)
                elif not self._open:
                    self._open.append((position, name, found))

    def _look(self, position: int, name: str) -> None:
        found = self._find(name, position + 1, self._at, loosely=not self._open)
        if not found.codes:
            # A city that is a region of its own stands in the district's column too.
            found = self._find(name, None, self._at)
        if len(found.codes) == 1:
            above = self._tree.above(found.codes[0])
            self._open = [one for one in self._open if not self._is_settled(one, above)]
            sureness = found.sureness * (_PARENT_UNKNOWN if self._open else 1.0)
            because = "name under another parent" if self._open else "name"
            self._named[self._tree.level(found.codes[0])] = found.codes[0]
            self._go(position, found.codes[0], because, sureness)
        elif self._at is not None and self._tree.names.is_called(self._at, name):
            pass  # the region's name stands in the district's column too: no district is stated
        elif found.codes or self._at is None or not self._elsewhere(position, name):
            self._open.append((position, name, found))

    def _is_settled(self, one: tuple[int, str, Found], above: Sequence[str]) -> bool:
        """Whether a name left open is that of a unit above the one that has been found."""
        _, name, found = one
        if found.codes:
            return bool(set(found.codes) & set(above))
        return any(self._tree.names.fits(code, name) for code in above)

    def _elsewhere(self, position: int, name: str) -> bool:
        """Whether a unit of that very name, the only one, lies under another parent."""
        found = self._find(name, position + 1, None)
        if len(found.codes) != 1 or found.how not in ("name", "script"):
            return False
        self._named = {}
        self._go(position, found.codes[0], "name under another parent", _ELSEWHERE)
        return True

    def _find(self, name: str, level: int | None, within: str | None, **how: bool) -> Found:
        return self._tree.names.find(
            name,
            level=level,
            within=within,
            country=self._country,
            loosely=how.get("loosely", False),
        )

    def _go(self, position: int, code: str, because: str, sureness: float) -> None:
        self._at, self._last = code, position
        self._because = because
        self._sureness = min(self._sureness, sureness)

    def result(self, names: Sequence[str | None]) -> NamedPath:
        notes: list[Note] = []
        candidates: tuple[Candidate, ...] = ()
        because = self._because
        deepest = self._open[-1] if self._open else None
        if deepest is not None and deepest[0] > self._last:
            position, name, found = deepest
            candidates = self._candidates(position, name, found)
            because = "name of the unit above"
            if self._at is None:
                because = "several" if found.codes else "nothing"
            said = ", ".join(f"{one.name} ({one.place_code})" for one in candidates) or None
            code = "place.ambiguous" if found.codes else "place.unmatched"
            notes.append(Note(code, _joined(names[: position + 1]), said, position))
        if self._at is not None and because == "name under another parent":
            stated = _joined(names[: self._last + 1])
            notes.append(Note("place.other_parent", stated, self._tree.path(self._at)))
        return NamedPath(
            self._at,
            because,
            round(self._sureness, 3) if self._at else 0.0,
            dict(self._named),
            candidates,
            tuple(notes),
        )

    def _candidates(self, position: int, name: str, found: Found) -> tuple[Candidate, ...]:
        if found.codes:
            named = [(code, self._tree.path(code).rpartition(" (")[0]) for code in found.codes[:3]]
            return tuple(Candidate(code, path, found.sureness) for code, path in named)
        return self._tree.names.nearest(
            name, level=position + 1, within=self._at, country=self._country
        )


def _joined(names: Sequence[str | None]) -> str:
    return " / ".join(name for name in names if name)
