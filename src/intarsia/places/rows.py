"""Units as one file states them in, PLACES rows out: a unit once, those it names above it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from intarsia.places.boundaries import Shapes
from intarsia.places.codes import folded_code, part_lengths
from intarsia.places.merging import Place
from intarsia.places.properties import Unit, alpha2, also_called
from intarsia.tables import PLACES, ProblemLog


def rows_of(
    stated: Sequence[Unit],
    shapes: Shapes | None,
    log: ProblemLog,
    country: str | None,
    source: str,
    level: int | None,
) -> list[Place]:
    """Return PLACES rows: those the file has a unit for, then those it only names above them.

    shapes   one a unit; None for a list without boundaries, whose rows may repeat a code to
             give further names
    country  alpha-2 code, where the units do not say
    level    what the file's name says, where the units do not
    """
    country = country or _country_of_codes(stated)
    rows: dict[str, Place] = {}
    above: dict[str, Place] = {}
    parts: dict[str, list[Any]] = {}
    for position, unit in enumerate(stated):
        shape = None if shapes is None else shapes[position]
        if unit.code is None:
            log.lost("places.no_code", value=unit.name)
            continue
        belongs = unit.country or country or _country_above(unit)
        if unit.code in rows:
            if shapes is None:
                if unit.parent and rows[unit.code]["parent_code"] not in (None, unit.parent):
                    log.lost("places.code_again", value=unit.code)
                else:
                    _name_again(rows[unit.code], unit)
            else:
                log.lost("places.code_again", value=unit.code)
            continue
        if unit.name is None:
            log.changed("places.no_name", value=unit.code)
        rows[unit.code] = _row(unit, shape, belongs, source, level)
        for place in _named_above(unit, belongs, source):
            above.setdefault(place["place_code"], place)
            parts.setdefault(place["place_code"], []).append(shape)
    for code, place in above.items():
        if code not in rows:
            rows[code] = _put_together(place, parts[code])
    _fill_levels(rows, [unit.code for unit in stated if unit.level is None and unit.code])
    return list(rows.values())


def _row(unit: Unit, shape: Any, country: str | None, source: str, level: int | None) -> Place:
    parent = unit.parent
    if unit.level == 1 and parent and alpha2().get(parent.upper()) == country:
        parent = country
    return {
        "place_code": unit.code,
        "parent_code": parent,
        "level": level if unit.level is None else unit.level,
        "country_code": country,
        "name": unit.name or unit.code,
        "names": sorted(unit.names.items()) or None,
        "valid_from_on": unit.valid_from,
        "valid_to_on": unit.valid_to,
        "population": unit.population,
        "boundary": None if shape is None else shapely.to_wkb(shape),
        "source": source,
    }


def _name_again(row: Place, unit: Unit) -> None:
    """Keep the further name that a list gives a unit in a row of its own."""
    names = dict(row["names"] or ())
    for language, name in unit.names.items():
        names.setdefault(language, name)
    if unit.name not in (None, row["name"]):
        also_called(names, unit.name)
    row["names"] = sorted(names.items()) or None


def _named_above(unit: Unit, country: str | None, source: str) -> list[Place]:
    places: list[Place] = []
    for level in sorted(unit.above):
        code, name = unit.above[level]
        places.append(
            {
                **dict.fromkeys(PLACES.schema.names),
                "place_code": code,
                "parent_code": places[-1]["place_code"] if places else None,
                "level": level,
                "country_code": country,
                "name": name or code,
                "source": source,
            }
        )
    return places


def _put_together(place: Place, shapes: Sequence[Any]) -> Place:
    areas = [shape for shape in shapes if shape is not None]
    if not areas:
        return place
    return {
        **place,
        "boundary": shapely.to_wkb(shapely.unary_union(areas)),
        "source": f"{place['source']}, put together from the units below",
    }


def _fill_levels(rows: Mapping[str, Place], unstated: Sequence[str]) -> None:
    """Levels that no row and no file name states: below the parent, else by the code's length.

    A file of one level that does not say which is taken for the first below the country.
    """
    open_codes = {code for code in unstated if rows[code]["level"] is None}
    for code in open_codes:
        place, steps, at = rows[code], 0, code
        while (parent := rows[at]["parent_code"]) in rows and steps < 10:
            at, steps = parent, steps + 1
        top = rows[at]["level"]
        if top is None or at == code:
            top = _level_by_length(at, place["country_code"]) or 1
        place["level"] = top + (steps if at != code else 0)


def _level_by_length(code: str, country: str | None) -> int | None:
    lengths = part_lengths(country) if country else ()
    fitting = [level for level, one in enumerate(lengths) if len(folded_code(code)) in one]
    return fitting[0] if len(fitting) == 1 else None


def _country_of_codes(stated: Sequence[Unit]) -> str | None:
    """The country whose letters all codes of a file begin with."""
    codes = [unit.code.upper() for unit in stated if unit.code]
    starts = {code[:3] for code in codes}
    if len(starts) == 1 and (found := alpha2().get(min(starts))):
        return found
    starts = {code[:2] for code in codes if code[2:3].isdigit() or len(code) > 3}
    return min(starts) if len(starts) == 1 and min(starts) in alpha2().values() else None


def _country_above(unit: Unit) -> str | None:
    """The code above a first-level unit, where it is that of a country."""
    parent = unit.parent or ""
    return parent if unit.level == 1 and len(parent) == 2 and parent.isalpha() else None
