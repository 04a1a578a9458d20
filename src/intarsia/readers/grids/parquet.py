"""A table in Apache Parquet as a grid: what data engineers and this project's own API hand out.

The names of its columns stand in the first row. What stands inside a field is written
"field.part"; several values in one are joined by "; ".
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from intarsia.readers.archive import MAX_UNPACKED
from intarsia.readers.grids.grid import Cell, Grid, grid_of, too_many_cells
from intarsia.readers.grids.parquet_pages import Unpacked, unpacked_of
from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import MAX_CELLS
from intarsia.tables import ProblemLog

__all__ = ["MAGIC", "MAX_BYTES", "parquet_columns", "parquet_grids"]

MAGIC = b"PAR1"
#: Bytes of a Parquet file; a list of a million rows has fewer.
MAX_BYTES = 256 * 1024**2
#: Structures inside structures that become columns of their own.
_DEPTH = 4
_AT_ONCE = 1000
#: Bytes that are written out at once, at most.
_BYTES_AT_ONCE = 128 * 1024**2
#: Bytes of one page: programs that write the format make pages of 1 MB, the boldest of 100.
MAX_PAGE = 100 * 1024**2
_BETWEEN = "; "


def parquet_grids(path: Path, name: str, log: ProblemLog) -> list[Grid]:
    """Return a file's rows as one grid, without a name.

    name    what messages call the file
    Raises  ReaderError "reader.not_parquet", "reader.table_too_large", "reader.too_many_cells".
    """
    columns = parquet_columns(path, name)
    header: list[Cell] = list(columns)
    return [grid_of(None, [header, *map(list, zip(*columns.values(), strict=True))])]


def parquet_columns(path: Path, name: str) -> dict[str, list[Cell]]:
    """Return the cells of a file, by the name of their column.

    Raises  as `parquet_grids`.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _too_large(name, size, MAX_BYTES)
    columns: dict[str, list[Cell]] = {}
    try:
        with pq.ParquetFile(path) as file:
            _check(file, name)
            said = unpacked_of(path, file.metadata, most=MAX_PAGE)
            _check_pages(said, name)
            held = 0
            for batch in file.iter_batches(batch_size=_rows_at_once(said)):
                held += batch.nbytes
                if held > MAX_UNPACKED:
                    raise _too_large(name, held, MAX_UNPACKED)
                for column, cells in _columns_of(batch):
                    columns.setdefault(column, []).extend(cells)
            if not columns:
                columns = {column: [] for column in file.schema_arrow.names}
    except (pa.ArrowException, ValueError, OSError, OverflowError, RecursionError) as reason:
        raise ReaderError(
            "reader.not_parquet",
            f"{name} begins as a Parquet file, but cannot be read as one: {str(reason)[:200]}. "
            "Nothing of it was read. Write it anew, or send the list as .csv or .xlsx.",
            file=name,
            value=str(reason)[:200],
        ) from None
    return columns


def _check(file: pq.ParquetFile, name: str) -> None:
    """Refuse what would fill a machine, by what the file says of itself."""
    about = file.metadata
    if about.num_rows * about.num_columns > MAX_CELLS:
        raise too_many_cells(name, about.num_rows * about.num_columns)
    unpacked = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
    if unpacked > MAX_UNPACKED:
        raise _too_large(name, unpacked, MAX_UNPACKED)


def _check_pages(said: Unpacked, name: str) -> None:
    """Refuse the same by what its pages say: the foot of a file may say less."""
    if said.values > MAX_CELLS:
        raise too_many_cells(name, said.values)
    for size, most in (
        (said.in_pages, MAX_UNPACKED), (said.largest, MAX_PAGE), (said.in_a_row, MAX_UNPACKED),
    ):  # fmt: skip
        if size > most:
            raise _too_large(name, size, most)


def _rows_at_once(said: Unpacked) -> int:
    """Return how many rows are written out at once, so that even the longest fit."""
    if said.in_all <= _BYTES_AT_ONCE:
        return _AT_ONCE
    return max(1, min(_AT_ONCE, _BYTES_AT_ONCE // max(said.in_a_row, 1)))


def _columns_of(batch: pa.RecordBatch) -> Iterator[tuple[str, list[Cell]]]:
    table = pa.Table.from_batches([batch])
    for _level in range(_DEPTH):
        if not any(pa.types.is_struct(field.type) for field in table.schema):
            break
        table = table.flatten()
    seen: dict[str, int] = {}
    for column, values in zip(table.column_names, table.columns, strict=True):
        seen[column] = seen.get(column, 0) + 1
        called = column if seen[column] == 1 else f"{column} {seen[column]}"
        yield called, [_cell(value) for value in values.to_pylist()]


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if value == value else None
    if isinstance(value, str):
        return value or None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") or None
    if isinstance(value, list) and not any(isinstance(part, dict | list | tuple) for part in value):
        return _BETWEEN.join("" if part is None else str(part) for part in value) or None
    return json.dumps(value, ensure_ascii=False, default=str) if value else None


def _too_large(name: str, size: int, most: int) -> ReaderError:
    return ReaderError(
        "reader.table_too_large",
        f"{name} has {size:,} bytes; at most {most:,} are read of such a file. "
        "It was not opened. Split it.",
        file=name,
        value=f"{size:,}",
        expected=f"{most:,}",
    )
