"""The one front door for report files: finds out what a file is, reads it, and takes out
personal data before anything is kept.

A report format is a module (or package) with KIND, `can_read(source)` and `read(source)`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from intarsia.readers.source import (
    Progress,
    ReaderError,
    Reading,
    SourceFile,
    open_source,
)
from intarsia.sharing.personal_data import without_personal_data
from intarsia.tables import READER_TABLES, check

if TYPE_CHECKING:
    from intarsia.readers.activity_list.corrected_cells import Correction
    from intarsia.readers.activity_list.mapping import Mapping
    from intarsia.readers.activity_list.mapping_error import MappingError
    from intarsia.readers.activity_list.mapping_file import load_mapping, save_mapping

__all__ = [
    "Correction",
    "MappingError",
    "Progress",
    "ReaderError",
    "Reading",
    "SourceFile",
    "load_mapping",
    "open_source",
    "read_report",
    "save_mapping",
    "unknown_format",
]

#: In the order in which they are asked; the first that says yes reads the file.
READERS = ("iati", "aims", "country_sheet", "activity_list")

#: First bytes of files that are often handed in by mistake, and what to call them.
_NOT_REPORTS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.xls, .doc), or one with a password"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip file, but no workbook or release that is known here"),
    (b"{\\rtf", "a Rich Text document"),
)


def read_report(
    path: Path | str,
    *,
    progress: Progress | None = None,
    processes: int = 1,
    mapping: Mapping | None = None,
    corrections: Sequence[Correction] = (),
    name: str | None = None,
) -> Reading:
    """Read one report file, whatever its format; the content decides, not the name.

    progress   called with the part read so far, 0-1
    processes  how many may work on a large XML file at once. Others than 1 are for programs whose
               main module does nothing when imported: the processes import it.
    mapping    how a list is to be read, as `load_mapping` gives it; guessed without one
    corrections  what cells of a list are read as, where they say something else
    name       what the file is called, where it is kept under another name
    Returns    a Reading: tables as reported (in their `reader_schema`), the report's own line,
               and its problems. Persons' names, telephone numbers and e-mail addresses are gone.
    Raises     ReaderError where nothing of the file can be read: "reader.unknown_format" and
               the codes of the formats, see docs/using/problems.md.
    """
    source = open_source(Path(path), name)
    reader = next((reader for reader in _readers() if reader.can_read(source)), None)
    if reader is None:
        raise unknown_format(source)
    # Only XML is large enough to be worth more than one process.
    options: dict[str, object] = {"processes": processes} if reader.KIND == "iati-xml" else {}
    if mapping is not None:
        if reader.KIND != "activity-list":
            raise ReaderError(
                "reader.mapping_of_no_list",
                f"{source.name} is no list: a mapping says nothing about it. Leave it out.",
                file=source.name,
            )
        options["mapping"] = mapping
    if corrections:
        if reader.KIND != "activity-list":
            raise ReaderError(
                "reader.corrections_of_no_list",
                f"{source.name} is no list: its cells are not corrected here. Correct the file "
                "where it is made.",
                file=source.name,
            )
        options["corrections"] = corrections
    reading: Reading = reader.read(source, progress=progress, **options)
    tables = {
        spec.name: reading.tables.get(spec.name, spec.reader_schema.empty_table())
        for spec in READER_TABLES
    }
    tables = without_personal_data(tables, reading.problems)
    for spec in READER_TABLES:
        check(tables[spec.name], spec, from_reader=True)
    return replace(reading, source=source, tables=tables)


_OF_LISTS = {
    "Correction": "corrected_cells",
    "MappingError": "mapping_error",
    "load_mapping": "mapping_file",
    "save_mapping": "mapping_file",
}


def unknown_format(source: SourceFile) -> ReaderError:
    """The error for a file that no reader knows."""
    return ReaderError(
        "reader.unknown_format",
        f"{source.name} is {_described(source)}. Reports are read as IATI XML, as "
        "by-country spreadsheets of IATI data (xlsx), as AIMS releases (zip) and as lists of "
        "who does what where (xlsx, xls, ods, csv, json, parquet).",
        file=source.name,
        looks_like=_described(source),
    )


def __getattr__(name: str) -> object:
    """What belongs to lists only, loaded when first asked for."""
    home = _OF_LISTS.get(name)
    if home is None:
        raise AttributeError(f"module 'intarsia.readers' has no attribute {name!r}")
    return getattr(importlib.import_module(f"intarsia.readers.activity_list.{home}"), name)


def _readers() -> Iterator[ModuleType]:
    """Each reader's module, loaded when its turn comes: XML needs no spreadsheet library."""
    for name in READERS:
        yield importlib.import_module(f"intarsia.readers.{name}")


def _described(source: SourceFile) -> str:
    for magic, name in _NOT_REPORTS:
        if source.head.startswith(magic):
            return name
    start = source.head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page; perhaps an error page was saved instead of the report"
    if start.startswith((b"{", b"[")):
        return "a JSON file"
    if start.startswith(b"<"):
        return "an XML file, but no IATI activity file"
    return "of no format that is known here"
