"""Workbooks of Excel and LibreOffice as grids, with what the programs hide."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from intarsia.readers.grids import Grid, is_grid, open_grids
from intarsia.readers.source import ReaderError, open_source
from intarsia.tables import ProblemLog

Said = list[tuple[str, str | None, str | None, str | None, int]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def excel(path: Path, sheets: dict[str, str], prefix: str = "") -> Path:
    """Write a workbook: the XML of the rows of each sheet, by its name."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    colon = f":{prefix.rstrip(':')}" if prefix else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        )
        for at, rows in enumerate(sheets.values(), 1):
            made.writestr(
                f"xl/worksheets/s{at}.xml",
                f'<{prefix}worksheet xmlns{colon}="{_MAIN}"><{prefix}sheetData>{rows}'
                f"</{prefix}sheetData></{prefix}worksheet>",
            )
    return path


def open_document(path: Path, tables: str, *, encrypted: bool = False) -> Path:
    """Write an .ods of these tables."""
    spaces = "".join(f' xmlns:{one}="{_ODF}:{one}:1.0"' for one in ("office", "table", "text"))
    spaces += f' xmlns:style="{_ODF}:style:1.0" xmlns:calcext="urn:calc"'
    secret = "<m:encryption-data/>" if encrypted else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", _MEDIA_TYPE, zipfile.ZIP_STORED)
        made.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:automatic-styles>"
            '<style:style style:name="away" style:family="table">'
            '<style:table-properties table:display="false"/></style:style>'
            f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
        made.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{_ODF}:manifest:1.0"><m:file-entry m:full-path="content.xml" '
            f'm:media-type="text/xml">{secret}</m:file-entry></m:manifest>',
        )
    return path


def said_cell(text: str, about: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{about}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def read(path: Path) -> tuple[list[Grid], Said]:
    """Return a file's grids, and its problems: code, sheet, cell, value, times."""
    log = ProblemLog(path.name)
    grids = open_grids(open_source(path), log)
    return grids, [(one.code, one.sheet, one.cell, one.value, one.times) for one in log]


def refused(path: Path) -> str:
    with pytest.raises(ReaderError) as error:
        read(path)
    return error.value.code


def number(cell: str, value: float = 1) -> str:
    return f'<c r="{cell}"><v>{value}</v></c>'


def test_sheets_keep_their_names_places_and_types(tmp_path: Path) -> None:
    path = tmp_path / "3w.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "3W"
    book.active["C5"], book.active["D5"] = "who", "since"
    book.active["C6"], book.active["D6"], book.active["E6"] = "IRC", dt.date(2011, 5, 31), True
    book.active["C8"] = " "
    book.create_sheet("Lists").append(["water", 2.5])
    book["Lists"].sheet_state = "hidden"
    book.save(path)

    grids, said = read(path)

    assert is_grid(open_source(path))
    assert [(grid.name, grid.is_hidden) for grid in grids] == [("3W", False), ("Lists", True)]
    assert grids[0].rows == [["who", "since", None], ["IRC", dt.date(2011, 5, 31), True]]
    assert (grids[0].cell(1, 1), grids[1].rows) == ("D6", [["water", 2.5]])
    assert said == []


def test_cell_errors_are_null_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "3w.xlsx"
    book = openpyxl.Workbook()
    for row in (["who", "people"], ["IRC", "#N/A"], ["NRC", "#N/A"], ["DRC", "#REF!"]):
        book.active.append(row)
    book.save(path)

    [grid], said = read(path)

    assert [row[1] for row in grid.rows] == ["people", None, None, None]
    assert said == [
        ("grid.cell_error", "Sheet", "B2", "#N/A", 2),
        ("grid.cell_error", "Sheet", "B4", "#REF!", 1),
    ]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_formulas_that_nobody_calculated_are_counted(tmp_path: Path, prefix: str) -> None:
    cells = (
        number("A2")
        + '<c r="B2"><f>SUM(A2)</f><v>1</v></c><c r="C2" s="3"><f>A2*2</f></c>'
        + '<c r="D2"><f>A2*3</f><v></v></c><c r="E2"><f t="shared" si="0"/><v/></c>'
        + '<c r="F2" t="str"><f>IF(A2=1,"","x")</f><v></v></c>'
    )
    rows = f'<row r="1">{number("A1")}</row><row r="2">{cells}</row>'
    if prefix:
        rows = rows.replace("</", "\x00").replace("<", f"<{prefix}").replace("\x00", f"</{prefix}")

    _, said = read(excel(tmp_path / "3w.xlsx", {"3W": rows}, prefix))

    assert said == [("grid.formula_without_value", "3W", "C2", None, 3)]


def test_hidden_rows_and_merged_cells_are_counted_in_the_grid(tmp_path: Path) -> None:
    path = tmp_path / "3w.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, value in (("B3", "WHO"), ("D3", "WHERE"), ("B4", "IRC"), ("D5", "Ishtal")):
        sheet[cell] = value
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("D5:D9")
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[30].hidden = True
    book.save(path)

    [grid], said = read(path)

    assert grid.cell(0, 0) == "B3"
    assert (grid.hidden_rows, grid.merged) == ({1}, ((0, 0, 0, 1),))
    assert said == [("grid.hidden_rows", "Sheet", "4", None, 1)]


def test_a_million_empty_rows_cost_nothing(tmp_path: Path) -> None:
    rows = f'<row r="1">{number("A1")}</row><row r="1048576"><c r="C1048576" s="1"/></row>'

    [grid], said = read(excel(tmp_path / "3w.xlsx", {"3W": rows}))

    assert (grid.rows, said) == ([[1.0]], [])


def test_cells_of_thirty_thousand_letters_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "3w.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["x" * 30_000])
    book.save(path)

    assert read(path)[0][0].rows == [["x" * 30_000]]


def test_a_sheet_that_spans_too_much_is_left_out_and_the_others_read(tmp_path: Path) -> None:
    far = f'<row r="1048576">{number("XFD1048576")}</row>'
    near = f'<row r="1">{number("A1")}</row>'

    grids, said = read(excel(tmp_path / "3w.xlsx", {"Far": near + far, "3W": near}))

    assert [(grid.name, grid.rows) for grid in grids] == [("3W", [[1.0]])]
    assert said == [("grid.sheet_too_large", "Far", None, "17,179,869,184", 1)]


def test_a_file_of_which_no_sheet_can_be_read_is_refused(tmp_path: Path) -> None:
    far = f'<row r="1">{number("A1")}</row><row r="1048576">{number("XFD1048576")}</row>'

    assert refused(excel(tmp_path / "far.xlsx", {"3W": far})) == "workbook.too_many_cells"
    assert refused(excel(tmp_path / "torn.xlsx", {"3W": "<row><c"})) == "workbook.unreadable"


def test_a_torn_sheet_is_named_and_the_others_read(tmp_path: Path) -> None:
    whole = f'<row r="1">{number("A1")}</row>'

    grids, said = read(excel(tmp_path / "3w.xlsx", {"Torn": "<row><c", "3W": whole}))

    assert [grid.name for grid in grids] == ["3W"]
    assert [(code, sheet) for code, sheet, *_ in said] == [("grid.sheet_unreadable", "Torn")]


def test_sheets_without_cells_are_empty_grids(tmp_path: Path) -> None:
    [grid], said = read(excel(tmp_path / "3w.xlsx", {"3W": ""}))

    assert (grid.rows, grid.width, said) == ([], 0, [])


def test_an_ods_is_read_with_what_it_hides(tmp_path: Path) -> None:
    wide = ' table:number-columns-spanned="2"'
    error = ' table:formula="of:=1/0" calcext:value-type="error" office:string-value=""'
    tables = (
        '<table:table table:name="3W">'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f"<table:table-row>{said_cell('WHO', wide)}<table:covered-table-cell/></table:table-row>"
        f'<table:table-row table:visibility="collapse">{said_cell("IRC")}'
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p>'
        "</table:table-cell></table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{said_cell("NRC &gt; a")}'
        f"{said_cell('#DIV/0!', error)}</table:table-row>"
        f"<table:table-row>{said_cell('DRC')}"
        '<table:table-cell table:formula="of:=[.B4]"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<table:table table:name="Lists" table:style-name="away"><table:table-row>'
        f"{said_cell('water')}</table:table-row></table:table>"
    )

    grids, said = read(open_document(tmp_path / "3w.ods", tables))

    assert [(grid.name, grid.is_hidden) for grid in grids] == [("3W", False), ("Lists", True)]
    assert grids[0].rows == [
        ["WHO", None],
        ["IRC", 12],
        ["NRC > a", None],
        ["NRC > a", None],
        ["DRC", None],
    ]
    assert (grids[0].cell(0, 0), grids[0].hidden_rows) == ("A3", {1})
    assert grids[0].merged == ((0, 0, 0, 1),)
    assert said == [
        ("grid.cell_error", "3W", "B5", "#DIV/0!", 1),
        ("grid.formula_without_value", "3W", "B7", None, 1),
        ("grid.hidden_rows", "3W", "4", None, 1),
    ]


def test_an_error_that_was_stored_as_zero_is_no_zero(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    row = f"<table:table-row>{said_cell('people')}{cell}{said_cell('x')}</table:table-row>"

    [grid], _ = read(
        open_document(tmp_path / "3w.ods", f'<table:table table:name="A">{row}</table:table>')
    )

    assert grid.rows == [["people", None, "x"]]


def test_an_ods_that_says_the_same_a_million_times_is_refused(tmp_path: Path) -> None:
    repeated = ' table:number-columns-repeated="1000"'
    tables = (
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000">'
        f"{said_cell('x', repeated)}</table:table-row></table:table>"
    )

    assert refused(open_document(tmp_path / "3w.ods", tables)) == "workbook.too_many_cells"


def test_an_ods_with_a_password_is_refused(tmp_path: Path) -> None:
    path = open_document(tmp_path / "3w.ods", "", encrypted=True)

    assert refused(path) == "reader.password"


def test_a_zip_made_to_fill_the_machine_is_refused(tmp_path: Path) -> None:
    bomb = "<table:table>" + " " * (60 * 1024**2)

    assert refused(open_document(tmp_path / "3w.ods", bomb)) == "archive.bomb"


def test_a_zip_that_is_no_spreadsheet_is_no_grid(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("projects.csv", "a,b\n")

    assert not is_grid(open_source(path))
    assert refused(path) == "reader.no_table"


@pytest.mark.shared
def test_real_workbooks_are_whole(shared: Path) -> None:
    paths = sorted((shared / "data/3w").glob("*.xlsx"))

    for path in paths:
        grids, _ = read(path)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        assert [grid.name for grid in grids] == book.sheet_names
        for grid in grids:
            plain = book.get_sheet_by_name(grid.name).to_python(skip_empty_area=False)
            filled = {
                (at, column): cell
                for at, row in enumerate(plain)
                for column, cell in enumerate(row)
                if str(cell).strip()
            }
            found = {
                (at + grid.first_row - 1, column + grid.first_column): cell
                for at, row in enumerate(grid.rows)
                for column, cell in enumerate(row)
                if cell is not None and str(cell).strip()
            }
            assert found == filled, (path.name, grid.name)
    assert paths
