"""Which units touch each other? PLACES with boundaries in, the neighbours of each unit out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import pyarrow as pa


def neighbours(places: pa.Table, codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the units of the same level that touch each of these units, sorted.

    codes   place codes; one that is not known, or has no boundary, touches nothing
    """
    import shapely

    known = places.filter(places["boundary"].is_valid())
    if not known.num_rows or not codes:
        return {}
    names, levels = known["place_code"].to_pylist(), known["level"].to_pylist()
    shapes = shapely.from_wkb(known["boundary"].to_pylist(), on_invalid="ignore")
    asked = [at for at, name in enumerate(names) if name in codes and shapes[at] is not None]
    if not asked:
        return {}
    tree = shapely.STRtree(shapes)
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in tree.query(shapes[asked], predicate="intersects").T.tolist():
        at = asked[one]
        if at != other and levels[at] == levels[other]:
            found[names[at]].add(names[other])
    return {name: tuple(sorted(others)) for name, others in sorted(found.items())}
