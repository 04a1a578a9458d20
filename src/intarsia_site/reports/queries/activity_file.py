"""The list of activities as a table file: what the list shows this viewer, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.queries.table_file import for_workbook, harmless
from intarsia_site.reports.queries.activity import ActivityLine, every_activity

#: Fields of `Activity.SHOWN` in the order of the file; the names of codes stand beside them.
FIELDS = (
    "activity_id", "title", "description", "organization_id", "organization_name", "implementers",
    "funders", "country_code", "sector_code", "sector_codes", "area_code", "area_codes",
    "place_codes", "from_quarter_on", "to_quarter_on", "starts_on", "ends_on", "status",
    "budget_usd", "spent_usd", "target_group", "people_targeted", "people_reached", "modality",
    "label", "owner_name", "marking", "source_name",
)  # fmt: skip
COLUMNS = ("record", "precision", *FIELDS, "sectors", "areas", "places")
LINES_A_PART = 200


def csv_parts(asked: Mapping[str, str], *, viewing: Viewing) -> Iterator[bytes]:
    """Yield the same list as comma-separated text, part by part.

    It begins with the mark by which spreadsheet programs know UTF-8.
    """
    written = io.StringIO("\ufeff")
    written.seek(0, io.SEEK_END)
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for number, line in enumerate(every_activity(asked, viewing=viewing), start=1):
        table.writerow([harmless(text) for text in _cells(line)])
        if number % LINES_A_PART == 0:
            yield written.getvalue().encode()
            written.seek(0)
            written.truncate()
    yield written.getvalue().encode()


def xlsx_file(asked: Mapping[str, str], *, viewing: Viewing) -> bytes:
    """Return the same list as a workbook of texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("activities")
    sheet.append(COLUMNS)
    for line in every_activity(asked, viewing=viewing):
        cells = []
        for text in _cells(line):
            cell = WriteOnlyCell(sheet, value=for_workbook(text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cells(line: ActivityLine) -> list[str]:
    return [
        line.public_id,
        line.precision.name.lower(),
        *(_text(line.values[name]) for name in FIELDS),
        *("; ".join(names) for names in (line.sectors, line.areas, line.places)),
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return "; ".join(str(value).split("\n")).strip()
