"""Which place lies in which? PLACES of a picture in, questions about two units answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intarsia.places import ancestors
from intarsia.tables import Picture


@dataclass(frozen=True)
class PlaceTree:
    """Which place lies in which: codes above each unit, names, and the codes of the country."""

    above: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    levels: Mapping[str, int]
    countries: frozenset[str]

    def shared(self, one: str | None, other: str | None) -> tuple[str | None, bool] | None:
        """Return the finer of two places if one lies in the other, and whether they differ.

        None where neither lies in the other. None as a place is the whole country.
        """
        if one == other:
            return one, False
        if one is None or other is None:
            return one or other, True
        if other in self.above.get(one, ()):
            return one, True
        if one in self.above.get(other, ()):
            return other, True
        return None

    def name(self, place: str | None) -> str:
        """Return the name of a place, its code where it has none, "" for the whole country."""
        return "" if place is None else self.names.get(place, place)

    def region(self, place: str) -> str:
        """Return the first-level unit of a place; the topmost known where there is none."""
        chain = [one for one in (place, *self.above.get(place, ())) if one in self.levels]
        return self.at_level(place, 1) or (chain[-1] if chain else place)

    def at_level(self, place: str, level: int) -> str | None:
        """Return the unit of a level that a place is or lies in; None where there is none."""
        chain = (place, *self.above.get(place, ()))
        return next((one for one in chain if self.levels.get(one) == level), None)


def place_tree(picture: Picture) -> PlaceTree:
    """Return the administrative tree of a picture, for questions of what lies in what."""
    places = picture["places"]
    codes, names, levels, countries = (
        places[name].to_pylist() for name in ("place_code", "name", "level", "country_code")
    )
    tops = {code for code, level in zip(codes, levels, strict=True) if level == 0}
    stated = {str(code) for code in countries if code} | tops
    for text in picture["reports"]["covers_countries"].to_pylist():
        stated |= set((text or "").split())
    return PlaceTree(
        ancestors(places),
        dict(zip(codes, names, strict=True)),
        dict(zip(codes, levels, strict=True)),
        frozenset(stated),
    )
