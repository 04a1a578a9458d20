"""Up the administrative tree: also where a parent is missing or the tree is a circle."""

from __future__ import annotations

from intarsia.places import ancestors
from rows import table_of


def test_the_units_above_each_unit_stand_nearest_first() -> None:
    rows = [("V", "D"), ("D", "R"), ("R", "XA"), ("lost", "gone"), ("one", "two"), ("two", "one")]
    places = table_of(
        "places",
        [{"place_code": code, "parent_code": above, "name": code} for code, above in rows],
        {"level": 1},
    )

    assert ancestors(places) == {
        "V": ("D", "R", "XA"),
        "D": ("R", "XA"),
        "R": ("XA",),
        "lost": ("gone",),
        "one": ("two",),
        "two": ("one",),
    }
