"""A small picture with everything a brief can show, and the fixture that alters it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pyarrow as pa
import pytest
import shapely

from intarsia.tables import TABLES, Picture

_FILLED: Mapping[str, object] = {
    "report_id": "r1", "file": "3W.xlsx", "ordinal": 0, "source_vocabulary": "1",
    "on_basis": "stated", "sha256": "0" * 64, "kind": "3w", "rows": 0, "rows_kept": 0,
    "rows_named": 0, "activities": 0, "is_placeholder": False, "level": 1,
}  # fmt: skip
AS_OF = dt.date(2011, 5, 31)


def _place(code: str, name: str, level: int, box: tuple[float, ...] | None, parent: str | None):
    return {
        "place_code": code, "name": name, "level": level, "parent_code": parent,
        "country_code": "XA", "names": [("fr", f"{name} (fr)")],
        "boundary": None if box is None else shapely.to_wkb(shapely.box(*box)),
    }  # fmt: skip


_ROWS: Mapping[str, list[dict[str, object]]] = {
    "reports": [
        {"kind": "country-sheet", "file": "3W.xlsx", "rows": 5, "rows_kept": 4, "rows_named": 1,
         "activities": 3, "label": "TLP:GREEN"},
    ],
    "organizations": [
        {"organization_id": "osce", "name": "OSCE Mission"},
        {"organization_id": "undp", "name": "UNDP <Arvenia> & Co"},
    ],
    "activities": [
        {"activity_id": "1", "organization_id": "osce", "title": "Training of <b>officers</b>",
         "row": 7, "sheet": "May", "starts_on": dt.date(2010, 1, 1)},
        {"activity_id": "2", "organization_id": "undp", "budget_usd": 640_000.0, "row": 8,
         "starts_on": dt.date(2011, 1, 1), "ends_on": dt.date(2011, 12, 31),
         "people_targeted": 1200.0},
        {"activity_id": "3", "organization_id": "undp", "xpath": "/iati-activities/x[3]"},
    ],
    "activity_sectors": [
        {"activity_id": "1", "sector_code": "police", "share": 1.0},
        {"activity_id": "2", "sector_code": "elections", "share": 1.0},
    ],
    "activity_locations": [
        {"activity_id": "1", "kind": "location", "place_code": "A1"},
        {"activity_id": "1", "kind": "country", "source_code": "XA"},
        {"activity_id": "2", "kind": "country", "source_code": "XA"},
        {"activity_id": "3", "kind": "country", "source_code": "XA"},
    ],
    "transactions": [
        {"activity_id": "1", "kind": "2", "on": dt.date(2011, 1, 1), "value_usd": 1_200_000.0},
        {"activity_id": "1", "kind": "3", "on": dt.date(2010, 6, 1), "value_usd": 300_000.0,
         "ordinal": 1},
    ],
    "places": [
        _place("A", "North", 1, None, None),
        _place("A1", "Darn", 2, (20, 40, 21, 41), "A"),
        _place("A2", "Sel", 2, (21, 40, 22, 41), "A"),
    ],
    "problems": [
        {"code": "date.not_a_date", "severity": "changed", "sheet": "May", "cell": "H40",
         "value": "31/06/2010", "column": "end", "expected": "day/month/year", "times": 2},
    ],
}  # fmt: skip


@pytest.fixture
def the_picture() -> Callable[..., Picture]:
    """Return a function: the_picture(activities=[{…}]) -> the small picture with other rows."""

    def build(**changes: list[dict[str, object]]) -> Picture:
        tables = {}
        for name, given in {**_ROWS, **changes}.items():
            schema = TABLES[name].schema
            filled = [
                {
                    field.name: row.get(
                        field.name, None if field.nullable else _FILLED.get(field.name)
                    )
                    for field in schema
                }
                for row in given
            ]
            tables[name] = pa.Table.from_pylist(filled, schema=schema)
        return Picture(tables)

    return build


@pytest.fixture
def as_of() -> dt.date:
    """The day every small page speaks of."""
    return AS_OF
