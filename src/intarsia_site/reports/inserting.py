"""Many rows are written at once from plain values: none has an object or a statement of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import DateField, Model


def insert_missing(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write rows, but for those that a constraint of the table says are there already.

    columns   the fields, keys of others as "source_id"; every one that has no default in the
              database, for none of the model's are asked
    rows      their values in the order of the columns; no moments of time among them
    """
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        # One array a column: a statement of a few values is parsed and planned, whatever it holds.
        values = f"SELECT * FROM UNNEST({', '.join(map(_array, fields))})"  # noqa: S608
    else:
        values = "VALUES ({})".format(", ".join(["%s"] * len(fields)))
        rows = _with_days_as_text(fields, rows)
    # Names of our own tables and columns alone.
    order = f"INSERT INTO {table} ({quoted}) {values} ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(order, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(order, rows)


def _array(field: Any) -> str:
    """Return the place of a column's values; without a length, to which they would be cut off."""
    return f"(%s)::{str(field.db_type(connection)).partition('(')[0]}[]"


def _with_days_as_text(
    fields: Sequence[Any], rows: Sequence[tuple[Any, ...]]
) -> Sequence[tuple[Any, ...]]:
    at = [n for n, field in enumerate(fields) if isinstance(field, DateField)]
    if not at:
        return rows
    as_text = connection.ops.adapt_datefield_value
    adapted = []
    for row in rows:
        values = list(row)
        for n in at:
            values[n] = as_text(values[n])
        adapted.append(tuple(values))
    return adapted
