"""Lists of places: the global list of P-codes, a country's own, a sheet of a workbook."""

from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
import shapely

from intarsia.places import (
    PlacesError,
    merge_places,
    places_from_rows,
    read_place_aliases,
    read_places,
)
from intarsia.tables import PLACES, ProblemLog, check

GLOBAL = """Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date
SOM,1,SO24,Bay,SOM,2023-03-08
SOM,2,SO2401,Baydhaba,SO24,2023-03-08
KEN,1,KE001,Mombasa,KEN,2019-10-31
"""


def a_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def facts(places: pa.Table) -> list[tuple[Any, ...]]:
    columns = ("place_code", "parent_code", "level", "name")
    return list(zip(*(places[name].to_pylist() for name in columns), strict=True))


def test_the_global_list_gives_the_units_of_one_country(tmp_path: Path) -> None:
    places = read_places(a_file(tmp_path, "pcodes.csv", GLOBAL), country="SO")

    check(places, PLACES)
    assert facts(places) == [("SO24", "SO", 1, "Bay"), ("SO2401", "SO24", 2, "Baydhaba")]
    assert set(places["country_code"].to_pylist()) == {"SO"}
    assert str(places["valid_from_on"][0]) == "2023-03-08"


def test_a_list_without_the_country_asked_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlacesError) as refused:
        read_places(a_file(tmp_path, "pcodes.csv", GLOBAL), country="GE")

    assert refused.value.code == "places.no_features"
    assert "GE" in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        "code,name,level,parent\nSO24,Bay,1,SO\nSO2401,Baydhaba,2,SO24\n",
        "admin1Name;admin1Pcode;admin2Name;admin2Pcode\nBay;SO24;Baydhaba;SO2401\n",
        "List of districts\n\nAdmin1 Name\tAdmin1 Pcode\tAdmin2 Name\tAdmin2 Pcode\n"
        "#adm1+name\t#adm1+code\t#adm2+name\t#adm2+code\nBay\tSO24\tBaydhaba\tSO2401\n",
    ],
)
def test_a_countrys_own_list_is_read_in_every_form(tmp_path: Path, text: str) -> None:
    places = read_places(a_file(tmp_path, "districts.csv", text), country="SO")

    assert [(code, level, name) for code, _, level, name in facts(places)] == [
        ("SO24", 1, "Bay"),
        ("SO2401", 2, "Baydhaba"),
    ]
    assert places["parent_code"].to_pylist()[1] == "SO24"


def test_further_names_and_languages_are_kept(tmp_path: Path) -> None:
    text = (
        "code,name,language,alternative name\n"
        "SO2401,Baydhaba,so,Baidoa; Baidoa town\nSO2401,Baidoa (ville),fr,\n"
    )

    place = read_places(a_file(tmp_path, "names.csv", text)).to_pylist()[0]

    assert place["name"] == "Baydhaba"
    assert dict(place["names"]) == {
        "so": "Baydhaba",
        "fr": "Baidoa (ville)",
        "x-other1": "Baidoa",
        "x-other2": "Baidoa town",
    }


def test_of_a_workbook_the_sheet_with_the_codes_counts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Organization", "Region"])
    sheet = book.create_sheet("Districts")
    for row in (["P_Code", "District", "Total"], ["SO2401", "Baidoa", 3], ["SO2402", "Buur", 1]):
        sheet.append(row)
    book.save(tmp_path / "3w.xlsx")

    assert facts(read_places(tmp_path / "3w.xlsx")) == [
        ("SO2401", None, 2, "Baidoa"),
        ("SO2402", None, 2, "Buur"),
    ]


def test_a_list_without_codes_is_refused_with_its_headings(tmp_path: Path) -> None:
    with pytest.raises(PlacesError) as refused:
        read_places(a_file(tmp_path, "odd.csv", "town,people\nBaidoa,3\n"))

    assert refused.value.code == "places.no_codes"
    assert "town, people" in refused.value.message


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("code,name\nKG02,Ош\n".encode("cp1251"))

    with pytest.raises(PlacesError) as refused:
        read_places(path)

    assert refused.value.code == "places.unreadable_file"


def test_boundaries_of_one_file_and_names_of_another_make_one_unit() -> None:
    square = shapely.to_wkb(shapely.box(0, 0, 1, 1))
    drawn = places_from_rows([{"pcode": "SO2401", "name": "Baydhaba", "level": 2}])
    drawn = drawn.set_column(9, PLACES.schema.field("boundary"), pa.array([square], pa.binary()))
    listed = places_from_rows(
        [
            {"pcode": "SO24", "name": "Bay", "level": 1},
            {"pcode": "so 24-01", "name": "Baidoa", "level": 2, "parent": "SO24"},
        ]
    )

    both = merge_places([drawn, listed])

    assert facts(both) == [("SO24", None, 1, "Bay"), ("SO2401", "SO24", 2, "Baydhaba")]
    assert both["boundary"].to_pylist() == [None, square]
    assert dict(both["names"][1].as_py()) == {"x-other1": "Baidoa"}


def test_the_countrys_two_and_three_letters_are_one_code() -> None:
    two = places_from_rows([{"pcode": "AF01", "name": "Kabul", "level": 1}])
    three = places_from_rows([{"pcode": "AFG01", "name": "Kaboul", "level": 1}])

    assert facts(merge_places([two, three])) == [("AF01", None, 1, "Kabul")]


def test_a_level_that_its_parent_has_too_is_put_right() -> None:
    districts = places_from_rows([{"pcode": "NP0101", "name": "Taplejung", "level": 2}])
    units = places_from_rows([{"pcode": "NP0101301", "name": "Phungling", "level": 2}])
    log = ProblemLog("np")

    tree = merge_places([districts, units], log=log)

    assert [(code, level) for code, _, level, _ in facts(tree)] == [("NP0101", 2), ("NP0101301", 3)]
    assert [(one.code, one.value, one.expected) for one in log] == [
        ("places.level_changed", "NP0101301", "3")
    ]


def test_confirmed_names_are_read_and_open_ones_passed_over(tmp_path: Path) -> None:
    text = "name,parent,level,confirmed_code\nBaidoa,Bay,2,SO2401\nSomewhere,Bay,2,\n"

    (alias,) = read_place_aliases(a_file(tmp_path, "places.csv", text))

    assert (alias.name, alias.parent, alias.place_code) == ("Baidoa", "Bay", "SO2401")


def test_a_file_without_confirmed_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlacesError) as refused:
        read_place_aliases(a_file(tmp_path, "x.csv", "a,b\n1,2\n"))

    assert refused.value.code == "places.no_aliases"


@pytest.mark.shared
def test_a_workbooks_own_list_of_places_is_found(shared: Path) -> None:
    places = read_places(shared / "data/3w/ethiopia-4w-2022-02.xlsx")

    levels = places["level"].to_pylist()
    assert [levels.count(n) for n in (0, 1, 2, 3)] == [1, 13, 92, 1084]
