"""A table of findings or changes as a file: Parquet, CSV, XLSX or JSON, by its ending."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from intarsia.cli.cells import harmless
from intarsia.errors import IntarsiaError

ENDINGS = (".parquet", ".csv", ".xlsx", ".json")
Row = Mapping[str, Any]


class EndingError(IntarsiaError):
    """A file's name does not say in which of the known forms it is to be written or read."""


def checked_ending(path: Path) -> Path:
    """Return the path if its ending is one of ENDINGS.

    Raises  EndingError "findings.unknown_ending".
    """
    if path.suffix.lower() not in ENDINGS:
        raise EndingError(
            "findings.unknown_ending",
            f"{path.name} should end in one of {', '.join(ENDINGS)}: the ending decides the form.",
            file=path.name,
        )
    return path


def write_table(
    table: pa.Table, path: Path, *, told: Callable[[Row], Mapping[str, str]] | None = None
) -> None:
    """Write a table in the form that the file's ending says.

    told   what is added to each row for people, in CSV and XLSX: titles, sentences
    """
    ending = checked_ending(path).suffix.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    if ending == ".parquet":
        pq.write_table(table, path, compression="zstd")
        return
    rows = table.to_pylist()
    if ending == ".json":
        text = json.dumps(rows, ensure_ascii=False, indent=1, default=str)
        path.write_text(text + "\n", encoding="utf-8")
        return
    added = [dict(told(row)) if told is not None else {} for row in rows]
    names = [*table.schema.names, *(added[0] if added else ())]
    lines = [
        [_cell({**row, **more}[name]) for name in names]
        for row, more in zip(rows, added, strict=True)
    ]
    if ending == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(names)
            writer.writerows(lines)
        return
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("findings")
    for line in (names, *lines):
        sheet.append(line)
    book.save(path)


def _cell(value: object) -> object:
    """A value as a cell; a text that a spreadsheet program would run is kept from it."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        value = "".join(sign for sign in value if sign >= " " or sign in "\n\t")[:32_000]
    return harmless(value)


def read_table(path: Path) -> pa.Table:
    """Read findings back from Parquet.

    Raises  EndingError "findings.unreadable".
    """
    try:
        return pq.read_table(path)
    except (OSError, pa.ArrowException) as reason:
        raise EndingError(
            "findings.unreadable",
            f"{path} cannot be read as a table of findings ({reason}). Write one with: "
            "intarsia duplicates PICTURE -o findings.parquet",
            file=str(path),
        ) from None
