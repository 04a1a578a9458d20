"""Nothing of a person stays in any part of a kept workbook; everything else does."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from intarsia import keep_file
from intarsia.readers.source import ReaderError

#: The invented person of this page, and the address she could be reached under.
_NAMES = ("Petrova", "petrova", "293 12 34")
_SHARED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def a_workbook(path: Path) -> Path:
    """A workbook with a person wherever a workbook can hold one."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "3W"
    sheet.append(["Organization", "Sector", "Remarks", "Focal point", "People", "Phone"])
    sheet.append(["IRC", "Health", "Ask Ms Petrova", "Ana Petrova", 120, 995322931234])
    sheet.append(["NRC", "WASH", "Write to petrova@example.org", "Ana Petrova", 80, "293 12 34"])
    sheet.append(["NRC", "WASH", '=HYPERLINK("mailto:petrova@example.org","Ask")', "-", 8, None])
    sheet["E5"] = "=SUM(E2:E4)"
    sheet["A2"].font = Font(bold=True, color="FFFF0000")
    sheet["A2"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A2"].comment = Comment("Check with Petrova", "Ana Petrova")
    sheet["B2"].hyperlink = "mailto:petrova@example.org"
    sheet["B3"].hyperlink = "https://example.org/wash"
    sheet.oddHeader.center.text = "Prepared by Ms Petrova"
    choices = DataValidation(type="list", formula1='"Ana Petrova,Other"', sqref="D2:D4")
    sheet.add_data_validation(choices)
    sheet.add_table(Table(displayName="List", ref="A1:F4"))
    chart = BarChart()
    chart.title = "Petrova's figures"
    chart.add_data(Reference(sheet, min_col=5, min_row=1, max_row=4))
    sheet.add_chart(chart, "H2")
    hidden = book.create_sheet("Lookup")
    hidden.sheet_state = "hidden"
    hidden.append(["Sector", "Contact"])
    hidden.append(["Health", "petrova@example.org"])
    sheet.row_dimensions[3].hidden = True
    book.defined_names["Reach"] = DefinedName("Reach", attr_text="'3W'!$E$2:$E$4")
    book.properties.creator = "Ana Petrova"
    book.properties.lastModifiedBy = "Ana Petrova"
    book.save(path)
    return path


def said_by(path: Path) -> str:
    """All that any part of a zip says."""
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def with_part(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one part more, or with another in its place."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {part: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, said in parts.items():
            new.writestr(name, said)
    return path


def test_no_part_of_the_kept_workbook_names_the_person(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "3w.xlsx")

    kept = keep_file(path, tmp_path / "kept.xlsx")

    said = said_by(kept.path)
    assert [name for name in _NAMES if name in said] == []
    assert kept.removed["column"] >= 5
    assert kept.removed["author"] == 3
    assert kept.removed["contact"] == 1
    assert "xl/charts/chart1.xml" in kept.left_out
    assert keep_file(kept.path, tmp_path / "again.xlsx").removed == {}


def test_what_is_no_person_stays_as_it_was(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "3w.xlsx")

    keep_file(path, tmp_path / "kept.xlsx")

    book = openpyxl.load_workbook(tmp_path / "kept.xlsx")
    sheet = book["3W"]
    assert book.sheetnames == ["3W", "Lookup"]
    assert book["Lookup"].sheet_state == "hidden"
    assert [cell.value for cell in sheet[2]] == [
        "IRC",
        "Health",
        "Ask Ms [name removed]",
        "[name removed]",
        120,
        "[telephone removed]",
    ]
    assert sheet["C4"].value == '=HYPERLINK("[e-mail removed]","Ask")'
    assert sheet["D4"].value == "-"
    assert sheet["E5"].value == "=SUM(E2:E4)"
    assert sheet["A2"].font.bold
    assert sheet["A2"].fill.fgColor.rgb == "FF00FF00"
    assert sheet["A2"].comment is None
    assert sheet["B2"].hyperlink is None
    assert sheet["B3"].hyperlink.target == "https://example.org/wash"
    assert sheet.row_dimensions[3].hidden
    assert list(sheet.tables) == ["List"]
    assert "Reach" in book.defined_names
    assert sheet.data_validations.dataValidation == []


def test_macros_go_and_the_copy_is_no_macro_file(tmp_path: Path) -> None:
    path = with_part(a_workbook(tmp_path / "3w.xlsm"), "xl/vbaProject.bin", b"Petrova's macro")

    kept = keep_file(path, tmp_path / "kept.xlsx")

    assert (kept.kind, kept.converted_from) == ("xlsx", "xlsm")
    assert "xl/vbaProject.bin" in kept.left_out
    assert "macroEnabled" not in said_by(kept.path)


def test_a_text_that_no_cell_says_any_more_is_emptied(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "3w.xlsx")
    said = ("Organization", "Sector", "Focal point", "IRC", "Health", "Ana", "Deleted: Petrova")
    shared = "".join(f"<si><t>{one}</t></si>" for one in said)
    cells = [f'<c r="{"ABC"[at % 3]}{at // 3 + 1}" t="s"><v>{at}</v></c>' for at in range(6)]
    rows = f'<row r="1">{"".join(cells[:3])}</row><row r="2">{"".join(cells[3:])}</row>'
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with_part(path, "xl/worksheets/sheet1.xml", sheet.encode())
    with_part(path, "xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{shared}</sst>'.encode())
    relations = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(path) as parts:
        related = parts.read(relations).decode()
    line = f'<Relationship Id="rIdT" Type="{_SHARED}" Target="sharedStrings.xml"/></Relationships>'
    if "sharedStrings" not in related:
        with_part(path, relations, related.replace("</Relationships>", line).encode())

    kept = keep_file(path, tmp_path / "kept.xlsx")

    with zipfile.ZipFile(kept.path) as parts:
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert "Ana" not in texts
    assert "Petrova" not in texts
    values = [[cell.value for cell in row] for row in openpyxl.load_workbook(kept.path)["3W"]]
    assert values == [list(said[:3]), ["IRC", "Health", "[name removed]"]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            't="inlineStr"><is><r><t>Ms Pet</t></r><r><t>rova came</t></r></is>',
            "Ms [name removed] came",
        ),
        ('t="str"><f>A1</f><v>Ms Petrova</v>', "Ms [name removed]"),
        ('t="inlineStr"><is><t>petrova&#64;example.org</t></is>', "[e-mail removed]"),
        ('t="inlineStr"><is><t><![CDATA[petrova@example.org]]></t></is>', "[e-mail removed]"),
        ('t="inlineStr"><!-- Petrova --><is><t>Wells</t></is>', "Wells"),
    ],
)
def test_a_person_is_found_however_a_cell_is_written(
    cell: str, expected: str, tmp_path: Path
) -> None:
    path = a_workbook(tmp_path / "3w.xlsx")
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Remarks</t></is></c></row>'
    rows = f"{head}<row><c {cell}</c></row>"
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with_part(path, "xl/worksheets/sheet1.xml", sheet.encode())

    kept = keep_file(path, tmp_path / "kept.xlsx")

    said = openpyxl.load_workbook(kept.path, data_only=True)["3W"]["A2"].value
    assert str(said) == expected
    assert "Petrova" not in said_by(kept.path)


def test_a_formula_that_reads_another_file_keeps_its_value_only(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "3w.xlsx")
    outside = '<c r="A1"><f>[1]Data!A1+1</f><v>7</v></c>'
    rows = f'<row r="1">{outside}<c r="B1"><f>T[2021]</f><v>3</v></c></row>'
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with_part(path, "xl/worksheets/sheet1.xml", sheet.encode())

    kept = keep_file(path, tmp_path / "kept.xlsx")

    cells = openpyxl.load_workbook(kept.path)["3W"][1]
    assert [cell.value for cell in cells] == [7, "=T[2021]"]


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        (
            "xl/worksheets/sheet1.xml",
            b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>",
            "workbook.unreadable",
        ),
        ("xl/workbook.xml", b"<workbook", "workbook.unreadable"),
        ("../evil.xml", b"x", "archive.unsafe_path"),
        ("xl/worksheets/sheet1.xml", b" " * 80_000_000, "archive.bomb"),
    ],
)
def test_a_hostile_workbook_is_refused(
    part: str, content: bytes, code: str, tmp_path: Path
) -> None:
    path = with_part(a_workbook(tmp_path / "3w.xlsx"), part, content)

    with pytest.raises(ReaderError) as refused:
        keep_file(path, tmp_path / "kept.xlsx")

    assert refused.value.code == code
