"""In which unit does a point lie? PLACES and points in, codes of the finest units out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

#: Numbers, a NumPy array or an Arrow column; null or NaN where unknown.
Degrees = Iterable[Any]


def locate(places: pa.Table, latitude: Degrees, longitude: Degrees) -> pa.Array:
    """Return for each point the code of the finest unit it lies in, or null.

    places      PLACES; units without a boundary are passed over.
    latitude    degrees north, WGS 84, one a point; null where unknown
    longitude   degrees east, likewise
    Returns     place codes in the order of the points. A point on the border of units of the
                same level goes to the one whose code comes first.
    """
    north, east = _degrees(latitude), _degrees(longitude)
    codes = places.column("place_code").to_pylist()
    found = np.full(len(north), -1, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(north) & np.isfinite(east))
    bounded = np.flatnonzero(places.column("boundary").is_valid().to_numpy())
    if len(known) and len(bounded):
        boundaries = places.column("boundary").take(pa.array(bounded)).to_pylist()
        shapes = shapely.from_wkb(np.array(boundaries, dtype=object))
        # A tree of the points asked by each polygon, which is prepared once, is much faster
        # than a tree of the polygons asked by each point.
        points: Any = shapely.points(east[known], north[known])
        unit, point = shapely.STRtree(points).query(shapes, predicate="intersects")
        # Written from the worst to the best answer, so that the best one stays.
        level = places.column("level").to_numpy()[bounded]
        by_code = np.argsort(np.argsort(np.array([codes[n] for n in bounded], dtype=object)))
        order = np.lexsort((-by_code[unit], level[unit]))
        found[known[point[order]]] = bounded[unit[order]]
    return pa.array([codes[n] if n >= 0 else None for n in found.tolist()], pa.string())


def _degrees(values: Degrees) -> npt.NDArray[np.float64]:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return np.array(values.cast(pa.float64()).to_pylist(), dtype=np.float64)
    return np.array([np.nan if one is None else one for one in values], dtype=np.float64)
