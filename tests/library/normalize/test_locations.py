"""Shares and places of locations, from codes, points and percentages."""

from typing import Any

import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from intarsia.normalize.locations import normalize_locations
from intarsia.places import PlaceAlias
from intarsia.tables import ACTIVITIES, ACTIVITY_LOCATIONS, CODES, PLACES, ProblemLog, check


def a_place(code: str, parent: str | None, level: int, box: tuple[int, ...]) -> dict[str, Any]:
    return {
        **dict.fromkeys(PLACES.schema.names),
        "place_code": code,
        "parent_code": parent,
        "level": level,
        "country_code": "XA",
        "name": code,
        "boundary": shapely.to_wkb(shapely.box(*box)),
    }


# Longitude 40-44, latitude 10-12.
TREE = pa.Table.from_pylist(
    [
        a_place("XA", None, 0, (40, 10, 44, 12)),
        a_place("XA01", "XA", 1, (40, 10, 42, 12)),
        a_place("XA0101", "XA01", 2, (40, 10, 41, 12)),
        a_place("XA0102", "XA01", 2, (41, 10, 42, 12)),
    ],
    PLACES.schema,
)


AN_ACTIVITY = pa.Table.from_pylist(
    [
        {
            **dict.fromkeys(ACTIVITIES.reader_schema.names),
            "activity_id": "A",
            "report_id": "r",
            "file": "3w.xlsx",
            "sheet": "May",
            "row": 12,
        }
    ],
    ACTIVITIES.reader_schema,
)


def a_row(kind: str, code: str | None = None, **changes: Any) -> dict[str, Any]:
    row = dict.fromkeys(ACTIVITY_LOCATIONS.reader_schema.names)
    return {**row, "activity_id": "A", "kind": kind, "source_code": code, **changes}


def normalized(
    *rows: dict[str, Any], places: pa.Table | None = None, codes: pa.Table | None = None
) -> tuple[list[dict[str, Any]], ProblemLog]:
    numbered = [
        {"ordinal": n, **{k: v for k, v in row.items() if k != "ordinal"}}
        for n, row in enumerate(rows)
    ]
    locations = pa.Table.from_pylist(numbered, ACTIVITY_LOCATIONS.reader_schema)
    log = ProblemLog("a.xml")
    tables = {
        "activities": AN_ACTIVITY,
        "activity_locations": locations,
        "codes": codes or CODES.empty(),
    }
    filled = normalize_locations(tables, places, log)["activity_locations"]
    check(filled, ACTIVITY_LOCATIONS)
    return filled.to_pylist(), log


def shares(*rows: dict[str, Any]) -> tuple[list[float | None], list[tuple[str, str | None]]]:
    filled, log = normalized(*rows)
    return [row["share"] for row in filled], [(p.code, p.value) for p in log]


def test_percentages_of_countries_and_regions_become_parts_of_one() -> None:
    found, problems = shares(
        a_row("country", "GE", percentage=75.0), a_row("region", "89", percentage=25.0)
    )

    assert found == [0.75, 0.25]
    assert problems == []


def test_without_percentages_the_parts_are_equal() -> None:
    found, problems = shares(a_row("country", "GE"), a_row("country", "AM"))

    assert found == [0.5, 0.5]
    assert problems == []


def test_a_missing_percentage_is_what_is_left() -> None:
    found, problems = shares(
        a_row("country", "GE", percentage=60.0), a_row("country", "AM"), a_row("country", "AZ")
    )

    assert found == pytest.approx([0.6, 0.2, 0.2])
    assert problems == []


def test_percentages_that_do_not_add_up_are_named_with_their_sum() -> None:
    found, problems = shares(
        a_row("country", "GE", percentage=60.0), a_row("country", "AM", percentage=60.0)
    )

    assert found == [0.5, 0.5]
    assert problems == [("location.percentages_off", "120")]


def test_a_region_that_repeats_the_countries_has_no_part() -> None:
    found, problems = shares(
        a_row("country", "GE", percentage=100.0), a_row("region", "89", percentage=100.0)
    )

    assert found == [1.0, None]
    assert problems == []


def test_one_vocabulary_of_regions_counts() -> None:
    found, _ = shares(
        a_row("region", "X", source_vocabulary="99"),
        a_row("region", "89", source_vocabulary="1"),
        a_row("region", "88"),
    )

    assert found == [None, 0.5, 0.5]


def test_locations_have_shares_among_themselves() -> None:
    found, _ = shares(a_row("country", "GE"), a_row("location"), a_row("location"))

    assert found == [1.0, 0.5, 0.5]


PERCENTAGES = st.one_of(st.none(), st.floats(-10, 300))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["country", "region", "location"]), st.sampled_from("AB"), PERCENTAGES
        ),
        max_size=8,
    )
)
def test_shares_add_up_to_one_for_each_activity(
    stated: list[tuple[str, str, float | None]],
) -> None:
    filled, _ = normalized(
        *(
            a_row(kind, activity_id=activity, percentage=percentage)
            for kind, activity, percentage in stated
        )
    )

    for activity in "AB":
        for kinds in (("country", "region"), ("location",)):
            rows = [row for row in filled if row["activity_id"] == activity]
            rows = [row for row in rows if row["kind"] in kinds]
            parts = [row["share"] for row in rows if row["share"] is not None]
            assert not rows or sum(parts) == pytest.approx(1.0)
            assert all(0 <= part <= 1 for part in parts)


def test_a_country_alone_is_in_no_place_below_it() -> None:
    filled, _ = normalized(a_row("country", "xa"), a_row("country", "GE"), places=TREE)

    assert [row["place_code"] for row in filled] == ["XA", None]


def test_a_stated_code_goes_before_the_point() -> None:
    filled, _ = normalized(
        a_row("location", "xa-01 01", latitude=11.0, longitude=41.5), places=TREE
    )

    assert filled[0]["place_code"] == "XA0101"


def test_the_finest_of_several_stated_codes_counts() -> None:
    codes = pa.Table.from_pylist(
        [
            {
                **dict.fromkeys(CODES.schema.names),
                "activity_id": "A",
                "ordinal": n,
                "kind": "administrative",
                "of": 0,
                "code": code,
            }
            for n, code in enumerate(["XA01", "XA0102"])
        ],
        CODES.schema,
    )

    filled, _ = normalized(a_row("location", "XA01"), places=TREE, codes=codes)

    assert filled[0]["place_code"] == "XA0102"


def test_a_gazetteers_own_number_is_no_place_code() -> None:
    numbered = pa.Table.from_pylist([a_place("611717", None, 1, (40, 10, 42, 12))], PLACES.schema)

    filled, _ = normalized(
        a_row("location", "611717", source_vocabulary="G1"),
        a_row("location", "611717"),
        places=numbered,
    )

    assert [row["place_code"] for row in filled] == [None, "611717"]


def test_a_code_of_the_tree_is_known_under_any_vocabulary() -> None:
    filled, _ = normalized(a_row("location", "XA01", source_vocabulary="A2"), places=TREE)

    assert filled[0]["place_code"] == "XA01"


def test_a_point_gets_its_finest_unit() -> None:
    filled, log = normalized(
        a_row("location", latitude=11.0, longitude=40.5),
        a_row("location", latitude=11.0, longitude=43.0),
        places=TREE,
    )

    assert [row["place_code"] for row in filled] == ["XA0101", "XA"]
    assert not len(log)


@pytest.mark.parametrize(
    ("feature", "code"), [("PCLI", "XA"), ("ADM1", "XA01"), ("ADM2", "XA0101"), ("PPL", "XA0101")]
)
def test_the_middle_of_a_unit_stands_for_that_unit(feature: str, code: str) -> None:
    filled, _ = normalized(
        a_row("location", latitude=11.0, longitude=40.5, feature_code=feature), places=TREE
    )

    assert filled[0]["place_code"] == code


def test_the_middle_of_a_country_without_a_row_is_no_place() -> None:
    without_country = TREE.slice(1)

    filled, _ = normalized(
        a_row("location", latitude=11.0, longitude=40.5, feature_code="PCLI"),
        places=without_country,
    )

    assert filled[0]["place_code"] is None


def test_swapped_coordinates_find_their_place_and_are_named() -> None:
    filled, log = normalized(a_row("location", latitude=40.5, longitude=11.0), places=TREE)

    assert filled[0]["place_code"] == "XA0101"
    assert (filled[0]["latitude"], filled[0]["longitude"]) == (40.5, 11.0)
    assert [(p.code, p.severity, p.value, p.suggestion) for p in log] == [
        ("location.swapped_coordinates", "changed", "40.5, 11", "11, 40.5")
    ]
    assert [(p.activity_id, p.sheet, p.cell) for p in log] == [("A", "May", "row 12")]


def test_points_outside_are_counted_and_kept() -> None:
    filled, log = normalized(
        a_row("location", latitude=80.0, longitude=80.0),
        a_row("location", latitude=1.0, longitude=1.0),
        places=TREE,
    )

    assert [row["place_code"] for row in filled] == [None, None]
    assert [(p.code, p.severity, p.times) for p in log] == [
        ("location.outside_boundaries", "note", 2)
    ]


def test_without_places_nothing_is_found() -> None:
    filled, log = normalized(a_row("location", "XA01", latitude=11.0, longitude=41.0))

    assert filled[0]["place_code"] is None
    assert not len(log)


def test_no_locations_are_no_trouble() -> None:
    assert normalized(places=TREE)[0] == []


NAMED = pa.Table.from_pylist(
    [
        {**TREE.to_pylist()[0]},
        {**TREE.to_pylist()[1], "name": "Lomara"},
        {**TREE.to_pylist()[2], "name": "Oskava"},
        {**TREE.to_pylist()[3], "name": "Tirn"},
    ],
    PLACES.schema,
)


def test_stated_names_go_before_the_point() -> None:
    filled, log = normalized(
        a_row("location", path_names=["Lomara", "Tirn"], latitude=11.0, longitude=40.5),
        a_row("location", path_names=["Lomara", None], path_codes=[None, None]),
        places=NAMED,
    )

    assert [row["place_code"] for row in filled] == ["XA0102", "XA01"]
    assert not len(log)


def test_a_name_that_is_not_known_leaves_it_to_the_point() -> None:
    filled, log = normalized(
        a_row("location", path_names=["Elsewhere"], latitude=11.0, longitude=40.5), places=NAMED
    )

    assert filled[0]["place_code"] == "XA0101"
    assert [(p.code, p.value, p.column) for p in log] == [("place.unmatched", "Elsewhere", "place")]


def test_what_is_everywhere_is_not_where_its_point_lies() -> None:
    filled, _ = normalized(
        a_row("location", path_names=["Nationwide"], latitude=11.0, longitude=40.5), places=NAMED
    )

    assert filled[0]["place_code"] == "XA"


def test_confirmed_names_are_used() -> None:
    row = a_row("location", path_names=["Lomara", "Old Mill"], ordinal=0)
    tables = {
        "activities": AN_ACTIVITY,
        "activity_locations": pa.Table.from_pylist(
            [{**row, "ordinal": 0}], ACTIVITY_LOCATIONS.reader_schema
        ),
        "codes": CODES.empty(),
    }
    alias = PlaceAlias("Old Mill", "Lomara", "XA0101")

    filled = normalize_locations(tables, NAMED, ProblemLog("a.csv"), aliases=[alias])

    assert filled["activity_locations"]["place_code"].to_pylist() == ["XA0101"]
