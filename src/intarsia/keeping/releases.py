"""A zip of tables (an AIMS release) without persons: member after member."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import zipfile
from pathlib import Path
from zipfile import ZipInfo

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.delimited import clean_delimited
from intarsia.keeping.iati import clean_markup
from intarsia.keeping.json_values import clean_values
from intarsia.keeping.persons import first_row_persons
from intarsia.readers.aims.members import find_members
from intarsia.readers.archive import Archive, open_archive
from intarsia.readers.grids.encodings import decode
from intarsia.readers.marked import Markings
from intarsia.readers.source import ReaderError
from intarsia.tables import ProblemLog

__all__ = ["DELIMITERS", "clean_release", "delimiter_of"]

DELIMITERS = ",\t;"
#: Bytes and lines of a table that are looked at for a marking above it.
_HEAD, _FIRST_LINES = 8192, 6
_TABLES = (".csv", ".tsv", ".tab")
_TEXTS = (".md", ".txt", ".rst")


def delimiter_of(text: str) -> str:
    """Return what separates the cells of a member, as the reader of releases finds it.

    >>> delimiter_of("project_id;title\\n1;Roads, bridges\\n")
    ';'
    """
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def clean_release(path: Path, name: str, to: Path, cleaner: Cleaner) -> tuple[str, ...]:
    """Write a release without persons; return the members that were left out.

    Tables, texts, descriptions in JSON and IATI files are kept; documents and pictures are not.

    Raises  ReaderError "aims.no_projects", "reader.classified" and those of `archive.open_archive`.
    """
    left_out: list[str] = []
    with open_archive(path, name) as archive:
        tables = find_members(archive, ProblemLog(name)).tables
        if "projects" not in tables:
            raise ReaderError(
                "aims.no_projects",
                f"{name} is a zip, but holds no table projects.csv, as an AIMS release does. "
                "It was not kept. If it holds reports, unpack it and hand them in one by one.",
                file=name,
                expected="projects.csv",
            )
        marks = Markings(name)
        for member in tables.values():
            head = decode(archive.read(member)[:_HEAD]).text
            for line in head.splitlines()[:_FIRST_LINES]:
                marks.line(line, member.filename, sheet=member.filename)
        known = {member.filename for member in tables.values()}
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as out:
            for member in archive.members:
                is_table = member.filename in known
                cleaned = _cleaned(archive, member, cleaner, is_table=is_table)
                if cleaned is None:
                    left_out.append(member.filename)
                    continue
                about = zipfile.ZipInfo(member.filename)
                about.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(about, cleaned)
    return tuple(left_out)


def _cleaned(
    archive: Archive, member: ZipInfo, cleaner: Cleaner, *, is_table: bool
) -> bytes | None:
    """A member without persons; None where it cannot be looked at."""
    ending = posixpath.splitext(member.filename.lower())[1]
    if is_table or ending in _TABLES:
        content = archive.read(member)
        text = decode(content).text
        separator = delimiter_of(text)
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        return clean_delimited(content, separator, first_row_persons(first), cleaner)
    if ending == ".json":
        text = decode(archive.read(member)).text
        try:
            json.loads(text, strict=False)
            return clean_values(text, cleaner).encode()
        except (ValueError, RecursionError):
            return None
    if ending in _TEXTS:
        return cleaner.text(decode(archive.read(member)).text).encode()
    if ending == ".xml":
        text = decode(archive.read(member)).text
        return None if "<!ENTITY" in text else clean_markup(text, cleaner).encode()
    return None
