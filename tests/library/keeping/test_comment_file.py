"""The reporter's own file comes back with each problem beside its cell, or in a list."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from intarsia import comment_file, keep_file, read_report
from intarsia.keeping.workbook_comments import MOST_COMMENTS
from intarsia.phrases import problem_sentence
from intarsia.tables import ProblemLog

_ROWS = [["Organization", "Sector", "People"], ["IRC", "Helth", 5], ["NRC", "WASH", "many"]]


def a_kept_workbook(folder: Path, *, sheets: tuple[str, ...] = ("3W",)) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in _ROWS:
            sheet.append(row)
        sheet.conditional_formatting.add(
            "A1:A3", openpyxl.formatting.rule.CellIsRule("equal", ["1"])
        )
    book.save(folder / "3w.xlsx")
    return keep_file(folder / "3w.xlsx", folder / "kept.xlsx").path


def a_log(*places: tuple[str | None, str | None]) -> pa.Table:
    log = ProblemLog("3w.xlsx")
    for sheet, cell in places:
        log.changed("sector.unknown_name", sheet=sheet, cell=cell, value="Helth")
    return log.table()


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_each_problem_stands_on_its_cell_in_the_language_asked_for(
    lang: str, tmp_path: Path
) -> None:
    kept = a_kept_workbook(tmp_path)
    problems = a_log(("3W", "B2"), ("3W", "B2"), ("3W", "row 3"), ("3W", "C3"))

    commented = comment_file(kept, problems, tmp_path / "back.xlsx", lang=lang)

    sheet = openpyxl.load_workbook(tmp_path / "back.xlsx")["3W"]
    sentences = [problem_sentence(row, lang) for row in problems.to_pylist()]
    assert (commented.placed, commented.listed) == (4, 0)
    assert sheet["B2"].comment.text == "\n".join(sentences[:2])
    assert sheet["A3"].comment.text == sentences[2]
    assert sheet["C3"].comment.text == sentences[3]
    assert [[cell.value for cell in row] for row in sheet] == _ROWS


def test_what_is_about_no_cell_is_listed_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    kept = a_kept_workbook(tmp_path, sheets=("3W", "Intarsia"))
    problems = a_log(("3W", "B2"), ("3W", None), (None, None), ("Other", "A1"), (None, "B2"))

    commented = comment_file(kept, problems, tmp_path / "back.xlsx", lang="en")

    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert (commented.placed, commented.listed) == (1, 4)
    assert book.sheetnames == ["3W", "Intarsia", "Intarsia 2"]
    assert book["Intarsia 2"].max_row == 5


def test_the_file_that_comes_back_can_be_kept_and_read_again(tmp_path: Path) -> None:
    kept = a_kept_workbook(tmp_path)
    comment_file(kept, a_log(("3W", "B2"), (None, None)), tmp_path / "back.xlsx", lang="en")

    again = keep_file(tmp_path / "back.xlsx", tmp_path / "again.xlsx")

    tables = [read_report(path).tables["activities"] for path in (kept, again.path)]
    assert tables[0]["title"].equals(tables[1]["title"])
    assert again.removed == {"author": 1}


def test_a_file_with_comments_can_be_commented_again(tmp_path: Path) -> None:
    kept = a_kept_workbook(tmp_path, sheets=("3W", "4W"))
    comment_file(kept, a_log(("3W", "B2"), (None, None)), tmp_path / "once.xlsx", lang="en")

    problems = a_log(("4W", "B2"), ("3W", "B2"), (None, None))
    commented = comment_file(tmp_path / "once.xlsx", problems, tmp_path / "twice.xlsx", lang="en")

    book = openpyxl.load_workbook(tmp_path / "twice.xlsx")
    assert (commented.placed, commented.listed) == (1, 2)
    assert book.sheetnames == ["3W", "4W", "Intarsia", "Intarsia 2"]
    assert [book[name]["B2"].comment is not None for name in ("3W", "4W")] == [True, True]


def test_a_sentence_is_never_run_as_a_formula(tmp_path: Path) -> None:
    log = ProblemLog("=cmd|' /C calc'!A0")
    log.changed("sector.unknown_name", value="=1+1")
    kept = a_kept_workbook(tmp_path)

    comment_file(kept, log.table(), tmp_path / "back.xlsx", lang="en")

    cell = openpyxl.load_workbook(tmp_path / "back.xlsx")["Intarsia"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'=cmd")


def test_more_comments_than_a_program_bears_are_listed(tmp_path: Path) -> None:
    kept = a_kept_workbook(tmp_path)
    problems = a_log(*((("3W", f"A{row}")) for row in range(1, MOST_COMMENTS + 11)))

    commented = comment_file(kept, problems, tmp_path / "back.xlsx", lang="en")

    assert (commented.placed, commented.listed) == (MOST_COMMENTS, 10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_of_text_gets_a_last_column(encoding: str, tmp_path: Path) -> None:
    table = 'Organization;Région;People\r\nIRC;"Nord; Est";5\r\nNRC;Été\r\n'
    (tmp_path / "kept.csv").write_bytes(table.encode(encoding))
    problems = a_log((None, "C2"), (None, "3"), (None, None))

    commented = comment_file(tmp_path / "kept.csv", problems, tmp_path / "back.csv", lang="fr")

    text = (
        (tmp_path / "back.csv")
        .read_bytes()
        .decode("utf-8-sig" if "8" in encoding else encoding, "replace")
    )
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert (commented.placed, commented.listed) == (2, 1)
    assert [row[:3] for row in rows[:3]] == [
        ["Organization", "Région", "People"],
        ["IRC", "Nord; Est", "5"],
        ["NRC", "Été", ""],
    ]
    assert rows[0][3] == "Intarsia"
    assert all(len(row) == 4 for row in rows[:3])
    assert rows[3] == []
    assert rows[4][:3] == ["", "", ""]


def test_any_other_file_comes_in_a_zip_with_a_list(tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text('[{"org": "IRC", "sector": "Helth"}]')

    commented = comment_file(
        tmp_path / "kept.json", a_log((None, "2"), (None, None)), tmp_path / "back.zip", lang="en"
    )

    with zipfile.ZipFile(tmp_path / "back.zip") as parts:
        assert parts.namelist() == ["kept.json", "Intarsia.csv"]
        listed = parts.read("Intarsia.csv").decode("utf-8-sig")
    assert (commented.placed, commented.listed) == (0, 2)
    assert listed.count("Helth") == 2


@pytest.mark.shared
def test_every_problem_of_a_real_list_is_placed_or_listed(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "3w" / "libya-3w-2021-05.xlsx"
    problems = read_report(path).problems.table()
    kept = keep_file(path, tmp_path / "kept.xlsx").path

    commented = comment_file(kept, problems, tmp_path / "back.xlsx", lang="en")

    assert commented.placed + commented.listed == problems.num_rows
    assert openpyxl.load_workbook(tmp_path / "back.xlsx").sheetnames
