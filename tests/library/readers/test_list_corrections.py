"""A list is read as if somebody had corrected its cells; the file stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import intarsia
from intarsia import Correction

LIST = """Organization,Activity,Sector,Admin1,Start date,People targeted
UNICEF,Wells,Helth,Osh,2011-02-01,400
WFP,School meals,Education; Helth,Osh,31/06/2010,90
UNICEF,Latrines,WASH,Helth,2011-03-01,20
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "3w.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def sectors(reading: intarsia.readers.Reading) -> list[str]:  # type: ignore[name-defined]
    return [
        str(name) for name in reading.tables["activity_sectors"]["name_as_reported"].to_pylist()
    ]


def codes(reading: intarsia.readers.Reading) -> list[str]:  # type: ignore[name-defined]
    return [problem.code for problem in reading.problems]


def test_every_cell_that_says_the_same_is_corrected_in_its_column(file: Path) -> None:
    wanted = Correction("Helth", "Health", column="Sector")

    reading = intarsia.read_report(file, corrections=[wanted])

    assert sectors(reading) == ["Health", "Education; Health", "WASH"]
    assert "Helth" in reading.tables["activity_locations"]["name_as_reported"].to_pylist()
    (told,) = [one for one in reading.problems if one.code == "list.cell_corrected"]
    assert (told.value, told.expected, told.times) == ("Helth", "Health", 2)


def test_one_cell_is_corrected_where_it_stands(file: Path) -> None:
    wanted = Correction("31/06/2010", "2010-06-30", cell="E3")

    reading = intarsia.read_report(file, corrections=[wanted])

    days = reading.tables["activities"]["actual_starts_on"].to_pylist()
    assert str(days[1]) == "2010-06-30"
    assert "date.not_a_date" not in codes(reading)


def test_a_correction_of_a_cell_that_says_something_else_by_now_is_named(file: Path) -> None:
    wanted = Correction("30/06/2010", "2010-06-30", cell="E3")

    reading = intarsia.read_report(file, corrections=[wanted])

    assert "list.correction_not_used" in codes(reading)


def test_a_heading_that_no_column_has_means_any_column(file: Path) -> None:
    wanted = Correction("helth ", "Health", column="sector vocabulary 99")

    reading = intarsia.read_report(file, corrections=[wanted])

    assert "Health" in reading.tables["activity_locations"]["name_as_reported"].to_pylist()


def test_an_empty_correction_takes_the_cell_away(file: Path) -> None:
    reading = intarsia.read_report(file, corrections=[Correction("400", "", cell="F2")])

    assert reading.tables["activities"]["people_targeted"].to_pylist()[0] is None


def test_what_is_no_list_takes_no_corrections(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<iati-activities version="2.03"></iati-activities>', encoding="utf-8")

    with pytest.raises(intarsia.IntarsiaError) as refused:
        intarsia.read_report(path, corrections=[Correction("a", "b")])

    assert refused.value.code == "reader.corrections_of_no_list"


def test_a_kept_file_is_read_under_its_own_name(file: Path) -> None:
    reading = intarsia.read_report(file, name="Health 3W May 2011.csv")

    assert reading.source.name == "Health 3W May 2011.csv"
