"""Lists in JSON as grids: what dashboards and interfaces hand out.

A list of objects, lists of objects inside an object, rows of cells (HXL), GeoJSON, or an object a
line go in; grids with the names of the fields in the first row come out. What stands inside a
field is written "field.part"; several values in one are joined by "; ".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intarsia.readers.grids.grid import Cell, Grid, grid_of, too_many_cells
from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import MAX_CELLS
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

#: Objects inside objects that are looked into for lists, and inside a record for its fields.
_DEPTH = 4
_BETWEEN = "; "
#: Objects of this type are shapes: their lists are points, not records.
_SHAPES = frozenset(
    "Topology Point MultiPoint LineString MultiLineString Polygon MultiPolygon "
    "GeometryCollection".split()
)


def json_grids(text: str, name: str, log: ProblemLog) -> list[Grid]:
    """Return the lists of a JSON text as grids, named by where they stand if they are several.

    name    what messages call the file
    Raises  ReaderError "reader.not_json", "reader.no_list", "reader.too_many_cells".

    >>> text = '[{"org": "UNHCR", "at": {"code": "XA01"}}, {"org": "IRC", "for": ["a", "b"]}]'
    >>> [grid] = json_grids(text, "list.json", ProblemLog("list.json"))
    >>> grid.rows
    [['org', 'at.code', 'for'], ['UNHCR', 'XA01', None], ['IRC', None, 'a; b']]
    """
    try:
        content = _parsed(text, name, log)
        lists = list(_lists(content, ""))
    except RecursionError:
        raise _not_json(name, "objects stand in each other without end") from None
    if not lists:
        raise ReaderError(
            "reader.no_list",
            f"{name} is JSON, but holds no list of records. It was not read. "
            "Send the list itself, as JSON or as a spreadsheet.",
            file=name,
        )
    if isinstance(content, dict) and lists[0][0]:
        _report_left_out(content, {path.split(".", 1)[0] for path, _ in lists}, log)
    said = _said(content)
    return [
        grid_of(path if len(lists) > 1 else None, _rows(records, name, log), around=said)
        for path, records in lists
    ]


def _said(content: Any) -> list[str]:
    """The texts that an object says of itself beside its lists."""
    if not isinstance(content, dict):
        return []
    objects = (content, *(one for one in content.values() if isinstance(one, dict)))
    return [text for one in objects for text in one.values() if isinstance(text, str)]


def _parsed(text: str, name: str, log: ProblemLog) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            fields = _apart(pairs, log)
        return fields

    decoder = json.JSONDecoder(object_pairs_hook=once, parse_constant=lambda _: None)
    text = text.strip().lstrip("\ufeff")
    try:
        return decoder.decode(text)
    except ValueError as reason:
        if not text.startswith("{"):
            raise _not_json(name, str(reason)) from None
        said = str(reason)
    records = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            records.append(decoder.decode(line.strip()))
        except ValueError as reason:
            if not records:
                raise _not_json(name, said) from None
            log.lost("grid.line_unreadable", cell=str(number), value=str(reason))
    return records


def _apart(pairs: Iterable[tuple[str, Any]], log: ProblemLog) -> dict[str, Any]:
    """Return all fields of an object that has one of them twice: the second gets a number."""
    fields: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for field, value in pairs:
        seen[field] += 1
        kept = field if seen[field] == 1 else f"{field} {seen[field]}"
        if kept != field:
            log.tally("grid.field_twice", column=field, expected=kept)
        # An object may have a field "org 2" besides two of "org".
        while kept in fields:
            kept += "'"
        fields[kept] = value
    return fields


def _lists(content: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield the lists of records or of rows, and where each stands: "result.records"."""
    if isinstance(content, list):
        if any(isinstance(record, dict | list) for record in content):
            yield path, content
    elif isinstance(content, dict) and str(content.get("type")) not in _SHAPES:
        if path.count(".") >= _DEPTH:
            return
        columns, rows = content.get("columns"), content.get("data")
        if isinstance(columns, list) and isinstance(rows, list) and rows == _only_lists(rows):
            # As statistical programs write tables.
            yield path, [[_named(column) for column in columns], *rows]
            return
        for field, inner in content.items():
            yield from _lists(inner, f"{path}.{field}" if path else field)


def _only_lists(rows: list[Any]) -> list[Any]:
    return [row for row in rows if isinstance(row, list)]


def _named(column: Any) -> Any:
    """Return a column's name where it is an object that has one."""
    if isinstance(column, dict):
        return next((column[key] for key in ("name", "id", "field") if key in column), column)
    return column


def _report_left_out(content: Mapping[str, Any], used: set[str], log: ProblemLog) -> None:
    """Name what stands beside the lists."""
    beside = [
        field
        for field, value in content.items()
        if field not in used and field not in {"type", "crs", "bbox"} and value not in (None, "")
    ]
    if beside:
        log.tally(
            "grid.beside_the_list",
            severity=Severity.NOTE,
            value=", ".join(beside)[:200],
            times=len(beside),
        )


def _rows(records: list[Any], name: str, log: ProblemLog) -> list[list[Cell]]:
    """Return rows of cells as they are, or objects under the names of their fields."""
    if all(isinstance(record, list) for record in records):
        _check_size(len(records) * max(map(len, records)), name)
        return [[_cell(value) for value in record] for record in records]
    fields: dict[str, int] = {}
    found: list[dict[str, Cell]] = []
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            log.lost("grid.record_unreadable", cell=str(number), value=_short(record))
            continue
        if record.get("type") == "Feature" and isinstance(record.get("properties"), dict):
            record = _feature(record, log)
        flat: dict[str, Cell] = {}
        _flatten(record, "", flat, 0)
        for field in flat:
            fields.setdefault(field, len(fields))
        found.append(flat)
        _check_size(len(found) * len(fields), name)
    header: list[Cell] = list(fields)
    return [header, *([flat.get(field) for field in fields] for flat in found)]


def _check_size(cells: int, name: str) -> None:
    if cells > MAX_CELLS:
        raise too_many_cells(name, cells)


def _feature(feature: Mapping[str, Any], log: ProblemLog) -> dict[str, Any]:
    """Return a GeoJSON feature's properties, and where it is if that is a point."""
    properties = dict(feature["properties"])
    if feature.get("id") is not None:
        properties.setdefault("id", feature["id"])
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return properties
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(coordinates, list) and len(coordinates) > 1:
        properties.setdefault("longitude", coordinates[0])
        properties.setdefault("latitude", coordinates[1])
    else:
        log.tally("grid.geometry_left_out", severity=Severity.NOTE, value=str(geometry.get("type")))
    return properties


def _flatten(value: Mapping[str, Any], before: str, flat: dict[str, Cell], depth: int) -> None:
    for field, inner in value.items():
        path = f"{before}.{field}" if before else str(field)
        if isinstance(inner, dict) and inner and depth < _DEPTH:
            _flatten(inner, path, flat, depth + 1)
        elif (
            isinstance(inner, list)
            and depth < _DEPTH
            and inner
            and all(isinstance(part, dict) for part in inner)
        ):
            _flatten_list(inner, path, flat, depth)
        else:
            flat[path] = _cell(inner)


def _flatten_list(
    parts: list[dict[str, Any]], path: str, flat: dict[str, Cell], depth: int
) -> None:
    """Write several objects of a field side by side: as many values in each as there are."""
    if len(parts) == 1:
        _flatten(parts[0], path, flat, depth + 1)
        return
    each: list[dict[str, Cell]] = []
    for part in parts:
        inner: dict[str, Cell] = {}
        _flatten(part, path, inner, depth + 1)
        each.append(inner)
    for field in dict.fromkeys(field for inner in each for field in inner):
        flat[field] = _BETWEEN.join(_text(inner.get(field)) for inner in each)


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, list) and not any(isinstance(part, dict | list) for part in value):
        return _BETWEEN.join(_text(part) for part in value) or None
    return json.dumps(value, ensure_ascii=False) if value else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _short(value: Any) -> str:
    return str(value)[:200]


def _not_json(name: str, reason: str) -> ReaderError:
    return ReaderError(
        "reader.not_json",
        f"{name} is not readable as JSON: {reason[:200]}. Nothing of it was read. "
        "Send the data alone, as .json, .csv or .xlsx.",
        file=name,
        value=reason[:200],
    )
