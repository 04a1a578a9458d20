"""How a table is described, checked and filled: the contract between two stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from intarsia.errors import IntarsiaError


class TableShapeError(IntarsiaError):
    """A table does not have the columns or types that the next stage needs."""


@dataclass(frozen=True)
class Column:
    """One column: its name, Arrow type, meaning with unit, and whether it may be null.

    `added` says that normalization fills it: a reader hands the table over without it.
    """

    name: str
    type: pa.DataType
    meaning: str
    required: bool = False
    added: bool = False


@dataclass(frozen=True)
class Table:
    """One table that passes between stages: what a row is, its key, its columns."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the whole table; required columns are not nullable."""
        return _schema(self.columns)

    @cached_property
    def reader_schema(self) -> pa.Schema:
        """The Arrow schema of what a reader hands over."""
        return _schema([column for column in self.columns if not column.added])

    def empty(self) -> pa.Table:
        """Return the table without rows."""
        return self.schema.empty_table()


def _schema(columns: Sequence[Column]) -> pa.Schema:
    return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in columns])


def check(table: pa.Table, spec: Table, *, from_reader: bool = False) -> None:
    """Refuse a table that is not what `spec` promises: columns, order, types, required values.

    Raises  TableShapeError "table.column_missing", "table.column_unknown",
            "table.column_type" or "table.value_missing".
    """
    schema = spec.reader_schema if from_reader else spec.schema
    expected, given = schema.names, table.column_names
    missing = [name for name in expected if name not in given]
    if missing:
        raise TableShapeError(
            "table.column_missing",
            f"Table {spec.name} has no column {', '.join(missing)}.",
            table=spec.name,
            columns=missing,
        )
    unknown = [name for name in given if name not in expected]
    if unknown:
        raise TableShapeError(
            "table.column_unknown",
            f"Table {spec.name} has no place for column {', '.join(unknown)}.",
            table=spec.name,
            columns=unknown,
        )
    for field in schema:
        column = table.column(field.name)
        if column.type != field.type:
            raise TableShapeError(
                "table.column_type",
                f"Table {spec.name}, column {field.name}: expected {field.type}, "
                f"found {column.type}.",
                table=spec.name,
                column=field.name,
            )
        if not field.nullable and column.null_count:
            raise TableShapeError(
                "table.value_missing",
                f"Table {spec.name}, column {field.name}: {column.null_count} rows have no "
                "value, and every row must have one.",
                table=spec.name,
                column=field.name,
            )


def from_rows(rows: Iterable[Sequence[object]], schema: pa.Schema) -> pa.Table:
    """Return rows (tuples in the order of `schema`) as a table.

    >>> from_rows([("a", 1)], pa.schema([("x", pa.string()), ("n", pa.int64())])).num_rows
    1
    """
    columns = list(zip(*rows, strict=True))
    if not columns:
        return schema.empty_table()
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
