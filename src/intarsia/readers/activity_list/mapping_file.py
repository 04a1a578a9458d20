"""Keeps a mapping in a file that a person can read and change. A Mapping in, YAML out, and back.

Everything in such a file may have been written by hand: what is wrong is said with its place, what
is allowed there, and the nearest that was perhaps meant.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import fields as fields_of
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml

from intarsia.dates import DayOrder, Precision, Span
from intarsia.people import Disaggregation
from intarsia.readers.activity_list.fields import COUNTED, Field, may_repeat
from intarsia.readers.activity_list.heading_signs import factor_in
from intarsia.readers.activity_list.mapping import ColumnUse, Mapping
from intarsia.readers.activity_list.mapping_error import MappingError
from intarsia.readers.activity_list.recognized import Reason

__all__ = ["load_mapping", "save_mapping"]

T = TypeVar("T")

#: Larger files are no mapping.
_LARGEST = 1_000_000

_HEADER = """\
# How this list of activities is read. Change it with any text editor.
#
# columns: one entry a column. `heading` is the column's heading as the list has it; `field` says
#   what the column holds. Write `field: ignore` to leave a column out, `field: other` to keep it
#   as text only. Put a heading in quotes if it is a number or a word such as "No".
# fixed: what holds for every row and has no column, such as
#     country: XA
#     sector: shelter
# day_order: dmy or mdy, for dates such as 05/06/2012.
# split: signs between several names in one cell, such as [";", "/"].
# sheet, header_rows: where the headings stand; row numbers as the spreadsheet program shows them.
#
# Fields: {fields}
"""


def save_mapping(mapping: Mapping, path: Path | str) -> None:
    """Write a mapping to a file, with a header that says how to change it.

    Raises  OSError where the file cannot be written.
    """
    document: dict[str, Any] = {}
    if mapping.sheet is not None:
        document["sheet"] = mapping.sheet
    if mapping.header_rows:
        document["header_rows"] = list(mapping.header_rows)
    if mapping.day_order is not None:
        document["day_order"] = str(mapping.day_order)
    if mapping.split:
        document["split"] = list(mapping.split)
    if mapping.fixed:
        document["fixed"] = {str(name): text for name, text in mapping.fixed.items()}
    document["columns"] = [_written(column) for column in mapping.columns]
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    Path(path).write_text(_header() + "\n" + text, encoding="utf-8")


def _header() -> str:
    lines, line = [], ""
    for name in Field:
        if len(line) + len(name) > 88:
            lines.append(line)
            line = ""
        line += f"{name}, "
    return _HEADER.format(fields="\n#   ".join([*lines, line.rstrip(", ")]))


def _written(column: ColumnUse) -> dict[str, Any]:
    entry: dict[str, Any] = {"heading": column.heading, "column": column.position + 1}
    if column.tag is not None:
        entry["tag"] = column.tag
    entry["field"] = str(column.field)
    if column.people is not None:
        people = {f.name: getattr(column.people, f.name) for f in fields_of(column.people)}
        entry["people"] = {name: value for name, value in people.items() if value is not None}
    for name in ("currency", "sector"):
        if getattr(column, name) is not None:
            entry[name] = getattr(column, name)
    if column.factor != _usual_factor(column.heading, column.field):
        entry["factor"] = column.factor
    if column.day_order is not None:
        entry["day_order"] = str(column.day_order)
    if column.month is not None:
        entry["month"] = f"{column.month.first:%Y-%m}/{column.month.last:%Y-%m}"
        if column.month.precision is Precision.MONTH:
            entry["month"] = f"{column.month.first:%Y-%m}"
    return entry


def load_mapping(path: Path | str) -> Mapping:
    """Read a mapping from a file.

    Raises  MappingError: "mapping.unreadable", "mapping.not_yaml", "mapping.not_a_mapping",
            "mapping.unknown_key", "mapping.unknown_field", "mapping.bad_value",
            "mapping.key_missing", "mapping.field_repeated"
    """
    path = Path(path)
    document = _document(path)
    reader = _Reader(path.name)
    reader.only(document, ("sheet", "header_rows", "day_order", "split", "fixed", "columns"), "")
    if not isinstance(document.get("columns"), list):
        reader.wrong("columns", "", document.get("columns"), "a list of columns")
    columns = tuple(
        reader.column(number, entry) for number, entry in enumerate(document["columns"], start=1)
    )
    _check_repeated(columns, path.name)
    return Mapping(
        columns,
        sheet=reader.text(document, "sheet", ""),
        header_rows=tuple(reader.listed(document, "header_rows", int, "numbers of rows")),
        fixed=reader.fixed(document.get("fixed") or {}),
        day_order=reader.day_order(document, ""),
        split=tuple(reader.listed(document, "split", str, 'signs in quotes, such as [";"]')),
    )


def _document(path: Path) -> dict[str, Any]:
    name = path.name
    try:
        if path.stat().st_size > _LARGEST:
            raise MappingError(
                "mapping.not_a_mapping", f"{name} is too large for a mapping.", file=name
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(
            "mapping.unreadable", f"{name} cannot be read as text in UTF-8.", file=name
        ) from error
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        at = f", line {line}" if line else ""
        raise MappingError(
            "mapping.not_yaml",
            f"{name}{at}: this is no valid YAML. Check indents, colons and quotes there.",
            file=name,
            line=line,
        ) from error
    if not isinstance(document, dict) or "columns" not in document:
        raise MappingError(
            "mapping.not_a_mapping", f'{name} has no "columns": it is no mapping.', file=name
        )
    return document


def _check_repeated(columns: Iterable[ColumnUse], file: str) -> None:
    seen: dict[Field, str] = {}
    for column in columns:
        if column.kind != "column" or may_repeat(column.field):
            continue
        if column.field in seen:
            first = seen[column.field]
            raise MappingError(
                "mapping.field_repeated",
                f'{file}: "{first}" and "{column.heading}" are both {column.field}; only one '
                "column can be. Give one of them another field, or `ignore`.",
                file=file,
                value=str(column.field),
                columns=[first, column.heading],
            )
        seen[column.field] = column.heading


class _Reader:
    """Reads the parts of one file; says where something is wrong in it."""

    def __init__(self, file: str) -> None:
        self.file = file

    def wrong(self, key: str, where: str, value: object, expected: str) -> NoReturn:
        place = f"{where}, {key}" if where else key
        raise MappingError(
            "mapping.bad_value",
            f'{self.file}, {place}: found "{value}", expected {expected}.',
            file=self.file,
            where=where,
            key=key,
            value=str(value),
            expected=expected,
        )

    def only(self, entry: dict[Any, Any], allowed: tuple[str, ...], where: str) -> None:
        for key in entry:
            if key in allowed:
                continue
            near = _nearest(str(key), allowed)
            meant = f' Perhaps "{near}" was meant.' if near else ""
            place = f" ({where})" if where else ""
            raise MappingError(
                "mapping.unknown_key",
                f'{self.file}{place}: "{key}" is unknown here. Known are {", ".join(allowed)}.'
                + meant,
                file=self.file,
                where=where,
                key=str(key),
                expected=", ".join(allowed),
                suggestion=near,
            )

    def text(self, entry: dict[Any, Any], key: str, where: str) -> str | None:
        value = entry.get(key)
        if value is None:
            return None
        if isinstance(value, bool):
            self.wrong(key, where, value, 'a text; put words such as "No" in quotes')
        if isinstance(value, str | int | float | dt.date):
            return str(value)
        return self.wrong(key, where, value, "a text")

    def listed(self, entry: dict[Any, Any], key: str, kind: type[T], expected: str) -> list[T]:
        values = entry.get(key)
        values = [] if values is None else values if isinstance(values, list) else [values]
        for value in values:
            if not isinstance(value, kind) or isinstance(value, bool):
                self.wrong(key, "", value, expected)
        return values

    def day_order(self, entry: dict[Any, Any], where: str) -> DayOrder | None:
        return self._one_of(entry, "day_order", where, DayOrder, "dmy or mdy")

    def _one_of(
        self, entry: dict[Any, Any], key: str, where: str, kind: Callable[[str], T], expected: str
    ) -> T | None:
        value = entry.get(key)
        if value is None:
            return None
        try:
            return kind(value)
        except (ValueError, TypeError):
            return self.wrong(key, where, value, expected)

    def field(self, value: object, where: str) -> Field:
        if value in ("ignore", "ignored"):
            return Field.IGNORED
        try:
            return Field(str(value))
        except ValueError:
            names = [str(name) for name in Field]
            near = _nearest(str(value), names)
            meant = f' Perhaps "{near}" was meant.' if near else ""
            raise MappingError(
                "mapping.unknown_field",
                f'{self.file}, {where}: "{value}" is no field.{meant} The head of a saved mapping '
                "lists all fields.",
                file=self.file,
                where=where,
                value=str(value),
                suggestion=near,
            ) from None

    def fixed(self, entry: object) -> dict[Field, str]:
        if not isinstance(entry, dict):
            self.wrong("fixed", "", entry, "lines such as `country: XA`")
        found = {}
        for key in entry:
            text = self.text(entry, key, "fixed")
            if text is None:
                self.wrong(str(key), "fixed", "", "a text")
            found[self.field(key, "fixed")] = text
        return found

    def column(self, number: int, entry: object) -> ColumnUse:
        where = f"column entry {number}"
        if not isinstance(entry, dict):
            self.wrong("columns", where, entry, "`heading:` and `field:`")
        self.only(entry, _COLUMN_KEYS, where)
        for key in ("heading", "field"):
            if key not in entry:
                raise MappingError(
                    "mapping.key_missing",
                    f'{self.file}, {where}: "{key}" is missing.',
                    file=self.file,
                    where=where,
                    key=key,
                )
        heading = self.text(entry, "heading", where) or ""
        where = f'column "{heading}"'
        position = entry.get("column", number)
        if not isinstance(position, int) or isinstance(position, bool) or position < 1:
            self.wrong("column", where, position, "the number of the column, from 1")
        field = self.field(entry["field"], where)
        return ColumnUse(
            position - 1,
            heading,
            field,
            self.text(entry, "tag", where),
            people=self._people(entry.get("people"), where),
            currency=self.text(entry, "currency", where),
            day_order=self.day_order(entry, where),
            month=self._month(entry, where),
            sector=self.text(entry, "sector", where),
            factor=self._factor(entry.get("factor", _usual_factor(heading, field)), where),
            because=(Reason("mapping.stated", {"file": self.file}),),
        )

    def _factor(self, value: object, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.wrong("factor", where, value, "a whole number such as 1000")
        return value

    def _people(self, entry: object, where: str) -> Disaggregation | None:
        if entry is None:
            return None
        if not isinstance(entry, dict):
            self.wrong("people", where, entry, "lines such as `sex: f`")
        self.only(entry, tuple(f.name for f in fields_of(Disaggregation)), where)
        for name, value in entry.items():
            kind = {"age_from": int, "age_to": int, "disability": bool}.get(name, str)
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                self.wrong(name, where, value, _KINDS[kind])
        return Disaggregation(**entry)

    def _month(self, entry: dict[Any, Any], where: str) -> Span | None:
        text = self.text(entry, "month", where)
        if text is None:
            return None
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:/(\d{4})-(0[1-9]|1[0-2]))?", text)
        expected = "a month such as 2011-05, or several such as 2011-04/2011-06"
        if found is None or int(found[1]) == 0:
            return self.wrong("month", where, text, expected)
        year, month = int(found[1]), int(found[2])
        last_year, last_month = int(found[3] or year), int(found[4] or month)
        months = 12 * (last_year - year) + last_month - month + 1
        if months < 1:
            return self.wrong("month", where, text, expected)
        day = calendar.monthrange(last_year, last_month)[1]
        return Span(
            dt.date(year, month, 1),
            dt.date(last_year, last_month, day),
            _PRECISIONS.get(months, Precision.RANGE),
        )


def _usual_factor(heading: str, field: Field) -> int:
    """What the heading says that figures are counted in: where it is right nobody writes it."""
    return factor_in(heading) if field in COUNTED else 1


_KINDS = {int: "a number of years", bool: "true or false", str: "a text"}
_PRECISIONS = {1: Precision.MONTH, 3: Precision.QUARTER, 6: Precision.HALF, 12: Precision.YEAR}
_COLUMN_KEYS = tuple(
    "heading column tag field people currency day_order month sector factor".split()
)


def _nearest(text: str, known: Iterable[str]) -> str | None:
    near = get_close_matches(text.casefold().replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return near[0] if near else None
