"""Points in units, and the way up and down the tree."""

import pyarrow as pa
import shapely
from hypothesis import given
from hypothesis import strategies as st

from intarsia.places import children, locate, parent_at_level, parents_at_level
from intarsia.tables import PLACES


def a_place(code: str, parent: str | None, level: int, box: tuple[int, ...] | None) -> dict:
    boundary = None if box is None else shapely.to_wkb(shapely.box(*box))
    return {
        **dict.fromkeys(PLACES.schema.names),
        "place_code": code,
        "parent_code": parent,
        "level": level,
        "country_code": "XA",
        "name": code,
        "boundary": boundary,
    }


# longitude 0-4, latitude 0-2: one region of two districts, one region without districts
TREE = pa.Table.from_pylist(
    [
        a_place("R1", "XA", 1, (0, 0, 2, 2)),
        a_place("R2", "XA", 1, (2, 0, 4, 2)),
        a_place("D1", "R1", 2, (0, 0, 1, 2)),
        a_place("D2", "R1", 2, (1, 0, 2, 2)),
        a_place("D3", "R2", 2, None),
    ],
    PLACES.schema,
)


def test_a_point_gets_the_finest_unit_it_lies_in() -> None:
    found = locate(TREE, latitude=[1.0, 1.0, 1.0, 9.0], longitude=[0.5, 1.5, 3.0, 3.0])

    assert found.to_pylist() == ["D1", "D2", "R2", None]


def test_an_unknown_point_has_no_place() -> None:
    found = locate(TREE, pa.array([None, 1.0, float("nan")]), pa.array([1.0, None, 1.0]))

    assert found.to_pylist() == [None, None, None]


def test_a_point_on_a_border_goes_to_the_first_code() -> None:
    assert locate(TREE, [1.0], [1.0]).to_pylist() == ["D1"]


def test_without_points_or_boundaries_nothing_is_found() -> None:
    assert locate(TREE, [], []).to_pylist() == []
    assert locate(PLACES.empty(), [1.0], [1.0]).to_pylist() == [None]


@given(st.floats(0.01, 0.99), st.floats(0.01, 1.99), st.permutations(range(5)))
def test_the_order_of_units_changes_nothing(
    longitude: float, latitude: float, order: list[int]
) -> None:
    assert locate(TREE.take(order), [latitude], [longitude]).to_pylist() == ["D1"]


def test_children_are_one_level_below() -> None:
    assert children(TREE, "R1") == ["D1", "D2"]
    assert children(TREE, "XA") == ["R1", "R2"]
    assert children(TREE, None) == ["R1", "R2"]
    assert children(TREE, "D1") == []


def test_a_unit_knows_what_it_lies_in() -> None:
    assert parent_at_level(TREE, "D2", 1) == "R1"
    assert parent_at_level(TREE, "D2", 2) == "D2"
    assert parent_at_level(TREE, "R2", 2) is None
    assert parent_at_level(TREE, "nowhere", 1) is None
    assert parents_at_level(TREE, pa.chunked_array([["D1", None, "D3"]]), 1).to_pylist() == [
        "R1",
        None,
        "R2",
    ]


def test_a_circle_in_the_tree_ends() -> None:
    circle = pa.Table.from_pylist(
        [a_place("A", "B", 3, None), a_place("B", "A", 3, None)], PLACES.schema
    )

    assert parent_at_level(circle, "A", 1) is None
