"""AIMS releases become activities with places and money; every row is kept or named."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia import read_report
from intarsia.readers import Reading, aims, open_source
from intarsia.readers.source import ReaderError
from intarsia.tables import TABLES, check

PROJECTS = (
    "project_id,is_geocoded,project_title,start_actual_isodate,start_actual_type,"
    "end_actual_isodate,end_actual_type,donors,donors_iso3,recipients,recipients_iso3,"
    "ad_sector_codes,ad_sector_names,status,total_commitments\n"
    "77,1,Bridges,2006-11-23,start-actual,2009-06-30,end-planned,Austria|Norway,AUT|NOR,"
    "Nepal,NPL,210|311|210,Transport|Agriculture|Transport,Implementation,500\n"
    "78,0,Wells,,start-actual,,,Japan,JPN,Nepal,NPL,14030,Drinking water,Unspecified,\n"
)
LOCATIONS = (
    "project_id,project_location_id,precision_code,geoname_id,place_name,latitude,longitude,"
    "location_type_code,location_type_name,gazetteer_adm_code,gazetteer_adm_name,"
    "location_class,geographic_exactness\n"
    "77,77_12,1,12,Dhāding,27.86,84.93,PPL,populated place,6|NP|12,Earth|Nepal|Dhāding,2,1\n"
)
TRANSACTIONS = (
    "transaction_id,project_id,transaction_isodate,transaction_year,transaction_value_code,"
    "transaction_currency,transaction_value\n"
    "a1,77,,2007,C,USD,500\n"
    "a2,77,2008-03-02,2008,D,NPR,-20.5\n"
)


def a_release(tmp_path: Path, **changes: str | bytes | None) -> Path:
    """Return a release; a change of None leaves the table out."""
    tables: dict[str, str | bytes | None] = {
        "data/projects.csv": PROJECTS,
        "data/locations.csv": LOCATIONS,
        "data/transactions.csv": TRANSACTIONS,
    }
    tables |= {name.replace("__", "/").replace("_csv", ".csv"): one
               for name, one in changes.items()}  # fmt: skip
    path = tmp_path / "Release.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in tables.items():
            if content is not None:
                made.writestr(f"Release/{name}", content)
    return path


def read(path: Path) -> Reading:
    """Read a release, and check what every reading must keep."""
    source = open_source(path)
    assert aims.can_read(source)
    reading = aims.read(source)
    for name, table in reading.tables.items():
        check(table, TABLES[name], from_reader=True)
    report = reading.report
    assert report["rows"] == report["rows_kept"] + report["rows_named"]  # type: ignore[operator]
    return reading


def rows_of(reading: Reading, table: str, *columns: str) -> list[tuple[object, ...]]:
    found = reading.tables[table]
    return list(zip(*(found[column].to_pylist() for column in columns), strict=True))


def codes(reading: Reading) -> dict[str, int]:
    usual = ("aims.column_derived", "aims.extra_column", "aims.year_only", "aims.negative_value")
    found: dict[str, int] = {}
    for problem in reading.problems:
        if problem.code not in usual:
            short = problem.code.removeprefix("aims.")
            found[short] = found.get(short, 0) + problem.times
    return found


def test_a_project_is_an_activity_with_its_days_and_status(tmp_path: Path) -> None:
    reading = read(a_release(tmp_path))

    assert rows_of(
        reading, "activities", "activity_id", "identifier", "title", "row", "status_code",
        "actual_starts_on", "planned_ends_on", "actual_ends_on",
    ) == [
        ("77", "77", "Bridges", 2, "2", dt.date(2006, 11, 23), dt.date(2009, 6, 30), None),
        ("78", "78", "Wells", 3, None, None, None, None),
    ]  # fmt: skip
    assert (reading.report["rows"], reading.report["rows_kept"]) == (5, 5)
    assert reading.report["covers_countries"] == "NP"
    assert codes(reading) == {}


def test_the_release_reports_and_donors_fund(tmp_path: Path) -> None:
    described = json.dumps({"title": "Nepal release", "version": "1.4"})

    reading = read(a_release(tmp_path, **{"datapackage.json": described}))

    assert rows_of(reading, "participations", "activity_id", "role", "ordinal",
                   "name_as_reported") == [
        ("77", "reporting", 0, "Nepal release"),
        ("77", "funding", 0, "Austria"),
        ("77", "funding", 1, "Norway"),
        ("78", "reporting", 0, "Nepal release"),
        ("78", "funding", 0, "Japan"),
    ]  # fmt: skip
    assert reading.report["version"] == "1.4"


def test_sectors_stand_once_in_the_vocabulary_of_their_length(tmp_path: Path) -> None:
    reading = read(a_release(tmp_path))

    assert rows_of(reading, "activity_sectors", "activity_id", "ordinal", "source_vocabulary",
                   "source_code", "name_as_reported", "percentage") == [
        ("77", 0, "2", "210", "Transport", None),
        ("77", 1, "2", "311", "Agriculture", None),
        ("78", 0, "1", "14030", "Drinking water", None),
    ]  # fmt: skip


def test_a_location_has_its_point_and_codes(tmp_path: Path) -> None:
    reading = read(a_release(tmp_path))

    assert rows_of(reading, "activity_locations", "activity_id", "kind", "ordinal", "source_code",
                   "name_as_reported", "latitude", "longitude", "precision", "class_code",
                   "feature_code") == [
        ("77", "country", 0, "NP", "Nepal", None, None, None, None, None),
        ("78", "country", 0, "NP", "Nepal", None, None, None, None, None),
        ("77", "location", 0, "12", "Dhāding", 27.86, 84.93, "1", "2", "PPL"),
    ]  # fmt: skip
    assert rows_of(reading, "codes", "kind", "of", "vocabulary", "code", "name") == [
        ("location_id", 0, "G1", "12", None),
        ("geographical_precision", 0, None, "1", None),
        ("administrative", 0, "G1", "6|NP|12", "Earth|Nepal|Dhāding"),
    ]


def test_a_transaction_has_its_day_or_the_last_of_its_year(tmp_path: Path) -> None:
    reading = read(a_release(tmp_path))

    assert rows_of(reading, "transactions", "activity_id", "ordinal", "row", "kind", "on",
                   "on_basis", "value", "currency", "reference") == [
        ("77", 0, 2, "2", dt.date(2007, 12, 31), "derived from a year", 500.0, "USD", "a1"),
        ("77", 1, 3, "3", dt.date(2008, 3, 2), "stated", -20.5, "NPR", "a2"),
    ]  # fmt: skip


def test_tabs_and_semicolons_part_cells_too(tmp_path: Path) -> None:
    tabbed = TRANSACTIONS.replace(",", "\t")
    semicolons = LOCATIONS.replace(",", ";")

    reading = read(
        a_release(tmp_path, data__transactions_csv=tabbed, data__locations_csv=semicolons)
    )

    assert reading.tables["transactions"].num_rows == 2
    assert reading.report["rows_kept"] == 5


def test_text_that_is_not_utf8_is_read_and_named(tmp_path: Path) -> None:
    old = PROJECTS.replace("Bridges", "Fédération – œuvre").encode("cp1252")

    reading = read(a_release(tmp_path, data__projects_csv=old))

    assert rows_of(reading, "activities", "title")[0] == ("Fédération – œuvre",)
    assert codes(reading) == {"encoding": 1}


def test_rows_of_unknown_projects_are_named(tmp_path: Path) -> None:
    further = TRANSACTIONS + "a3,99,,2007,C,USD,1\na4,99,,2007,C,USD,1\n"

    reading = read(a_release(tmp_path, data__transactions_csv=further))

    (problem,) = [one for one in reading.problems if one.code == "aims.orphan_row"]
    assert (problem.value, problem.times, problem.cell) == ("99", 2, "4")
    assert (reading.report["rows"], reading.report["rows_named"]) == (7, 2)


@pytest.mark.parametrize(
    ("old", "new", "code", "column", "expected"),
    [
        (",C,USD,500", ",X,USD,500", "unknown_transaction_type", "kind", None),
        (",C,USD,500", ",C,,500", "currency_unknown", "currency", None),
        (",C,USD,500", ",C,USD,much", "not_a_number", "value", None),
        (",C,USD,500", ",C,USD,", "value_missing", "value", None),
        (",,2007,", ",,soon,", "no_date", "on", None),
        (",,2007,", ",2007-13-01,2007,", "not_a_date", "on", dt.date(2007, 12, 31)),
    ],
)
def test_a_bad_cell_costs_the_cell_and_never_the_row(
    tmp_path: Path, old: str, new: str, code: str, column: str, expected: object
) -> None:
    table = TRANSACTIONS.replace(old, new)

    reading = read(a_release(tmp_path, data__transactions_csv=table))

    assert rows_of(reading, "transactions", column)[0] == (expected,)
    assert reading.report["rows_kept"] == 5
    assert code in codes(reading)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2006-11-23", "0201-11-23", "not_a_date"),
        ("Implementation", "Sleeping", "status_unknown"),
        ("NPL,210", "NEPAL,210", "country_unknown"),
        ("Transport|Agriculture|Transport", "Transport", "lists_differ"),
        ("78,0", "77,0", "project_twice"),
        ("78,0", ",0", "identifier_missing"),
    ],
)
def test_a_bad_project_is_kept_and_named(tmp_path: Path, old: str, new: str, code: str) -> None:
    table = PROJECTS.replace(old, new)

    reading = read(a_release(tmp_path, data__projects_csv=table))

    assert reading.report["activities"] == 2
    assert code in codes(reading)


def test_a_total_that_its_rows_do_not_add_up_to_is_kept(tmp_path: Path) -> None:
    reading = read(a_release(tmp_path, data__projects_csv=PROJECTS.replace(",500\n", ",900\n")))

    assert ("77", "total_commitments", "900") in rows_of(
        reading, "remainders", "activity_id", "element", "source"
    )
    assert codes(reading) == {"total_differs": 1}


def test_a_point_off_the_globe_is_dropped_and_named(tmp_path: Path) -> None:
    table = LOCATIONS.replace("27.86,84.93", "184.93,27.86")

    reading = read(a_release(tmp_path, data__locations_csv=table))

    assert rows_of(reading, "activity_locations", "latitude", "name_as_reported")[-1] == (
        None,
        "Dhāding",
    )
    assert codes(reading) == {"not_a_point": 1}


def test_columns_without_a_place_are_kept_as_written(tmp_path: Path) -> None:
    table = TRANSACTIONS.replace("_value\n", "_value,note\n").replace(",500\n", ",500,late\n")
    table = table.replace("-20.5\n", "-20.5,\n")

    reading = read(a_release(tmp_path, data__transactions_csv=table))

    assert rows_of(reading, "remainders", "activity_id", "element", "ordinal", "source") == [
        ("77", "donors_iso3", 0, "AUT|NOR"),
        ("78", "donors_iso3", 0, "JPN"),
        ("77", "transaction/note", 0, "late"),
    ]


def test_other_members_are_named_with_the_reason(tmp_path: Path) -> None:
    others = {
        "README.pdf": "x",
        "metadata/geonames.tsv": "x",
        "data/level_1a.csv": "x",
        "data/iati.xml": "<x/>",
        "data/notes.dat": "x",
    }

    reading = read(a_release(tmp_path, **others))

    assert codes(reading) == {
        "member_document": 1,
        "member_metadata": 1,
        "member_joined": 1,
        "member_iati": 1,
        "member_unknown": 1,
    }


def test_a_quotation_mark_that_is_not_closed_swallows_nothing(tmp_path: Path) -> None:
    table = PROJECTS.replace("Bridges", '"Bridges')

    reading = read(a_release(tmp_path, data__projects_csv=table))

    assert reading.report["activities"] == 2
    assert codes(reading)["quotes"] == 1


def test_rows_too_short_or_too_long_are_kept_and_named(tmp_path: Path) -> None:
    table = TRANSACTIONS.replace("-20.5\n", "-20.5,and,more\n") + "a3,77,,2007,C\n"

    reading = read(a_release(tmp_path, data__transactions_csv=table))

    assert reading.tables["transactions"].num_rows == 3
    assert {"row_short", "row_long"} <= set(codes(reading))


def test_a_release_without_locations_is_read_and_that_is_said(tmp_path: Path) -> None:
    assert codes(read(a_release(tmp_path, data__locations_csv=None))) == {"table_missing": 1}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"data__projects_csv": None}, "aims.no_projects"),
        ({"data__projects_csv": "a,b\n1,2\n"}, "aims.headings_missing"),
        ({"../evil.csv": "x"}, "archive.unsafe_path"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused(
    tmp_path: Path, changes: dict[str, str | None], code: str
) -> None:
    with pytest.raises(ReaderError) as error:
        read(a_release(tmp_path, **changes))

    assert error.value.code == code


def test_the_order_of_rows_changes_no_id(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    head, one, two = PROJECTS.replace("78,0", "77,0").splitlines(keepends=True)

    there = read(a_release(first, data__projects_csv=head + one + two))
    back = read(a_release(second, data__projects_csv=head + two + one))

    assert {key for (key,) in rows_of(there, "activities", "activity_id")} == {"77", "77~2"}
    assert {key for (key,) in rows_of(back, "activities", "activity_id")} == {"77", "77~2"}


@given(st.binary(max_size=60), st.integers(0, len(TRANSACTIONS) - 1))
def test_damage_never_stops_the_reading(
    tmp_path_factory: pytest.TempPathFactory, damage: bytes, at: int
) -> None:
    content = TRANSACTIONS.encode()
    broken = content[:at] + damage + content[at + len(damage) :]

    reading = read(a_release(tmp_path_factory.mktemp("damaged"), data__transactions_csv=broken))

    assert reading.report["activities"] == 2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("release", "activities", "locations", "transactions"),
    [("Nepal", 873, 20952, 2538), ("Uganda", 1709, 2426, 6776)],
)
def test_real_releases_keep_every_row(
    shared: Path, release: str, activities: int, locations: int, transactions: int
) -> None:
    name = f"geocoded__{release}AIMS_GeocodedResearchRelease_Level1_v1.4.1.zip"

    reading = read(shared / "data" / "iati" / "xml-aims" / name)

    assert reading.report["activities"] == activities
    assert reading.report["rows_kept"] == activities + locations + transactions
    assert reading.tables["transactions"].num_rows == transactions


def test_a_heading_that_stands_twice_loses_no_column(tmp_path: Path) -> None:
    projects = "project_id,project_title,note,note\n77,Bridges,first,second\n"

    reading = read(a_release(tmp_path, data__projects_csv=projects))

    assert rows_of(reading, "remainders", "element", "source") == [
        ("note", "first"),
        ("note#2", "second"),
    ]
    assert "aims.heading_twice" in {problem.code for problem in reading.problems}


def test_a_very_long_cell_costs_no_row(tmp_path: Path) -> None:
    projects = f'project_id,project_title,note\n77,Bridges,"{"long " * 40_000}"\n78,Wells,short\n'

    reading = read(a_release(tmp_path, data__projects_csv=projects))

    assert rows_of(reading, "activities", "title") == [("Bridges",), ("Wells",)]


def test_columns_of_persons_are_taken_out(tmp_path: Path) -> None:
    projects = (
        "project_id,project_title,contact_person,contact_phone\n77,Bridges,Jane Doe,5551234\n"
    )

    reading = read_report(a_release(tmp_path, data__projects_csv=projects))

    kept = " ".join(str(table.to_pydict()) for table in reading.tables.values())
    assert "Jane Doe" not in kept
    assert "5551234" not in kept
    assert "personal_data.column_removed" in {problem.code for problem in reading.problems}
