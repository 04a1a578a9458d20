"""Divides a plane into cells with natural-looking borders that neighbours share exactly.

In: points, some of which belong to the country and some to the sea around it. Out: for any set of
cells, the closed ring around them.
"""

import itertools
import math
import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass

Point = tuple[float, float]
Vertex = tuple[int, int, int]

_COAST_ROUGHNESS = 0.17
_INLAND_ROUGHNESS = 0.10
_DECAY = 0.56
# A border keeps away from the lines between a corner and the two cells' points; those kites never
# overlap in a Voronoi division, so borders drawn inside them cannot cross each other.
_KITE_SHARE = 0.6


@dataclass(frozen=True)
class Border:
    """The line between two cells, from its first corner to its last."""

    cells: tuple[int, int]
    corners: tuple[Vertex, Vertex]
    path: tuple[Point, ...]


def borders(points: list[Point], land: int, *, step: float, seed: int) -> list[Border]:
    """Return every border of the first `land` points' cells.

    points   positions in a plane with equal units; those from index `land` on are sea
    step     longest straight piece of a border, in the plane's units
    seed     the same seed gives the same borders
    """
    found: dict[tuple[int, int], tuple[Vertex, Vertex]] = {}
    for cell in range(land):
        neighbours = _neighbours(points, cell)
        for before, here, after in zip(
            neighbours[-1:] + neighbours[:-1],
            neighbours,
            neighbours[1:] + neighbours[:1],
            strict=True,
        ):
            pair = (min(cell, here), max(cell, here))
            ends = (_vertex(cell, before, here), _vertex(cell, here, after))
            found.setdefault(pair, (min(ends), max(ends)))
    return [
        Border(pair, ends, tuple(_wander(points, pair, ends, land=land, step=step, seed=seed)))
        for pair, ends in sorted(found.items())
    ]


def ring_around(cells: Collection[int], lines: Iterable[Border]) -> list[Point]:
    """Return the closed ring around a connected set of cells, counter-clockwise.

    ValueError when the set is not one piece without holes.
    """
    inside = set(cells)
    outline = [line for line in lines if (line.cells[0] in inside) != (line.cells[1] in inside)]
    at: dict[Vertex, list[Border]] = {}
    for line in outline:
        for corner in line.corners:
            at.setdefault(corner, []).append(line)
    ring: list[Point] = []
    line, corner = outline[0], outline[0].corners[0]
    steps = 0
    while steps == 0 or line is not outline[0]:
        path = line.path if line.corners[0] == corner else line.path[::-1]
        corner = line.corners[1] if line.corners[0] == corner else line.corners[0]
        ring.extend(path[:-1])
        line = next(other for other in at[corner] if other is not line)
        steps += 1
    if steps < len(outline):
        raise ValueError(f"cells {sorted(inside)} are not one piece without holes")
    ring.append(ring[0])
    return ring if signed_area(ring) > 0 else ring[::-1]


def signed_area(ring: list[Point]) -> float:
    """Return the area inside a closed ring, positive when it runs counter-clockwise."""
    pairs = itertools.pairwise(ring)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def _vertex(a: int, b: int, c: int) -> Vertex:
    low, middle, high = sorted((a, b, c))
    return (low, middle, high)


def _neighbours(points: list[Point], cell: int) -> list[int]:
    """Return the cells around one cell, in order, by cutting a large square with bisectors."""
    x, y = points[cell]
    far = 1e3
    corners = [(x - far, y - far), (x + far, y - far), (x + far, y + far), (x - far, y + far)]
    polygon = [(corner, -1) for corner in corners]
    others = sorted(
        (other for other in range(len(points)) if other != cell),
        key=lambda other: math.dist(points[other], (x, y)),
    )
    for other in others:
        polygon = _cut(polygon, points[cell], points[other], other)
    return [label for _, label in polygon]


def _cut(
    polygon: list[tuple[Point, int]], here: Point, there: Point, label: int
) -> list[tuple[Point, int]]:
    """Keep the part of a polygon nearer to `here`; each corner carries the edge that follows it."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    limit = (there[0] ** 2 + there[1] ** 2 - here[0] ** 2 - here[1] ** 2) / 2
    side = [dx * x + dy * y - limit for (x, y), _ in polygon]
    kept: list[tuple[Point, int]] = []
    for index, (corner, edge) in enumerate(polygon):
        following = (index + 1) % len(polygon)
        if side[index] <= 0:
            kept.append((corner, edge))
        if (side[index] <= 0) != (side[following] <= 0):
            part = side[index] / (side[index] - side[following])
            to = polygon[following][0]
            crossing = (
                corner[0] + part * (to[0] - corner[0]),
                corner[1] + part * (to[1] - corner[1]),
            )
            kept.append((crossing, label if side[index] <= 0 else edge))
    return kept


def _corner_point(points: list[Point], vertex: Vertex) -> Point:
    """Return the point equally far from three cells' points."""
    (ax, ay), (bx, by), (cx, cy) = (points[index] for index in vertex)
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    a2, b2, c2 = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
    return (
        (a2 * (by - cy) + b2 * (cy - ay) + c2 * (ay - by)) / twice,
        (a2 * (cx - bx) + b2 * (ax - cx) + c2 * (bx - ax)) / twice,
    )


def _wander(
    points: list[Point],
    pair: tuple[int, int],
    ends: tuple[Vertex, Vertex],
    *,
    land: int,
    step: float,
    seed: int,
) -> list[Point]:
    """Return the border's path: midpoints displaced again and again, within the kite."""
    (x0, y0), (x1, y1) = (_corner_point(points, end) for end in ends)
    length = math.hypot(x1 - x0, y1 - y0)
    levels = max(0, math.ceil(math.log2(length / step))) if length > step else 0
    roughness = _COAST_ROUGHNESS if pair[1] >= land else _INLAND_ROUGHNESS
    chance = random.Random(f"{seed}/{pair[0]}/{pair[1]}")
    heights = [0.0, 0.0]
    spread = roughness * length
    for _ in range(levels):
        between = [
            (low + high) / 2 + chance.uniform(-spread, spread)
            for low, high in itertools.pairwise(heights)
        ]
        heights = [
            height for pairing in zip(heights, between, strict=False) for height in pairing
        ] + heights[-1:]
        spread *= _DECAY
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    path = []
    for index, height in enumerate(heights):
        along = length * index / (len(heights) - 1)
        for apex in pair:
            room = _room(points[apex], (x0, y0), (ux, uy), length, along)
            height = min(height, room) if room >= 0 else max(height, room)
        path.append((x0 + along * ux - height * uy, y0 + along * uy + height * ux))
    return path


def _room(apex: Point, start: Point, unit: Point, length: float, along: float) -> float:
    """Return how far the border may stray towards one cell's point; negative to the right."""
    dx, dy = apex[0] - start[0], apex[1] - start[1]
    ahead = dx * unit[0] + dy * unit[1]
    off = dy * unit[0] - dx * unit[1]
    limits = []
    if ahead > 0:
        limits.append(along / ahead)
    if ahead < length:
        limits.append((length - along) / (length - ahead))
    return off * min(limits) * _KITE_SHARE
