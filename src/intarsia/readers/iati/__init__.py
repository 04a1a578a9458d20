"""IATI activity files, 1.01 to 2.03: XML in, the picture's tables as reported out.

`stream.py` cuts and parses the file safely, `version1.py` rewrites 1.0x in its 2.0x form,
`activity.py` with `money.py`, `ground.py` and `evidence.py` turns elements into `rows.py`;
`passes.py` does so for a span of the file, and for several spans in several processes.
"""

from __future__ import annotations

import re

from intarsia.readers.iati.passes import Part, walk, walk_in_processes
from intarsia.readers.iati.root import find_root
from intarsia.readers.identity import settle
from intarsia.readers.marked import Markings
from intarsia.readers.source import Progress, ReaderError, Reading, SourceFile
from intarsia.tables import ProblemLog

KIND = "iati-xml"
#: Smaller files are read by one process: starting another takes longer.
BYTES_FOR_PROCESSES = 32 << 20
_ROOT_ATTRIBUTES = frozenset({"version", "generated-datetime"})
_LOOKS = re.compile(rb"<(iati-activities|iati-organisations)[\s>/]")


def can_read(source: SourceFile) -> bool:
    """Whether the file opens an IATI root element, in any encoding."""
    head = source.head.replace(b"\x00", b"")
    return bool(_LOOKS.search(head)) or (
        source.head.lstrip(b"\xef\xbb\xbf \r\n\t\x00").startswith(b"<")
        and source.name.lower().endswith(".xml")
        and b"<registry-record" not in head
    )


def read(source: SourceFile, *, progress: Progress | None = None, processes: int = 1) -> Reading:
    """Read an IATI activity file.

    processes  how many may work on a large file at once; the result is the same
    Raises     ReaderError "iati.organisation_file", "iati.no_root", "iati.nothing_readable",
               "xml.entities", "xml.unknown_encoding", "xml.activity_too_large" or
               "reader.classified".
    """
    root = find_root(source)
    if root.name == "iati-organisations":
        raise ReaderError(
            "iati.organisation_file",
            f"{source.name} is an IATI organisation file: it states an organization's budgets "
            "and documents, no activities. It was not read; hand in the activity file.",
            file=source.name,
        )
    marks = Markings(source.name)
    for comment in root.comments:
        marks.line(comment, "comment before the first activity")
    for name, stated in root.attributes.items():
        marks.line(stated, f"iati-activities/@{name}", column=f"iati-activities/@{name}")
    part = None
    if processes > 1 and source.size >= BYTES_FOR_PROCESSES:
        part = walk_in_processes(source, root, processes=processes, progress=progress)
    if part is None:
        part = walk(source, root, progress=progress)
    tables, renamed = settle(part.tables, part.repeated)
    log = part.problems
    log.rename_activities(renamed)
    for name, stated in root.attributes.items():
        if name not in _ROOT_ATTRIBUTES and stated:
            log.note("iati.root_attribute", column=f"iati-activities/@{name}", value=stated)
    if not part.found and part.lost:
        raise ReaderError(
            "iati.nothing_readable",
            f"{source.name}: none of its {part.lost} activities is readable XML. First trouble: "
            f"{_first_trouble(log)} Ask its sender to export it again.",
            file=source.name,
            activities=part.lost,
        )
    if not part.found:
        log.note("iati.no_activities")
    return Reading(
        source=source,
        report={
            "kind": KIND,
            "version": root.attributes.get("version") or _version(part),
            "language": max(part.languages, key=lambda code: part.languages[code], default=None),
            "generated_at": root.attributes.get("generated-datetime"),
            "rows": part.found + part.lost,
            "rows_kept": part.found,
            "rows_named": part.lost,
            "activities": part.found,
            "marking": marks.written,
        },
        tables=tables,
        problems=log,
    )


def _version(part: Part) -> str | None:
    if not part.found:
        return None
    return "1.0x" if part.old else "2.0x"


def _first_trouble(log: ProblemLog) -> str:
    first = next(iter(log), None)
    return f"{first.cell}: {first.expected}." if first is not None else ""
