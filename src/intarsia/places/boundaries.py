"""Shapes of units: GeoJSON geometries in, valid polygons in degrees out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from intarsia.places.errors import PlacesError
from intarsia.tables import ProblemLog

Shapes = npt.NDArray[np.object_]


def shapes_of(source: str, features: Sequence[Mapping[str, Any]]) -> Shapes:
    """Return each feature's geometry; None where there is none or it cannot be read.

    Raises  PlacesError "places.not_degrees".
    """
    texts = [json.dumps(one["geometry"]) if one.get("geometry") else None for one in features]
    shapes = shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")
    # A position with three numbers is an altitude too many.
    shapes = shapely.force_2d(np.atleast_1d(shapes))
    west, south, east, north = shapely.total_bounds(shapes)
    if west < -360 or east > 360 or south < -90.001 or north > 90.001:
        raise PlacesError(
            "places.not_degrees",
            f"{source}: its coordinates run from {west:.0f}, {south:.0f} to {east:.0f}, "
            f"{north:.0f} and are no degrees. Export it in WGS 84 (EPSG:4326).",
            file=source,
        )
    return shapes


def repaired(shapes: Shapes, codes: Sequence[str | None], log: ProblemLog) -> Shapes:
    """Return the shapes, each valid and made of polygons only; what had to be repaired is logged.

    codes  the units' codes, as problems name them
    """
    shapes = shapes.copy()
    broken = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    for n in broken.tolist():
        why = shapely.is_valid_reason(shapes[n])
        # Rings first, then holes: four times as fast as by lines, and leaves polygons only.
        shapes[n] = shapely.make_valid(shapes[n], method="structure", keep_collapsed=False)
        log.changed(
            "places.boundary_repaired",
            column="geometry",
            value=codes[n],
            expected=why.partition("[")[0],
        )
    for position, code in enumerate(codes):
        shapes[position] = _polygons(shapes[position])
        if shapes[position] is None:
            log.note("places.no_boundary", column="geometry", value=code)
    return shapes


def _polygons(shape: Any) -> Any:
    """The polygons of a geometry as one; None where it has none, such as a point or a line."""
    if shape is None or shape.geom_type in ("Polygon", "MultiPolygon"):
        return None if shape is None or shape.is_empty else shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    areas = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.unary_union(areas) if areas else None
