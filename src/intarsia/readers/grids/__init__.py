"""Any file that holds a table, as sheets of raw cells: spreadsheets, delimited text, JSON, Parquet.

A file goes in; grids come out, each a rectangle of cells that knows where it stood. Which sheet
is the list, which row the header and what the cells mean is asked further up.
"""

from __future__ import annotations

import re

from intarsia.readers.archive import first_member
from intarsia.readers.grids.compound import MAGIC as _OLE
from intarsia.readers.grids.compound import protected
from intarsia.readers.grids.delimited import delimited_grids, text_of
from intarsia.readers.grids.encodings import decode
from intarsia.readers.grids.grid import Cell, Grid, Range
from intarsia.readers.grids.json_records import json_grids
from intarsia.readers.grids.opendocument import MEDIA_TYPE
from intarsia.readers.grids.parquet import MAGIC as _PARQUET
from intarsia.readers.grids.parquet import parquet_grids
from intarsia.readers.grids.records import SEPARATORS, regularity
from intarsia.readers.grids.spreadsheet import ods_grids, xls_grids, xlsx_grids
from intarsia.readers.source import ReaderError, SourceFile
from intarsia.readers.workbook import is_workbook
from intarsia.tables import ProblemLog

__all__ = ["Cell", "Grid", "Range", "is_grid", "kind_of_grid", "open_grids"]

#: JSON takes many times its size in memory.
MAX_JSON_BYTES = 128 * 1024**2

_ZIP = b"PK\x03\x04"
_TABLE_NAMES = (".csv", ".tsv", ".tab", ".psv")
_TEXT_NAMES = (".txt", ".dat", ".asc", ".xls")
_OLE_NAMES = (".xls", ".xlt", ".xlsx", ".xlsm", ".ods")
_JSON_NAMES = (".json", ".geojson", ".jsonl", ".ndjson", ".hxl")
#: Lines and share of lines by which a text of no telling name is a table.
_ENOUGH_LINES, _ENOUGH_REGULAR = 2, 0.5
#: Signs that texts hold by accident only, and the share of them that makes it no text; UTF-16
#: and UTF-32 were decoded before.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_MANY_CONTROL = 0.1


def is_grid(source: SourceFile) -> bool:
    """Whether head and name of a file say that it holds a table."""
    return _kind(source.head, source.name.lower()) in {
        "xlsx", "ods", "xls", "json", "parquet", "text",
    }  # fmt: skip


def kind_of_grid(source: SourceFile) -> str | None:
    """Return what form a table has: xlsx, ods, xls, json, parquet or text; also "ole" and "script",
    which `open_grids` refuses with the reason. None where head and name tell of no table."""
    return _kind(source.head, source.name.lower())


def open_grids(source: SourceFile, log: ProblemLog) -> list[Grid]:
    """Return the sheets of a file, in its order; one grid without a name where it has no sheets.

    log     takes what could not be read, was changed or is odd; what stands in a sheet names it
    Raises  ReaderError "reader.password", "reader.no_workbook", "reader.table_too_large",
            "reader.too_many_cells", "reader.too_many_rows", "reader.not_json",
            "reader.not_parquet", "reader.no_list", "reader.no_table", and those of
            `workbook.open_workbook` and `archive.open_archive`.
    """
    path, name = source.path, source.name
    kind = _kind(source.head, name.lower())
    if kind in {"xlsx", "ods"}:
        try:
            return (xlsx_grids if kind == "xlsx" else ods_grids)(path, name, log)
        except ReaderError as reason:
            if reason.code == "archive.encrypted":
                raise protected(name) from None
            raise
    if kind in {"xls", "ole"}:
        return xls_grids(path, name, log)
    if kind == "json":
        return json_grids(text_of(path, name, log, most=MAX_JSON_BYTES), name, log)
    if kind == "parquet":
        return parquet_grids(path, name, log)
    if kind == "text":
        text = text_of(path, name, log)
        return delimited_grids(text, name, log, tabs=name.lower().endswith((".tsv", ".tab")))
    if kind == "script":
        raise ReaderError(
            "reader.not_json",
            f"{name} is a program, not JSON. Nothing of it was read. "
            "Send the data alone, as .json, .csv or .xlsx.",
            file=name,
            value=source.head[:40].decode("utf-8", "replace"),
        )
    raise ReaderError(
        "reader.no_table",
        f"{name} is no table that is read here: .xlsx, .xls, .ods, .csv, .tsv or .json. "
        "It was not read.",
        file=name,
    )


def _kind(head: bytes, name: str) -> str | None:
    """Return what a file is: xlsx, ods, xls, ole, json, parquet, text or script; null if none."""
    if head.startswith(_ZIP):
        return _kind_of_zip(head, name)
    if head.startswith(_OLE):
        return "xls" if name.endswith(_OLE_NAMES) else "ole"
    if head.startswith(_PARQUET):
        return "parquet"
    text = decode(head).text
    if len(_CONTROL.findall(text)) > len(text) * _MANY_CONTROL:
        return None
    text = text.replace("\x00", "")
    start = text.lstrip()
    if start.startswith(("{", "[")) and not name.endswith((*_TABLE_NAMES, ".xml")):
        return "json" if _is_json(start, name) else None
    if name.endswith((".js", *_JSON_NAMES)):
        return "script"
    if start.startswith(("<", "%PDF", "{\\rtf")):
        return None
    if name.endswith(_TABLE_NAMES):
        return "text"
    if name.endswith(_TEXT_NAMES) or "." not in name:
        return "text" if _is_regular(text, len(head)) else None
    return None


def _kind_of_zip(head: bytes, name: str) -> str | None:
    if is_workbook(head, name):
        return "xlsx"
    if first_member(head) == "mimetype" and MEDIA_TYPE in head[:200]:
        return "ods"
    if name.endswith((".xlsx", ".xlsm")):
        return "xlsx"
    return "ods" if name.endswith(".ods") else None


def _is_json(start: str, name: str) -> bool:
    """Whether a text that starts with a bracket goes on as JSON does; a map is no list."""
    if re.search(r'^\{[^{]{0,200}"type"\s*:\s*"Topology"', start):
        return False
    return name.endswith(_JSON_NAMES) or bool(re.match(r'[{\[]\s*(?:["{\[\]}]|-?\d)', start))


def _is_regular(text: str, length: int) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    # The last line of a head may be cut off.
    lines = lines[:-1] if len(lines) > _ENOUGH_LINES and length >= 8192 else lines
    return len(lines) >= _ENOUGH_LINES and any(
        regularity(lines, separator)[0] >= _ENOUGH_REGULAR for separator in SEPARATORS
    )
