"""What the columns of a list were taken for and why; how its first rows read with other columns."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils.formats import number_format

import intarsia
from intarsia import phrases
from intarsia.errors import IntarsiaError
from intarsia.phrases import problem_sentence
from intarsia.readers.activity_list import read
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.mapping import LEAST_SURENESS
from intarsia.readers.source import open_source
from intarsia.tables import READER_TABLES, Picture
from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.names import sector_name
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.queries.report_problems import language_of_phrases, without_file

#: Rows that a preview shows.
ROWS = 20


@dataclass(frozen=True)
class ColumnLine:
    """One column of a list: its letter and heading, some cells, what it was taken for and why."""

    position: int
    letter: str
    heading: str
    field: str
    #: Of a wide table: each such column is a month or a sector of its own.
    kind: str
    is_unsure: bool
    because: tuple[str, ...]
    samples: tuple[str, ...]


@dataclass(frozen=True)
class ColumnsPage:
    """The columns of a list, for those who decide what they are."""

    public_id: str
    revision: int
    source_name: str
    columns: tuple[ColumnLine, ...]
    is_saved: bool


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would be read; "" is what would not be known."""

    title: str
    organizations: str
    sectors: str
    places: str
    starts_on: Any
    ends_on: Any
    budget: str
    people: float | None


@dataclass(frozen=True)
class Preview:
    """The first rows as they would be read, and what would be wrong in them."""

    rows: tuple[PreviewRow, ...]
    problems: tuple[str, ...]
    refused: str = ""


def columns_page(report_id: str, *, viewing: Viewing) -> ColumnsPage:
    """Return the columns of a report's list, for those who may look into it.

    Raises   NotFound, also where the report is no list.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return columns_of(report, viewing=viewing)


def columns_of(report: ReportImport, *, viewing: Viewing) -> ColumnsPage:
    """Return the columns of the list of a report that the viewer may look into."""
    kept = _kept(report)
    if "columns" not in kept:
        raise NotFound
    said = json.loads(kept["columns"])
    return ColumnsPage(
        public_id=report.public_id,
        revision=report.revision,
        source_name=report.source.name,
        columns=tuple(map(_line, said)),
        is_saved=report.source.mapping is not None,
    )


def preview(report_id: str, fields: Mapping[int, str], *, viewing: Viewing) -> Preview:
    """Return the first rows of a report's list as they would be read with these columns.

    For those who may look into it; NotFound for all others. Nothing is kept.
    fields   position of a column -> what it holds; the others stay as they are
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return preview_of(report, fields, viewing=viewing)


def preview_of(report: ReportImport, fields: Mapping[int, str], *, viewing: Viewing) -> Preview:
    """Return the first rows of the list of a report that the viewer may look into."""
    kept = _kept(report)
    if "head" not in kept:
        raise NotFound
    try:
        mapping = _changed(kept["mapping"], fields)
        return _read(kept["head"], replace(mapping, sheet=None, header_rows=()), report)
    except IntarsiaError as error:
        return Preview((), (), refused=said_error(error))


def changed_mapping(report_id: str, fields: Mapping[int, str], *, viewing: Viewing) -> str:
    """Return the report's mapping with other columns, as `services.deciding.map_columns` takes it.

    For those who may look into it; NotFound for all others.
    Raises   Refused where two columns cannot hold the same.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    kept = _kept(report)
    if "mapping" not in kept:
        raise NotFound
    try:
        mapping = _changed(kept["mapping"], fields)
    except IntarsiaError as error:
        raise Refused({"columns": said_error(error)}) from None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mapping.yaml"
        intarsia.save_mapping(mapping, file)
        return file.read_text(encoding="utf-8")


def said_error(error: IntarsiaError) -> str:
    """Return an error of the library in the language of the page."""
    try:
        return phrases.error_sentence(
            error.code, {**error.data, "file": "—"}, language_of_phrases()
        )
    except phrases.UnknownPhraseError:
        return error.message


def _kept(report: ReportImport) -> dict[str, bytes]:
    rows = report.tables.filter(name__in=("columns", "head", "mapping"))
    return {name: bytes(content) for name, content in rows.values_list("name", "content")}


def _line(one: Mapping[str, Any]) -> ColumnLine:
    return ColumnLine(
        position=one["position"],
        letter=one["letter"],
        heading=one["heading"],
        field=one["field"],
        kind=one["kind"],
        is_unsure=one["sureness"] < LEAST_SURENESS,
        because=tuple(_reason(code, data) for code, data in one["because"]),
        samples=tuple(one["samples"]),
    )


def _reason(code: str, data: Mapping[str, Any]) -> str:
    try:
        return phrases.say(code, data, language_of_phrases())
    except phrases.UnknownPhraseError:
        return ""


def _changed(kept: bytes, fields: Mapping[int, str]) -> Any:
    """Return a kept mapping with other fields, checked as a mapping from a file is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mapping.yaml"
        file.write_bytes(kept)
        mapping: Any = intarsia.load_mapping(file)
        columns = tuple(
            _other(one, Field(fields[one.position]))
            if fields.get(one.position, one.field) in set(Field) - {one.field}
            else one
            for one in mapping.columns
        )
        if columns == mapping.columns:
            return mapping
        intarsia.save_mapping(replace(mapping, columns=columns), file)
        checked: Any = intarsia.load_mapping(file)
        return checked


def _other(column: Any, field: Field) -> Any:
    """Return a column that holds something else: what belonged to the old meaning goes."""
    return replace(
        column, field=field, people=None, currency=None, month=None, sector=None, factor=1
    )


def _read(head: bytes, mapping: Any, report: ReportImport) -> Preview:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "head.csv"
        file.write_bytes(head)
        # The kept file has no personal data: the list's own reader is enough, and quicker.
        reading = read(open_source(file, "—"), mapping=mapping)
    tables = {
        spec.name: reading.tables.get(spec.name, spec.reader_schema.empty_table())
        for spec in READER_TABLES
    }
    picture = intarsia.normalize_report(
        replace(reading, tables=tables),
        as_of=report.created_at.date(),
        country=report.source.country.code,
    )
    problems = picture["problems"]
    return Preview(
        tuple(_rows(picture)),
        tuple(
            without_file(problem_sentence(row, language_of_phrases()), "—")
            for row in problems.slice(0, 8).to_pylist()
        ),
    )  # fmt: skip


def _rows(picture: Picture) -> list[PreviewRow]:
    sectors = _joined(picture["activity_sectors"], ("sector_code", "source_code"), sector_name)
    places = _joined(picture["activity_locations"], ("name_as_reported",), str)
    who = _joined(picture["participations"], ("name_as_reported",), str)
    money, people = _money(picture), _people(picture)
    return [
        PreviewRow(
            title=row["title"] or "",
            organizations=who.get(row["activity_id"], ""),
            sectors=sectors.get(row["activity_id"], ""),
            places=places.get(row["activity_id"], ""),
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            budget=money.get(row["activity_id"], ""),
            people=people.get(row["activity_id"]),
        )
        for row in picture["activities"].slice(0, ROWS).to_pylist()
    ]  # fmt: skip


def _joined(table: pa.Table, columns: tuple[str, ...], called: Any) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for row in table.select(["activity_id", *columns]).to_pylist():
        said = next((row[name] for name in columns if row[name]), None)
        if said:
            found.setdefault(row["activity_id"], {})[str(called(said))] = None
    return {key: ", ".join(names) for key, names in found.items()}


def _money(picture: Picture) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("budgets", "transactions"):
        table = picture[name]
        if {"activity_id", "value", "currency"} <= set(table.column_names):
            for row in table.select(["activity_id", "value", "currency"]).to_pylist():
                if row["value"] is not None:
                    said = number_format(row["value"], 0, force_grouping=True)
                    said = f"{said} {row['currency'] or ''}".strip()
                    found.setdefault(row["activity_id"], said)
    return found


def _people(picture: Picture) -> dict[str, float]:
    """Return the largest number of people that each activity states of any kind."""
    found: dict[str, float] = {}
    for row in picture["people"].select(["activity_id", "value"]).to_pylist():
        if row["value"] is not None:
            found[row["activity_id"]] = max(found.get(row["activity_id"], 0.0), row["value"])
    for row in picture["activities"].to_pylist():
        stated = [row[name] for name in ("people_targeted", "people_reached") if row[name]]
        if stated:
            found[row["activity_id"]] = max(stated)
    return found
