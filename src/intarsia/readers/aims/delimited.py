"""The rows of a table that is text: delimited by comma, semicolon or tab, in UTF-8 or not."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from intarsia.tables import ProblemLog
from intarsia.terms import Severity

_DELIMITERS = ",\t;"


@dataclass(frozen=True)
class Delimited:
    """A table of text.

    member      its name in the zip
    headings    in lower case, without spaces at the ends
    rows        as many cells each as there are headings, without spaces at the ends
    numbers     of the rows as a spreadsheet counts them; the headings are row 1
    unreadable  rows that are named in the problems instead
    """

    member: str
    headings: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    unreadable: int

    @cached_property
    def _places(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for at, heading in enumerate(self.headings):
            places.setdefault(heading, at)
        return places

    def column(self, heading: str) -> list[str]:
        """Return a column's cells; empty texts where there is no such column."""
        at = self._places.get(heading)
        return [""] * len(self.rows) if at is None else [row[at] for row in self.rows]

    def has(self, heading: str) -> bool:
        """Whether there is such a column."""
        return heading in self._places


def read_delimited(member: str, content: bytes, log: ProblemLog) -> Delimited:
    """Return a member's rows; a row that cannot be read is named in the problems."""
    text = _decoded(member, content, log)
    delimiter = _delimiter(text)
    found, unreadable = _rows(member, text, delimiter, log)
    if not found:
        return Delimited(member, (), [], [], unreadable)
    (_, first), *rest = found
    headings = _apart([cell.strip().lower() for cell in first], member, log)
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, row in rest:
        cells = [cell.strip() for cell in row]
        if any(cells):
            rows.append(_fitted(cells, len(headings), member, number, log))
            numbers.append(number)
    return Delimited(member, headings, rows, numbers, unreadable)


def _apart(headings: list[str], member: str, log: ProblemLog) -> tuple[str, ...]:
    """Headings that differ: a second "note" becomes "note#2", so that its column is kept too."""
    seen: Counter[str] = Counter()
    apart = []
    for heading in headings:
        seen[heading] += 1
        if heading and seen[heading] > 1:
            log.tally("aims.heading_twice", severity=Severity.NOTE, sheet=member, column=heading)
            heading = f"{heading}#{seen[heading]}"
        apart.append(heading)
    return tuple(apart)


def _decoded(member: str, content: bytes, log: ProblemLog) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = content.count(b"\n", 0, reason.start) + 1
        log.note("aims.encoding", sheet=member, cell=str(line), expected="UTF-8")
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def _rows(
    member: str, text: str, delimiter: str, log: ProblemLog
) -> tuple[list[tuple[int, list[str]]], int]:
    """Return numbered rows, and how many could not be read.

    A quotation mark that is not closed would swallow all that follows; so where the marks do
    not fit, every line is taken as a row of its own.
    """
    # The module's own limit of 128 kB a cell is no limit of the reports'; the archive's is.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(enumerate(reader, 1)), 0
    except csv.Error as reason:
        log.tally("aims.quotes", sheet=member, cell=str(reader.line_num), value=str(reason))
    found: list[tuple[int, list[str]]] = []
    unreadable = 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        try:
            found.append((number, next(csv.reader([line], delimiter=delimiter), [])))
        except csv.Error as reason:
            unreadable += 1
            log.lost("aims.row_unreadable", sheet=member, cell=str(number), value=str(reason))
    return found, unreadable


def _fitted(cells: list[str], width: int, member: str, number: int, log: ProblemLog) -> list[str]:
    if len(cells) == width:
        return cells
    if len(cells) < width:
        log.tally("aims.row_short", sheet=member, cell=str(number), expected=str(width))
        return cells + [""] * (width - len(cells))
    further = [cell for cell in cells[width:] if cell]
    if further:
        log.tally(
            "aims.row_long",
            severity=Severity.LOST,
            sheet=member,
            cell=str(number),
            value=" | ".join(further),
            expected=str(width),
        )
    return cells[:width]
