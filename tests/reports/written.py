"""Writes small spreadsheets byte by byte, so that they hold just what no program would write.

Rows of cells go in; the bytes of an .xlsx, .ods or .xls come out, the same on every machine:
nothing is packed, and no clock is read.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from intarsia.readers.workbook import column_letters

_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Formula:
    """A formula; without a value it was never calculated."""

    text: str
    value: float | None = None


@dataclass(frozen=True)
class Error:
    """A cell error such as #N/A."""

    text: str


Cell = str | int | float | dt.date | Formula | Error | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    """A sheet to write.

    merged         ranges as "A1:C1"
    hidden_rows    numbers, from 1
    dimension      what the sheet claims to span, where that is not true
    more           XML of further rows
    """

    name: str
    rows: Sequence[Row]
    merged: Sequence[str] = ()
    is_hidden: bool = False
    hidden_rows: Sequence[int] = ()
    is_right_to_left: bool = False
    dimension: str | None = None
    more: str = ""
    columns: str = field(default="")


def zipped(members: Mapping[str, str | bytes], *, packed: bool = False) -> bytes:
    """Return a zip of these members, all of one day."""
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members.items():
            about = zipfile.ZipInfo(name, (2012, 5, 1, 0, 0, 0))
            about.create_system = 0
            about.external_attr = 0
            about.compress_type = kind
            archive.writestr(about, content)
    return out.getvalue()


def xlsx(*sheets: Sheet, packed: bool = False) -> bytes:
    """Return an .xlsx of these sheets."""
    numbered = list(enumerate(sheets, 1))
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n, _ in numbered
    )
    relation = f"{_OFFICE}/officeDocument/2006/relationships"
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}"'
        + (' state="hidden"' if sheet.is_hidden else "")
        + f' r:id="rId{n}"/>'
        for n, sheet in numbered
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{relation}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    package = f"{_OFFICE}/package/2006"
    members = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.sheet.main+xml"/>{types}'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.styles+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships"><Relationship '
        f'Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{relation}"><sheets>'
        f"{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">'
        f'{relations}<Relationship Id="rId0" Type="{relation}/styles" Target="styles.xml"/>'
        "</Relationships>",
        # Style 1 shows a day.
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs '
        'count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" '
        'applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    members |= {f"xl/worksheets/sheet{n}.xml": _sheet(sheet) for n, sheet in numbered}
    return zipped(members, packed=packed)


def _sheet(sheet: Sheet) -> str:
    rows = "".join(
        f'<row r="{number}"'
        + (' hidden="1">' if number in sheet.hidden_rows else ">")
        + "".join(
            _xlsx_cell(f"{column_letters(at)}{number}", cell)
            for at, cell in enumerate(row)
            if cell is not None
        )
        + "</row>"
        for number, row in enumerate(sheet.rows, 1)
    )
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in sheet.merged)
    width = max(map(len, sheet.rows), default=1)
    usual = f"A1:{column_letters(max(width, 1) - 1)}{max(len(sheet.rows), 1)}"
    view = ' rightToLeft="1"' if sheet.is_right_to_left else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="{sheet.dimension or usual}"/>'
        f'<sheetViews><sheetView{view} workbookViewId="0"/></sheetViews>{sheet.columns}'
        f"<sheetData>{rows}{sheet.more}</sheetData>"
        + (f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else "")
        + "</worksheet>"
    )


def _xlsx_cell(place: str, cell: Cell) -> str:
    if isinstance(cell, str):
        text = f'<is><t xml:space="preserve">{escape(cell)}</t></is>'
        return f'<c r="{place}" t="inlineStr">{text}</c>'
    if isinstance(cell, dt.date):
        return f'<c r="{place}" s="1"><v>{(cell - dt.date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, Formula):
        value = "" if cell.value is None else f"<v>{cell.value}</v>"
        return f'<c r="{place}"><f>{escape(cell.text)}</f>{value}</c>'
    if isinstance(cell, Error):
        return f'<c r="{place}" t="e"><v>{escape(cell.text)}</v></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def ods(name: str, rows: Sequence[Row]) -> bytes:
    """Return an .ods of one sheet."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{names}:manifest:'
            '1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/'
            'vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.'
            'xml" manifest:media-type="text/xml"/></manifest:manifest>',
            "content.xml": f'{_HEAD}<office:document-content xmlns:office="{names}:office:1.0" '
            f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="{escape(name)}">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        text = f"<text:p>{escape(cell)}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    if isinstance(cell, dt.date):
        said = f'office:value-type="date" office:date-value="{cell}"'
        return f"<table:table-cell {said}><text:p>{cell}</text:p></table:table-cell>"
    said = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {said}><text:p>{cell}</text:p></table:table-cell>"


# The old kind: records in a compound file of sectors

_SECTOR = 512
_CHAIN_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(name: str, rows: Sequence[Row], *, password: bool = False) -> bytes:
    """Return an .xls of one sheet of texts and numbers; protected ones say so and no more."""
    before = _record(0x2F, struct.pack("<3H", 0, 0x1234, 0x5678)) if password else b""
    start = _record(0x809, struct.pack("<4H2I", 0x600, 5, 0, 0, 0, 0)) + before
    title = name.encode("ascii")
    length = len(start) + 4 + 8 + len(title) + 4
    start += _record(0x85, struct.pack("<IBBBB", length, 0, 0, len(title), 0) + title)
    cells = b"".join(
        _xls_cell(at, column, cell)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell is not None
    )
    sheet = _record(0x809, struct.pack("<4H2I", 0x600, 0x10, 0, 0, 0, 0)) + cells
    return compound("Workbook", start + _record(0x0A) + sheet + _record(0x0A))


def compound(stream: str, content: bytes) -> bytes:
    """Return a compound file of one stream: header, sector table, directory, the stream."""
    content = content.ljust(4096, b"\x00")
    content += bytes(-len(content) % _SECTOR)
    sectors = len(content) // _SECTOR
    table = [_TABLE, _CHAIN_END, *range(3, sectors + 2), _CHAIN_END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, _CHAIN_END, 0, _CHAIN_END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, 1, _CHAIN_END, 0)
    directory += _entry(stream, 2, _FREE, 2, len(content)) + _entry("", 0, _FREE, 0, 0) * 2
    return header + struct.pack("<128I", *table) + directory + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\x00").encode("utf-16-le") if name else b""
    about = struct.pack("<HBB3I", len(written), kind, 1, _FREE, _FREE, child)
    return written.ljust(64, b"\x00") + about + bytes(36) + struct.pack("<IQ", start, size)


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<2H", number, len(content)) + content


def _xls_cell(row: int, column: int, cell: Cell) -> bytes:
    if isinstance(cell, str):
        about = struct.pack("<4HB", row, column, 0, len(cell), 1)
        return _record(0x204, about + cell.encode("utf-16-le"))
    assert isinstance(cell, int | float), cell
    return _record(0x203, struct.pack("<3Hd", row, column, 0, cell))
