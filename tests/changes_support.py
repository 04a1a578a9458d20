"""Small pictures for tests of changes, row by row; what a row must have beside is filled in."""

from __future__ import annotations

from typing import Any

from intarsia.tables import TABLES, Picture, from_rows

Row = dict[str, Any]

_NEEDED: Row = {
    "ordinal": 0,
    "of": 0,
    "role": "implementing",
    "source_vocabulary": "1",
    "kind": "location",
    "on_basis": "stated",
    "value": 1.0,
    "unit": "people",
    "element": "title",
    "source": "<x/>",
}


def row(table: str, activity_id: str, **stated: Any) -> Row:
    """A row of a table about activities."""
    spec = TABLES[table]
    needed = {c.name: _NEEDED[c.name] for c in spec.columns if c.required and c.name in _NEEDED}
    return {"activity_id": activity_id, **needed, **stated}


def activity(activity_id: str, **stated: Any) -> Row:
    """A row of ACTIVITIES."""
    return {"activity_id": activity_id, "report_id": "r1", "file": "3w.xlsx", **stated}


def picture(**tables: list[Row]) -> Picture:
    """The picture of these rows."""
    return Picture(
        {
            name: from_rows(
                ([given.get(column) for column in TABLES[name].schema.names] for given in rows),
                TABLES[name].schema,
            )
            for name, rows in tables.items()
        }
    )


def with_participations(rows: list[Row], *ids: str) -> Picture:
    """A picture of activities A and B with these organizations."""
    return picture(
        activities=[activity(key) for key in ids or ("A", "B")],
        participations=[{"ordinal": number, **one} for number, one in enumerate(rows)],
    )


def stated(rows: list[Row], activity_id: str) -> list[tuple[Any, ...]]:
    """What the rows state about an activity, in no order; empty texts state nothing."""
    names = ("role", "name_as_reported", "acronym_as_reported")
    return sorted(
        tuple(one[name] or "" for name in names)
        for one in rows
        if one["activity_id"] == activity_id
    )
