"""A picture from a few rows: each names only the columns that matter to the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pytest

from intarsia.tables import TABLES, Picture

_FILLED: Mapping[str, object] = {
    "report_id": "r1", "file": "a.xlsx", "ordinal": 0, "source_vocabulary": "1",
    "on_basis": "stated", "sha256": "0" * 64, "kind": "3w", "rows": 0, "rows_kept": 0,
    "rows_named": 0, "activities": 0, "is_placeholder": False, "level": 1,
}  # fmt: skip


@pytest.fixture
def a_picture() -> Callable[..., Picture]:
    """Return a function: a_picture(activities=[{…}], transactions=[{…}], …) -> Picture."""

    def build(**rows: Sequence[Mapping[str, object]]) -> Picture:
        tables = {}
        for name, given in rows.items():
            schema = TABLES[name].schema
            filled = [
                {
                    field.name: row.get(
                        field.name, None if field.nullable else _FILLED.get(field.name)
                    )
                    for field in schema
                }
                for row in given
            ]
            tables[name] = pa.Table.from_pylist(filled, schema=schema)
        return Picture(tables)

    return build
