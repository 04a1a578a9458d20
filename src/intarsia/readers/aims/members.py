"""Which members of a release are its tables, and why the others are not read."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass
from zipfile import ZipInfo

from intarsia.readers.archive import Archive
from intarsia.readers.source import ReaderError
from intarsia.tables import ProblemLog

_TABLES = ("projects", "locations", "transactions")
_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
#: Tables that hold the rows of the three again, joined.
_JOINED = ("level_1a", "level_1", "level1")
_DOCUMENTS = (".pdf", ".md", ".txt", ".doc", ".docx", ".html", ".rst")


@dataclass(frozen=True)
class Members:
    """The members that hold a table, and the one that describes the release."""

    tables: dict[str, ZipInfo]
    description: ZipInfo | None


@dataclass(frozen=True)
class Release:
    """What the release calls itself."""

    name: str
    version: str | None


def find_members(archive: Archive, log: ProblemLog) -> Members:
    """Return the members to read; every other one is named in the problems with the reason."""
    tables: dict[str, ZipInfo] = {}
    description: ZipInfo | None = None
    # The shortest path first: a table in a folder of examples must not stand for the real one.
    by_depth = sorted(archive.members, key=lambda one: one.filename.count("/"))
    for member in by_depth:
        stem, ending = posixpath.splitext(posixpath.basename(member.filename).lower())
        if stem in _TABLES and ending in _ENDINGS and stem not in tables:
            tables[stem] = member
        elif stem + ending == "datapackage.json" and description is None:
            description = member
    read = {member.filename for member in tables.values()}
    for member in archive.members:
        if member.filename in read or member is description:
            continue
        code = _reason(member.filename)
        if code == "aims.member_unknown":
            log.lost(code, sheet=member.filename)
        else:
            log.note(code, sheet=member.filename)
    return Members(tables, description)


def _reason(path: str) -> str:
    """Return the problem's code for a member that is not read."""
    stem, ending = posixpath.splitext(posixpath.basename(path).lower())
    folders = posixpath.dirname(path).lower().split("/")
    if stem in _JOINED:
        return "aims.member_joined"
    if ending == ".xml":
        return "aims.member_iati"
    if "metadata" in folders:
        return "aims.member_metadata"
    if "docs" in folders or ending in _DOCUMENTS or stem == "readme":
        return "aims.member_document"
    return "aims.member_unknown"


def release_named(archive: Archive, members: Members) -> Release:
    """Return the release's title and version; its file's name where it says neither."""
    fallback = archive.name.rsplit(".", 1)[0]
    if members.description is None:
        return Release(fallback, None)
    try:
        said = json.loads(archive.read(members.description))
    except (ValueError, RecursionError, ReaderError):
        return Release(fallback, None)
    if not isinstance(said, dict):
        return Release(fallback, None)
    title = said.get("title") or said.get("name") or fallback
    version = said.get("version")
    return Release(str(title).strip(), str(version) if version else None)
