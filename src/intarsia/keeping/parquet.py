"""A Parquet file without persons: the same columns and rows; its own remarks are left out."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.persons import Persons
from intarsia.readers.grids import Cell
from intarsia.readers.grids.parquet import parquet_columns

__all__ = ["clean_parquet"]


def clean_parquet(path: Path, name: str, persons: Persons, to: Path, cleaner: Cleaner) -> None:
    """Write a Parquet file without persons.

    A column keeps its type as far as it has one that a cell of a table can have; one in which
    something was taken out is text.

    Raises  ReaderError as `parquet_grids`.
    """
    found = parquet_columns(path, name)
    rows = max(map(len, found.values()), default=0)
    kinds = [persons.of(row) for row in range(2, rows + 2)]
    columns = {}
    for position, (heading, cells) in enumerate(found.items()):
        new = [
            _cleaned(cell, kind.get(position), cleaner)
            for cell, kind in zip(cells, kinds, strict=True)
        ]
        columns[cleaner.text(heading)] = _array(new)
    pq.write_table(pa.table(columns), to, compression="zstd")


def _cleaned(cell: Cell, kind: str | None, cleaner: Cleaner) -> Cell:
    if cell is None:
        return None
    if kind is not None:
        new = cleaner.person(str(cell), kind)
        return cell if new == str(cell) else new
    return cleaner.text(cell) if isinstance(cell, str) else cell


def _array(cells: list[Cell]) -> pa.Array:
    try:
        return pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
