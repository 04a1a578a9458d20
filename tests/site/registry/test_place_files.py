"""Whatever is sent as places is read or refused with a sentence: what, where, what to do."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from place_sets import a_country, a_file, a_unit

from intarsia_site.access.errors import Refused
from intarsia_site.registry.place_files import SentFile, read_place_files


def refused(*files: SentFile, country: str = "XA", known: frozenset[str] = frozenset()) -> str:
    with pytest.raises(Refused) as why:
        read_place_files(files, country, known=known)
    assert set(why.value.fields) == {"file"}
    return why.value.fields["file"]


def sent(folder: Path, name: str, content: str | bytes) -> SentFile:
    path = folder / f"{len(list(folder.iterdir()))}-upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return SentFile(name, path)


def test_a_country_is_read_with_its_names_and_levels(tmp_path: Path) -> None:
    read = read_place_files([a_file(tmp_path, a_country())], "XA")

    assert read.table["place_code"].to_pylist()[:3] == ["XA01", "XA02", "XA0101"]
    assert read.table["boundary"].null_count == 0
    assert read.problems == []
    assert read.files[0]["name"] == "xa.geojson"


def test_several_files_belong_together_and_their_names_say_the_level(tmp_path: Path) -> None:
    without = [
        {**one, "properties": {k: v for k, v in one["properties"].items() if k != "level"}}
        for one in a_country()
    ]
    files = [
        a_file(tmp_path, without[:2], "xa-adm1.geojson"),
        a_file(tmp_path, without[2:], "xa-adm2.geojson"),
    ]

    read = read_place_files(files, "XA")

    assert read.table["level"].to_pylist() == [1, 1, 2, 2, 2, 2]


def test_a_list_of_codes_is_read_without_boundaries(tmp_path: Path) -> None:
    text = "code,name,level,parent\nXA01,North,1,\nXA0101,Darn,2,XA01\n"

    read = read_place_files([sent(tmp_path, "list.csv", text)], "XA")

    assert read.table["name"].to_pylist() == ["North", "Darn"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("xa.geojson", "no json at all {", "GeoJSON"),
        ("xa.geojson", '{"type": "FeatureCollection", "features": []}', "no boundaries"),
        ("xa.geojson", "[" * 100_000, "GeoJSON"),
        ("xa.geojson", '{"a":' * 100_000 + "1" + "}" * 100_000, "GeoJSON"),
        ("xa.geojson", "[" + "9" * 10_000 + "]", "GeoJSON"),
        ("xa.geojson", "", "is empty"),
        ("list.csv", "this,that\n1,2\n", "code"),
        ("list.csv", b"\xff\xfe\x00\x00\x81", "list.csv"),
        ("list.xlsx", b"PK\x03\x04 no workbook", "list.xlsx"),
        ("places.shp", b"something", "boundaries are read from"),
        ("places.exe", b"MZ", "boundaries are read from"),
    ],
)
def test_what_is_no_file_of_places_is_refused(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    assert said in refused(sent(tmp_path, name, content))


def test_units_of_another_country_are_refused(tmp_path: Path) -> None:
    by_letters = [a_unit("KG01", "Osh", 1, 70), a_unit("KG02", "Talas", 1, 72)]
    by_word = [a_unit("01", "Osh", 1, 70, country="KG"), a_unit("02", "Talas", 1, 72, country="KG")]

    for units in (by_letters, by_word):
        sentence = refused(a_file(tmp_path, units))
        assert "KG" in sentence
        assert "XA" in sentence


def test_a_parent_that_is_nowhere_is_named_with_its_unit(tmp_path: Path) -> None:
    units = [*a_country(), a_unit("XB99", "Lost", 2, 15, parent="XA77")]

    sentence = refused(a_file(tmp_path, units))

    assert "XA77" in sentence
    assert "XB99" in sentence
    alone = [a_unit("XC1", "Finer", 3, 10, parent="XA0101")]
    assert "XA0101" in refused(a_file(tmp_path, alone))
    # What the site knows already is a parent too.
    known = frozenset(["XA0101"])
    assert read_place_files([a_file(tmp_path, alone)], "XA", known=known).table.num_rows == 1


def test_a_circle_is_named(tmp_path: Path) -> None:
    units = [
        *a_country(),
        a_unit("XQ1", "One", 2, 15, parent="XQ2"),
        a_unit("XQ2", "Two", 2, 16, parent="XQ1"),
    ]

    sentence = refused(a_file(tmp_path, units))

    assert "circle" in sentence
    assert "XQ1" in sentence


def test_a_level_that_is_skipped_is_told_and_kept(tmp_path: Path) -> None:
    units = [*a_country()[:2], a_unit("XZ9", "Deep", 3, 10, parent="XA01")]

    read = read_place_files([a_file(tmp_path, units)], "XA")

    assert [one["code"] for one in read.problems] == ["places.level_skipped"]
    assert read.problems[0]["value"] == "XZ9"
    assert read.table.num_rows == 3


def test_the_same_code_twice_is_told_and_the_first_kept(tmp_path: Path) -> None:
    units = [*a_country(), a_unit("XA0101", "Another", 2, 15, parent="XA02")]

    read = read_place_files([a_file(tmp_path, units)], "XA")

    assert [(one["code"], one["value"]) for one in read.problems] == [
        ("places.code_again", "XA0101")
    ]
    assert read.table.num_rows == 6
    text = "code,name,level,parent\nXA01,A,1,\nXA02,B,1,\nXA9,C,2,XA01\nXA9,D,2,XA02\n"
    listed = read_place_files([sent(tmp_path, "list.csv", text)], "XA")
    assert [one["code"] for one in listed.problems] == ["places.code_again"]


@pytest.mark.parametrize("west", [5000, -1000, 1e308])
def test_coordinates_outside_the_world_are_refused(tmp_path: Path, west: float) -> None:
    units = [a_unit("XA01", "North", 1, west)]

    with pytest.raises(Refused) as why:
        read_place_files([a_file(tmp_path, units)], "XA")

    assert "xa.geojson" in why.value.fields["file"]


@pytest.mark.parametrize("west", [float("inf"), float("nan")])
def test_a_boundary_of_no_numbers_is_told_and_not_kept(tmp_path: Path, west: float) -> None:
    read = read_place_files([a_file(tmp_path, [a_unit("XA01", "North", 1, west)])], "XA")

    assert [one["code"] for one in read.problems] == ["places.no_boundary"]
    assert read.table["boundary"].to_pylist() == [None]


def test_codes_without_names_are_told_and_kept_under_their_codes(tmp_path: Path) -> None:
    units = [a_unit("XA01", None, 1, 10), a_unit("XA02", None, 1, 12)]

    read = read_place_files([a_file(tmp_path, units)], "XA")

    assert [one["code"] for one in read.problems] == ["places.no_name"] * 2
    assert read.table["name"].to_pylist() == ["XA01", "XA02"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)

    for name in ("xa.geojson", "list.csv", "list.xlsx"):
        assert "MB" in refused(SentFile(name, path))
    with override_settings(PLACES_MAX_BYTES=2000):
        halves = [a_file(tmp_path, a_country()[:n]) for n in (3, 3, 3)]
        assert "MB" in refused(*halves)


def test_a_workbook_that_would_unpack_without_end_is_refused(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 2**20))

    assert refused(sent(tmp_path, "list.xlsx", written.getvalue()))


def test_a_topology_whose_arcs_are_named_without_end_is_refused(tmp_path: Path) -> None:
    arc = [[n % 90, n % 45] for n in range(5000)]
    shape = {"type": "Polygon", "arcs": [[0] * 50_000], "properties": {"pcode": "XA01"}}
    whole = {"type": "Topology", "objects": {"a": shape}, "arcs": [arc]}

    assert "too large" in refused(sent(tmp_path, "xa.topojson", json.dumps(whole)))


@pytest.mark.parametrize(
    "changes",
    [
        {"pcode": "XA" + "0" * 60},
        {"name": "N" * 300},
        {"name": "Nor\x00th"},
        {"name": "Nor\u202eth"},
        {"level": 9},
        {"name": "NATO SECRET"},
    ],
)
def test_what_no_row_can_hold_is_refused_with_its_unit(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    unit = a_unit("XA01", "North", 1, 10)
    unit["properties"] |= changes

    assert "XA" in refused(a_file(tmp_path, [unit]))


def test_names_of_files_lead_nowhere(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_country()).path

    for name in ("../../../etc/passwd.geojson", "..\\..\\a.geojson", "\x00.geojson", ".geojson"):
        try:
            read = read_place_files([SentFile(name, path)], "XA")
        except Refused:
            continue
        assert "/" not in read.files[0]["name"]


@pytest.mark.parametrize(
    ("letters", "code", "units"),
    [
        ("COL", "CO", 33), ("ETH", "ET", 102), ("GEO", "GE", 83), ("IRQ", "IQ", 119),
        ("KGZ", "KG", 62), ("NPL", "NP", 782), ("SOM", "SO", 92), ("UKR", "UA", 27),
    ],
)  # fmt: skip
def test_real_countries_are_read_whole_and_light(
    shared: Path, letters: str, code: str, units: int
) -> None:
    found = sorted((shared / "data" / "places").glob(f"{letters}-*"))

    read = read_place_files([SentFile(one.name, one) for one in found], code)

    assert read.table.num_rows == units
    assert sum(len(one) for one in read.table["boundary"].to_pylist()) < 1_200_000
