"""A report that bears a classified marking is refused whole; another marking is kept as written."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import intarsia
from intarsia.cli import main
from intarsia.readers import ReaderError, open_source
from intarsia.readers.grids.old_records import look_through
from intarsia.readers.iati.root import find_root
from intarsia.readers.marked import Markings

ROWS = (
    "Organization,Activity,Sector,District,Status",
    "UNHCR,Shelter kits,Shelter,Kestrel,Ongoing",
    "Confidential,Teacher training,Education,Kestrel,Ongoing",
    "IFES,Handling of secret ballots,Governance,Heron,Ongoing",
    "UNFPA,Confidential counselling services,Health,Heron,Ongoing",
    "OSCE,Restricted mobility of returnees,Protection,Heron,Ongoing",
    "UN Secretariat,Secretariat of the group,Co-ordination,Heron,Ongoing",
)


def a_file(folder: Path, *lines: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def a_sheet(folder: Path) -> tuple[Workbook, Worksheet, Path]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "3W"
    for row in ROWS:
        sheet.append(row.split(","))
    return book, sheet, folder / "list.xlsx"


def refused(path: Path) -> ReaderError:
    with pytest.raises(ReaderError) as found:
        intarsia.read_report(path)
    assert found.value.code == "reader.classified", found.value
    return found.value


def kept(path: Path) -> object:
    reading = intarsia.read_report(path)
    assert reading.report["activities"] == len(ROWS) - 1
    return reading.report["marking"]


def test_words_that_are_no_marking_are_read_as_any_others(tmp_path: Path) -> None:
    titles = ("Monthly report of the Secretariat,,,,", "On restricted and confidential matters,,,,")

    assert kept(a_file(tmp_path, *titles, *ROWS)) is None


@pytest.mark.parametrize(
    "line",
    [
        "NATO SECRET",
        "SECRET,,,,",
        "Weekly report – NATO RESTRICTED,,,,",
        "3W May 2011,,CONFIDENTIEL UE/EU CONFIDENTIAL,,",
        "Classification: Confidential,,,,",
        "СЕКРЕТНО,,,,",
        '"Для служебного пользования Экз. № 2",,,,',
        "UN STRICTLY CONFIDENTIAL,,,,",
    ],
)
def test_a_classified_marking_above_a_list_refuses_it(tmp_path: Path, line: str) -> None:
    error = refused(a_file(tmp_path, line, "", *ROWS))

    assert "cell " in str(error)
    assert "not kept here" in str(error)
    assert error.data["cell"].endswith("1")  # type: ignore[attr-defined]


def test_a_classified_marking_below_a_list_refuses_it(tmp_path: Path) -> None:
    assert refused(a_file(tmp_path, *ROWS, "", "EU RESTRICTED")).data["cell"] == "A9"


@pytest.mark.parametrize(
    ("line", "marking"),
    [
        ("LIMITE,,,,", "LIMITE"),
        ("OSCE Restricted,,,,", "OSCE Restricted"),
        ("For internal use only,,,,", "For internal use only"),
        ("NATO UNCLASSIFIED,,,,", "NATO UNCLASSIFIED"),
    ],
)
def test_another_marking_is_kept_in_the_line_of_the_report(
    tmp_path: Path, line: str, marking: str
) -> None:
    assert kept(a_file(tmp_path, line, *ROWS)) == marking


def test_a_row_marked_in_a_column_of_markings_refuses_the_list(tmp_path: Path) -> None:
    rows = [row.replace("Ongoing", "Public") for row in ROWS]
    rows[0] = rows[0].replace("Status", "Sensitivity")
    assert kept(a_file(tmp_path, *rows)) is None

    rows[3] = rows[3].replace("Public", "Confidential")
    assert refused(a_file(tmp_path, *rows)).data["column"] == "Sensitivity"


def test_header_and_footer_of_a_sheets_page_are_read(tmp_path: Path) -> None:
    book, sheet, path = a_sheet(tmp_path)
    sheet.oddFooter.center.text = "OSCE Restricted"
    book.save(path)
    assert kept(path) == "OSCE Restricted"

    sheet.oddHeader.right.text = "NATO CONFIDENTIAL"
    sheet.oddHeader.right.font = "Arial,Bold"
    book.save(path)
    assert refused(path).data["sheet"] == "3W"


def test_a_hidden_sheet_and_a_cover_page_are_read_too(tmp_path: Path) -> None:
    book, _, path = a_sheet(tmp_path)
    cover = book.create_sheet("Cover", 0)
    cover["B40"] = "Закрытый отчёт"
    cover["B41"] = "СОВЕРШЕННО СЕКРЕТНО"
    cover.sheet_state = "hidden"
    book.save(path)

    assert refused(path).data == {
        "file": "list.xlsx",
        "value": "СОВЕРШЕННО СЕКРЕТНО",
        "sheet": "Cover",
        "cell": "B41",
    }


def test_header_and_footer_of_an_old_workbook_are_read() -> None:
    def record(number: int, content: bytes) -> bytes:
        return number.to_bytes(2, "little") + len(content).to_bytes(2, "little") + content

    said = "&C&BNATO SECRET"
    start = record(0x809, bytes(16))
    wide = len(said).to_bytes(2, "little") + b"\x01" + said.encode("utf-16-le")
    narrow = len(said).to_bytes(2, "little") + b"\x00" + said.encode("latin-1")
    sheet = start + record(0x14, wide) + record(0x15, narrow) + record(0x0A, b"")
    ahead = len(start) + 4 + 8 + 4
    book = start + record(0x85, ahead.to_bytes(4, "little") + bytes(4)) + record(0x0A, b"") + sheet

    assert [beside.around for beside in look_through(book)] == [["NATO SECRET", "NATO SECRET"]]


def test_what_a_json_object_says_of_its_list_is_read(tmp_path: Path) -> None:
    names, *rows = [row.split(",") for row in ROWS]
    records = [dict(zip(names, row, strict=True)) for row in rows]
    path = tmp_path / "list.json"

    path.write_text(json.dumps({"handling": "LIMITE", "data": records}), encoding="utf-8")
    assert kept(path) == "LIMITE"
    path.write_text(json.dumps({"about": {"level": "UE SECRET"}, "data": records}), "utf-8")
    assert kept(path) is None
    path.write_text(json.dumps({"about": {"level": "EU SECRET"}, "data": records}), "utf-8")
    refused(path)


@pytest.mark.parametrize(
    ("before", "marking"), [("<!-- NATO SECRET -->", None), ("<!-- LIMITE -->", "LIMITE")]
)
def test_comments_of_an_iati_file_are_read(
    tmp_path: Path, before: str, marking: str | None
) -> None:
    xml = (
        f'<?xml version="1.0"?>\n{before}\n<iati-activities version="2.03"><iati-activity>'
        "<iati-identifier>XX-1</iati-identifier><title><narrative>SECRET</narrative></title>"
        "</iati-activity></iati-activities>"
    )
    path = a_file(tmp_path, xml, name="report.xml")

    if marking is None:
        refused(path)
    else:
        assert intarsia.read_report(path).report["marking"] == marking


def test_lines_above_the_tables_of_an_aims_release_are_read(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w") as release:
        release.writestr("data/projects.csv", "RESTREINT UE/EU RESTRICTED\nproject_id,title\n1,A\n")

    assert refused(path).data["sheet"] == "data/projects.csv"


def test_nothing_of_a_refused_report_is_in_the_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = a_file(tmp_path, "NATO SECRET", *ROWS[:2], name="secret.csv")
    plain = a_file(tmp_path, "LIMITE,,,,", *ROWS[:1], *ROWS[3:], name="plain.csv")
    to = tmp_path / "picture"

    done = main(["read", str(secret), str(plain), "--as-of", "2011-05-31", "-o", str(to)])

    assert done == 0
    assert "secret.csv bears the marking “NATO SECRET” (cell A1)" in capsys.readouterr().out
    picture = intarsia.load_picture(to)
    reports = picture["reports"].select(["file", "marking"]).to_pylist()
    assert reports == [{"file": "plain.csv", "marking": "LIMITE"}]
    (problem,) = (
        row for row in picture["problems"].to_pylist() if row["code"] == "reader.classified"
    )
    assert (problem["value"], problem["cell"]) == ("NATO SECRET", "A1")
    assert "ask for an extract that is not classified" in problem["message"]
    for file in to.rglob("*.parquet"):
        assert b"Shelter kits" not in file.read_bytes()


@pytest.mark.shared
def test_no_real_report_is_refused_for_its_markings(shared: Path) -> None:
    looked_at = 0
    for path in sorted((shared / "data").rglob("*.xml")):
        try:
            root = find_root(open_source(path))
        except ReaderError:
            continue
        marks = Markings(path.name)
        for text in (*root.comments, *root.attributes.values()):
            marks.line(text, "head")
        looked_at += 1
    assert looked_at > 100
