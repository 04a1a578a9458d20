"""Pictures of a few activities that meet on the ground, for tests of overlaps."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from duplicates_support import an_activity, picture_of
from intarsia import find_overlaps
from intarsia.tables import Picture

Row = dict[str, Any]
DAY = dt.date


def work(activity_id: str, reporter: str | None, **changes: Any) -> Row:
    """Police officers trained in district D1 in the year 2010, by an organization."""
    said = {
        "reporter": reporter,
        "title": f"Police officers learn to listen, {reporter}",
        "sector": "police",
        "purpose": None,
        "place": "D1",
        "starts_on": DAY(2010, 1, 1),
        "ends_on": DAY(2010, 12, 31),
        "period_basis": "stated",
        "budget_usd": 365_000.0,
        "target_group_code": "police_officers",
        "modality_code": "training",
        **changes,
    }
    return an_activity(activity_id, **said)


def overlaps(rows: Sequence[Row], **given: Any) -> list[Row]:
    """Return all findings of the picture of such activities, reasons and unknowns read."""
    return found_in(picture_of(rows), **given)


def found_in(picture: Picture, **given: Any) -> list[Row]:
    """Return all findings of a picture, reasons and unknowns by code."""
    found = find_overlaps(picture, **{"most": None, **given}).to_pylist()
    for row in found:
        for name in ("reasons", "unknowns"):
            row[name] = dict(json.loads(row[name]))
    return found


def without_units(picture: Picture, level: int) -> Picture:
    """Return a picture as a viewer sees it who may not know places below a level."""
    units = {row["place_code"]: row for row in picture["places"].to_pylist()}
    stated = picture["activity_locations"]
    codes = []
    for code in stated["place_code"].to_pylist():
        while code is not None and units[code]["level"] > level:
            code = units[code]["parent_code"]
        codes.append(code)
    at = stated.schema.get_field_index("place_code")
    coarse = stated.set_column(at, stated.schema.field(at), pa.array(codes, pa.string()))
    return picture.having(activity_locations=coarse)
