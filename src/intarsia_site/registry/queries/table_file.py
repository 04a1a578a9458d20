"""A noun's records as a table file, and what a table file would change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from intarsia.changes.carried import printable
from intarsia.errors import IntarsiaError
from intarsia.readers.grids import Grid, open_grids
from intarsia.readers.source import open_source
from intarsia.tables import ProblemLog
from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.nouns import Noun
from intarsia_site.registry.queries.record import Line, every_record, record_or_none

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
#: Beside the fields: what finds the record again, and how precisely it was shown.
KEPT = ("record", "revision")
AREA = ("area_code", "area_name")
SAID = ("precision", "label", "organization", "marking")
#: Signs with which a spreadsheet begins a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def header(noun: Noun) -> list[str]:
    """Return the columns of a noun's file: the record, its fields, what is said besides."""
    areas = AREA if noun.has_areas else ()
    return [*KEPT, *(field.name for field in noun.fields), *areas, *SAID]


def csv_table(noun: Noun, asked: Mapping[str, str], *, viewing: Viewing) -> str:
    """Return what the same list shows, as comma-separated text."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(header(noun))
    for line in every_record(noun, asked, viewing=viewing):
        table.writerow([harmless(text) for text in _cells(noun, line)])
    return written.getvalue()


def xlsx_table(noun: Noun, asked: Mapping[str, str], *, viewing: Viewing) -> bytes:
    """Return what the same list shows, as a workbook of texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(noun.plural)
    sheet.append(header(noun))
    for line in every_record(noun, asked, viewing=viewing):
        cells = []
        for text in _cells(noun, line):
            cell = WriteOnlyCell(sheet, value=for_workbook(text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cells(noun: Noun, line: Line) -> list[str]:
    named = next((c.text for c in line.cells if c.field.name == "organization_id"), "")
    return [
        line.public_id,
        "" if line.revision is None else str(line.revision),
        *(cell.code for cell in line.cells),
        *((line.area_code, line.area_name) if noun.has_areas else ()),
        line.precision.name.lower(),
        line.label,
        named,
        line.marking,
    ]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def for_workbook(text: str) -> str:
    """Return a text as a workbook can hold it: no signs that XML has not, and no longer cell."""
    return printable(text)[:32_000]


@dataclass(frozen=True)
class RowChange:
    """What one row of a file asks for: `new`, `change`, `same` or `refused`."""

    kind: str
    row: int
    public_id: str
    revision: int
    texts: dict[str, str]
    before: dict[str, str]
    problem: str = ""

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        return [
            (name, self.before.get(name, ""), text)
            for name, text in self.texts.items()
            if self.before.get(name, "") != text
        ]


def difference(noun: Noun, content: bytes, name: str, *, viewing: Viewing) -> list[RowChange]:
    """Return what a file would change, row by row; nothing is written.

    Columns are found by their names; fields without a column stay as they are. A row without a
    record is a new one. Nothing can be removed by leaving a row out.
    Raises   Refused where the file as a whole cannot be read.
    """
    grid = _grid(content, name)
    names = [str(cell or "").strip() for cell in grid.rows[0]]
    unknown = [one for one in names if one and one not in header(noun)]
    if not any(one in noun.by_name for one in names) or unknown:
        said = _("Columns that are not known: %(unknown)s. Known are: %(known)s.")
        raise Refused(
            {"file": said % {"unknown": ", ".join(unknown)[:200], "known": ", ".join(header(noun))}}
        )
    if len(grid.rows) > MOST_ROWS + 1:
        said = _("It has %(has)d rows; at most %(most)d are taken at once.")
        raise Refused({"file": said % {"has": len(grid.rows) - 1, "most": MOST_ROWS}})
    return [
        _row_change(noun, dict(zip(names, _texts(row), strict=True)), grid.first_row + n, viewing)
        for n, row in enumerate(grid.rows[1:], start=1)
        if any(cell not in (None, "") for cell in row)
    ]


def _grid(content: bytes, name: str) -> Grid:
    if len(content) > MOST_BYTES:
        raise Refused({"file": _("It is larger than 5 MB. Send it in parts.")})
    # Only the ending of a name that somebody chose is used.
    ending = Path(name).suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise Refused({"file": _("It is read as .csv or .xlsx only.")})
    with TemporaryDirectory() as folder:
        kept = Path(folder) / f"table{ending}"
        kept.write_bytes(content)
        try:
            grids = [g for g in open_grids(open_source(kept), ProblemLog(kept.name)) if g.rows]
        except IntarsiaError as error:
            raise Refused({"file": error.message}) from error
    if not grids:
        raise Refused({"file": _("It holds no row.")})
    return grids[0]


def _texts(row: Iterable[object]) -> list[str]:
    found = []
    for cell in row:
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        if hasattr(cell, "isoformat"):
            cell = cell.isoformat()[:10]
        text = "" if cell is None else str(cell)
        if text.startswith("'") and text[1:].startswith(_FORMULA):
            text = text[1:]
        found.append(text.strip())
    return found


def _row_change(noun: Noun, cells: dict[str, str], row: int, viewing: Viewing) -> RowChange:
    public_id, revision = cells.get("record", ""), cells.get("revision", "")
    texts = {name: text for name, text in cells.items() if name in noun.by_name}
    if not public_id:
        return RowChange("new", row, "", 0, texts, {})
    page = record_or_none(noun, public_id, viewing=viewing)
    if page is None or not (page.may_change or page.may_propose):
        problem = _("There is no such record, or it is not yours to change.")
        return RowChange("refused", row, public_id, 0, texts, {}, problem)
    before = dict(page.texts)
    number = int(revision) if revision.isdigit() and len(revision) < 9 else 0
    if number != page.line.revision:
        problem = _("Somebody changed the record since this file was written.")
        return RowChange("refused", row, public_id, number, texts, before, problem)
    kind = "same" if all(before.get(name) == text for name, text in texts.items()) else "change"
    return RowChange(kind, row, public_id, number, texts, before)
