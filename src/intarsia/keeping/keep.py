"""The copy of a report file that is kept: the same file in the same format, without persons."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.delimited import clean_delimited
from intarsia.keeping.iati import clean_iati
from intarsia.keeping.json_values import clean_values
from intarsia.keeping.opendocument import clean_ods
from intarsia.keeping.parquet import clean_parquet
from intarsia.keeping.persons import NOBODY, Persons, persons_of
from intarsia.keeping.plain_workbook import write_workbook
from intarsia.keeping.releases import clean_release
from intarsia.keeping.workbooks import clean_workbook
from intarsia.readers import aims, iati, unknown_format
from intarsia.readers.collector import without_collector
from intarsia.readers.grids import Grid, kind_of_grid, open_grids
from intarsia.readers.grids.delimited import separator_in, text_of
from intarsia.readers.grids.encodings import decode
from intarsia.readers.marked import Markings
from intarsia.readers.source import SourceFile, open_source
from intarsia.tables import ProblemLog

__all__ = ["KeptFile", "keep_file"]

_UTF8_MARK = b"\xef\xbb\xbf"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class KeptFile:
    """A file without personal data, and what was taken out of it.

    kind             "xlsx", "csv", "json", "parquet", "xml", "zip" or "ods"
    sha256, bytes    of the kept file
    removed          how often: "email", "telephone" and "name" in texts; "column", cells of
                     columns of persons; "contact", elements of contact details and links to
                     persons; "author", names of who wrote or commented. Only what there was.
    converted_from   "xls" where values alone were kept, "xlsm" where macros went, else None
    left_out         parts of the file that were not kept, such as pictures, by name
    """

    path: Path
    kind: str
    sha256: str
    bytes: int
    removed: Mapping[str, int]
    converted_from: str | None = None
    left_out: tuple[str, ...] = ()


def keep_file(path: Path, to: Path, *, name: str | None = None) -> KeptFile:
    """Write a copy of a report file without personal data; everything else stays as it is.

    to       the file to write; it is there whole, or not at all
    name     what the file is called, where `path` says something else; its ending may say what
             the file is, and messages name it
    Returns  what was written and what was taken out. Sheets, rows, cells and elements stand
             where they stood.
    Raises   ReaderError as `read_report` does for a file that cannot be opened: broken, with a
             password, made to fill a machine, of no known format; and where it is classified.
    Source   docs/methods/keeping.md
    """
    source = open_source(Path(path))
    if name is not None:
        source = replace(source, name=name)
    kind = _kind_of(source)
    cleaner = Cleaner()
    to = Path(to)
    handle, draft_name = tempfile.mkstemp(prefix=".keeping-", dir=to.parent)
    os.close(handle)
    draft = Path(draft_name)
    try:
        with without_collector():
            converted, left_out = _write(source, kind, draft, cleaner)
        digest, size = _measured(draft)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    removed = {code: times for code, times in sorted(cleaner.removed.items()) if times}
    return KeptFile(
        path=to,
        kind="xlsx" if kind == "xls" else kind,
        sha256=digest,
        bytes=size,
        removed=MappingProxyType(removed),
        converted_from=converted,
        left_out=left_out,
    )


def _kind_of(source: SourceFile) -> str:
    """What a file is kept as; the readers are asked in their order."""
    if iati.can_read(source):
        return "xml"
    if aims.can_read(source):
        return "zip"
    kind = kind_of_grid(source) or "none"
    return "csv" if kind == "text" else kind


def _write(
    source: SourceFile, kind: str, draft: Path, cleaner: Cleaner
) -> tuple[str | None, tuple[str, ...]]:
    """Write the cleaned file; return what it was converted from and what was left out."""
    if kind == "xml":
        with draft.open("wb") as out:
            clean_iati(source, out, cleaner)
        return None, ()
    if kind == "zip":
        return None, clean_release(source.path, source.name, draft, cleaner)
    if kind == "xlsx":
        persons, unread = _of_sheets(source)
        left_out = clean_workbook(source.path, source.name, draft, persons, unread, cleaner)
        macros = any(part.endswith("vbaProject.bin") for part in left_out)
        return ("xlsm" if macros else None), left_out
    if kind == "ods":
        persons, _ = _of_sheets(source)
        return None, clean_ods(source.path, source.name, draft, persons, cleaner)
    if kind == "csv":
        draft.write_bytes(_table(source, cleaner))
        return None, ()
    if kind == "json":
        draft.write_bytes(_json(source, cleaner))
        return None, ()
    if kind == "parquet":
        found = _grids(source)
        clean_parquet(source.path, source.name, found[0][1] if found else NOBODY, draft, cleaner)
        return None, ()
    if kind == "xls":
        write_workbook([_cleaned(*sheet, cleaner) for sheet in _grids(source)], draft)
        return "xls", ()
    if kind in ("ole", "script"):
        _grids(source)
    raise unknown_format(source)


def _grids(source: SourceFile, log: ProblemLog | None = None) -> list[tuple[Grid, Persons]]:
    """The sheets of a file and their columns of persons, after a look at their markings."""
    marks = Markings(source.name)
    found = []
    for grid in open_grids(source, log or ProblemLog(source.name)):
        place = {"first_row": grid.first_row, "first_column": grid.first_column}
        marks.sheet(grid.name, grid.rows, around=grid.around, **place)
        found.append((grid, persons_of(grid, marks)))
    return found


def _of_sheets(source: SourceFile) -> tuple[dict[str, Persons], frozenset[str]]:
    """The columns of persons of each sheet, and the sheets that could not be looked at."""
    log = ProblemLog(source.name)
    found = {grid.name or "": persons for grid, persons in _grids(source, log)}
    unread = frozenset(
        problem.sheet
        for problem in log
        if problem.sheet and problem.code in ("grid.sheet_too_large", "grid.sheet_unreadable")
    )
    return found, unread


def _table(source: SourceFile, cleaner: Cleaner) -> bytes:
    found = _grids(source)
    text = text_of(source.path, source.name, ProblemLog(source.name))
    separator, start = separator_in(text, tabs=source.name.lower().endswith((".tsv", ".tab")))
    persons = found[0][1] if found else NOBODY
    content = source.path.read_bytes()
    return clean_delimited(content, separator, persons, cleaner, stated=1 if start else 0)


def _json(source: SourceFile, cleaner: Cleaner) -> bytes:
    grids = [grid for grid, _ in _grids(source)]
    content = source.path.read_bytes()
    decoded = decode(content)
    wide = next((one for one in decoded.encodings if one.startswith(("utf-16", "utf-32"))), None)
    cleaned = clean_values(decoded.text, cleaner, grids)
    if wide is not None:
        return ("\ufeff" + cleaned).encode(wide)
    mark = _UTF8_MARK if content.startswith(_UTF8_MARK) else b""
    return mark + cleaned.encode("utf-8", "replace")


def _cleaned(grid: Grid, persons: Persons, cleaner: Cleaner) -> Grid:
    """A sheet's values without persons."""
    rows = []
    for at, row in enumerate(grid.rows):
        kinds = persons.of(grid.first_row + at)
        new = [cleaner.text(cell) if isinstance(cell, str) else cell for cell in row]
        for position, kind in kinds.items():
            cell = row[position - grid.first_column]
            if cell is not None:
                new[position - grid.first_column] = cleaner.person(str(cell), kind)
        rows.append(new)
    return replace(grid, rows=rows)


def _measured(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest(), path.stat().st_size
