"""One tree out of several files: PLACES rows of each file in, linked PLACES rows out.

The same code is one unit. What an earlier file says stays; a later one adds what was not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from intarsia.places.codes import Codes, folded_code
from intarsia.places.properties import also_called
from intarsia.tables import ProblemLog

#: A row of PLACES by column. A unit without a name has its code for one.
Place = dict[str, Any]

_ADDED = ("parent_code", "country_code", "valid_from_on", "valid_to_on", "population", "boundary")


def merged(files: Iterable[Iterable[Place]], log: ProblemLog) -> list[Place]:
    """Return the units of all files, each once and with its parent, the coarser ones first."""
    places: dict[str, Place] = {}
    for number, file in enumerate(files):
        codes = _codes(places.values()) if number else None
        for place in file:
            code = place["place_code"] if codes is None else _same(place, places, codes)
            if code in places:
                _add(places[code], place)
            else:
                places[code] = dict(place)
    _link(places, log)
    return sorted(places.values(), key=lambda place: (place["level"], place["place_code"]))


def is_named(place: Mapping[str, Any]) -> bool:
    """Whether a unit has a name of its own, and not its code for one."""
    return bool(place["name"] != place["place_code"])


def _codes(places: Iterable[Place]) -> Codes:
    rows = list(places)
    above = {place["parent_code"] for place in rows}
    return Codes(
        {
            place["place_code"]: (
                place["country_code"],
                place["level"],
                place["place_code"] in above,
            )
            for place in rows
        }
    )


def _same(place: Place, places: Mapping[str, Place], codes: Codes) -> str:
    """The code under which a unit of a further file is known already, else its own."""
    own: str = place["place_code"]
    found = codes.find(own, country=place["country_code"], level=place["level"])
    if found is None or found.how not in ("stated", "prefix"):
        return own
    known = places[found.code]
    return found.code if found.how == "stated" or known["level"] == place["level"] else own


def _add(known: Place, further: Place) -> None:
    for column in _ADDED:
        if known[column] is None:
            known[column] = further[column]
    names = dict(known["names"] or ())
    for language, name in further["names"] or ():
        if language.startswith("x-other") or names.get(language, name) != name:
            also_called(names, name if name != known["name"] else None)
        else:
            names[language] = name
    if is_named(further):
        if not is_named(known):
            known["name"] = further["name"]
        elif known["name"].isdecimal() and not further["name"].isdecimal():
            # Provinces that were numbers before they were given names.
            also_called(names, known["name"])
            known["name"] = further["name"]
        elif further["name"] != known["name"]:
            also_called(names, further["name"])
    known["names"] = sorted(names.items()) or None
    if further["source"] not in known["source"].split("; "):
        known["source"] = f"{known['source']}; {further['source']}"


def _link(places: dict[str, Place], log: ProblemLog) -> None:
    """Give each unit its parent: the stated one, else by the code, else by where it lies."""
    by_bare = {folded_code(code): place for code, place in places.items()}
    has_country = any(place["level"] == 0 for place in places.values())
    apart = [place for place in places.values() if not _is_linked(place, places, has_country)]
    # From the coarser ones down, so that a level that is put right serves those below it.
    for place in sorted(apart, key=lambda one: (one["level"], len(one["place_code"]))):
        above = _by_code(place, by_bare)
        if above is None:
            continue
        place["parent_code"] = above["place_code"]
        if above["level"] >= place["level"]:
            log.changed(
                "places.level_changed",
                column="level",
                value=place["place_code"],
                expected=str(above["level"] + 1),
            )
            place["level"] = above["level"] + 1
    apart = [place for place in apart if not _is_linked(place, places, has_country)]
    _link_by_boundary(apart, places)


def _is_linked(place: Place, places: Mapping[str, Place], has_country: bool) -> bool:
    parent = place["parent_code"]
    if place["level"] == 0 or parent in places:
        return True
    # The country seldom has a row; a first-level unit needs no other parent.
    return place["level"] == 1 and (parent is not None or not has_country)


def _by_code(place: Place, by_bare: Mapping[str, Place]) -> Place | None:
    """The unit whose code is the longest beginning of a unit's code."""
    bare = folded_code(place["place_code"])
    for end in range(len(bare) - 1, 1, -1):
        # Kyrgyzstan fills codes up: KG04000000000 is above KG04220000000.
        filled = bare[:end].ljust(len(bare), "0")
        for form in (bare[:end], filled):
            above = by_bare.get(form)
            if (
                above is not None
                and above is not place
                and above["country_code"]
                in (
                    None,
                    place["country_code"],
                )
            ):
                return above if form != filled or above["level"] < place["level"] else None
    return None


def _link_by_boundary(apart: Sequence[Place], places: Mapping[str, Place]) -> None:
    """Give units the parent of the level above in which a point of them lies."""
    wanted: dict[int, list[Place]] = defaultdict(list)
    for place in apart:
        if place["boundary"] is not None:
            wanted[place["level"]].append(place)
    for level, units in wanted.items():
        above = [
            place
            for place in places.values()
            if place["level"] == level - 1 and place["boundary"] is not None
        ]
        if not above:
            continue
        inside: Any = shapely.point_on_surface(_shapes(units))
        unit, parent = shapely.STRtree(_shapes(above)).query(inside, predicate="within")
        for n, m in zip(unit.tolist(), parent.tolist(), strict=True):
            units[n]["parent_code"] = above[m]["place_code"]


def _shapes(places: Sequence[Place]) -> Any:
    return shapely.from_wkb(np.array([place["boundary"] for place in places], dtype=object))
