"""Files of places of an invented country, made small: regions with districts, as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from intarsia_site.registry.place_files import ReadPlaces, SentFile, read_place_files


def a_square(west: float, south: float = 20, *, wide: float = 1) -> dict[str, Any]:
    """Return a square of so many degrees."""
    east, north = west + wide, south + 1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def a_unit(code: str, name: str | None, level: int, west: float, **more: Any) -> dict[str, Any]:
    """Return a unit as a feature; `names` are by language."""
    names = {f"name_{language}": said for language, said in more.pop("names", {}).items()}
    wide = more.pop("wide", 1)
    properties = {"pcode": code, "name": name, "level": level, **names, **more}
    return {"type": "Feature", "properties": properties, "geometry": a_square(west, wide=wide)}


def a_country() -> list[dict[str, Any]]:
    """Return two regions with two districts each."""
    return [
        a_unit("XA01", None, 1, 10, wide=2, names={"en": "North", "fr": "Nord"}),
        a_unit("XA02", None, 1, 12, wide=2, names={"en": "South"}),
        a_unit("XA0101", None, 2, 10, parent="XA01", names={"en": "Darn", "fr": "Darne"}),
        a_unit("XA0102", None, 2, 11, parent="XA01", names={"en": "Vell"}),
        a_unit("XA0201", None, 2, 12, parent="XA02", names={"en": "Osk"}),
        a_unit("XA0202", None, 2, 13, parent="XA02", names={"en": "Tamm"}),
    ]


def a_newer_country() -> list[dict[str, Any]]:
    """Return the same some years on: one renamed, one moved, one gone, one new."""
    return [
        *a_country()[:2],
        a_unit("XA0101", None, 2, 10, parent="XA01", names={"en": "New Darn", "fr": "Darne"}),
        a_unit("XA0102", None, 2, 11, parent="XA02", names={"en": "Vell"}),
        a_unit("XA0201", None, 2, 12, parent="XA02", names={"en": "Osk"}),
        a_unit("XA0203", None, 2, 13, parent="XA02", names={"en": "Upper Tamm"}),
    ]


def a_file(folder: Path, units: Sequence[Mapping[str, Any]], name: str = "xa.geojson") -> SentFile:
    """Write units as a file, and return it as it would be sent."""
    path = folder / f"{len(list(folder.iterdir()))}-{name}"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(units)}))
    return SentFile(name, path)


def as_read(
    folder: Path, units: Sequence[Mapping[str, Any]], known: frozenset[str] = frozenset()
) -> ReadPlaces:
    """Return what the site reads in a file of these units."""
    return read_place_files([a_file(folder, units)], "XA", known=known)
