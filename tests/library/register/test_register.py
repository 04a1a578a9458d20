"""A register is read from a user's files, laid over the packaged one, and written back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from intarsia.register import (
    REGISTER,
    RegisterError,
    merged,
    packaged_register,
    read_confirmed,
    read_register,
    register_with,
    with_confirmed,
    write_register,
)
from intarsia.tables import check

FULL = (
    "id,name,acronym,type,parent,country,level,identifiers,name_fr,name_ru,acronyms,aliases\n"
    "A-1,Hope Relief,HR,21,,no,,12345|XX-9,Espoir Secours,Надежда,ES|HRF,Hope|Hope R.\n"
    'A-2,"Hope, Relief Sweden",,21,A-1,SE,field,,,,,\n'
)


def a_file(folder: Path, text: str, name: str = "own.csv") -> Path:
    """A file of this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(table: pa.Table) -> dict[str, dict[str, object]]:
    """The rows of a register by id."""
    return {row["organization_id"]: row for row in table.to_pylist()}


def test_a_csv_is_read_with_every_column(tmp_path: Path) -> None:
    table = read_register(a_file(tmp_path, FULL))

    check(table, REGISTER)
    row = rows_of(table)["A-1"]
    assert row == {
        "organization_id": "A-1",
        "name": "Hope Relief",
        "acronym": "HR",
        "type_code": "21",
        "level": None,
        "parent_id": None,
        "identifiers": ["12345", "XX-9"],
        "aliases": [
            ("Espoir Secours", "fr"),
            ("Надежда", "ru"),
            ("ES", ""),
            ("HRF", ""),
            ("Hope", ""),
            ("Hope R.", ""),
        ],
        "is_placeholder": False,
        "country_code": "NO",
        "source": "own.csv",
    }
    assert rows_of(table)["A-2"]["level"] == "field"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_and_a_byte_order_mark_are_read(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(f"id{separator}Name\nA{separator}Hope\n".encode("utf-8-sig"))

    assert rows_of(read_register(path))["A"]["name"] == "Hope"


def test_a_workbook_is_read_as_a_csv_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "name", "type", "identifiers"])
    sheet.append(["A-1", "Hope", 21, 41119])
    sheet.append([None, "Local NGO (South)", None, None])
    path = tmp_path / "own.xlsx"
    book.save(path)

    found = rows_of(read_register(path))

    assert (found["A-1"]["type_code"], found["A-1"]["identifiers"]) == ("21", ["41119"])
    assert found["name:local-ngo-south"]["name"] == "Local NGO (South)"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "register.empty", "no rows"),
        ("id,title\nA,B\n", "register.column_unknown", "title"),
        ("id,acronym\nA,B\n", "register.column_missing", '"name"'),
        ("id,name,name\nA,B,C\n", "register.column_twice", "twice"),
        ("id,name\nA,\n", "register.name_missing", "row 2"),
        ("id,name\nA,B\n\nA,C\n", "register.id_twice", "row 4"),
        ("id,name\nA,B,C\n", "register.row_too_long", "row 2"),
        ("id,name,type\nA,B,NGO\n", "register.type_unknown", "21"),
        ("id,name,country\nA,B,Norway\n", "register.country_unknown", "ISO 3166-1"),
        ("id,name,level\nA,B,office\n", "register.level_unknown", "headquarters"),
        ("name,organization_id\n,A\n", "register.name_missing", "row 2"),
        ("name,organization_id\nB,A\nB,C\n", "register.match_twice", "row 3"),
        ("name,decision\nB,new\n", "register.column_missing", "organization_id"),
    ],
)
def test_a_file_that_is_no_register_says_where_and_what_to_do(
    tmp_path: Path, text: str, code: str, said: str
) -> None:
    path = a_file(tmp_path, text)
    read = read_confirmed if "decision" in text or "organization_id" in text else read_register

    with pytest.raises(RegisterError) as refused:
        read(path)

    assert refused.value.code == code
    assert refused.value.data["file"] == "own.csv"
    assert "own.csv" in refused.value.message
    assert said in refused.value.message


@pytest.mark.parametrize("name", ["own.csv", "own.xlsx"])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\x00broken\x9d")

    with pytest.raises(RegisterError) as refused:
        read_register(path)

    assert refused.value.code == "register.unreadable"


def test_a_register_written_is_read_back_the_same(tmp_path: Path) -> None:
    table = read_register(a_file(tmp_path, FULL))
    path = tmp_path / "own.csv"

    write_register(table, path)

    one, other = rows_of(table), rows_of(read_register(path))
    assert {key: {**row, "aliases": dict(row["aliases"])} for key, row in one.items()} == {  # type: ignore[call-overload]
        key: {**row, "aliases": dict(row["aliases"])}
        for key, row in other.items()  # type: ignore[call-overload]
    }


def test_the_upper_register_holds_and_the_lower_one_fills_in(tmp_path: Path) -> None:
    lower = read_register(a_file(tmp_path, FULL))
    upper = read_register(
        a_file(tmp_path, "id,name,type,aliases\nA-1,Hope Relief Norway,22,HRN\n", "upper.csv")
    )

    row = rows_of(merged(lower, upper))["A-1"]

    assert (row["name"], row["type_code"], row["acronym"]) == ("Hope Relief Norway", "22", "HR")
    assert row["source"] == "upper.csv"
    assert dict(row["aliases"])["Espoir Secours"] == "fr"  # type: ignore[call-overload]
    assert {"HRN", "Hope Relief"} <= set(dict(row["aliases"]))  # type: ignore[call-overload]


def test_registers_meet_by_identifier_and_parents_follow(tmp_path: Path) -> None:
    lower = read_register(a_file(tmp_path, FULL))
    upper = read_register(a_file(tmp_path, "id,name\nXM-DAC-12345,Hope\n", "upper.csv"))

    found = rows_of(merged(lower, upper))

    assert set(found) == {"XM-DAC-12345", "A-2"}
    assert found["A-2"]["parent_id"] == "XM-DAC-12345"
    assert "A-1" in found["XM-DAC-12345"]["identifiers"]  # type: ignore[operator]


def test_a_short_number_brings_no_two_organizations_together(tmp_path: Path) -> None:
    lower = read_register(a_file(tmp_path, "id,name,identifiers\nA,Hope,928\n"))
    upper = read_register(a_file(tmp_path, "id,name,identifiers\nB,Faith,928\n", "upper.csv"))

    assert set(rows_of(merged(lower, upper))) == {"A", "B"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id,name,parent\nB,Faith,C\n", "register.parent_unknown"),
        ("id,name,parent\nB,Faith,C\nC,Charity,B\n", "register.own_parent"),
    ],
)
def test_a_parent_must_be_there_and_no_descendant(tmp_path: Path, text: str, code: str) -> None:
    lower = read_register(a_file(tmp_path, "id,name\nA,Hope\n"))
    upper = read_register(a_file(tmp_path, text, "upper.csv"))

    with pytest.raises(RegisterError) as refused:
        merged(lower, upper)

    assert refused.value.code == code


def test_a_confirmed_match_becomes_an_alias_of_one_organization_only(tmp_path: Path) -> None:
    register = read_register(a_file(tmp_path, "id,name,aliases\nA,Hope,Both\nB,Faith,Both|Other\n"))
    matches = a_file(
        tmp_path, "name,organization_id,decision\nBoth,A,doubtful\nOpen,,doubtful\n", "m.csv"
    )

    found = rows_of(with_confirmed(register, read_confirmed(matches)))

    assert dict(found["A"]["aliases"]) == {"Both": ""}  # type: ignore[call-overload]
    assert dict(found["B"]["aliases"]) == {"Other": ""}  # type: ignore[call-overload]


def test_a_confirmed_new_organization_is_added_under_its_parent(tmp_path: Path) -> None:
    register = read_register(a_file(tmp_path, "id,name\nA,Hope\n"))
    matches = a_file(
        tmp_path,
        "name,organization_id,branch_of,proposed_name\nHOPE IQ,name:hope-iraq,A,Hope Iraq\n",
        "m.csv",
    )

    row = rows_of(with_confirmed(register, read_confirmed(matches)))["name:hope-iraq"]

    assert (row["name"], row["parent_id"]) == ("Hope Iraq", "A")
    assert dict(row["aliases"]) == {"HOPE IQ": ""}  # type: ignore[call-overload]


def test_a_match_with_an_unknown_id_is_refused_with_its_row(tmp_path: Path) -> None:
    register = read_register(a_file(tmp_path, "id,name\nA,Hope\n"))
    matches = read_confirmed(a_file(tmp_path, "name,organization_id\nHoep,B-7\n", "m.csv"))

    with pytest.raises(RegisterError) as refused:
        with_confirmed(register, matches)

    assert refused.value.code == "register.match_unknown"
    assert "m.csv, row 2" in refused.value.message
    assert refused.value.data["value"] == "B-7"


def test_files_of_both_kinds_are_laid_over_the_packaged_register(tmp_path: Path) -> None:
    own = a_file(tmp_path, "id,name,identifiers\nNO-X,Valley Union,\n")
    matches = a_file(tmp_path, "name,organization_id\nVU,NO-X\nUN kids,XM-DAC-41122\n", "m.csv")

    found = rows_of(register_with([matches, own]))

    assert dict(found["NO-X"]["aliases"]) == {"VU": ""}  # type: ignore[call-overload]
    assert "UN kids" in dict(found["XM-DAC-41122"]["aliases"])  # type: ignore[call-overload]
    assert len(found) == packaged_register().num_rows + 1


def test_the_packaged_register_is_a_register_of_at_least_300() -> None:
    table = packaged_register()

    check(table, REGISTER)
    assert table.num_rows >= 300
    assert set(table["source"].to_pylist()) == {"packaged"}
    keys = set(table["organization_id"].to_pylist())
    assert len(keys) == table.num_rows
    assert set(table["parent_id"].to_pylist()) - {None} <= keys
