"""Lists on the command line: what they were taken for, mappings, and what people confirm."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from cli_support import Done, Run
from intarsia.tables import load_picture

LIST = (
    "Organization,Donor,Sector,Activity,Region,District,Beneficiaries\n"
    "UNHCR,Norway,Shelter,Tents,Kessel,Ledna,100\n"
    "Norwegian Refugee Council,ECHO,WASH,Wells,Kessel,Lednaa North,50\n"
)
PLACES = (
    "code,name,level,parent,parent_name\n"
    "XA04,Kessel,1,XA,Arvenia\n"
    "XA0407,Ledna,2,XA04,Kessel\n"
    "XA0408,Dorim,2,XA04,Kessel\n"
)


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    path = tmp_path / "3w.csv"
    path.write_text(LIST, encoding="utf-8")
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    return path


def read(run: Run, tmp_path: Path, *arguments: object) -> Done:
    return run("read", *arguments, "--as-of", "2011-05-31", "-o", tmp_path / "picture")


def test_a_list_becomes_activities_with_its_places(run: Run, tmp_path: Path, a_list: Path) -> None:
    done = read(run, tmp_path, a_list, "--country", "XA", "--places", tmp_path / "places.csv")

    picture = load_picture(tmp_path / "picture")
    assert done.code == 0
    assert "activity-list" in done.out
    assert picture["activities"]["title"].to_pylist() == ["Tents", "Wells"]
    assert sorted(set(picture["activity_sectors"]["sector_code"].to_pylist())) == [
        "emergency_relief",
        "water_sanitation",
    ]


def test_explaining_says_what_each_column_was_taken_for_and_why(
    run: Run, tmp_path: Path, a_list: Path
) -> None:
    done = read(run, tmp_path, a_list, "--explain")

    assert "funding_organization" in done.out
    assert "its heading means" in done.out


def test_a_saved_mapping_reads_the_list_as_it_says(run: Run, tmp_path: Path, a_list: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    read(run, tmp_path, a_list, "--save-mapping", mapping)
    document = yaml.safe_load(mapping.read_text(encoding="utf-8"))
    for column in document["columns"]:
        if column["heading"] == "Donor":
            column["field"] = "ignored"
    mapping.write_text(yaml.safe_dump(document), encoding="utf-8")

    done = read(run, tmp_path, a_list, "--mapping", mapping)

    roles = set(load_picture(tmp_path / "picture")["participations"]["role"].to_pylist())
    assert done.code == 0
    assert roles == {"reporting", "implementing"}


def test_a_mapping_of_two_lists_is_not_written(run: Run, tmp_path: Path, a_list: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(LIST.replace("Tents", "Kits"), encoding="utf-8")

    done = read(run, tmp_path, a_list, other, "--save-mapping", tmp_path / "m.yaml")

    assert done.code == 3
    assert "the mapping of one list" in done.err


def test_a_place_that_was_not_found_can_be_confirmed(
    run: Run, tmp_path: Path, a_list: Path
) -> None:
    places = tmp_path / "places.csv"
    done = read(run, tmp_path, a_list, "--country", "XA", "--places", places)
    listed = tmp_path / "picture.places.csv"
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["Lednaa North"]
    assert "names of places were not found" in done.out
    rows[0]["confirmed_code"] = "XA0408"
    confirmed = tmp_path / "confirmed.csv"
    with confirmed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)

    read(run, tmp_path, a_list, "--country", "XA", "--places", places, confirmed)

    found = load_picture(tmp_path / "picture")["activity_locations"]["place_code"].to_pylist()
    assert "XA0408" in found
    assert not listed.exists()


def test_a_name_to_confirm_is_no_formula_to_a_spreadsheet_program_and_is_read_back(
    run: Run, tmp_path: Path, a_list: Path
) -> None:
    a_list.write_text(LIST.replace("Lednaa North", "=2+5 North"), encoding="utf-8")
    places, listed = tmp_path / "places.csv", tmp_path / "picture.places.csv"
    read(run, tmp_path, a_list, "--country", "XA", "--places", places)
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["'=2+5 North"]
    confirmed = tmp_path / "confirmed.csv"
    with confirmed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerow({**rows[0], "confirmed_code": "XA0408"})

    read(run, tmp_path, a_list, "--country", "XA", "--places", places, confirmed)

    found = load_picture(tmp_path / "picture")["activity_locations"]["place_code"].to_pylist()
    assert "XA0408" in found


def test_a_doubtful_organization_can_be_confirmed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "3w.csv"
    path.write_text(LIST.replace("UNHCR", "ARC"), encoding="utf-8")
    register = tmp_path / "register.csv"
    register.write_text(
        "id,name,acronym,type\nXA-1,Sirin Valley Water Users' Federation,SVWUF,24\n",
        encoding="utf-8",
    )
    done = read(run, tmp_path, path, "--register", register)
    listed = tmp_path / "picture.organizations.csv"
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["ARC"]
    assert "doubtful" in done.out
    rows[0]["organization_id"] = "XA-1"
    confirmed = tmp_path / "confirmed.csv"
    with confirmed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)

    read(run, tmp_path, path, "--register", register, confirmed)

    keys = load_picture(tmp_path / "picture")["participations"]["organization_id"].to_pylist()
    assert "XA-1" in keys
