"""Boundaries that share their lines: a TopoJSON topology in, GeoJSON features out.

Source  the TopoJSON format specification, version 1: quantized positions are differences from the
        one before, and arc ~i is arc i walked backwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from intarsia.places.errors import PlacesError

#: Positions of all shapes together: a few arcs, named again and again, could fill any memory.
MOST_POSITIONS = 20_000_000

Feature = dict[str, Any]
Ring = list[list[float]]


def features(topology: Mapping[str, Any]) -> list[Feature]:
    """Return the features of a topology's objects, in their order; points and lines have no area.

    The name of the object stands in each feature as "object". A shape whose arcs are damaged is
    left out of its feature, which stays.
    Raises  KeyError, TypeError, ValueError where the topology itself is damaged; PlacesError
            "places.too_large".
    """
    arcs = _arcs(topology)
    if _positions(topology["objects"], [len(one) for one in arcs]) > MOST_POSITIONS:
        raise PlacesError(
            "places.too_large",
            f"Its shapes have more than {MOST_POSITIONS:,} positions. Simplify them first.",
            file="TopoJSON",
        )
    found: list[Feature] = []
    for name, thing in topology["objects"].items():
        found.extend({**one, "object": str(name)} for one in _flattened(thing, arcs))
    return found


def _positions(thing: object, lengths: list[int]) -> int:
    """How many positions the shapes of an object, or the arcs that a shape names, have."""
    if isinstance(thing, int) and not isinstance(thing, bool):
        return lengths[thing] if -len(lengths) <= thing < len(lengths) else 0
    if isinstance(thing, list):
        return sum(_positions(one, lengths) for one in thing)
    if isinstance(thing, dict):
        inner = ("arcs", "geometries") if "type" in thing else thing
        return sum(_positions(thing.get(name), lengths) for name in inner)
    return 0


def _arcs(topology: Mapping[str, Any]) -> list[Ring]:
    transform = topology.get("transform")
    arcs = []
    for arc in topology["arcs"]:
        positions = np.array([position[:2] for position in arc], dtype=np.float64).reshape(-1, 2)
        if transform:
            scale, translate = np.array(transform["scale"]), np.array(transform["translate"])
            positions = positions.cumsum(axis=0) * scale + translate
        arcs.append(positions.tolist())
    return arcs


def _flattened(thing: Mapping[str, Any], arcs: list[Ring]) -> list[Feature]:
    if thing.get("type") == "GeometryCollection" and not thing.get("properties"):
        return [one for part in thing.get("geometries", ()) for one in _flattened(part, arcs)]
    feature: Feature = {
        "type": "Feature",
        "properties": thing.get("properties"),
        "geometry": _geometry(thing, arcs),
    }
    if thing.get("id") is not None:
        feature["id"] = thing["id"]
    return [feature]


def _geometry(thing: Mapping[str, Any], arcs: list[Ring]) -> dict[str, Any] | None:
    try:
        return {"type": "MultiPolygon", "coordinates": _polygons(thing, arcs)}
    except (IndexError, KeyError, TypeError, ValueError):
        return None


def _polygons(thing: Mapping[str, Any], arcs: list[Ring]) -> list[list[Ring]]:
    kind = thing["type"]
    if kind == "GeometryCollection":
        return [one for part in thing["geometries"] for one in _polygons(part, arcs)]
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(kind)
    stated = [thing["arcs"]] if kind == "Polygon" else thing["arcs"]
    return [[_ring(ring, arcs) for ring in polygon] for polygon in stated]


def _ring(stated: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for number in stated:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        # An arc begins where the one before ended.
        ring.extend(arc[1:] if ring else arc)
    if len(ring) < 4:
        raise ValueError("a ring of less than four positions")
    # Rounding may leave a ring open by less than one step of the grid.
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]
