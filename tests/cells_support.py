"""Pictures of a country of two regions and five districts, for tests of mandates, gaps and such.

R1 holds D1, D2 and D3; R2 holds D4 and D5. Each function makes one row with sensible values.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from intarsia.phrases import say
from intarsia.tables import Picture
from rows import table_of

AS_OF = dt.date(2011, 5, 31)
Row = dict[str, Any]
_FILLED = {
    "report_id": "r1", "file": "a.xlsx", "ordinal": 0, "source_vocabulary": "1",
    "is_placeholder": False, "level": 2, "is_counted": True, "is_all_sectors": False,
    "sha256": "0", "kind": "activity-list", "rows": 1, "rows_kept": 1, "rows_named": 0,
    "activities": 1,
}  # fmt: skip
PLACES = [
    {"place_code": "R1", "name": "Low Region", "level": 1, "parent_code": "XA"},
    {"place_code": "R2", "name": "High Region", "level": 1, "parent_code": "XA"},
    *(
        {"place_code": f"D{n}", "name": f"District {n}", "level": 2,
         "parent_code": "R1" if n < 4 else "R2"}
        for n in range(1, 6)
    ),
]  # fmt: skip


def an_activity(activity_id: str, **changes: Any) -> Row:
    """One organization's work on water in District 1, running on the day."""
    return {
        "activity_id": activity_id,
        "title": f"Work {activity_id}",
        "organization_id": "save",
        "status": "implementation",
        "starts_on": dt.date(2011, 1, 1),
        "ends_on": dt.date(2011, 12, 31),
        "period_basis": "stated",
        "sectors": ["water_sanitation"],
        "places": ["D1"],
        "funders": [],
        "implementers": [],
        **changes,
    }


def a_mandate(organization_id: str, function: str, /, **changes: Any) -> Row:
    """A charge in police in District 1 for three years, by one text."""
    return {
        "mandate_id": f"mandate:{organization_id}:{function}:{json.dumps(changes, default=str)}",
        "organization_id": organization_id,
        "organization_as_reported": organization_id,
        "sector_code": "police",
        "place_code": "D1",
        "function": function,
        "starts_on": dt.date(2010, 1, 1),
        "ends_on": dt.date(2012, 12, 31),
        "instrument": f"Text of {organization_id}",
        "provision": "art. 1",
        **changes,
    }


def a_need(place_code: str | None, sector_code: str, **changes: Any) -> Row:
    """A thousand people in severe need."""
    return {
        "need_id": f"need:{place_code}:{sector_code}:{json.dumps(changes, default=str)}",
        "place_code": place_code,
        "sector_code": sector_code,
        "people_in_need": 1_000.0,
        "severity": 4.0,
        **changes,
    }


def a_report(report_id: str = "r1", **changes: Any) -> Row:
    """A report of the country for the first half of the year."""
    return {
        "report_id": report_id,
        "covers_countries": "XA",
        "from_on": dt.date(2011, 1, 1),
        "to_on": dt.date(2011, 6, 30),
        **changes,
    }


def picture_of(
    activities: Sequence[Row] = (),
    *,
    needs: Sequence[Row] = (),
    mandates: Sequence[Row] = (),
    places: Sequence[Row] = PLACES,
    organizations: Sequence[Row] = (),
    reports: Sequence[Row] | None = None,
    as_of: dt.date | None = AS_OF,
) -> Picture:
    """Return the picture of these rows; who is named has a row among the organizations."""
    named = {row["organization_id"] for row in (*activities, *mandates)}
    named |= {one for row in activities for one in (*row["funders"], *row["implementers"])}
    stated = {row["organization_id"]: row for row in organizations}
    roles = (("funding", "funders"), ("implementing", "implementers"))
    tables: dict[str, list[Row]] = {
        "activities": list(activities),
        "participations": [
            {"activity_id": row["activity_id"], "role": role, "organization_id": one,
             "ordinal": number}
            for row in activities
            for role, names in (("reporting", None), *roles)
            for number, one in enumerate(row[names] if names else [row["organization_id"]])
            if one is not None
        ],
        "activity_sectors": [
            {"activity_id": row["activity_id"], "sector_code": code, "ordinal": number,
             "share": 1 / len(row["sectors"])}
            for row in activities for number, code in enumerate(row["sectors"])
        ],
        "activity_locations": [
            {"activity_id": row["activity_id"], "kind": "location", "place_code": code,
             "ordinal": number}
            for row in activities for number, code in enumerate(row["places"])
        ],
        "organizations": [
            {"organization_id": one, "name": one.upper(), **stated.get(one, {})}
            for one in sorted({*(one for one in named if one), *stated})
        ],
        "places": list(places),
        "needs": list(needs),
        "mandates": list(mandates),
        "reports": [a_report()] if reports is None else list(reports),
    }  # fmt: skip
    return Picture({name: table_of(name, rows, _FILLED) for name, rows in tables.items()}, as_of)


def told(findings: pa.Table, language: str) -> list[str]:
    """Return every reason and unknown of findings as its sentence."""
    return [
        say(code, data, language)
        for row in findings.to_pylist()
        for name in ("reasons", "unknowns")
        for code, data in json.loads(row[name])
    ]


def said(findings: pa.Table, kind: str | None = None) -> list[Row]:
    """Return findings as rows, of one kind if one is named; reasons as data by their code."""
    rows = [row for row in findings.to_pylist() if kind in (None, row["kind"])]
    return [
        {
            **row,
            "reasons": dict(reversed(json.loads(row["reasons"]))),
            "unknowns": dict(reversed(json.loads(row["unknowns"]))),
        }
        for row in rows
    ]
