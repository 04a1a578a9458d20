"""Files of boundaries as publishers write them, and as they should not be."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from intarsia.places import PlacesError, read_places
from intarsia.tables import PLACES, ProblemLog, check

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
EAST = {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def a_file(folder: Path, *features: tuple[dict[str, Any], Any]) -> Path:
    path = folder / "units.geojson"
    written = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": written}))
    return path


def facts(places: pa.Table) -> list[tuple[Any, ...]]:
    columns = ("place_code", "parent_code", "level", "name")
    return list(zip(*(places[name].to_pylist() for name in columns), strict=True))


@pytest.mark.parametrize(
    "properties",
    [
        {"admin1Pcode": "GE11", "admin1Name": "Tbilisi", "admin0Pcode": "GE"},
        {"ADM1_PCODE": "GE11", "ADM1_EN": "Tbilisi", "ADM0_PCODE": "GE"},
        {"adm1_pcode": "GE11", "adm1_name": "Tbilisi", "adm0_pcode": "GE"},
        {"pcode": "GE11", "name": "Tbilisi", "level": 1, "parent": "GE"},
        {"code": "GE11", "name_en": "Tbilisi", "admin_level": "ADM1", "parent_code": "GE"},
    ],
)
def test_a_unit_is_understood_under_every_publishers_names(
    tmp_path: Path, properties: dict[str, Any]
) -> None:
    places = read_places(a_file(tmp_path, (properties, SQUARE)))

    check(places, PLACES)
    assert ("GE11", "GE", 1, "Tbilisi") in facts(places)
    assert set(places["country_code"].to_pylist()) == {"GE"}


def test_geoboundaries_without_iso_codes_use_their_own_ids(tmp_path: Path) -> None:
    first = {"shapeName": "Osh", "shapeISO": "", "shapeID": "a1", "shapeType": "ADM2"}
    second = {"shapeName": "Chuy", "shapeISO": "", "shapeID": "a2", "shapeType": "ADM2"}

    places = read_places(a_file(tmp_path, (first, SQUARE), (second, EAST)), country="kg")

    assert facts(places) == [("a1", None, 2, "Osh"), ("a2", None, 2, "Chuy")]
    assert places["country_code"].to_pylist() == ["KG", "KG"]


def test_units_above_that_are_only_named_get_a_row_and_a_boundary(tmp_path: Path) -> None:
    west = {"admin2Pcode": "X0101", "admin2Name": "West", "admin1Pcode": "X01", "admin1Name": "Up"}
    east = {"admin2Pcode": "X0102", "admin2Name": "East", "admin1Pcode": "X01", "admin1Name": "Up"}

    places = read_places(a_file(tmp_path, (west, SQUARE), (east, EAST)))

    assert facts(places) == [
        ("X01", None, 1, "Up"),
        ("X0101", "X01", 2, "West"),
        ("X0102", "X01", 2, "East"),
    ]
    assert shapely.from_wkb(places["boundary"][0].as_py()).area == 2


def test_names_are_kept_by_language(tmp_path: Path) -> None:
    named = {"pcode": "X1", "name_en": "Lake", "name_ru": "Озеро", "population": "1,200"}

    place = read_places(a_file(tmp_path, (named, SQUARE))).to_pylist()[0]

    assert place["name"] == "Lake"
    assert dict(place["names"]) == {"en": "Lake", "ru": "Озеро"}
    assert place["population"] == 1200


def test_a_broken_boundary_is_repaired_and_named(tmp_path: Path) -> None:
    log = ProblemLog("units.geojson")

    places = read_places(a_file(tmp_path, ({"pcode": "X1", "name": "Tie"}, BOW_TIE)), log=log)

    assert shapely.from_wkb(places["boundary"][0].as_py()).is_valid
    assert [(one.code, one.value) for one in log] == [("places.boundary_repaired", "X1")]


def test_units_without_code_name_or_boundary_are_named(tmp_path: Path) -> None:
    log = ProblemLog("units.geojson")
    point = {"type": "Point", "coordinates": [0, 0]}
    file = a_file(
        tmp_path,
        ({"pcode": "X1", "name": "One"}, SQUARE),
        ({"pcode": "X1", "name": "One again"}, EAST),
        ({"pcode": "X2"}, EAST),
        ({"pcode": None, "name": "Nameless"}, EAST),
        ({"pcode": "X3", "name": "Point", "level": 2, "parent": "X9"}, point),
        ({"pcode": "X4", "name": "None"}, None),
    )

    places = read_places(file, log=log)

    assert places["place_code"].to_pylist() == ["X1", "X2", "X4", "X3"]
    assert sorted((problem.code, problem.value) for problem in log) == [
        ("places.code_again", "X1"),
        ("places.no_boundary", "X3"),
        ("places.no_boundary", "X4"),
        ("places.no_code", "Nameless"),
        ("places.no_name", "X2"),
        ("places.parent_missing", "X9"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "places.not_geojson"),
        ("[" * 100_000, "places.not_geojson"),
        ("[1]", "places.not_geojson"),
        ('{"type": "Topology"}', "places.not_geojson"),
        ('{"type": "FeatureCollection", "features": []}', "places.no_features"),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"a": 1}}]}',
            "places.no_codes",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"pcode": "A"}, '
            '"geometry": {"type": "Polygon", "coordinates": '
            "[[[500000, 4600000], [500001, 4600000], [500000, 4600001], [500000, 4600000]]]}}]}",
            "places.not_degrees",
        ),
    ],
)
def test_what_is_no_file_of_boundaries_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "units.geojson"
    path.write_text(content)

    with pytest.raises(PlacesError) as refused:
        read_places(path)

    assert refused.value.code == code
    assert "units.geojson" in refused.value.message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlacesError) as refused:
        read_places(tmp_path / "absent.geojson")

    assert refused.value.code == "places.unreadable_file"


def test_a_damaged_geometry_leaves_the_unit_without_a_boundary(tmp_path: Path) -> None:
    odd = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}

    places = read_places(
        a_file(tmp_path, ({"pcode": "X1"}, odd), ({"pcode": "X2"}, {"type": "Blob"}))
    )

    assert places["boundary"].to_pylist() == [None, None]


@pytest.mark.shared
def test_real_boundaries_of_vanuatu_are_read(shared: Path) -> None:
    places = read_places(shared / "data/3w/vanuatu-2015/data__vanuatu.geojson", country="VU")

    levels = places["level"].to_pylist()
    assert levels.count(0) == 1
    assert levels.count(1) == 6
    assert shapely.is_valid(shapely.from_wkb(places["boundary"].drop_null().to_pylist())).all()
