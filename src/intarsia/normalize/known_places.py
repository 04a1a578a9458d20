"""A tree of places, ready to be looked up by codes, names and confirmed names."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from intarsia.places.aliases import Aliases, PlaceAlias
from intarsia.places.codes import Codes
from intarsia.places.names import Names
from intarsia.tables import ProblemLog


class KnownPlaces:
    """The units of PLACES with everything they are known by."""

    def __init__(self, places: pa.Table, aliases: Aliases) -> None:
        columns = ("place_code", "parent_code", "level", "country_code")
        rows = list(zip(*(places[name].to_pylist() for name in columns), strict=True))
        self.codes = Codes.of(places)
        self.names = Names.of(places)
        self.aliases = aliases
        self._parents: dict[str, str | None] = {code: parent for code, parent, _, _ in rows}
        self._levels: dict[str, int] = {code: level for code, _, level, _ in rows}
        self._with_units_below = set(self._parents.values())
        self._wholes = {country: code for code, _, level, country in rows if level == 0}
        countries = {country for _, _, _, country in rows if country}
        #: The tree's country, where it has one only.
        self.country: str | None = min(countries) if len(countries) == 1 else None
        named = {level for code, level in self._levels.items() if self.names.has(code)}
        #: The finest level that has units with a name.
        self.depth: int = max(named, default=0)
        self._named_levels = named

    @classmethod
    def of(
        cls,
        places: pa.Table,
        aliases: Iterable[PlaceAlias] = (),
        log: ProblemLog | None = None,
    ) -> KnownPlaces:
        """Return PLACES and names that people have confirmed, ready to be looked up.

        log  gets "place.alias_unknown" for confirmed names of units that are not in PLACES
        """
        codes = dict.fromkeys(places["place_code"].to_pylist())
        return cls(places, Aliases(aliases, codes, log))

    def level(self, code: str) -> int:
        """Return a unit's level."""
        return self._levels[code]

    def has_level(self, level: int) -> bool:
        """Whether the tree has units of a level that have names."""
        return level in self._named_levels

    def has_units_below(self, code: str) -> bool:
        """Whether the tree goes on below a unit."""
        return code in self._with_units_below

    def above(self, code: str) -> tuple[str, ...]:
        """Return the units a unit lies in, the nearest first."""
        above: list[str] = []
        parent = self._parents.get(code)
        while parent is not None and parent in self._levels and parent not in above:
            above.append(parent)
            parent = self._parents.get(parent)
        return tuple(above)

    def chain(self, code: str) -> list[tuple[int, str]]:
        """Return level and code of a unit and those it lies in, the coarsest first."""
        return [(self._levels[one], one) for one in (*reversed(self.above(code)), code)]

    def path(self, code: str) -> str:
        """Return the names from the first level down to a unit, with its code.

        "Bay / Baydhaba (SO2401)"
        """
        named = [self.names.name(one) for level, one in self.chain(code) if level]
        return f"{' / '.join(named) or self.names.name(code)} ({code})"

    def whole_country(self, country: str | None) -> str | None:
        """Return the unit that is a whole country, where the tree has a row for it."""
        return self._wholes.get(country or self.country)
