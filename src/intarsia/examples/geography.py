"""Where Arvenia lies: its regions and districts, their names, people and boundaries.

In: `data/places.csv` and `data/sea.csv`. Out: `Place` records and `places.geojson`. The country is
the same for every seed; only what happens in it changes.
"""

import functools
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intarsia.examples import tiling
from intarsia.examples.notice import NOTICE
from intarsia.examples.packaged import packaged_rows, parts

_LATITUDE = 41.3
# Degrees of longitude are shorter than degrees of latitude by this factor in the country's middle.
_SQUEEZE = math.cos(math.radians(_LATITUDE))
_STEP_DEGREES = 0.022
_BORDER_SEED = 1999
_ISLAND_OF = "XA0703"
_ISLAND = (-32.33, 40.36, 0.085)


@dataclass(frozen=True)
class Place:
    """One unit of Arvenia's administrative tree; level 0 is the country."""

    pcode: str
    level: int
    parent: str
    names: dict[str, str]
    population: int
    longitude: float
    latitude: float
    spellings: tuple[str, ...]

    def name(self, language: str = "en") -> str:
        """Return the name in a language (en, fr, ru)."""
        return self.names[language]


@functools.cache
def places() -> dict[str, Place]:
    """Return every place by its P-code: the country, its regions, its districts."""
    rows = packaged_rows("places.csv")
    return {row["pcode"]: _place(row, _within(row["pcode"], rows)) for row in rows}


def districts(region: str = "") -> list[Place]:
    """Return the districts, of one region when its P-code is given, in the order of P-codes."""
    return [
        place
        for place in places().values()
        if place.level == 2 and (not region or place.parent == region)
    ]


def boundaries() -> dict[str, list[list[tiling.Point]]]:
    """Return each region's and district's outer rings as closed lists of (longitude, latitude).

    Coordinates are rounded to four decimals; neighbours share theirs exactly.
    """
    units = districts()
    sea = packaged_rows("sea.csv")
    points = [(unit.longitude * _SQUEEZE, unit.latitude) for unit in units]
    points += [(float(row["lon"]) * _SQUEEZE, float(row["lat"])) for row in sea]
    lines = tiling.borders(points, len(units), step=_STEP_DEGREES, seed=_BORDER_SEED)
    rings: dict[str, list[list[tiling.Point]]] = {}
    for place in places().values():
        if place.level:
            cells = [n for n, unit in enumerate(units) if place.pcode in (unit.pcode, unit.parent)]
            rings[place.pcode] = [_rounded(tiling.ring_around(cells, lines))]
    for code in (_ISLAND_OF, places()[_ISLAND_OF].parent):
        rings[code].append(_island())
    return rings


def write_places(path: Path) -> int:
    """Write `places.geojson`, regions then districts; return the number of features."""
    rings = boundaries()
    features = [
        _feature(place, rings[place.pcode])
        for place in sorted(places().values(), key=lambda place: (place.level, place.pcode))
        if place.level
    ]
    collection = {"type": "FeatureCollection", "note": NOTICE, "features": features}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n", "utf-8")
    return len(features)


def _within(code: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows of the districts that a place consists of."""
    return [row for row in rows if row["level"] == "2" and row["pcode"].startswith(code)]


def _place(row: dict[str, str], inside: list[dict[str, str]]) -> Place:
    return Place(
        pcode=row["pcode"],
        level=int(row["level"]),
        parent=row["parent"],
        names={language: row[f"name_{language}"] for language in ("en", "fr", "ru")},
        population=sum(int(unit["population"]) for unit in inside),
        longitude=round(sum(float(unit["lon"]) for unit in inside) / len(inside), 3),
        latitude=round(sum(float(unit["lat"]) for unit in inside) / len(inside), 3),
        spellings=parts(row["spellings"]),
    )


def _rounded(ring: list[tiling.Point]) -> list[tiling.Point]:
    """Return the ring in degrees, without points that fall together."""
    found: list[tiling.Point] = []
    for x, y in ring:
        point = (round(x / _SQUEEZE, 4), round(y, 4))
        if not found or found[-1] != point:
            found.append(point)
    return found


def _island() -> list[tiling.Point]:
    """Return the ring of the one island, off the coast of its district."""
    longitude, latitude, radius = _ISLAND
    chance = random.Random(_BORDER_SEED)
    ring = []
    for step in range(28):
        angle = 2 * math.pi * step / 28
        reach = radius * (1 + 0.35 * math.cos(2 * angle + 0.6) + chance.uniform(-0.13, 0.13))
        ring.append(
            (
                longitude + reach * math.cos(angle) / _SQUEEZE,
                latitude + 0.7 * reach * math.sin(angle),
            )
        )
    rounded = [(round(x, 4), round(y, 4)) for x, y in ring]
    return [*rounded, rounded[0]]


def _feature(place: Place, rings: list[list[tiling.Point]]) -> dict[str, Any]:
    if len(rings) == 1:
        geometry: dict[str, Any] = {"type": "Polygon", "coordinates": rings}
    else:
        geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {
        "type": "Feature",
        "properties": {
            "pcode": place.pcode,
            "name_en": place.name("en"),
            "name_fr": place.name("fr"),
            "name_ru": place.name("ru"),
            "level": place.level,
            "parent": place.parent,
            "population": place.population,
        },
        "geometry": geometry,
    }


def expand(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the districts meant by a list of places; the whole country stays `XA`."""
    found: list[str] = []
    for code in codes:
        if places()[code].level == 1:
            found.extend(unit.pcode for unit in districts(code))
        else:
            found.append(code)
    return tuple(found)
