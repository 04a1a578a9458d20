"""Which units does a place lie in? The tree of places in, one row a unit out, mended where it must.

A parent that the tree does not have is none; a circle ends where it closes; a population of zero
is not known.
"""

from __future__ import annotations

import pyarrow as pa

_SCHEMA = pa.schema(
    [
        ("place_code", pa.string()),
        ("parent_code", pa.string()),
        ("level", pa.int32()),
        ("name", pa.string()),
        ("population", pa.float64()),
        ("people_in_need", pa.float64()),
        ("first_code", pa.string()),
        ("second_code", pa.string()),
    ]
)


def units_of(places: pa.Table, needs: pa.Table | None = None) -> pa.Table:
    """Return UNITS: each place with the units of the first and second level it is or lies in.

    places   PLACES table; where two rows have one code, the last counts
    needs    NEEDS table: people in need of all sectors together, as of the latest day

    >>> from intarsia.tables import PLACES
    >>> rows = [("R", None, 1), ("D", "R", 2), ("V", "D", 3), ("X", "gone", 2)]
    >>> names = ("place_code", "parent_code", "level", "name")
    >>> said = [dict(zip(names, (*row, row[0]))) for row in rows]
    >>> units = units_of(pa.Table.from_pylist(said, PLACES.schema))
    >>> [(row["place_code"], row["first_code"], row["second_code"]) for row in units.to_pylist()]
    [('R', 'R', None), ('D', 'R', 'D'), ('V', 'R', 'D'), ('X', None, 'X')]
    """
    wanted = ["place_code", "parent_code", "level", "name", "population"]
    rows = {row["place_code"]: row for row in places.select(wanted).to_pylist()}
    for row in rows.values():
        if row["parent_code"] not in rows or row["parent_code"] == row["place_code"]:
            row["parent_code"] = None
        if row["population"] is not None and not row["population"] > 0:
            row["population"] = None
    in_need = {} if needs is None else _people_in_need(needs)
    for row in rows.values():
        row["people_in_need"] = in_need.get(row["place_code"])
        above = _above(row, rows)
        row["first_code"], row["second_code"] = above.get(1), above.get(2)
    return pa.Table.from_pylist(list(rows.values()), _SCHEMA)


def _people_in_need(needs: pa.Table) -> dict[str, float]:
    """People in need by place, those of the latest day."""
    wanted = ["place_code", "is_counted", "is_all_sectors", "people_in_need", "as_of"]
    rows = [
        row
        for row in needs.select(wanted).to_pylist()
        if row["is_counted"] and row["is_all_sectors"] and row["place_code"] is not None
        and (row["people_in_need"] or 0) > 0
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["as_of"] is not None, row["as_of"], row["people_in_need"]))
    return {row["place_code"]: row["people_in_need"] for row in rows}


def _above(row: dict[str, object], rows: dict[str, dict[str, object]]) -> dict[int, str]:
    """The unit of each level that a unit is or lies in."""
    found: dict[int, str] = {}
    seen: set[object] = set()
    unit: dict[str, object] | None = row
    while unit is not None and unit["place_code"] not in seen:
        seen.add(unit["place_code"])
        found.setdefault(int(str(unit["level"])), str(unit["place_code"]))
        unit = rows.get(str(unit["parent_code"]))
    return found
