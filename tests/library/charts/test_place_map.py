"""The map: neighbours share their borders, nothing vanishes, and it stays small."""

from __future__ import annotations

import math
import re

import pyarrow as pa
import shapely

from intarsia.charts import place_map
from intarsia.tables import PLACES


def a_place(code, outline, level=1, parent=None, name=None):
    wkb = None if outline is None else shapely.to_wkb(outline)
    return {"place_code": code, "parent_code": parent, "level": level, "name": name or code,
            "boundary": wkb}  # fmt: skip


def table(*rows):
    filled = [{field.name: row.get(field.name) for field in PLACES.schema} for row in rows]
    return pa.Table.from_pylist(filled, schema=PLACES.schema)


def points(path):
    """Return the corners of the first ring of a path, each as (x, y)."""
    ring = path.split("z")[0]
    numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
    x, y = numbers[:2]
    found = {(x, y)}
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        found.add((x, y))
    return found


def wavy(x, y, width, height, phase=0.0):
    """Return a box whose sides are wavy lines: its right side is its neighbour's left side."""
    steps = [n / 60 for n in range(61)]

    def side(at):
        return [(at + 0.02 * math.sin(20 * t + at + phase), y + height * t) for t in steps]

    return shapely.Polygon([*side(x), *reversed(side(x + width))])


def test_neighbours_share_every_corner_of_their_border():
    left, right = wavy(20, 40, 1, 1), wavy(21, 40, 1, 1)

    drawing = place_map(table(a_place("A", left), a_place("B", right)), {}, level=1, names={})

    assert drawing is not None
    first, second = (points(unit.path) for unit in drawing.units)
    assert 3 <= len(first & second) < 61


def test_first_level_borders_lie_on_the_districts():
    rows = [
        a_place("R", None, name="Region"),
        a_place("R1", wavy(20, 40, 1, 1), level=2, parent="R"),
        a_place("R2", wavy(21, 40, 1, 1), level=2, parent="R"),
    ]

    drawing = place_map(table(*rows), {"R1": 3}, level=2, names={"R": "Region"})

    assert drawing is not None
    districts = set().union(*(points(unit.path) for unit in drawing.units))
    assert points(drawing.borders[0]) <= districts
    assert [label.text for label in drawing.labels] == ["Region"]
    assert [(unit.count, unit.step) for unit in drawing.units] == [(3, 1), (0, 0)]


def test_everything_lies_within_the_box():
    drawing = place_map(table(a_place("A", wavy(20, 40, 3, 1))), {}, level=1, names={})

    assert drawing is not None
    for x, y in points(drawing.units[0].path):
        assert 0 <= x <= drawing.width
        assert 0 <= y <= drawing.height


def test_a_square_degree_in_the_north_is_drawn_narrower_than_high():
    drawing = place_map(table(a_place("A", shapely.box(20, 60, 21, 61))), {}, level=1, names={})

    assert drawing is not None
    across, down = zip(*points(drawing.units[0].path), strict=True)
    ratio = (max(across) - min(across)) / (max(down) - min(down))
    assert abs(ratio - math.cos(math.radians(60.5))) < 0.01


def test_a_country_across_the_date_line_is_not_torn_apart():
    rows = [a_place("W", shapely.box(178, -18, 180, -16)),
            a_place("E", shapely.box(-180, -18, -178, -16))]  # fmt: skip

    drawing = place_map(table(*rows), {}, level=1, names={})

    assert drawing is not None
    assert drawing.height > drawing.width / 3


def test_small_islands_go_but_never_the_last_part_of_a_place():
    speck = shapely.box(30, 40, 30.001, 40.001)
    rows = [a_place("A", shapely.MultiPolygon([shapely.box(20, 40, 25, 45), speck])),
            a_place("B", shapely.box(29, 44, 29.001, 44.001))]  # fmt: skip

    drawing = place_map(table(*rows), {}, level=1, names={})

    assert drawing is not None
    paths = {unit.place_code: unit.path for unit in drawing.units}
    assert paths["A"].count("M") == 1
    assert paths["B"].count("M") == 1


def test_a_border_that_crosses_itself_is_mended():
    bow_tie = shapely.Polygon([(20, 40), (21, 41), (21, 40), (20, 41)])

    drawing = place_map(table(a_place("A", bow_tie)), {}, level=1, names={})

    assert drawing is not None
    assert drawing.units[0].path


def test_places_without_boundaries_have_no_map():
    assert place_map(table(a_place("A", None)), {}, level=1, names={}) is None


def test_a_name_without_room_is_counted_and_not_written_over_another():
    rows = [a_place(f"P{n}", shapely.box(20 + n / 100, 40, 20.01 + n / 100, 42)) for n in range(4)]

    drawing = place_map(
        table(*rows), {}, level=1, names={f"P{n}": "A very long name" for n in range(4)}
    )

    assert drawing is not None
    assert len(drawing.labels) + drawing.unnamed == 4
    assert drawing.unnamed >= 2
