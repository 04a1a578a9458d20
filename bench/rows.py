"""Tables of the picture from plain rows, for pictures that are made by hand or from other lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from intarsia.tables import TABLES


def table_of(name: str, rows: Iterable[Mapping[str, Any]], filled: Mapping[str, Any]) -> pa.Table:
    """Return the table of this name; what a row leaves out is null, or `filled` where required."""
    schema = TABLES[name].schema
    whole = [
        {
            field.name: row.get(field.name, None if field.nullable else filled.get(field.name))
            for field in schema
        }
        for row in rows
    ]
    return pa.Table.from_pylist(whole, schema=schema)
