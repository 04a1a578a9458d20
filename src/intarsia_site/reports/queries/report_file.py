"""A report's own file, given back with what was found in it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import intarsia
from intarsia.keeping import SheetWindow
from intarsia.tables import PROBLEMS
from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.kept import path_of
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.queries.report_problems import language_of_phrases
from intarsia_site.reports.tables import unpacked


@dataclass(frozen=True)
class SheetRow:
    """One row of a file: its number, and (text, whether it is the cell that is asked for)."""

    number: int
    is_marked: bool
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class ReportSheet:
    """A part of a report's kept file, with the cell or row that is asked for marked."""

    public_id: str
    file_name: str
    window: SheetWindow
    rows: tuple[SheetRow, ...]


_CELL = re.compile(r"([A-Z]{0,3})(?:row )?([0-9]{1,7})")


def report_sheet(report_id: str, *, sheet: str, cell: str, viewing: Viewing) -> ReportSheet:
    """Return the rows of a report's file around a cell, as it is kept: without personal data.

    For those who may look into it.
    cell     "H40", "row 12", "12", or an XPath
    Raises   NotFound for all others, and where there is no file; KeptFileError, ReaderError where
             it cannot be opened.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    if report.file is None:
        raise NotFound
    found = _CELL.fullmatch(cell)
    row = int(found[2]) if found else None
    window = intarsia.open_sheet(
        path_of(report.file),
        sheet=sheet or None,
        row=row,
        xpath=cell if found is None and cell.startswith("/") else None,
    )
    letters = found[1] if found else ""
    rows = (
        SheetRow(
            one.number,
            one.number == row,
            tuple(
                (text, one.number == row and column == letters)
                for column, text in zip(window.columns, one.cells, strict=False)
            ),
        )
        for one in window.rows
    )
    return ReportSheet(report.public_id, report.file.name, window, tuple(rows))


def commented_file(report_id: str, *, viewing: Viewing) -> tuple[str, bytes]:
    """Return the name and content of a report's file with comments in its cells.

    For those who may look into it; what is kept is the copy without personal data.
    Raises   NotFound for all others, and where there is no file or it was not read yet;
             KeptFileError where the kept file is gone or another.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    if report.file is None or not report.summary:
        raise NotFound
    content = report.tables.filter(name="problems").values_list("content", flat=True).first()
    problems = (
        PROBLEMS.schema.empty_table() if content is None else unpacked(bytes(content), "problems")
    )
    kept = path_of(report.file)
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / f"commented{kept.suffix}"
        made = intarsia.comment_file(kept, problems, to, lang=language_of_phrases())
        path = Path(getattr(made, "path", to))
        name = Path(report.file.name)
        return f"{name.stem}.comments{path.suffix}", path.read_bytes()
