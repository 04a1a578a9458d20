"""In which rows do two or three wordings of a field differ? What an activity says in each, in; of
each the rows that not all have, told by what tells them apart, out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from intarsia.changes.parts import Part, Value, is_said, plain, together
from intarsia.changes.said import Said
from intarsia.changes.stated import columns_of_field, stated_columns, tables_of, without_names
from intarsia.tables import TABLES

Row = Mapping[str, Any]

#: What a row is told by; its other columns only where rows that are told alike differ in them.
MAIN: Mapping[str, tuple[str, ...]] = {
    "participations": (
        "role", "name_as_reported", "acronym_as_reported", "identifier_as_reported",
    ),
    "activity_sectors": ("name_as_reported", "source_code", "percentage"),
    "activity_locations": ("name_as_reported", "path_names", "source_code"),
    "transactions": ("kind", "value", "currency", "on"),
    "budgets": ("kind", "value", "currency", "from_on", "to_on"),
    "results": ("title", "indicator_title", "from_on", "to_on", "target_value", "actual_value"),
    "documents": ("title", "url"),
    "codes": ("kind", "name", "code", "of"),
    "narratives": ("element", "language", "text"),
    "remainders": ("element", "source"),
    "activity_links": ("kind", "type_code", "other_activity_id"),
    "people": (
        "measure", "value", "unit", "sex", "age", "age_from", "age_to", "has_disability", "status",
        "name_as_reported",
    ),
}  # fmt: skip
_FROM_TRANSACTIONS = "from transactions"


def rows_apart(name: str, sides: Sequence[Said]) -> list[Value]:
    """Return of each side the rows of a field that not all sides have.

    name  one of `FIELDS`
    """
    stated = [list(_rows(name, one)) for one in sides]
    counted = [Counter(map(_bare, rows)) for rows in stated]
    shared = counted[0].copy()
    for one in counted[1:]:
        shared &= one
    apart = [_those_of(rows, one - shared) for rows, one in zip(stated, counted, strict=True)]
    short = _short({row for rows in apart for row in rows})
    return [together(short[row] for row in rows) for rows in apart]


def _bare(row: Part) -> Part:
    """The row without the names that its codes say."""
    return Part("row", without_names(row.data["table"], row.data))


def _those_of(rows: Iterable[Part], wanted: Counter[Part]) -> list[Part]:
    """As many of the rows as are wanted, with their names."""
    left, found = wanted.copy(), []
    for row in rows:
        bare = _bare(row)
        if left[bare] > 0:
            left[bare] -= 1
            found.append(row)
    return found


def _rows(name: str, said: Said) -> Iterator[Part]:
    """Every row that says the field, with all of its stated columns."""
    for table in ("activities", *tables_of(name)):
        if table == "activities":
            for column in columns_of_field(name):
                if is_said(said.activity.get(column)):
                    yield _row(table, {column: said.activity[column]})
            continue
        columns = [column.name for column in stated_columns(TABLES[table])]
        for row in _of_field(name, table, said):
            found = {column: row[column] for column in columns}
            if table == "codes" and row["of"] is not None:
                found["of"] = _location(said, row["of"])
            yield _row(table, found)


def _row(table: str, columns: Row) -> Part:
    said = {name: plain(value) for name, value in columns.items() if is_said(value)}
    return Part("row", {"table": table, **said})


def _of_field(name: str, table: str, said: Said) -> Iterable[Row]:
    rows = said.rows.get(table, [])
    if table in ("activity_sectors", "activity_locations"):
        rows = [row for row in rows if row["share_basis"] != _FROM_TRANSACTIONS]
    if table == "activity_sectors":
        return _whole_names(rows)
    if table == "activity_links":
        return [
            row
            for row in rows
            if row["kind"] not in ("provider", "receiver") or row["type_code"] is not None
        ]
    if table == "people":
        return [row for row in rows if _people_field(row) == name]
    if table == "narratives":
        return [row for row in rows if _text_field(row) == name]
    return rows


def _people_field(row: Row) -> str:
    return f"people_{row['measure']}" if row["measure"] in ("targeted", "reached") else "people"


def _text_field(row: Row) -> str:
    element = row["element"].partition(":")[0]
    return element if element in ("title", "description") else "other"


def _whole_names(rows: Iterable[Row]) -> list[Row]:
    """One row a name: normalization divides a name of several sectors into equal parts."""
    columns = [c.name for c in stated_columns(TABLES["activity_sectors"]) if c.name != "percentage"]
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(tuple(row[name] for name in columns), {**row, "percentage": None})
        if row["percentage"] is not None:
            one["percentage"] = round((one["percentage"] or 0.0) + row["percentage"], 6)
    return list(found.values())


def _location(said: Said, ordinal: int) -> Row | None:
    """What the location says that a code belongs to."""
    names = [column.name for column in stated_columns(TABLES["activity_locations"])]
    for row in said.rows.get("activity_locations", ()):
        if row["kind"] == "location" and row["ordinal"] == ordinal:
            return {name: plain(row[name]) for name in names if is_said(row[name])}
    return None


def _short(rows: set[Part]) -> dict[Part, Part]:
    """Each row with its main columns, and those in which rows that are alike in these differ."""
    alike: dict[str, list[Part]] = defaultdict(list)
    for row in rows:
        alike[_only(row, _main(row)).key].append(row)
    short = {}
    for group in alike.values():
        first = group[0].data
        names = {name for row in group for name in row.data}
        differing = {
            name for name in names if any(row.data.get(name) != first.get(name) for row in group)
        }
        for row in group:
            short[row] = _only(row, (*_main(row), *sorted(differing)))
    return short


def _main(row: Part) -> tuple[str, ...]:
    main = MAIN.get(row.data["table"])
    if main is None:
        return tuple(row.data)
    # A row that says nothing of what it is told by is told whole.
    return main if any(name in row.data for name in main) else tuple(row.data)


def _only(row: Part, names: Iterable[str]) -> Part:
    wanted = {"table", *names}
    return Part("row", {name: value for name, value in row.data.items() if name in wanted})
