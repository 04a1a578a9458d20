"""The museum of bad lists in tests/reports: what comes out of each, and that nothing is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from intarsia.normalize import normalize_report
from intarsia.phrases import problem_sentence
from intarsia.readers import ReaderError, load_mapping, read_report

MUSEUM = Path(__file__).resolve().parents[2] / "reports"

#: File -> activities, and the problems that must be named, with how often.
READ: dict[str, tuple[int, dict[str, int]]] = {
    "ages.xlsx": (3, {}),
    "arabic-cp1256.csv": (3, {"grid.encoding_guessed": 5}),
    "cell-errors.xlsx": (4, {"grid.cell_error": 2}),
    "columns-swap.csv": (6, {"list.columns_crossed": 3}),
    "contacts.xlsx": (4, {"personal_data.column_removed": 32, "list.row_note": 1}),
    "cyrillic-cp1251.csv": (3, {"list.row_total": 1}),
    "dates-decided.csv": (3, {"date.ambiguous": 1, "date.not_a_date": 1}),
    "dates.csv": (10, {"date.ambiguous": 2, "date.not_a_date": 2}),
    "formulas-as-text.csv": (4, {}),
    "formulas-without-values.xlsx": (4, {"grid.formula_without_value": 3}),
    "header-again.xlsx": (4, {"list.row_header_again": 2}),
    "headings-twice.csv": (3, {"people.totals_differ": 2}),
    "hidden.xlsx": (4, {"grid.hidden_rows": 2, "list.sheet_hidden": 6}),
    "hxl-arrays.json": (4, {}),
    "hxl-row-20.xlsx": (4, {}),
    "merged.xlsx": (4, {"list.merged_cells": 4, "list.merged_figure": 1}),
    "mixed-encodings.csv": (5, {"grid.encodings_mixed": 2}),
    "months.xlsx": (3, {}),
    "nul-bytes.csv": (4, {"grid.nul_bytes": 2}),
    "numbered.xlsx": (4, {"list.row_says_nothing": 30}),
    "numbers.csv": (18, {"people.about": 3, "number.not_a_number": 8}),
    "old.xls": (4, {}),
    "only-hidden.xlsx": (4, {"list.hidden_sheet_read": 1}),
    "open-document.ods": (4, {}),
    "right-to-left.xlsx": (3, {"list.row_total": 1}),
    "says-nothing.csv": (4, {"list.row_says_nothing": 1}),
    "sectors.xlsx": (3, {}),
    "several-in-a-cell.csv": (6, {}),
    "totals-and-notes.xlsx": (4, {"list.row_note": 2, "list.row_total": 3}),
    "two-tables-below.xlsx": (7, {}),
    "two-tables-beside.xlsx": (6, {}),
    "unbalanced-quote.csv": (5, {"grid.quotes_unbalanced": 1}),
}
#: File -> the error's code, and words of its sentence that tell what to do.
REFUSED = {
    "empty-template.xlsx": ("list.not_a_list", "a form"),
    "no-organization.csv": ("list.not_a_list", "without organizations"),
    "password.xls": ("reader.password", "without one"),
    "password.xlsx": ("reader.password", "without one"),
    "pivot.xlsx": ("list.not_a_list", "pivot"),
    "web-page.xls": ("reader.unknown_format", "web page"),
}


def test_every_piece_of_the_museum_is_looked_at() -> None:
    there = {
        path.name
        for path in MUSEUM.iterdir()
        if path.is_file() and path.suffix not in (".py", ".md")
    }

    assert there == set(READ) | set(REFUSED)


def test_the_page_of_the_museum_names_what_is_there() -> None:
    lines = (MUSEUM / "README.md").read_text(encoding="utf-8").splitlines()
    first_cells = [line.split("|")[1] for line in lines if line.startswith("| ")][1:]
    named = [name.strip() for cell in first_cells for name in cell.split(",")]

    assert sorted(name for name in named if not name.startswith("---")) == sorted(
        set(READ) | set(REFUSED)
    )


@pytest.mark.parametrize("name", sorted(READ))
def test_a_bad_list_is_read_and_what_is_wrong_is_named(name: str) -> None:
    activities, expected = READ[name]

    reading = read_report(MUSEUM / name)

    named: Counter[str] = Counter()
    for problem in reading.problems:
        named[problem.code] += problem.times
    report = reading.report
    assert report["activities"] == activities == reading.tables["activities"].num_rows
    assert report["rows"] == report["rows_kept"] + report["rows_named"]  # type: ignore[operator]
    assert {code: named[code] for code in expected} == expected
    reporting = {
        row["activity_id"]
        for row in reading.tables["participations"].to_pylist()
        if row["role"] == "reporting"
    }
    nameless = {"cell-errors.xlsx": 1, "says-nothing.csv": 1}.get(name, 0)
    assert len(reporting) == activities - nameless
    for row in reading.problems.table().to_pylist():
        assert row["code"] not in problem_sentence(row, "en")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_list_is_refused_with_the_reason(name: str) -> None:
    code, words = REFUSED[name]

    with pytest.raises(ReaderError) as error:
        read_report(MUSEUM / name)

    assert error.value.code == code
    assert words in error.value.message


def test_contacts_are_in_no_table_and_in_no_problem() -> None:
    import datetime as dt

    picture = normalize_report(read_report(MUSEUM / "contacts.xlsx"), as_of=dt.date(2011, 5, 31))

    said = " ".join(str(picture[name].to_pydict()) for name in picture)
    assert "@example.org" not in said
    assert "Exempla Person" not in said


def test_a_list_without_organizations_is_read_where_a_mapping_names_one(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("fixed:\n  organization: Harbour Relief\ncolumns: []\n", encoding="utf-8")

    reading = read_report(MUSEUM / "no-organization.csv", mapping=load_mapping(mapping))

    names = set(reading.tables["participations"]["name_as_reported"].to_pylist())
    assert names == {"Harbour Relief"}
