"""A workbook is looked at before the parser sees it, and its cell errors are found again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from intarsia.readers import workbook
from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import is_workbook, open_workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}


def a_workbook(tmp_path: Path, rows: str, dimension: str = "A1") -> Path:
    """Return a workbook with these rows as XML."""
    path = tmp_path / "sent.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in _PARTS.items():
            made.writestr(name, content)
        made.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}"><dimension ref="{dimension}"/>'
            f"<sheetData>{rows}</sheetData></worksheet>",
        )
    return path


def rows_of(path: Path) -> list[list[object]]:
    return open_workbook(path, path.name).sheet("Data").rows()


def refused(path: Path) -> str:
    with pytest.raises(ReaderError) as error:
        rows_of(path)
    return error.value.code


FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_workbook_is_read_row_by_row(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, FIRST + '<row r="3"><c r="B3"><v>2</v></c></row>')

    sheet = open_workbook(path, path.name).sheet("Data")

    assert sheet.rows() == [[1.0, ""], ["", ""], ["", 2.0]]
    assert (sheet.first_row, sheet.first_column, sheet.is_visible) == (1, 0, True)


def test_a_table_that_starts_lower_down_knows_where(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, '<row r="5"><c r="C5"><v>1</v></c></row>')

    sheet = open_workbook(path, path.name).sheet("Data")

    assert (sheet.rows(), sheet.first_row, sheet.first_column) == ([[1.0]], 5, 2)


def test_a_huge_declared_dimension_is_not_believed(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, FIRST, dimension="A1:XFD1048576")

    assert open_workbook(path, path.name).sheet("Data").rows() == [[1.0]]


def test_a_million_empty_rows_are_no_rows(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, FIRST + '<row r="1048576"><c r="A1048576" s="1"/></row>')

    assert open_workbook(path, path.name).sheet("Data").rows() == [[1.0]]


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="900000"><c s="1" r="XFD900000"><v>2</v></c></row>',
        '<row r="99999999"><c r="A99999999"><v>2</v></c></row>',
        "<row r='1048576'><c r='xfd1048576'><v>2</v></c></row>",
        '<x:row xmlns:x="u" r="1048576"><x:c r="XFD1048576"><v>2</v></x:c></x:row>',
        f'<row r="999999">{"<c><v>1</v></c>" * 16000}</row>',
    ],
)
def test_cells_too_far_apart_are_refused_before_they_fill_the_memory(
    tmp_path: Path, far: str
) -> None:
    assert refused(a_workbook(tmp_path, FIRST + far)) == "workbook.too_many_cells"


def test_wide_sheets_of_few_rows_are_read(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, FIRST + '<row r="2"><c r="XFD2"><v>2</v></c></row>')

    assert len(open_workbook(path, path.name).sheet("Data").rows()[0]) == 16384


def test_cell_errors_are_found_by_row_and_column(tmp_path: Path) -> None:
    rows = (
        FIRST
        + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><v>1</v></c>'
        + "<c t='e' s=\"2\" r='AA2'><f>1/0</f><v>#DIV/0!</v></c></row>"
    )
    path = a_workbook(tmp_path, rows)

    assert open_workbook(path, path.name).cell_errors("Data") == {
        (2, 0): "#REF!",
        (2, 26): "#DIV/0!",
    }


def test_errors_belong_to_their_sheet(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["sound"])
    book.create_sheet("Second").append(["#N/A"])
    book.save(path)

    opened = open_workbook(path, path.name)

    assert opened.cell_errors(opened.sheet_names[0]) == {}
    assert opened.cell_errors("Second") == {(1, 0): "#N/A"}


def test_a_sheet_that_breaks_off_is_refused(tmp_path: Path) -> None:
    assert refused(a_workbook(tmp_path, '<row r="1"><c r="A1"><v>1</v>')) == "workbook.unreadable"


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")

    assert refused(path) == "workbook.unreadable"


def test_a_workbook_of_the_old_kind_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert refused(path) == "workbook.old_format"


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream)

    assert refused(path) == "archive.encrypted"


def test_the_content_says_that_it_is_a_workbook(tmp_path: Path) -> None:
    head = a_workbook(tmp_path, FIRST).read_bytes()[:8192]

    assert is_workbook(head, "sent.zip")
    assert not is_workbook(b"<iati-activities/>", "sent.xlsx")
    assert not is_workbook(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "letter.doc")
    assert workbook.column_letters(27) == "AB"
