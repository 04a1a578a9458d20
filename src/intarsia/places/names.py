"""Which unit does a stated name mean? Names as people write them in, codes of the tree out.

Never a guess: several that fit leave it open, and numbers and directions must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from rapidfuzz.distance import OSA

from intarsia.places.likeness import is_its_town, is_part, likeness, may_be
from intarsia.places.merging import is_named
from intarsia.places.writing import SOMALI, STAGES, Reading, readings

#: How sure a match of each stage is, where the unit above is right.
SURENESS = {"name": 1.0, "script": 0.98, "words": 0.95, "spelling": 0.92}
_OF_A_PART = 0.97
_CONTAINED = 0.85
_NEAR = 0.95
#: The best spelling must be this much nearer than the second best.
_MARGIN = 0.1
#: Likeness wanted of spellings of at least so many letters; shorter ones must be the same.
_LIKE = ((14, 0.84), (10, 0.8), (7, 0.85), (5, 0.8))
#: Added where there are many units to choose from, as where the unit above is not known.
_AMONG_MANY = 0.06
_MANY = 40
#: Likeness of what is worth showing as a suggestion.
_SUGGESTED = 0.5


@dataclass(frozen=True)
class Candidate:
    """A unit that a name may mean; likeness 0-1."""

    place_code: str
    name: str
    likeness: float


@dataclass(frozen=True)
class Found:
    """The units that fit a name best; one is an answer, several leave it open.

    how  the stage: "name", "script", "words", "spelling", "contained", "near"
    """

    codes: tuple[str, ...]
    how: str
    sureness: float


NOTHING_FOUND = Found((), "", 0.0)


@dataclass(frozen=True)
class _Unit:
    code: str
    name: str
    level: int
    country: str | None
    above: tuple[str, ...]
    readings: tuple[Reading, ...]


class Names:
    """The names of a tree, ready to be looked up.

    >>> from intarsia.places import places_from_rows
    >>> tree = places_from_rows([
    ...     {"code": "SO28", "name": "Lower Juba", "level": 1},
    ...     {"code": "SO2801", "name": "Kismaayo", "level": 2, "parent": "SO28"}])
    >>> names = Names.of(tree)
    >>> names.find("Kismayo district", level=2, within="SO28")
    Found(codes=('SO2801',), how='spelling', sureness=0.92)
    >>> names.find("Middle Juba", level=1).codes
    ()
    """

    def __init__(self, units: Iterable[_Unit]) -> None:
        self._units = {unit.code: unit for unit in units}
        self._index: dict[str, dict[str, list[_Unit]]] = {stage: {} for stage in STAGES}
        for unit in self._units.values():
            for reading in unit.readings:
                for stage, key in zip(STAGES, reading.keys, strict=True):
                    fitting = self._index[stage].setdefault(key, [])
                    if unit not in fitting[-1:]:
                        fitting.append(unit)
        self._below: dict[tuple[str | None, int, str | None], list[_Unit]] = {}
        self._cities: dict[tuple[int, str | None], bool] = {}

    @classmethod
    def of(cls, places: pa.Table) -> Names:
        """Return the names of PLACES; units without a name of their own are passed over."""
        columns = ("place_code", "parent_code", "level", "country_code", "name", "names")
        rows = places.select(columns).to_pylist()
        parents = {row["place_code"]: row["parent_code"] for row in rows}
        return cls(_units(rows, parents))

    def has(self, code: str) -> bool:
        """Whether a unit is in the tree and has a name of its own."""
        return code in self._units

    def name(self, code: str) -> str:
        """Return a unit's name, its code where it has none."""
        return self._units[code].name if code in self._units else code

    def find(
        self,
        name: str,
        *,
        level: int | None = None,
        within: str | None = None,
        country: str | None = None,
        loosely: bool = True,
    ) -> Found:
        """Return the units that a stated name fits best.

        level    the level to look at; None looks at all, and of a unit and the unit above it of
                 the same name takes the one above
        within   code of the unit above, where it is known
        country  alpha-2; only its units
        loosely  whether names may also be contained in one another or nearly the same
        """
        stated = readings(name, somali=self._is_somali(within, country))
        for reading in stated:
            for number, stage in enumerate(STAGES):
                key = reading.keys[number]
                fitting = self._index[stage].get(key, ()) if key.strip() else ()
                units = [unit for unit in fitting if _is_in(unit, level, within, country)]
                if units:
                    part = 1.0 if reading.is_whole else _OF_A_PART
                    return Found(_topmost(units), stage, SURENESS[stage] * part)
        if not loosely or level is None or not stated:
            return NOTHING_FOUND
        units = self._beside(level, within, country)
        if within is None:
            contained = _adjectives(stated, units)
        else:
            town_is_unit = not self._has_cities(level, country)
            contained = _contained(stated, units, town_is_unit=town_is_unit)
        if len(contained) == 1:
            return Found((contained[0].code,), "contained", _CONTAINED)
        return _near(stated, units)

    def is_called(self, code: str, name: str) -> bool:
        """Whether a name is that of a unit, in whatever way of writing."""
        unit = self._units.get(code)
        if unit is None:
            return False
        keys = {key for own in unit.readings for key in zip(STAGES, own.keys, strict=True)}
        stated = readings(name, somali=unit.country in SOMALI)
        return any(key in keys for one in stated for key in zip(STAGES, one.keys, strict=True))

    def fits(self, code: str, name: str) -> bool:
        """Whether a name may be that of a unit: the same, contained, or not too far from it.

        A unit without a name of its own may have any.
        """
        unit = self._units.get(code)
        if unit is None:
            return True
        stated = readings(name, somali=unit.country in SOMALI)
        return any(may_be(one, own) for one in stated for own in unit.readings)

    def nearest(
        self, name: str, *, level: int | None, within: str | None, country: str | None
    ) -> tuple[Candidate, ...]:
        """Return up to three units whose names come near to a name, the nearest first."""
        stated = readings(name, somali=self._is_somali(within, country))
        units = self._beside(level, within, country) if level is not None else []
        units = units or [one for one in self._units.values() if _is_in(one, None, within, country)]
        like = {unit.code: _suggestive(stated, unit) for unit in units}
        best = sorted(units, key=lambda unit: (-like[unit.code], unit.code))[:3]
        return tuple(
            Candidate(unit.code, unit.name, round(like[unit.code], 2))
            for unit in best
            if like[unit.code] >= _SUGGESTED
        )

    def _beside(self, level: int, within: str | None, country: str | None) -> list[_Unit]:
        key = (within, level, country)
        if key not in self._below:
            self._below[key] = [
                u for u in self._units.values() if _is_in(u, level, within, country)
            ]
        return self._below[key]

    def _has_cities(self, level: int, country: str | None) -> bool:
        """Whether cities are units beside the districts around them, as in Kyrgyzstan."""
        key = (level, country)
        if key not in self._cities:
            units = self._beside(level, None, country)
            self._cities[key] = any("city" in own.telling for u in units for own in u.readings)
        return self._cities[key]

    def _is_somali(self, within: str | None, country: str | None) -> bool:
        if within in self._units:
            country = self._units[within].country
        if country is None and self._units:
            country = next(iter(self._units.values())).country
        return country in SOMALI


def _units(rows: Sequence[Mapping[str, object]], parents: Mapping[str, str | None]) -> list[_Unit]:
    units = []
    for row in rows:
        if not is_named(row):
            continue
        code, country = str(row["place_code"]), row["country_code"]
        named = [str(row["name"]), *(str(name) for _, name in row["names"] or ())]  # type: ignore[attr-defined]
        somali = country in SOMALI
        found = {
            reading.keys: reading
            for name in named
            for reading in readings(name, of_tree=True, somali=somali)
        }
        above = _above(code, parents)
        units.append(
            _Unit(
                code,
                str(row["name"]),
                int(str(row["level"])),
                None if country is None else str(country),
                above,
                tuple(found.values()),
            )
        )
    return sorted(units, key=lambda unit: (unit.level, unit.code))


def _above(code: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    above: list[str] = []
    parent = parents.get(code)
    while parent is not None and parent not in above:
        above.append(parent)
        parent = parents.get(parent)
    return tuple(above)


def _is_in(unit: _Unit, level: int | None, within: str | None, country: str | None) -> bool:
    return (
        (level is None or unit.level == level)
        and (within is None or within in unit.above)
        and (country is None or unit.country in (None, country))
    )


def _topmost(units: Sequence[_Unit]) -> tuple[str, ...]:
    """The units without those that lie in another of them."""
    codes = {unit.code for unit in units}
    return tuple(unit.code for unit in units if not codes & set(unit.above))


def _contained(
    stated: Sequence[Reading], units: Sequence[_Unit], *, town_is_unit: bool
) -> list[_Unit]:
    """The units whose name holds all words of the stated one: Cúcuta, San José de Cúcuta.

    town_is_unit  whether "Kessel town" may be the unit Kessel
    """
    return [
        unit
        for unit in units
        if any(
            (one.telling == own.telling and is_part(one.tokens, own.tokens))
            or (town_is_unit and is_its_town(one, own))
            for one in stated
            for own in unit.readings
        )
    ]


def _adjectives(stated: Sequence[Reading], units: Sequence[_Unit]) -> list[_Unit]:
    """The units named after a town, as Kharkivska after Kharkiv, or the other way round."""
    return [
        unit
        for unit in units
        if any(
            one.telling == own.telling
            and len(one.spelling) > 3
            and own.spelling in (f"{one.spelling}sk", one.spelling.removesuffix("sk"))
            for one in stated
            for own in unit.readings
        )
    ]


def _near(stated: Sequence[Reading], units: Sequence[_Unit]) -> Found:
    """The one unit whose spelling is near enough, and nearer than that of every other."""
    best: list[tuple[float, int, str]] = []
    for unit in units:
        like, letters = _best(stated, unit)
        best.append((-like, letters, unit.code))
    best.sort()
    if not best:
        return NOTHING_FOUND
    like, letters = -best[0][0], best[0][1]
    wanted = next((limit for least, limit in _LIKE if letters >= least), 2.0)
    if like < wanted + (_AMONG_MANY if len(units) > _MANY else 0.0):
        return NOTHING_FOUND
    close = tuple(code for other, _, code in best if -other > like - _MARGIN)
    return Found(close, "near", round(like * _NEAR, 3))


def _best(stated: Sequence[Reading], unit: _Unit) -> tuple[float, int]:
    """The greatest likeness of any two readings, and the letters of the shorter of the two."""
    found = (0.0, 0)
    for one in stated:
        for own in unit.readings:
            if one.telling == own.telling:
                letters = min(len(one.spelling), len(own.spelling))
                found = max(found, (likeness(one, own), letters))
    return found


def _suggestive(stated: Sequence[Reading], unit: _Unit) -> float:
    """How alike a name and a unit's look to a person, 0-1; nothing is decided by it."""
    pairs = [(one.keys[3], own.keys[3]) for one in stated for own in unit.readings]
    return max((OSA.normalized_similarity(a, b) for a, b in pairs), default=0.0)
