"""Which of the picture's columns say something about an activity, and under which field?

Left out is where a statement stands (file, row, cell, order), what normalization adds (it follows
from what is stated, and from the day, the rates, the places and the register), and when its
publisher last touched it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from intarsia.tables import (
    ACTIVITIES,
    ACTIVITY_LOCATIONS,
    ACTIVITY_SECTORS,
    ACTIVITY_TABLES,
    CODES,
    Column,
    Picture,
    Table,
)

#: Where a statement stands, not what it says.
_PLACE = frozenset(
    {"activity_id", "report_id", "file", "sheet", "row", "xpath", "cell", "ordinal", "of"}
)
#: Publishers stamp all of their activities anew with every file they write.
_STAMPS = frozenset({"updated_at"})
#: Of RESULTS, which are in order by their titles and days.
_POSITIONS = {"results": frozenset({"indicator", "period"})}

#: The fields of a difference, in the order in which they are shown.
FIELDS = (
    "title",
    "description",
    "status",
    "starts_on",
    "ends_on",
    "reported_period",
    "organizations",
    "sectors",
    "places",
    "target_group",
    "people_targeted",
    "people_reached",
    "people",
    "modality",
    "budget",
    "spent",
    "budgets",
    "transactions",
    "results",
    "documents",
    "label",
    "other",
)
#: What a 3W template carries of an activity; the rest cannot have been changed in it.
TEMPLATE_FIELDS = (
    "title",
    "description",
    "status",
    "starts_on",
    "ends_on",
    "organizations",
    "sectors",
    "places",
    "target_group",
    "people_targeted",
    "people_reached",
    "modality",
    "budget",
    "spent",
)
#: Totals of other fields: they are shown, and decide nothing.
TOTALS = frozenset({"budget", "spent"})

_FIELD_OF_COLUMN = {
    "title": "title",
    "description": "description",
    "status_code": "status",
    "planned_starts_on": "starts_on",
    "actual_starts_on": "starts_on",
    "planned_ends_on": "ends_on",
    "actual_ends_on": "ends_on",
    "reported_from_on": "reported_period",
    "reported_to_on": "reported_period",
    "reported_for": "reported_period",
    "target_group": "target_group",
    "people_targeted": "people_targeted",
    "people_reached": "people_reached",
    "people": "people",
    "modality": "modality",
    "label": "label",
}
#: The field of a row of a detail table, as SQL.
_FIELD_OF_ROW = {
    "participations": "'organizations'",
    "activity_sectors": "'sectors'",
    "activity_locations": "'places'",
    "transactions": "'transactions'",
    "budgets": "'budgets'",
    "results": "'results'",
    "documents": "'documents'",
    "people": "CASE measure WHEN 'targeted' THEN 'people_targeted'"
    " WHEN 'reached' THEN 'people_reached' ELSE 'people' END",
    "narratives": "CASE WHEN element = 'title' THEN 'title'"
    " WHEN element = 'description' OR element LIKE 'description:%' THEN 'description'"
    " ELSE 'other' END",
}
#: Names that a code beside them says already, with that code. A report in another language, or a
#: publisher with another spelling, names the same: the name alone is no change.
_SAID_BY_CODE: dict[str, dict[str, str]] = {
    "participations": {
        "name_as_reported": "identifier_as_reported",
        "acronym_as_reported": "identifier_as_reported",
    },
    "activity_sectors": {"name_as_reported": "source_code"},
    "activity_locations": {"name_as_reported": "source_code"},
    "transactions": {
        "provider_name": "provider_identifier",
        "receiver_name": "receiver_identifier",
    },
    "budgets": {"provider_name": "provider_identifier", "receiver_name": "receiver_identifier"},
    "codes": {"name": "code"},
}
#: Of these only countries: a place within one is looked up by code and name.
_ONLY_OF_KIND = {"activity_locations": "country"}
#: An identifier shorter than this ("0", "NA") stands for nobody in particular.
_LEAST_IDENTIFIER = 4
#: Rows that follow from other rows of the same activity.
_FOLLOWS = {
    "activity_sectors": "share_basis IS NOT DISTINCT FROM 'from transactions'",
    "activity_locations": "share_basis IS NOT DISTINCT FROM 'from transactions'",
    # Normalization repeats as links whom transactions name; so do the links that say so.
    "activity_links": "kind IN ('provider', 'receiver') AND type_code IS NULL",
}

#: Of fields that detail tables say.
_TABLES_OF_FIELD = {
    "title": ("narratives",),
    "description": ("narratives",),
    "people_targeted": ("people",),
    "people_reached": ("people",),
    "people": ("people",),
    "organizations": ("participations",),
    "sectors": ("activity_sectors",),
    "places": ("activity_locations",),
    "budgets": ("budgets",),
    "transactions": ("transactions",),
    "results": ("results",),
    "documents": ("documents",),
    "other": ("codes", "narratives", "remainders", "activity_links"),
}


def tables_of(field: str) -> tuple[str, ...]:
    """Return the detail tables whose rows say a field."""
    return _TABLES_OF_FIELD.get(field, ())


@cache
def columns_of_field(field: str) -> tuple[str, ...]:
    """Return the columns of the activity's own line that say a field."""
    return tuple(
        column.name
        for column in stated_columns(ACTIVITIES)
        if _FIELD_OF_COLUMN.get(column.name, "other") == field
    )


@cache
def stated_columns(spec: Table) -> tuple[Column, ...]:
    """Return the columns of a table that say something about the activity itself."""
    positions = _PLACE | _STAMPS | _POSITIONS.get(spec.name, frozenset())
    return tuple(c for c in spec.columns if not c.added and c.name not in positions)


def without_names(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a table without the names that a code in it says already."""
    names = _SAID_BY_CODE.get(table, {})
    kind = _ONLY_OF_KIND.get(table)
    if not names or (kind is not None and row.get("kind") != kind):
        return dict(row)
    said = {name for name, code in names.items() if _is_code(code, row.get(code))}
    return {name: value for name, value in row.items() if name not in said}


def _is_code(column: str, value: str | None) -> bool:
    return len(value or "") >= _least(column)


def _least(column: str) -> int:
    return _LEAST_IDENTIFIER if "identifier" in column else 1


def statements_sql(picture: Picture) -> str:
    """Return the query of all that is stated: activity_id, field and the statement as text.

    A statement names its columns and the length of each text, so that no two say the same by
    chance; what is empty is not stated. Columns that are empty throughout are not looked at.
    """
    fields: dict[str, list[Column]] = {}
    for column in _filled(ACTIVITIES, picture):
        fields.setdefault(_FIELD_OF_COLUMN.get(column.name, "other"), []).append(column)
    parts = ["SELECT activity_id, 'other' AS field, '' AS said FROM activities WHERE false"]
    parts += [
        f"SELECT activity_id, '{field}', {_text(columns)} FROM activities"  # noqa: S608 - our names
        for field, columns in fields.items()
    ]
    parts += [
        _rows_sql(spec, picture)
        for spec in ACTIVITY_TABLES
        if spec is not ACTIVITIES and picture[spec.name].num_rows
    ]
    return "\nUNION ALL\n".join(parts)


def _filled(spec: Table, picture: Picture) -> list[Column]:
    table = picture[spec.name]
    return [c for c in stated_columns(spec) if table[c.name].null_count < table.num_rows]


def _rows_sql(spec: Table, picture: Picture) -> str:
    field = _FIELD_OF_ROW.get(spec.name, "'other'")
    where = f" WHERE NOT coalesce({_FOLLOWS[spec.name]}, false)" if spec.name in _FOLLOWS else ""
    columns = _filled(spec, picture)
    said = f"'{spec.name} ' || {_text(columns, of=spec.name)}"
    if spec is ACTIVITY_SECTORS:
        source = f"({_sectors_sql(columns, where)})"
        return f"SELECT activity_id, {field}, {said} FROM {source}"  # noqa: S608 - our names
    if spec is CODES:
        # A code of a location goes where the location goes.
        owner = _text(_filled(ACTIVITY_LOCATIONS, picture), "owner")
        said = f"'{spec.name} ' || {_text(columns, 'one', of=spec.name)}"
        return (
            f"SELECT one.activity_id, {field}, {said} "  # noqa: S608 - our names
            f"|| CASE WHEN owner.ordinal IS NULL THEN '' ELSE ' of ' || {owner} END "
            "FROM codes AS one LEFT JOIN activity_locations AS owner "
            "ON owner.activity_id = one.activity_id "
            "AND owner.kind = 'location' AND owner.ordinal = one.of"
        )
    return f"SELECT activity_id, {field}, {said} FROM {spec.name}{where}"  # noqa: S608 - our names


def _sectors_sql(columns: Sequence[Column], where: str) -> str:
    """One row a name: normalization divides a name of several sectors into equal parts."""
    names = ", ".join(column.name for column in columns if column.name != "percentage")
    return (
        f"SELECT activity_id, {names}, round(sum(percentage), 6) AS percentage "  # noqa: S608 - our names
        f"FROM activity_sectors{where} GROUP BY activity_id, {names}"
    )


def _text(columns: Sequence[Column], alias: str | None = None, *, of: str = "") -> str:
    """The columns as one text; `of` names the table whose codes stand for names."""
    there = {column.name for column in columns}
    codes = {
        name: code for name, code in _SAID_BY_CODE.get(of, {}).items() if {name, code} <= there
    }
    kind = _ONLY_OF_KIND.get(of)
    parts = []
    for column in columns:
        said = _one(column, alias)
        if code := codes.get(column.name):
            said = f"CASE WHEN {_by_code(code, kind, alias)} THEN '' ELSE {said} END"
        parts.append(said)
    return " || ".join(parts) or "''"


def _by_code(code: str, kind: str | None, alias: str | None) -> str:
    """The condition under which a row's name is said by its code; the same as `without_names`."""
    before = "" if alias is None else f"{alias}."
    condition = f"coalesce(length({before}{code}), 0) >= {_least(code)}"
    return condition if kind is None else f"{condition} AND {before}kind = '{kind}'"


def _one(column: Column, alias: str | None) -> str:
    name = f'"{column.name}"' if alias is None else f'{alias}."{column.name}"'
    if pa.types.is_list(column.type):
        # A level that is not stated stands between those that are.
        name = f"array_to_string(list_transform({name}, lambda x: coalesce(x, chr(30))), chr(31))"
    text = name if column.type == pa.string() else f"{name}::VARCHAR"
    said = f"concat('{column.name}', strlen({text}), ':', {text}, ' ')"
    return f"CASE WHEN {text} <> '' THEN {said} ELSE '' END"
