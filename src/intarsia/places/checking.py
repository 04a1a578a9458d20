"""Is it a tree, and the country's? PLACES in, an error that names the units out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyarrow as pa

from intarsia.places.codes import folded_code
from intarsia.places.errors import PlacesError
from intarsia.places.properties import alpha2
from intarsia.tables import ProblemLog

#: So many units are named in a sentence.
_NAMED = 8


def check_tree(places: pa.Table, *, known: Collection[str] = (), log: ProblemLog) -> None:
    """See to it that every unit below the first level has its parent, and that none is in a circle.

    known   codes of units that are there besides those of the table
    log     gets "places.level_skipped" where a unit's parent is more than one level up
    Raises  PlacesError "places.parents_missing", "places.circle".
    """
    columns = (places[name].to_pylist() for name in ("place_code", "parent_code", "level"))
    tree = {code: (parent, level) for code, parent, level in zip(*columns, strict=True)}
    circle = _in_a_circle({code: parent for code, (parent, _level) in tree.items()})
    if circle:
        raise PlacesError(
            "places.circle",
            f"These units lie in one another in a circle: {_some(circle)}. Correct the parents.",
            units=_some(circle),
        )
    lost = {
        code: parent
        for code, (parent, level) in tree.items()
        if level > 1 and parent not in tree and parent not in known
    }
    if lost:
        above = sorted({parent or "?" for parent in lost.values()})
        raise PlacesError(
            "places.parents_missing",
            f"{_some(lost)} belong to units that are in none of the files: {_some(above)}. Send "
            "the file of the level above together with this one.",
            units=_some(lost),
            parents=_some(above),
        )
    for code, (parent, level) in tree.items():
        if parent in tree and level > tree[parent][1] + 1:
            log.note("places.level_skipped", column="level", value=code, expected=parent)


def check_country(places: pa.Table, country: str) -> None:
    """See to it that units are of a country, by what they state and by the letters of their codes.

    country  ISO 3166-1 alpha-2 code
    Raises   PlacesError "places.other_country".
    """
    stated = {one for one in places["country_code"].to_pylist() if one and one != country}
    spelled = {_country_of(code) for code in places["place_code"].to_pylist()}
    # Numbers say nothing, and letters of one unit among many may mean something else.
    if len(spelled) == 1 and (found := next(iter(spelled))) and found != country:
        stated.add(found)
    if stated:
        others = ", ".join(sorted(stated))
        raise PlacesError(
            "places.other_country",
            f"There are units of {others} in it, and not only of {country}. Send the files of the "
            "country you chose.",
            found=others,
            country=country,
        )


def _country_of(code: str) -> str | None:
    bare = folded_code(code)
    if found := alpha2().get(bare[:3]):
        return found if not bare[3:4].isalpha() else None
    is_code = bare[:2] in alpha2().values() and any(map(str.isdigit, bare[2:]))
    return bare[:2] if is_code else None


def _in_a_circle(above: dict[str, str | None]) -> list[str]:
    """The units from which the way up comes back to themselves."""
    clear: set[str] = set()
    for start in sorted(above):
        way: list[str] = []
        seen: set[str] = set()
        at: str | None = start
        while at is not None and at in above and at not in clear:
            if at in seen:
                return way[way.index(at) :]
            way.append(at)
            seen.add(at)
            at = above[at]
        clear |= seen
    return []


def _some(codes: Iterable[str]) -> str:
    every = list(codes)
    more = f" … ({len(every)})" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more
