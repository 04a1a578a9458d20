"""Lists in JSON, as dashboards and interfaces hand them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intarsia.readers.grids import Cell, Grid, is_grid, open_grids
from intarsia.readers.source import ReaderError, open_source
from intarsia.tables import ProblemLog


def read(
    tmp_path: Path, content: object, name: str = "list.json"
) -> tuple[list[Grid], list[tuple[str, str | None, int]]]:
    """Return a file's grids, and its problems: code, value, times."""
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    log = ProblemLog(name)
    grids = open_grids(open_source(path), log)
    return grids, [(one.code, one.value, one.times) for one in log]


def rows(tmp_path: Path, content: object) -> list[list[Cell]]:
    [grid] = read(tmp_path, content)[0]
    return grid.rows


def refused(tmp_path: Path, content: object, name: str = "list.json") -> str:
    with pytest.raises(ReaderError) as error:
        read(tmp_path, content, name)
    return error.value.code


def test_objects_become_rows_under_their_fields(tmp_path: Path) -> None:
    content = [{"#org": "UNHCR", "#reached": 12, "done": True}, {"#org": "", "#adm1": "Ishtal"}]

    assert rows(tmp_path, content) == [
        ["#org", "#reached", "done", "#adm1"],
        ["UNHCR", 12, True, None],
        [None, None, None, "Ishtal"],
    ]


def test_what_stands_inside_a_field_is_named_by_its_path(tmp_path: Path) -> None:
    content = [
        {
            "org": {"name": "IRC", "type": {"code": 21}},
            "sectors": ["water", "health"],
            "places": [{"code": "XA01"}, {"code": "XA02", "name": "Ishtal"}],
        }
    ]

    assert rows(tmp_path, content) == [
        ["org.name", "org.type.code", "sectors", "places.code", "places.name"],
        ["IRC", 21, "water; health", "XA01; XA02", "; Ishtal"],
    ]


def test_the_list_inside_an_object_is_found_and_what_stands_beside_is_named(
    tmp_path: Path,
) -> None:
    grids, said = read(tmp_path, {"title": "3W May", "result": {"records": [{"org": "IRC"}]}})

    assert [(grid.name, grid.rows) for grid in grids] == [(None, [["org"], ["IRC"]])]
    assert said == [("grid.beside_the_list", "title", 1)]


def test_several_lists_are_sheets_named_by_where_they_stand(tmp_path: Path) -> None:
    grids, _ = read(tmp_path, {"activities": [{"org": "IRC"}], "places": [{"code": "XA01"}]})

    assert [grid.name for grid in grids] == ["activities", "places"]


def test_rows_of_cells_are_rows(tmp_path: Path) -> None:
    content = [["Organization", "People"], ["#org", "#reached"], ["IRC", 12], ["NRC"]]

    assert rows(tmp_path, content) == [
        ["Organization", "People"],
        ["#org", "#reached"],
        ["IRC", 12],
        ["NRC", None],
    ]


def test_columns_and_data_are_header_and_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, {"columns": ["org", "n"], "data": [["IRC", 1]]}) == [
        ["org", "n"],
        ["IRC", 1],
    ]


def test_features_become_rows_and_points_their_coordinates(tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"org": "IRC"},
            "geometry": {"type": "Point", "coordinates": [20.5, 41.25]},
        },
        {
            "type": "Feature",
            "properties": {"org": "NRC"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1]]]},
        },
    ]

    grids, said = read(tmp_path, {"type": "FeatureCollection", "features": features}, "x.geojson")

    assert grids[0].rows == [
        ["org", "longitude", "latitude"],
        ["IRC", 20.5, 41.25],
        ["NRC", None, None],
    ]
    assert said == [("grid.geometry_left_out", "Polygon", 1)]


def test_an_object_a_line_is_a_row_a_line(tmp_path: Path) -> None:
    grids, said = read(tmp_path, '{"org": "IRC"}\n\n{"org": "NRC"}\n{"org": \n', "list.jsonl")

    assert grids[0].rows == [["org"], ["IRC"], ["NRC"]]
    assert [code for code, *_ in said] == ["grid.line_unreadable"]


def test_a_field_that_stands_twice_is_kept_twice(tmp_path: Path) -> None:
    grids, said = read(tmp_path, '[{"org": "IRC", "org": "NRC"}]')

    assert grids[0].rows == [["org", "org 2"], ["IRC", "NRC"]]
    assert said == [("grid.field_twice", None, 1)]


def test_a_record_that_is_no_object_is_named(tmp_path: Path) -> None:
    grids, said = read(tmp_path, [{"org": "IRC"}, "and others"])

    assert grids[0].rows == [["org"], ["IRC"]]
    assert said == [("grid.record_unreadable", "and others", 1)]


def test_what_is_no_number_is_null(tmp_path: Path) -> None:
    assert rows(tmp_path, '[{"org": "IRC", "n": NaN}]')[1] == ["IRC", None]


def test_a_program_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "lookup.js"
    path.write_text('var lookup = {"XA01": "Ishtal"}')

    assert not is_grid(open_source(path))
    assert refused(tmp_path, 'var lookup = {"XA01": "Ishtal"}', "lookup.js") == "reader.not_json"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('[{"org": "IRC"', "reader.not_json"),
        ('{"org": "IRC",\n "n": ]}', "reader.not_json"),
        ({"title": "no list"}, "reader.no_list"),
        ([1, 2, 3], "reader.no_list"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "reader.no_list"),
        ("[" * 100_000, "reader.not_json"),
        ([["x"] * 10_000, *[["y"]] * 4_000], "reader.too_many_cells"),
    ],
)
def test_what_holds_no_list_is_refused(tmp_path: Path, content: object, code: str) -> None:
    assert refused(tmp_path, content) == code


def test_a_map_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text('{"type": "Topology", "objects": {"x": {"geometries": [{"a": 1}]}}}')

    assert not is_grid(open_source(path))


@pytest.mark.shared
def test_real_dashboard_lists_are_whole(shared: Path) -> None:
    for folder in ("nepal-2015", "vanuatu-2015"):
        path = shared / "data/3w" / folder / "data__data.json"
        plain = json.loads(path.read_text())

        [grid] = open_grids(open_source(path), ProblemLog(path.name))

        fields = [str(field) for field in grid.rows[0]]
        found = [dict(zip(fields, row, strict=True)) for row in grid.rows[1:]]
        assert found == [
            {field: None if one.get(field) == "" else one.get(field) for field in fields}
            for one in plain
        ]
