"""Where: boundaries and counts go in, small SVG paths with shared borders come out.

Neighbours are simplified together, so that no sliver opens between them; the first-level borders
are the union of the simplified districts and therefore lie exactly on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from intarsia.charts.steps import Steps, five_steps

#: Points nearer than this to a straight line, in units of the drawing, are left out.
_TOLERANCE = 0.9
#: Islands smaller than this, in square units, are left out, except a place's largest part.
_SPECK = 6.0
#: Width of a letter as a part of its height; two sizes of writing: page and telephone.
_LETTER = 0.56
_TEXT_SIZES = (13.0, 26.0)


@dataclass(frozen=True)
class MapUnit:
    """One place: its outline, its count and step (0 = nobody reports here)."""

    place_code: str
    path: str
    count: int
    step: int


@dataclass(frozen=True)
class MapLabel:
    """A first-level place's name, centred on a point; `in_small`: room for it on a telephone."""

    x: int
    y: int
    place_code: str
    text: str
    in_small: bool


@dataclass(frozen=True)
class PlaceMap:
    """A map in a box of `width` by `height` units.

    borders   paths of the first-level places
    unnamed   how many first-level names found no room
    """

    width: int
    height: int
    units: tuple[MapUnit, ...]
    borders: tuple[str, ...]
    labels: tuple[MapLabel, ...]
    unnamed: int
    steps: Steps


@dataclass(frozen=True)
class _Shape:
    code: str
    first_code: str
    name: str
    level: int
    outline: BaseGeometry


def place_map(
    places: pa.Table,
    counts: Mapping[str, int],
    *,
    level: int,
    names: Mapping[str, str],
    width: int = 760,
    max_height: int = 620,
) -> PlaceMap | None:
    """Return the map of one level of places, or None where none of them has a boundary.

    places   PLACES rows of one country; `boundary` is WKB in degrees
    counts   place_code -> activities; one that is not there has nobody
    level    level of the coloured places; level 1 gives dark borders and names
    names    place_code -> name to write, for level 1
    """
    shapes = _shapes(places)
    units = [shape for shape in shapes if shape.level == level]
    if not units:
        return None
    drawn, size = _projected([shape.outline for shape in units], width, max_height)
    simple = shapely.coverage_simplify(np.array(drawn), _TOLERANCE)
    # A place that is all but a point on this sheet is drawn as it is, not left out.
    drawn = [plain if plain.area else full for plain, full in zip(simple, drawn, strict=True)]
    steps = five_steps(counts.get(unit.code, 0) for unit in units)
    firsts = _firsts(units, drawn)
    labels, unnamed = _labels(firsts, names, size[0])
    return PlaceMap(
        width=size[0],
        height=size[1],
        units=tuple(
            MapUnit(
                unit.code,
                _path(outline),
                counts.get(unit.code, 0),
                steps.of(counts.get(unit.code, 0)),
            )
            for unit, outline in zip(units, drawn, strict=True)
        ),
        borders=tuple(_path(outline) for outline in firsts.values()) if level > 1 else (),
        labels=labels,
        unnamed=unnamed,
        steps=steps,
    )


def _shapes(places: pa.Table) -> list[_Shape]:
    wanted = places.select(["place_code", "parent_code", "level", "name", "boundary"]).to_pylist()
    parents = {row["place_code"]: row["parent_code"] for row in wanted}
    levels = {row["place_code"]: row["level"] for row in wanted}
    found = []
    for row in wanted:
        if row["boundary"] is None:
            continue
        outline = _areas(shapely.from_wkb(row["boundary"]))
        if outline.is_empty:
            continue
        first = row["place_code"]
        while levels.get(first, 0) > 1 and parents.get(first) in levels:
            first = parents[first]
        found.append(_Shape(row["place_code"], first, row["name"], row["level"], outline))
    return found


def _areas(outline: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a boundary, mended where it crosses itself."""
    if not outline.is_valid:
        outline = shapely.make_valid(outline)
    if outline.geom_type in ("Polygon", "MultiPolygon"):
        return outline
    parts = [part for part in shapely.get_parts(outline) if "Polygon" in part.geom_type]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _projected(
    outlines: Sequence[BaseGeometry], width: int, max_height: int
) -> tuple[list[BaseGeometry], tuple[int, int]]:
    """Return outlines on a flat sheet, degrees of longitude shortened at the middle latitude."""
    west, south, east, north = shapely.total_bounds(np.array(outlines))
    over_the_date_line = east - west > 180
    if over_the_date_line:
        outlines = [shapely.transform(outline, _eastwards) for outline in outlines]
        west, south, east, north = shapely.total_bounds(np.array(outlines))
    squeeze = cos(radians((south + north) / 2))
    margin = 6
    wide, tall = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((width - 2 * margin) / wide, (max_height - 2 * margin) / tall)

    def flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            (
                margin + (points[:, 0] - west) * squeeze * scale,
                margin + (north - points[:, 1]) * scale,
            )
        )

    size = (round(wide * scale) + 2 * margin, round(tall * scale) + 2 * margin)
    return [shapely.transform(outline, flat) for outline in outlines], size


def _eastwards(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(
        (np.where(points[:, 0] < 0, points[:, 0] + 360, points[:, 0]), points[:, 1])
    )


def _firsts(units: Sequence[_Shape], drawn: Sequence[BaseGeometry]) -> dict[str, BaseGeometry]:
    inside: dict[str, list[BaseGeometry]] = {}
    for unit, outline in zip(units, drawn, strict=True):
        inside.setdefault(unit.first_code, []).append(outline)
    return {code: shapely.union_all(outlines) for code, outlines in inside.items()}


def _path(outline: BaseGeometry) -> str:
    """Return an SVG path in whole units, relative, so that it is short."""
    polygons = list(shapely.get_parts(outline))
    largest = max((polygon.area for polygon in polygons), default=0.0)
    rings = []
    for polygon in polygons:
        if polygon.area >= min(_SPECK, largest):
            rings.append(polygon.exterior)
            rings += [hole for hole in polygon.interiors if shapely.Polygon(hole).area >= _SPECK]
    return "".join(_ring(ring) for ring in rings)


def _ring(ring: shapely.LinearRing) -> str:
    """Return a closed ring; what is smaller than a unit becomes a dot that can be seen."""
    points = np.rint(shapely.get_coordinates(ring)).astype(int)
    kept = [points[0]]
    for point in points[1:-1]:
        if (point != kept[-1]).any():
            kept.append(point)
    x, y = kept[0]
    if len(kept) < 3:
        return f"M{x - 1} {y - 1}h2v2h-2z"
    line = "l"
    for before, point in pairwise(kept):
        dx, dy = point - before
        line += f"{'' if line == 'l' or dx < 0 else ' '}{dx}{'' if dy < 0 else ' '}{dy}"
    return f"M{x} {y}{line}z"


def _labels(
    firsts: Mapping[str, BaseGeometry], names: Mapping[str, str], width: int
) -> tuple[tuple[MapLabel, ...], int]:
    """Return the names that find room, the largest places first."""
    taken: dict[float, list[tuple[float, float, float, float]]] = {s: [] for s in _TEXT_SIZES}
    labels = []
    unnamed = 0
    for code, outline in sorted(firsts.items(), key=lambda item: -item[1].area):
        text = names.get(code, code)
        x, y = _middle(outline)
        fits = []
        for size in _TEXT_SIZES:
            half = len(text) * size * _LETTER / 2
            box = (x - half, y - size / 2, x + half, y + size / 2)
            free = (
                box[0] >= 0
                and box[2] <= width
                and not any(_meet(box, other) for other in taken[size])
            )
            if free:
                taken[size].append(box)
            fits.append(free)
        if fits[0]:
            labels.append(MapLabel(round(x), round(y), code, text, fits[1]))
        else:
            unnamed += 1
    return tuple(labels), unnamed


def _middle(outline: BaseGeometry) -> tuple[float, float]:
    """Return the middle of the widest circle that fits into the largest part."""
    largest = max(shapely.get_parts(outline), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=1.0)
    x, y = shapely.get_coordinates(circle)[0]
    return float(x), float(y)


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
