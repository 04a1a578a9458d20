"""What does a report say whose template came back? What was changed in it, and all it said before.

A template carries no transactions, results or documents, and of the rest only a form. What nobody
touched stays as it was stated.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.budgets import COMMITMENTS, SPENDING
from intarsia.readers.template import ReturnedTemplate
from intarsia.tables import ACTIVITIES, ACTIVITY_TABLES, TABLES, Picture

Row = Mapping[str, Any]

#: Columns of ACTIVITIES, what normalization made of them among them, by the field they say.
_COLUMNS = {
    "title": ("title",),
    "description": ("description",),
    "status": ("status", "status_basis", "status_code"),
    "starts_on": ("starts_on", "planned_starts_on", "actual_starts_on", "period_basis"),
    "ends_on": ("ends_on", "planned_ends_on", "actual_ends_on", "period_basis"),
    "target_group": ("target_group", "target_group_code"),
    "people_targeted": ("people_targeted",),
    "people_reached": ("people_reached",),
    "modality": ("modality", "modality_code"),
    "organizations": ("organization_id",),
    "budget": ("budget_usd", "budget_basis", "currency"),
    "spent": ("spent_usd",),
}
#: Where a row stands: always in the file that came back.
_PLACE = ("report_id", "file", "sheet", "row", "xpath")
#: What no column of a template says.
_NOT_CARRIED = (
    "identifier",
    "reported_from_on",
    "reported_to_on",
    "reported_for",
    "updated_at",
    "people",
    "label",
)
_ROLES = ("reporting", "funding", "implementing")


def restore_untouched(returned: Picture, before: Picture, template: ReturnedTemplate) -> Picture:
    """Return the picture of a template that came back, with what it could not say as before.

    returned  the picture of the template, as `normalize_report` gives it
    before    the picture that the template was written from
    template  as the reading of the template has it

    Of each row that was prefilled, what nobody touched is as it was in `before`, with all that a
    template does not carry; what somebody changed is as it stands now. Rows that were added are as
    they are. So a template that nobody touched states exactly what was stated before.
    """
    known = set(before["activities"]["activity_id"].to_pylist())
    touched = {key: fields for key, fields in template.touched.items() if key in known}
    tables = {
        spec.name: _table(spec.name, returned, before, touched)
        for spec in ACTIVITY_TABLES
        if spec is not ACTIVITIES
    }
    tables["activities"] = _activities(returned, before, touched)
    return returned.having(**tables)


def _activities(
    returned: Picture, before: Picture, touched: Mapping[str, frozenset[str]]
) -> pa.Table:
    was = {row["activity_id"]: row for row in _rows_of(before["activities"], touched)}
    rows = []
    for row in returned["activities"].to_pylist():
        fields = touched.get(row["activity_id"])
        if fields is None:
            rows.append(row)
            continue
        old = was[row["activity_id"]]
        taken = [*_PLACE, *(name for field in fields for name in _COLUMNS.get(field, ()))]
        if fields & {"starts_on", "ends_on"} and old["status_code"] is None:
            # No state was stated: it follows from the days.
            taken += ["status", "status_basis"]
        # What only columns that somebody added can say.
        taken += [name for name in _NOT_CARRIED if row[name] is not None]
        rows.append({**old, **{name: row[name] for name in taken}})
    return pa.Table.from_pylist(rows, ACTIVITIES.schema)


def _table(
    name: str, returned: Picture, before: Picture, touched: Mapping[str, frozenset[str]]
) -> pa.Table:
    """The rows of a detail table: of each activity those that nobody touched, and the new ones."""
    is_touched = _TOUCHED.get(name, _never)
    rows = [
        row
        for row in _rows_of(before[name], touched)
        if not is_touched(row, touched[row["activity_id"]])
    ]
    rows += [
        row
        for row in returned[name].to_pylist()
        if row["activity_id"] not in touched
        # What stands in columns that somebody added is in no cell of the template.
        or not _is_carried(name, row)
        or is_touched(row, touched[row["activity_id"]])
    ]
    return pa.Table.from_pylist(_numbered(name, rows), TABLES[name].schema)


def _rows_of(table: pa.Table, ids: Collection[str]) -> list[Row]:
    wanted = pa.array(ids, pa.string())
    rows: list[Row] = table.filter(pc.is_in(table["activity_id"], wanted)).to_pylist()
    return rows


def _is_carried(name: str, row: Row) -> bool:
    """Whether a row of a returned template can come from one of the template's own columns."""
    if name == "people":
        return row["measure"] is not None
    return name in _TOUCHED and name != "codes"


def _numbered(name: str, rows: list[Row]) -> list[Row]:
    """The rows with ordinals of their own, where two files gave the same."""
    key = TABLES[name].key
    if "ordinal" not in key:
        return rows
    taken: set[tuple[Any, ...]] = set()
    found = []
    for row in rows:
        while tuple(row[column] for column in key) in taken:
            row = {**row, "ordinal": row["ordinal"] + 1}
        taken.add(tuple(row[column] for column in key))
        found.append(row)
    return found


def _never(row: Row, fields: frozenset[str]) -> bool:
    return False


def _money_touched(row: Row, fields: frozenset[str]) -> bool:
    if row["kind"] in SPENDING:
        return "spent" in fields
    return row["kind"] in COMMITMENTS and "budget" in fields


#: Table -> whether a row of it says one of the fields that somebody touched.
_TOUCHED: Mapping[str, Callable[[Row, frozenset[str]], bool]] = {
    "participations": lambda row, fields: "organizations" in fields and row["role"] in _ROLES,
    "activity_sectors": lambda row, fields: "sectors" in fields,
    "activity_locations": lambda row, fields: "places" in fields and row["kind"] == "location",
    "transactions": _money_touched,
    "budgets": lambda row, fields: "budget" in fields and row["kind"] == "budget",
    "codes": lambda row, fields: "places" in fields and row["of"] is not None,
    "people": lambda row, fields: f"people_{row['measure']}" in fields,
}
