"""A kept file opens at a row or at an element, quickly and whatever was asked for."""

from __future__ import annotations

import datetime as dt
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from intarsia import keep_file, open_sheet
from intarsia.keeping import SheetWindow

_HEAD = ["Organization", "Sector", "District", "Start", "Share", "Budget"]


def a_kept_workbook(folder: Path, rows: int = 200) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "3W"
    sheet.append(["List of activities, May"])
    sheet.append(_HEAD)
    for number in range(3, rows + 1):
        sheet.append([f"Org {number}", "Health", "Osh", dt.date(2012, 5, 1), 0.125, 1234.5])
        sheet.cell(number, 4).number_format = "dd/mm/yyyy"
        sheet.cell(number, 5).number_format = "0.0%"
        sheet.cell(number, 6).number_format = "#,##0.00"
    book.create_sheet("Lookup").append(["Sector"])
    book.save(folder / "3w.xlsx")
    return keep_file(folder / "3w.xlsx", folder / "kept.xlsx").path


def opened(kept: Path, **asked: object) -> SheetWindow:
    return open_sheet(kept, **{"sheet": None, "row": None, "xpath": None, **asked})  # type: ignore[arg-type]


def test_the_rows_around_one_are_shown_under_their_header(tmp_path: Path) -> None:
    kept = a_kept_workbook(tmp_path)

    window = opened(kept, sheet="3W", row=150, rows=10)

    assert window.sheets == ("3W", "Lookup")
    assert window.header_rows == (2,)
    assert [row.number for row in window.rows] == [2, *range(145, 155)]
    assert [row.number for row in window.rows if row.is_marked] == [150]
    assert window.rows[0].cells == tuple(_HEAD)
    assert window.columns == ("A", "B", "C", "D", "E", "F")


def test_cells_are_shown_as_a_person_sees_them(tmp_path: Path) -> None:
    kept = a_kept_workbook(tmp_path)

    window = opened(kept, row=4, rows=1)

    assert window.rows[-1].cells == ("Org 4", "Health", "Osh", "2012-05-01", "12.5%", "1,234.50")


def test_a_window_has_no_more_rows_and_columns_than_asked_for(tmp_path: Path) -> None:
    kept = a_kept_workbook(tmp_path)

    window = opened(kept, rows=5, columns=2)

    assert [row.number for row in window.rows] == [1, 2, 3, 4, 5]
    assert window.columns == ("A", "B")
    assert window.has_more_columns


@pytest.mark.parametrize("asked", [{"sheet": "Nowhere"}, {"sheet": ""}])
def test_a_sheet_that_is_not_there_gives_a_window_without_rows(
    asked: dict[str, object], tmp_path: Path
) -> None:
    window = opened(a_kept_workbook(tmp_path), **asked)

    assert (window.sheet, window.rows) == (None, ())
    assert window.sheets == ("3W", "Lookup")


@pytest.mark.parametrize("row", [-5, 0, 10_000, 10**12])
def test_a_row_that_is_not_there_is_not_marked(row: int, tmp_path: Path) -> None:
    window = opened(a_kept_workbook(tmp_path), row=row)

    assert window.marked_row is None


def test_a_table_of_text_opens_at_a_row(tmp_path: Path) -> None:
    lines = ["Organization;Sector", *(f'"Org\n{number}";Health' for number in range(2, 300))]
    (tmp_path / "kept").write_text("sep=;\n" + "\n".join(lines))

    window = opened(tmp_path / "kept", row=200, rows=4)

    assert window.kind == "csv"
    assert [row.cells[0] for row in window.rows if row.is_marked] == ["Org\n199"]
    assert window.header_rows == (2,)


def test_a_list_in_json_opens_as_the_reader_numbers_it(tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text('[{"org": "IRC", "sector": "WASH"}, {"org": "NRC"}]')

    window = opened(tmp_path / "kept.json", row=3)

    assert [row.cells for row in window.rows] == [("org", "sector"), ("IRC", "WASH"), ("NRC", "")]
    assert window.marked_row == 3


def test_a_table_in_a_release_opens_by_its_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "kept.zip", "w") as parts:
        parts.writestr("data/projects.csv", "project_id,project_title\n1,Roads\n")
        parts.writestr("data/locations.csv", "project_id,place_name\n1,Osh\n")

    window = opened(tmp_path / "kept.zip", sheet="data/locations.csv", row=2)

    assert window.sheets == ("data/projects.csv", "data/locations.csv")
    assert window.rows[1].cells == ("1", "Osh")


def an_iati_file(path: Path, encoding: str = "utf-8") -> Path:
    activities = "".join(
        f"<iati-activity><iati-identifier>A{number}</iati-identifier>"
        f'<transaction ref="a"><value>1</value></transaction>'
        f'<transaction ref="b"><value currency="USD">{number}</value></transaction>'
        f"</iati-activity>"
        for number in range(1, 50)
    )
    root = f"<iati-activities>{activities}</iati-activities>"
    text = f'<?xml version="1.0" encoding="{encoding}"?>{root}'
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_an_element_is_shown_in_its_activity_with_its_lines_marked(
    encoding: str, tmp_path: Path
) -> None:
    kept = an_iati_file(tmp_path / "kept", encoding)

    window = opened(kept, xpath="/iati-activities/iati-activity[7]/transaction[2]/value/@currency")

    assert [line.text for line in window.lines if line.is_marked] == [
        '    <value currency="USD">7</value>'
    ]
    assert window.lines[1].text == "  <iati-identifier>A7</iati-identifier>"


@pytest.mark.parametrize(
    "xpath",
    [
        "/iati-activities/iati-activity[999]",
        "/iati-activities/iati-activity[1]/nothing[3]",
        "//*[count(//*) > 0]",
        "document('/etc/passwd')",
        "/iati-activities/iati-activity[99999999999999]",
        "",
    ],
)
def test_an_xpath_that_leads_nowhere_shows_nothing(xpath: str, tmp_path: Path) -> None:
    kept = an_iati_file(tmp_path / "kept.xml")

    assert opened(kept, xpath=xpath).lines == ()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "row"),
    [("iati/by-country/GE-2021-07-22.xlsx", 32_000), ("3w/somalia-3w-2022-03.xlsx", 31_000)],
)
def test_a_row_far_down_a_real_workbook_is_shown_at_once(shared: Path, name: str, row: int) -> None:
    path = shared / "data" / name
    opened(path, row=1)
    before = time.process_time()

    window = opened(path, row=row)

    assert window.marked_row == row
    assert time.process_time() - before < 1.5
