"""Puts the columns that normalization adds into their place in a table."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from intarsia.tables import Table


def with_columns(
    table: pa.Table, spec: Table, added: Mapping[str, pa.Array | pa.ChunkedArray]
) -> pa.Table:
    """Return the table with these columns in their place and type; null where none is given.

    table   as a reader hands it over, or with some of the added columns already in place
    added   column name -> array or chunked array of as many rows

    Columns that `spec` does not mark as added are never replaced.
    """
    arrays = []
    for column in spec.columns:
        if column.added and column.name in added:
            values = added[column.name]
            arrays.append(values.cast(column.type) if values.type != column.type else values)
        elif column.name in table.column_names:
            arrays.append(table.column(column.name))
        else:
            arrays.append(pa.nulls(table.num_rows, column.type))
    return pa.Table.from_arrays(arrays, schema=spec.schema)
