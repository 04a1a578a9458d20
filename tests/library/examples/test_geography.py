"""Arvenia's map: places that tile the country and nest in each other."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from intarsia.examples import ExampleSummary, geography, tiling


@pytest.fixture(scope="module")
def features(arvenia: ExampleSummary) -> list[dict[str, Any]]:
    text = (arvenia.folder / "places.geojson").read_text(encoding="utf-8")
    return json.loads(text)["features"]


def of_level(features: list[dict[str, Any]], level: int) -> dict[str, shapely.Geometry]:
    return {
        feature["properties"]["pcode"]: shape(feature["geometry"])
        for feature in features
        if feature["properties"]["level"] == level
    }


def test_there_are_eight_regions_and_46_districts(features: list[dict[str, Any]]) -> None:
    assert len(of_level(features, 1)) == 8
    assert len(of_level(features, 2)) == 46


def test_districts_tile_the_country_without_gaps_and_overlaps(
    features: list[dict[str, Any]],
) -> None:
    units = list(of_level(features, 2).values())

    country = shapely.union_all(units)

    assert all(unit.is_valid for unit in units)
    assert sum(unit.area for unit in units) == pytest.approx(country.area, rel=1e-9)
    mainland, island = sorted(country.geoms, key=lambda part: -part.area)
    assert not mainland.interiors
    assert not island.interiors


def test_districts_nest_in_their_region(features: list[dict[str, Any]]) -> None:
    regions, units = of_level(features, 1), of_level(features, 2)

    for code, region in regions.items():
        inside = shapely.union_all([unit for pcode, unit in units.items() if pcode[:4] == code])
        assert inside.symmetric_difference(region).area == pytest.approx(0, abs=1e-9)


def test_neighbours_share_their_border_point_by_point(features: list[dict[str, Any]]) -> None:
    units = of_level(features, 2)

    touching = 0
    for one, other in itertools.combinations(units.values(), 2):
        if one.intersection(other).length:
            common = set(shapely.get_coordinates(one).round(4).view("complex").ravel()) & set(
                shapely.get_coordinates(other).round(4).view("complex").ravel()
            )
            line = shapely.get_coordinates(one.intersection(other)).round(4)
            assert set(line.view("complex").ravel()) <= common
            touching += 1
    assert touching > 90


def test_every_place_has_its_properties_and_people_add_up(
    features: list[dict[str, Any]],
) -> None:
    rows = [feature["properties"] for feature in features]

    people = {row["pcode"]: row["population"] for row in rows}

    assert all(row[f"name_{code}"] for row in rows for code in ("en", "fr", "ru"))
    assert all(
        people[row["pcode"]]
        == sum(other["population"] for other in rows if other["parent"] == row["pcode"])
        for row in rows
        if row["level"] == 1
    )


def test_the_map_lies_in_the_open_ocean_and_is_small(arvenia: ExampleSummary) -> None:
    path: Path = arvenia.folder / "places.geojson"
    rings = itertools.chain.from_iterable(geography.boundaries().values())

    assert path.stat().st_size < 250_000
    assert all(-36 < x < -30 and 40 < y < 43 for ring in rings for x, y in ring)


def test_cells_that_do_not_hang_together_have_no_ring() -> None:
    row_of_three = [(0.0, 0.0), (1.0, 0.1), (2.0, -0.1)]
    around = [(1.0, 3.0), (1.1, -3.0), (-3.0, 0.2), (5.0, 0.3)]
    lines = tiling.borders(row_of_three + around, 3, step=0.5, seed=1)

    with pytest.raises(ValueError, match="not one piece"):
        tiling.ring_around([0, 2], lines)
