"""Outlines for maps: boundaries as handed in, lighter ones out.

Neighbours of a level are simplified together, so that no sliver opens between them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import shapely

#: Degrees; a bend whose triangle is smaller than the square of it is left out: some 200 m.
TOLERANCE = 0.002
#: Positions are kept to so many degrees: about a metre.
GRID = 0.00001
#: Positions of all outlines of a country together; more are simplified further.
MOST_POSITIONS = 400_000


def simplified(places: pa.Table, *, most_positions: int = MOST_POSITIONS) -> pa.Table:
    """Return PLACES with lighter boundaries, level by level, on a grid of a metre.

    most_positions  the tolerance is doubled until all boundaries together have no more; a unit that
                    would vanish keeps the outline it had.
    """
    codes = places["level"].to_pylist()
    drawn = np.array([shapely.from_wkb(one) for one in places["boundary"].to_pylist()], object)
    tolerance = TOLERANCE
    light = _light(drawn, codes, tolerance)
    while _positions(light) > most_positions and tolerance < 1:
        tolerance *= 2
        light = _light(drawn, codes, tolerance)
    written = pa.array([None if one is None else shapely.to_wkb(one) for one in light], pa.binary())
    return places.set_column(places.schema.get_field_index("boundary"), "boundary", written)


def _positions(shapes: Any) -> int:
    return int(np.sum(shapely.get_num_coordinates(shapes)))


def _light(drawn: Any, levels: list[int], tolerance: float) -> Any:
    light = drawn.copy()
    has = ~shapely.is_missing(drawn)
    for level in sorted(set(levels)):
        chosen = has & (np.array(levels) == level)
        if chosen.any():
            light[chosen] = shapely.coverage_simplify(drawn[chosen], tolerance)
    rounded = shapely.set_precision(light, GRID)
    kept = [
        _areas(plain) if plain is not None and plain.area else full
        for plain, full in zip(rounded, drawn, strict=True)
    ]
    return np.array(kept, object)


def _areas(shape: Any) -> Any:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    return shapely.multipolygons(parts)
