"""What a kept file is, by what stands at its head: it may be stored under any name."""

from __future__ import annotations

from pathlib import Path

from intarsia.readers.archive import first_member
from intarsia.readers.grids.encodings import decode
from intarsia.readers.grids.opendocument import MEDIA_TYPE
from intarsia.readers.grids.parquet import MAGIC

__all__ = ["kind_of_kept"]

_HEAD = 8192
_PARTS = ("[Content_Types].xml", "_rels/", "xl/", "docProps/")


def kind_of_kept(path: Path) -> str:
    """Return "xlsx", "ods", "zip", "xml", "json", "parquet" or "csv", as `keep_file` says it."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    first = first_member(head)
    if first is not None:
        if first.startswith(_PARTS):
            return "xlsx"
        return "ods" if first == "mimetype" and MEDIA_TYPE in head[:200] else "zip"
    if head.startswith(MAGIC):
        return "parquet"
    start = decode(head).text.replace("\x00", "").lstrip("\ufeff \r\n\t")
    if start.startswith("<"):
        return "xml"
    return "json" if start.startswith(("{", "[")) and not start.startswith("[removed") else "csv"
