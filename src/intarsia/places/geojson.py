"""Reads administrative boundaries: a GeoJSON FeatureCollection in, the PLACES table out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from intarsia.errors import IntarsiaError
from intarsia.places.properties import Unit, units
from intarsia.tables import PLACES, ProblemLog, from_rows

#: The largest national files have some hundred megabytes; a larger one is no list of boundaries.
MAX_BYTES = 1024**3

Shapes = npt.NDArray[np.object_]


class PlacesError(IntarsiaError):
    """A file of boundaries cannot be used."""


def read_places(
    path: Path | str, *, country: str | None = None, log: ProblemLog | None = None
) -> pa.Table:
    """Return the units in a GeoJSON file of administrative boundaries, the coarser ones first.

    path      a FeatureCollection of one level, or of several with a level property. Codes,
              names, parents, levels and population are found under the names that COD-AB,
              geoBoundaries and hand-made files use.
    country   ISO 3166-1 alpha-2 code, where the file does not say.
    log       gets what was repaired or left out: "places.boundary_repaired",
              "places.no_boundary", "places.no_name", "places.code_again", "places.no_code",
              "places.parent_missing".
    Returns   PLACES. Units above that the features only name get a row whose boundary is put
              together from the units below.
    Raises    PlacesError "places.unreadable_file", "places.too_large", "places.not_geojson",
              "places.no_features", "places.no_codes", "places.not_degrees".
    """
    path = Path(path)
    log = ProblemLog(path.name) if log is None else log
    features = _features(path)
    shapes = _shapes(path, features)
    stated = units([_properties(feature) for feature in features])
    if not any(unit.code for unit in stated):
        raise PlacesError(
            "places.no_codes",
            f"{path.name}: none of the {len(features)} features has a code. Expected a property "
            "such as pcode, admin1Pcode or ADM1_PCODE; the first feature has: "
            f"{', '.join(sorted(map(str, _properties(features[0])))) or 'none'}.",
            file=path.name,
        )
    shapes = _repaired(shapes, stated, log)
    rows = _rows(stated, shapes, log, country, path.name)
    _name_missing_parents(rows, log)
    ordered = sorted(rows.values(), key=lambda row: (row[2], row[0]))
    return from_rows(ordered, PLACES.schema)


def _features(path: Path) -> list[Mapping[str, Any]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PlacesError(
                "places.too_large",
                f"{path.name} has more than {MAX_BYTES:,} bytes. Simplify its boundaries first.",
                file=path.name,
            )
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as reason:
        raise PlacesError(
            "places.unreadable_file",
            f"{path.name} cannot be opened: {reason.strerror}.",
            file=path.name,
        ) from None
    except (ValueError, RecursionError):
        raise PlacesError(
            "places.not_geojson",
            f"{path.name} is no GeoJSON: it is not readable as JSON.",
            file=path.name,
        ) from None
    kind = document.get("type") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(document.get("features"), list):
        found = f'its type is "{kind}"' if kind else "it states no type"
        raise PlacesError(
            "places.not_geojson",
            f"{path.name} is no GeoJSON FeatureCollection: {found}. "
            "Export the boundaries as GeoJSON in WGS 84 degrees.",
            file=path.name,
            type=kind,
        )
    features: list[Mapping[str, Any]] = [
        one for one in document["features"] if isinstance(one, dict)
    ]
    if not features:
        raise PlacesError("places.no_features", f"{path.name} holds no features.", file=path.name)
    return features


def _properties(feature: Mapping[str, Any]) -> Mapping[str, object]:
    stated = feature.get("properties")
    properties = dict(stated) if isinstance(stated, dict) else {}
    if feature.get("id") is not None:
        properties.setdefault("id", feature["id"])
    return properties


def _shapes(path: Path, features: Sequence[Mapping[str, Any]]) -> Shapes:
    """Each feature's geometry; None where there is none or it cannot be read."""
    texts = [json.dumps(one["geometry"]) if one.get("geometry") else None for one in features]
    shapes = shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")
    # A position with three numbers is an altitude too many.
    shapes = shapely.force_2d(np.atleast_1d(shapes))
    west, south, east, north = shapely.total_bounds(shapes)
    if west < -360 or east > 360 or south < -90.001 or north > 90.001:
        raise PlacesError(
            "places.not_degrees",
            f"{path.name}: its coordinates run from {west:.0f}, {south:.0f} to {east:.0f}, "
            f"{north:.0f} and are no degrees. Export it in WGS 84 (EPSG:4326).",
            file=path.name,
        )
    return shapes


def _repaired(shapes: Shapes, stated: Sequence[Unit], log: ProblemLog) -> Shapes:
    """The shapes, each valid and made of polygons only; what had to be repaired is logged."""
    shapes = shapes.copy()
    broken = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    for n in broken.tolist():
        why = shapely.is_valid_reason(shapes[n])
        shapes[n] = shapely.make_valid(shapes[n])
        log.changed(
            "places.boundary_repaired",
            column="geometry",
            value=stated[n].code,
            expected=why.partition("[")[0],
        )
    for position, unit in enumerate(stated):
        shapes[position] = _polygons(shapes[position])
        if shapes[position] is None:
            log.note("places.no_boundary", column="geometry", value=unit.code)
    return shapes


def _polygons(shape: Any) -> Any:
    """The polygons of a geometry as one; None where it has none, such as a point or a line."""
    if shape is None or shape.geom_type in ("Polygon", "MultiPolygon"):
        return None if shape is None or shape.is_empty else shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    areas = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.unary_union(areas) if areas else None


def _rows(
    stated: Sequence[Unit], shapes: Shapes, log: ProblemLog, country: str | None, source: str
) -> dict[str, tuple[Any, ...]]:
    """PLACES rows by code: those the file has a feature for, then those it only names."""
    rows: dict[str, tuple[Any, ...]] = {}
    named: dict[str, tuple[int, str | None, str | None, str | None]] = {}
    parts: dict[str, list[Any]] = {}
    for unit, shape in zip(stated, shapes, strict=True):
        if unit.code is None:
            log.lost("places.no_code", value=unit.name)
            continue
        if unit.code in rows:
            log.lost("places.code_again", value=unit.code)
            continue
        if unit.name is None:
            log.changed("places.no_name", value=unit.code)
        belongs = unit.country or (country.upper() if country else _country_above(unit))
        rows[unit.code] = _row(unit, shape, belongs, source)
        chain = [unit.above[level] for level in sorted(unit.above)]
        for position, level in enumerate(sorted(unit.above)):
            code, name = unit.above[level]
            parent = chain[position - 1][0] if position else None
            named.setdefault(code, (level, name, parent, belongs))
            parts.setdefault(code, []).append(shape)
    for code, (level, name, parent, belongs) in named.items():
        if code not in rows:
            areas = [part for part in parts[code] if part is not None]
            boundary = shapely.to_wkb(shapely.unary_union(areas)) if areas else None
            rows[code] = (
                code,
                parent,
                level,
                belongs,
                name or code,
                None,
                None,
                None,
                None,
                boundary,
                f"{source}, put together from the units below",
            )
    return rows


def _country_above(unit: Unit) -> str | None:
    """The code above a first-level unit, where it is that of a country."""
    parent = unit.parent or ""
    return parent if unit.level == 1 and len(parent) == 2 and parent.isalpha() else None


def _row(unit: Unit, shape: Any, country: str | None, source: str) -> tuple[Any, ...]:
    return (
        unit.code,
        unit.parent,
        # A file of one level that does not say which is taken for the first below the country.
        1 if unit.level is None else unit.level,
        country,
        unit.name or unit.code,
        sorted(unit.names.items()) or None,
        unit.valid_from,
        unit.valid_to,
        unit.population,
        None if shape is None else shapely.to_wkb(shape),
        source,
    )


def _name_missing_parents(rows: Mapping[str, tuple[Any, ...]], log: ProblemLog) -> None:
    """Name parents that have no row; the country itself seldom has one, and needs none."""
    for code, parent, level, *_ in rows.values():
        if parent is not None and parent not in rows and level > 1:
            log.note("places.parent_missing", column="parent", value=parent, expected=code)
