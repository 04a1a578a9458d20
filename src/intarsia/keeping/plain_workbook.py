"""A workbook of values only, written part by part: what becomes of an old .xls."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from intarsia.keeping.markup import escaped
from intarsia.keeping.package import (
    BOOK,
    Relation,
    content_types,
    core_properties,
    relations_part,
    root_relations,
)
from intarsia.readers.grids import Cell, Grid

__all__ = ["write_workbook"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: Formats of the cells, by their number: none, a day, a moment, a time.
_FORMATS = (0, 14, 22, 21)
_DAY, _MOMENT, _TIME = 1, 2, 3
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone


def write_workbook(grids: Sequence[Grid], to: Path) -> None:
    """Write sheets as a workbook: every cell where it stood, values without formats.

    Hidden sheets and rows stay hidden, merged cells merged.
    """
    parts = {f"xl/worksheets/sheet{at}.xml": "worksheet" for at in range(1, len(grids) + 1)}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as out:
        _put(out, "[Content_Types].xml", content_types({**parts, "xl/styles.xml": "styles"}))
        _put(out, "_rels/.rels", root_relations())
        _put(out, "docProps/core.xml", core_properties([]))
        _put(out, BOOK, _book(grids))
        relations = [
            Relation(f"rId{at}", "worksheet", part, False, f"{_OFFICE}/worksheet")
            for at, part in enumerate(parts, 1)
        ]
        relations.append(Relation("rIdS", "styles", "xl/styles.xml", False, f"{_OFFICE}/styles"))
        _put(out, "xl/_rels/workbook.xml.rels", relations_part(relations, "xl"))
        _put(out, "xl/styles.xml", _styles())
        for part, grid in zip(parts, grids, strict=True):
            about = zipfile.ZipInfo(part)
            about.compress_type = zipfile.ZIP_DEFLATED
            with out.open(about, "w") as file:
                for piece in sheet_pieces(grid):
                    file.write(piece.encode())


def _put(out: zipfile.ZipFile, part: str, content: bytes) -> None:
    about = zipfile.ZipInfo(part)
    about.compress_type = zipfile.ZIP_DEFLATED
    out.writestr(about, content)


def _book(grids: Sequence[Grid]) -> bytes:
    sheets = "".join(
        f'<sheet name={quoteattr(escaped_name(grid, at))} sheetId="{at}"'
        f'{" state=" + chr(34) + "hidden" + chr(34) if grid.is_hidden else ""} r:id="rId{at}"/>'
        for at, grid in enumerate(grids, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>"
    ).encode()


def escaped_name(grid: Grid, at: int) -> str:
    """Return the name of a sheet, or one by its number."""
    return grid.name or f"Sheet{at}"


def _styles() -> bytes:
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"'
        f' applyNumberFormat="1"/>'
        for number in _FORMATS
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{_MAIN}">'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(_FORMATS)}">{formats}</cellXfs></styleSheet>'
    ).encode()


def sheet_pieces(grid: Grid) -> Iterator[str]:
    """Yield the XML of a sheet, a row at a time."""
    yield f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'
    for at, row in enumerate(grid.rows):
        cells = "".join(
            _cell(grid.cell(at, column), value)
            for column, value in enumerate(row)
            if value is not None
        )
        hidden = ' hidden="1"' if at in grid.hidden_rows else ""
        yield f'<row r="{grid.first_row + at}"{hidden}>{cells}</row>'
    yield "</sheetData>"
    if grid.merged:
        ranges = "".join(
            f'<mergeCell ref="{grid.cell(top, left)}:{grid.cell(bottom, right)}"/>'
            for top, left, bottom, right in grid.merged
        )
        yield f'<mergeCells count="{len(grid.merged)}">{ranges}</mergeCells>'
    yield "</worksheet>"


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    dated = _dated(value)
    if dated is not None:
        return f'<c r="{place}" s="{dated[1]}"><v>{dated[0]!r}</v></c>'
    text = escaped(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _dated(value: object) -> tuple[float, int] | None:
    """A day or a time as the number of days that a workbook keeps, and its format."""
    if isinstance(value, dt.datetime):
        return (value - _EPOCH) / dt.timedelta(days=1), _MOMENT
    if isinstance(value, dt.date):
        return float((value - _EPOCH.date()).days), _DAY
    if isinstance(value, dt.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return seconds / 86400, _TIME
    return None
