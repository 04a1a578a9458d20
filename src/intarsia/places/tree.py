"""Up and down the administrative tree: PLACES and a code in, codes of other units out."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

Tree = Mapping[str, tuple[str | None, int]]


def children(places: pa.Table, code: str | None) -> list[str]:
    """Return the codes of the units directly below one, sorted; None asks for the topmost."""
    tree = _tree(places)
    if code is None:
        return sorted(one for one, (parent, _) in tree.items() if parent not in tree)
    return sorted(one for one, (parent, _) in tree.items() if parent == code)


def parent_at_level(places: pa.Table, code: str, level: int) -> str | None:
    """Return the code of the unit of a level that contains a unit; itself at its own level.

    None where the unit is unknown, coarser than the level, or has no such unit above it.
    """
    return _climb(_tree(places), code, level)


def parents_at_level(places: pa.Table, codes: pa.ChunkedArray, level: int) -> pa.Array:
    """Return `parent_at_level` of each code of a column, null for null."""
    tree = _tree(places)
    encoded = pa.chunked_array([codes]) if isinstance(codes, pa.Array) else codes
    distinct = encoded.unique().to_pylist()
    above = {one: None if one is None else _climb(tree, one, level) for one in distinct}
    return pa.array([above[one] for one in encoded.to_pylist()], pa.string())


def ancestors(places: pa.Table) -> dict[str, tuple[str, ...]]:
    """Return the codes above each unit, the nearest first; the topmost may have no row of its own.

    A parent that is not there ends the way up, and so does a circle.
    """
    parents = {code: parent for code, (parent, _) in _tree(places).items()}
    found = {}
    for code in parents:
        above: list[str] = []
        parent = parents[code]
        while parent is not None and parent != code and parent not in above:
            above.append(parent)
            parent = parents.get(parent)
        found[code] = tuple(above)
    return found


def _tree(places: pa.Table) -> Tree:
    columns = (places.column(name).to_pylist() for name in ("place_code", "parent_code", "level"))
    return {code: (parent, level) for code, parent, level in zip(*columns, strict=True)}


def _climb(tree: Tree, code: str | None, level: int) -> str | None:
    for _ in range(10):  # no tree is that deep: a longer way up is a circle
        if code is None or code not in tree:
            return None
        parent, own = tree[code]
        if own <= level:
            return code if own == level else None
        # The country seldom has a row of its own; its code is known all the same.
        if level == 0 and own == 1 and parent not in tree:
            return parent
        code = parent
    return None
