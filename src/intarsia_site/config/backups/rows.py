"""Rows of every table as JSON lines, and back, as the models of one state of the tables say."""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

#: Rows and bytes of one member of the file; a member is held in memory.
AT_ONCE, MOST_BYTES = 2000, 16 * 2**20


def tables(apps: Apps) -> list[type[models.Model]]:
    """Return the models that have a table of their own, in the order of their names."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[name] for name in sorted(found)]


def lines_of(model: type[models.Model]) -> Iterator[tuple[int, bytes]]:
    """Yield (number of rows, JSON lines) of a table by primary key, so many at a time."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    held: list[bytes] = []
    size = 0
    has_files = any(isinstance(one, models.BinaryField) for one in model._meta.concrete_fields)
    for row in rows.iterator(chunk_size=20 if has_files else AT_ONCE):
        held.append(json.dumps(row, default=_as_text, ensure_ascii=False).encode() + b"\n")
        size += len(held[-1])
        if len(held) == AT_ONCE or size >= MOST_BYTES:
            yield len(held), b"".join(held)
            held, size = [], 0
    if held:
        yield len(held), b"".join(held)


def write_rows(
    model: type[models.Model], columns: list[str], lines: Iterable[bytes], to: BaseDatabaseWrapper
) -> int:
    """Insert rows as they were, keys and moments included; return how many.

    columns   the order in which the lines have their values
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    wanted = [fields[name] for name in columns]
    quoted = ", ".join(to.ops.quote_name(field.column or field.attname) for field in wanted)
    places = ", ".join(["%s"] * len(wanted))
    table = to.ops.quote_name(model._meta.db_table)
    rows = [
        [
            field.get_db_prep_save(field.to_python(value), to)
            for field, value in zip(wanted, json.loads(line), strict=True)
        ]
        for line in lines
    ]
    with to.cursor() as cursor:
        # Names of tables and columns come from our own models, values are parameters.
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", rows)  # noqa: S608
    return len(rows)


def empty(apps: Apps, to: BaseDatabaseWrapper) -> None:
    """Delete every row, references notwithstanding: they are checked at the end."""
    with to.cursor() as cursor:
        for model in tables(apps):
            cursor.execute(f"DELETE FROM {to.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def count_on(apps: Apps, to: BaseDatabaseWrapper) -> None:
    """Let new rows get keys after those that were written."""
    from django.core.management.color import no_style

    with to.cursor() as cursor:
        for statement in to.ops.sequence_reset_sql(no_style(), tables(apps)):
            cursor.execute(statement)


def _as_text(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID | dt.timedelta):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"{type(value).__name__} has no form in a backup")
