"""Fills a table of the picture column by column; what a reader does not know stays null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from intarsia.tables import Table

#: A list, an Arrow array or whole numbers in a NumPy one.
Values = Sequence[object] | npt.NDArray[np.int64]


def fill(spec: Table, columns: Mapping[str, Values]) -> pa.Table:
    """Return a table in `spec`'s reader schema.

    columns   values by column name, all of one length; columns left out are null

    >>> from intarsia.tables import NARRATIVES
    >>> columns = {"activity_id": ["A"], "element": ["title"], "of": [0], "ordinal": [1]}
    >>> fill(NARRATIVES, columns)["text"].to_pylist()
    [None]
    """
    schema = spec.reader_schema
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise ValueError(f"{spec.name} has no column {', '.join(sorted(unknown))}")
    rows = len(next(iter(columns.values())))
    return pa.Table.from_arrays(
        [
            _array(columns[field.name], field.type)
            if field.name in columns
            else pa.nulls(rows, field.type)
            for field in schema
        ],
        schema=schema,
    )


def _array(values: Values, kind: pa.DataType) -> pa.Array:
    return values.cast(kind) if isinstance(values, pa.Array) else pa.array(values, kind)
