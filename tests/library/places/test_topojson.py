"""Boundaries that share their lines, as COD-AB folders hold them."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from intarsia.places import PlacesError, read_places
from intarsia.tables import ProblemLog

# Two squares side by side: their common line is arc 0; each square's other three sides are an arc.
# Positions are steps of a grid of half a degree, from 10 E 20 N, each from the one before.
ARCS = [[[2, 0], [0, 2]], [[2, 0], [-2, 0], [0, 2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]]
TRANSFORM = {"scale": [0.5, 0.5], "translate": [10, 20]}
WEST = {"type": "Polygon", "arcs": [[1, -1]]}
EAST = {"type": "MultiPolygon", "arcs": [[[2, -1]]]}


def a_topology(folder: Path, name: str, *shapes: dict[str, Any], **changes: Any) -> Path:
    objects = {"geom": {"type": "GeometryCollection", "geometries": list(shapes)}}
    whole = {"type": "Topology", "objects": objects, "arcs": ARCS, "transform": TRANSFORM}
    path = folder / name
    path.write_text(json.dumps({**whole, **changes}))
    return path


def test_shared_arcs_forwards_and_backwards_make_polygons_in_degrees(tmp_path: Path) -> None:
    west = {**WEST, "properties": {"admin1Pcode": "SO01", "admin1Name": "West"}}
    east = {**EAST, "properties": {"admin1Pcode": "SO02", "admin1Name": "East"}}

    places = read_places(a_topology(tmp_path, "SO-adm1.topojson", west, east))

    shapes = shapely.from_wkb(places["boundary"].to_pylist())
    assert [shape.bounds for shape in shapes] == [(10, 20, 11, 21), (11, 20, 12, 21)]
    assert places["level"].to_pylist() == [1, 1]
    assert places["country_code"].to_pylist() == ["SO", "SO"]


def test_positions_without_a_transform_stand_as_they_are(tmp_path: Path) -> None:
    arcs = [[[1, 0], [1, 1], [0, 1], [0, 0], [1, 0]]]
    shape = {"type": "Polygon", "arcs": [[0]], "properties": {"pcode": "X1", "name": "One"}}

    places = read_places(a_topology(tmp_path, "x.json", shape, arcs=arcs, transform=None))

    assert shapely.from_wkb(places["boundary"][0].as_py()).bounds == (0, 0, 1, 1)


def test_the_level_comes_from_the_files_name_where_the_units_do_not_say(tmp_path: Path) -> None:
    shape = {**WEST, "properties": {"DISTRICT": "Gorkha", "HLCIT_CODE": "524 2 03 19"}}

    places = read_places(a_topology(tmp_path, "np_adm3.json", shape))

    assert places["level"].to_pylist() == [3]
    assert places["name"].to_pylist() == ["Gorkha"]


def test_several_levels_are_linked_by_their_codes(tmp_path: Path) -> None:
    region = {**WEST, "properties": {"admin1Pcode": "SO01", "admin1Name": "West"}}
    district = {**WEST, "properties": {"admin2Pcode": "SO0103", "admin2Name": "Low West"}}

    places = read_places(
        [
            a_topology(tmp_path, "SO-adm1.topojson", region),
            a_topology(tmp_path, "SO-adm2.topojson", district),
        ]
    )

    assert places["place_code"].to_pylist() == ["SO01", "SO0103"]
    assert places["parent_code"].to_pylist() == [None, "SO01"]


def test_codes_filled_up_with_zeros_are_linked_too(tmp_path: Path) -> None:
    region = {**WEST, "properties": {"admin1Pcode": "KG04000000000", "admin1Name": "Naryn"}}
    district = {**WEST, "properties": {"admin2Pcode": "KG04220000000", "admin2Name": "At-Bashy"}}

    places = read_places(
        [
            a_topology(tmp_path, "KG-adm1.topojson", region),
            a_topology(tmp_path, "KG-adm2.topojson", district),
        ]
    )

    assert places["parent_code"].to_pylist() == [None, "KG04000000000"]


def test_units_whose_codes_say_nothing_are_linked_by_where_they_lie(tmp_path: Path) -> None:
    regions = [
        {**WEST, "properties": {"pcode": "left", "name": "West", "level": 1}},
        {**EAST, "properties": {"pcode": "right", "name": "East", "level": 1}},
    ]
    district = {**EAST, "properties": {"pcode": "77", "name": "Low East", "level": 2}}

    places = read_places(
        [a_topology(tmp_path, "a.json", *regions), a_topology(tmp_path, "b.json", district)]
    )

    assert places["parent_code"].to_pylist() == [None, None, "right"]


def test_shapes_without_any_name_are_no_units(tmp_path: Path) -> None:
    named = {**WEST, "properties": {"admin1Pcode": "CO05", "admin1Name": "Antioquia"}}
    nameless = {**EAST, "id": 1}
    log = ProblemLog("co")

    places = read_places(
        [
            a_topology(tmp_path, "CO-adm1.topojson", named),
            a_topology(tmp_path, "CO-adm2.topojson", nameless, nameless),
        ],
        log=log,
    )

    assert places["place_code"].to_pylist() == ["CO05"]
    assert [(one.code, one.value, one.times) for one in log] == [
        ("places.nothing_known", "CO-adm2.topojson", 2)
    ]
    with pytest.raises(PlacesError) as refused:
        read_places(tmp_path / "CO-adm2.topojson")
    assert refused.value.code == "places.no_codes"


def test_damaged_arcs_leave_the_unit_without_a_boundary(tmp_path: Path) -> None:
    shape = {"type": "Polygon", "arcs": [[99]], "properties": {"pcode": "X1", "name": "One"}}
    log = ProblemLog("x")

    places = read_places(a_topology(tmp_path, "x.json", shape), log=log)

    assert places["boundary"].to_pylist() == [None]
    assert [one.code for one in log] == ["places.no_boundary"]


@pytest.mark.shared
@pytest.mark.parametrize(("country", "units"), [("SOM", 92), ("IRQ", 119), ("KGZ", 62)])
def test_real_boundaries_are_whole_and_linked(shared: Path, country: str, units: int) -> None:
    folder = shared / "data/places"

    places = read_places([folder / f"{country}-adm{level}.topojson" for level in (1, 2)])

    codes = set(places["place_code"].to_pylist())
    parents = [row["parent_code"] for row in places.to_pylist() if row["level"] == 2]
    assert places.num_rows == units
    assert set(parents) <= codes
    assert shapely.is_valid(shapely.from_wkb(places["boundary"].to_pylist())).all()
