"""Pictures of a few activities whose pairs are known, for tests of duplicates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from intarsia.analysis.duplicates import find_pairs
from intarsia.analysis.duplicates.kinds import KINDS
from intarsia.tables import Picture
from rows import table_of

SCHOOL = "Rehabilitation of the Lantern Hill secondary school, ref. SC-2210"
_FILLED = {
    "report_id": "r1", "file": "a.xlsx", "ordinal": 0, "source_vocabulary": "1",
    "is_placeholder": False, "level": 1, "on_basis": "stated",
}  # fmt: skip
Row = dict[str, Any]


def an_activity(activity_id: str, **changes: Any) -> Row:
    """One organization's statement of a school repaired in Ostaveh."""
    return {
        "activity_id": activity_id,
        "identifier": f"ID-{activity_id}",
        "title": SCHOOL,
        "reporter": "donor",
        "funder": None,
        "implementer": None,
        "sector": "education",
        "purpose": "11120",
        "place": "D1",
        "starts_on": dt.date(2010, 7, 1),
        "ends_on": dt.date(2011, 6, 30),
        "budget_usd": 640_000.0,
        **changes,
    }


def others(count: int) -> list[Row]:
    """Activities that are nobody's duplicate, so that words and organizations can be rare."""
    works = ("wells", "clinics", "orchards", "bridges", "courts", "radio masts", "kindergartens")
    return [
        an_activity(
            f"other-{n}",
            title=f"{works[n % 7].capitalize()} number {n} of valley {n * 37}",
            reporter=f"reporter-{n % 9}",
            sector=f"sector-{n % 7}",
            purpose=f"1{n % 7}000",
            place=f"D{2 + n % 5}",
            starts_on=dt.date(2009, 1, 1) + dt.timedelta(days=n * 11),
            ends_on=dt.date(2010, 1, 1) + dt.timedelta(days=n * 13),
            budget_usd=10_000.0 + n * 7_919,
        )
        for n in range(count)
    ]


def picture_of(activities: Sequence[Row], links: Sequence[Row] = ()) -> Picture:
    """Return the picture of such activities, in region R1 where the place is D1 to D3, else R2."""
    people = ("reporter", "funder", "implementer")
    names = {row[role] for row in activities for role in people if row[role]}
    roles = (("reporting", "reporter"), ("funding", "funder"), ("implementing", "implementer"))
    tables: dict[str, list[Row]] = {
        "activities": [{**row, "organization_id": row["reporter"]} for row in activities],
        "participations": [
            {"activity_id": row["activity_id"], "role": role, "organization_id": row[column]}
            for row in activities
            for role, column in roles
            if row[column]
        ],
        "organizations": [{"organization_id": name, "name": name} for name in sorted(names)],
        "activity_sectors": [
            {"activity_id": row["activity_id"], "sector_code": row["sector"],
             "source_code": row["purpose"]}
            for row in activities if row["sector"]
        ],
        "activity_locations": [
            {"activity_id": row["activity_id"], "kind": "location", "place_code": row["place"]}
            for row in activities if row["place"]
        ],
        "places": [
            *({"place_code": f"R{n}", "name": f"Region {n}", "level": 1} for n in (1, 2)),
            *({"place_code": f"D{n}", "name": f"District {n}", "level": 2,
               "parent_code": "R1" if n < 4 else "R2"} for n in range(1, 8)),
        ],
        "activity_links": list(links),
    }  # fmt: skip
    return Picture({name: table_of(name, rows, _FILLED) for name, rows in tables.items()})


def kinds(picture: Picture) -> dict[tuple[str, str], str]:
    """Return the kind of each pair by its two activity ids, sorted."""
    pairs = find_pairs(picture)
    ids = pairs.known.ids.to_pylist()
    ends = zip(pairs.first.tolist(), pairs.second.tolist(), pairs.kind.tolist(), strict=True)
    found = {}
    for first, second, kind in ends:
        one, other = sorted((ids[first], ids[second]))
        found[one, other] = str(KINDS[kind])
    return found
