"""What a newer set of places says otherwise, unit by unit."""

from __future__ import annotations

import shapely

from intarsia.places import compare_places, places_from_rows, simplified
from intarsia.tables import PLACES

REGIONS = [
    {"code": "XA01", "name": "North", "level": 1},
    {"code": "XA02", "name": "South", "level": 1},
]
DISTRICTS = [
    {"code": "XA0101", "name": "Darn", "level": 2, "parent": "XA01"},
    {"code": "XA0102", "name": "Vell", "level": 2, "parent": "XA01"},
]


def test_the_same_set_is_no_difference() -> None:
    whole = places_from_rows([*REGIONS, *DISTRICTS])

    assert compare_places(whole, whole) == []


def test_new_renamed_moved_and_gone_are_told_apart() -> None:
    newer = [
        *REGIONS,
        {"code": "XA0101", "name": "New Darn", "level": 2, "parent": "XA02"},
        {"code": "XA0103", "name": "Osk", "level": 2, "parent": "XA02"},
    ]

    changes = compare_places(places_from_rows([*REGIONS, *DISTRICTS]), places_from_rows(newer))

    told = {one.code: one for one in changes}
    assert sorted(told) == ["XA0101", "XA0102", "XA0103"]
    assert [(one.before, one.after) for one in told["XA0101"].renamed] == [("Darn", "New Darn")]
    assert told["XA0101"].is_moved
    assert told["XA0102"].is_gone
    assert told["XA0103"].is_new


def test_levels_that_a_set_does_not_have_lose_nothing() -> None:
    whole = places_from_rows([*REGIONS, *DISTRICTS])

    assert compare_places(whole, places_from_rows(REGIONS)) == []


def test_neighbours_simplified_together_keep_their_common_line() -> None:
    bends = [(1 + (0.0001 if n % 2 else 0), n / 100) for n in range(101)]
    west = shapely.Polygon([(0, 0), *bends, (0, 1)])
    east = shapely.Polygon([(2, 0), *bends, (2, 1)])
    rows = [
        {
            **dict.fromkeys(PLACES.schema.names),
            "place_code": code, "level": 1, "name": code, "boundary": shapely.to_wkb(shape),
        }
        for code, shape in (("W", west), ("E", east))
    ]  # fmt: skip

    light = simplified(PLACES.schema.empty_table().from_pylist(rows, PLACES.schema))

    left, right = shapely.from_wkb(light["boundary"].to_pylist())
    assert shapely.get_num_coordinates(left) < 20
    assert left.intersection(right).area == 0
    assert left.intersection(right).length > 0.9
    # However few are wanted, no unit vanishes.
    least = simplified(
        PLACES.schema.empty_table().from_pylist(rows, PLACES.schema), most_positions=1
    )
    assert all(one.area for one in shapely.from_wkb(least["boundary"].to_pylist()))
