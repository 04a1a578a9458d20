"""A picture laid out as facts: shares multiplied, nothing invented, each thing counted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duplicates_support import an_activity, others, picture_of
from intarsia.analysis.ground import lay_out, sector_classes, units_of
from intarsia.analysis.ground.functions import functions, functions_in, targets_in
from intarsia.tables import Picture

Build = Callable[..., Picture]
DAY = dt.date


def cells(picture: Picture) -> list[tuple[Any, ...]]:
    names = ("activity_id", "sector_code", "place_code", "share")
    rows = lay_out(picture).cells.to_pylist()
    return sorted(tuple(row[name] for name in names) for row in rows)


def test_shares_of_sectors_and_places_are_multiplied(a_picture: Build) -> None:
    here = {"activity_id": "A", "kind": "location"}
    picture = a_picture(
        activities=[{"activity_id": "A"}],
        activity_sectors=[
            {"activity_id": "A", "ordinal": 0, "sector_code": "police", "share": 0.6},
            {"activity_id": "A", "ordinal": 1, "sector_code": "justice", "share": 0.4},
        ],
        activity_locations=[
            {**here, "ordinal": 0, "place_code": "D1", "share": 0.25},
            {**here, "ordinal": 1, "place_code": "D2", "share": 0.75},
            {**here, "ordinal": 2, "place_code": "D3", "share": 0.0},
        ],
        places=[{"place_code": code, "level": 2, "name": code} for code in ("D1", "D2")],
    )

    assert cells(picture) == [
        ("A", "justice", "D1", pytest.approx(0.1)),
        ("A", "justice", "D2", pytest.approx(0.3)),
        ("A", "police", "D1", pytest.approx(0.15)),
        ("A", "police", "D2", pytest.approx(0.45)),
    ]


def test_what_is_not_stated_is_one_cell_that_says_so(a_picture: Build) -> None:
    picture = a_picture(activities=[{"activity_id": "A"}])

    (row,) = lay_out(picture).cells.to_pylist()

    assert (row["sector_code"], row["place_code"], row["share"]) == (None, None, 1.0)
    assert (row["sector_basis"], row["place_basis"]) == ("not known", "not known")


def test_places_without_shares_get_the_same_and_say_so(a_picture: Build) -> None:
    here = {"activity_id": "A", "kind": "location"}
    picture = a_picture(
        activities=[{"activity_id": "A"}],
        activity_locations=[
            {**here, "ordinal": 0, "place_code": "D1"},
            {**here, "ordinal": 1, "place_code": "D2"},
        ],
        places=[{"place_code": code, "level": 2, "name": code} for code in ("D1", "D2")],
    )

    rows = lay_out(picture).cells.to_pylist()

    assert [(row["place_share"], row["place_basis"]) for row in rows] == [(0.5, "derived")] * 2


def test_a_village_below_the_unit_that_was_found_is_a_site(a_picture: Build) -> None:
    here = {"activity_id": "A", "kind": "location", "place_code": "D1"}
    picture = a_picture(
        activities=[{"activity_id": "A"}],
        activity_locations=[
            {**here, "ordinal": 0, "name_as_reported": "Émile Camp", "source_level": "4"},
            {**here, "ordinal": 1, "name_as_reported": "District One", "source_level": "2"},
        ],
        places=[
            {"place_code": "R", "level": 1, "name": "R"},
            {"place_code": "D1", "parent_code": "R", "level": 2, "name": "District One"},
        ],
    )

    rows = lay_out(picture).cells.to_pylist()

    assert [(row["site"], row["first_code"], row["second_code"]) for row in rows] == [
        ("emile camp", "R", "D1"),
        (None, "R", "D1"),
    ]


def test_a_parent_that_the_tree_lacks_and_a_population_of_zero_are_not_known(
    a_picture: Build,
) -> None:
    places = a_picture(
        places=[
            {"place_code": "D1", "parent_code": "gone", "level": 2, "name": "D1", "population": 0.0}
        ]
    )["places"]

    (unit,) = units_of(places).to_pylist()

    assert (unit["parent_code"], unit["population"], unit["first_code"]) == (None, None, None)


def test_a_circle_of_places_ends(a_picture: Build) -> None:
    places = a_picture(
        places=[
            {"place_code": "A", "parent_code": "B", "level": 2, "name": "A"},
            {"place_code": "B", "parent_code": "A", "level": 1, "name": "B"},
        ]
    )["places"]

    assert [row["first_code"] for row in units_of(places).to_pylist()] == ["B", "B"]


def test_one_thing_reported_twice_is_counted_once_with_its_money() -> None:
    rows = [
        an_activity("donor", reporter="donor", implementer="ngo"),
        an_activity("ngo", reporter="ngo", funder="donor"),
        *others(20),
    ]

    works = {row["activity_id"]: row for row in lay_out(picture_of(rows)).works.to_pylist()}
    (counted,) = (row for row in (works["donor"], works["ngo"]) if row["is_counted"])
    (beside,) = (row for row in (works["donor"], works["ngo"]) if not row["is_counted"])

    assert (counted["reports"], counted["usd_once"]) == (2, 640_000.0)
    assert (beside["thing_id"], beside["usd_once"]) == (counted["activity_id"], None)
    assert sum(row["usd_once"] or 0 for row in works.values() if row["usd"] == 640_000.0) == 640_000


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        (DAY(2010, 1, 1), DAY(2010, 1, 10), 10),
        (DAY(2010, 1, 10), DAY(2010, 1, 1), None),
        (None, DAY(2010, 1, 1), None),
    ],
)
def test_the_rate_of_spending_is_known_only_of_a_period_that_can_be(
    a_picture: Build, starts_on: DAY | None, ends_on: DAY | None, days: int | None
) -> None:
    picture = a_picture(
        activities=[
            {"activity_id": "A", "starts_on": starts_on, "ends_on": ends_on, "budget_usd": 500.0}
        ]
    )

    (row,) = lay_out(picture).works.to_pylist()

    assert (row["days"], row["daily_usd"]) == (days, days and 50.0)


def test_a_branch_counts_as_the_head_of_its_family_and_a_placeholder_as_nobody(
    a_picture: Build,
) -> None:
    picture = a_picture(
        activities=[
            {"activity_id": "A", "organization_id": "field"},
            {"activity_id": "B", "organization_id": "several"},
        ],
        organizations=[
            {"organization_id": "head", "name": "Head"},
            {"organization_id": "field", "name": "Field", "parent_id": "head"},
            {"organization_id": "several", "name": "Various", "is_placeholder": True},
        ],
    )

    assert lay_out(picture).works["owner_id"].to_pylist() == ["head", None]


def test_functions_and_groups_are_stated_else_read_in_the_title(a_picture: Build) -> None:
    picture = a_picture(
        activities=[
            {"activity_id": "A", "title": "Formation des juges"},
            {"activity_id": "B", "title": "Training of judges", "modality_code": "equipment"},
            {"activity_id": "C", "target_group_code": "idps returnees"},
        ]
    )

    rows = lay_out(picture).works.to_pylist()

    assert [(row["functions"], row["functions_basis"]) for row in rows] == [
        (["train"], "derived"),
        (["equip"], "stated"),
        ([], None),
    ]
    assert [(row["targets"], row["targets_basis"]) for row in rows] == [
        (["judges_and_prosecutors"], "derived"),
        (["judges_and_prosecutors"], "derived"),
        (["idps", "returnees"], "stated"),
    ]


def test_words_of_titles_tell_functions_in_several_languages() -> None:
    said = ["Reparación de escuelas", "Поставка оборудования", "Suivi des procès", "Peace"]

    assert [functions_in(text) for text in said] == [
        ("build",),
        ("supply", "equip"),
        ("monitor",),
        (),
    ]
    assert targets_in("Rural roads") == ()
    assert set(functions()) >= {"train", "build", "equip", "advise", "monitor", "fund"}


def test_each_sector_has_what_is_above_it() -> None:
    rows = {row["sector_code"]: row for row in sector_classes().to_pylist()}

    assert rows["police"]["group_code"] == "law_order"
    assert not rows["multisector"]["is_field_of_work"]


shares = st.lists(st.sampled_from([None, 0.2, 0.5, 0.0, 1.0]), max_size=4)


@settings(max_examples=40)
@given(shares, shares)
def test_the_shares_of_an_activity_add_up_to_one(
    sectors: list[float | None], places: list[float | None]
) -> None:
    picture = picture_of([an_activity("A")])
    schema = {name: picture[name].schema for name in ("activity_sectors", "activity_locations")}
    stated = {
        "activity_sectors": [
            {"activity_id": "A", "ordinal": at, "source_vocabulary": "1", "share": share,
             "sector_code": f"s{at}"}
            for at, share in enumerate(sectors)
        ],
        "activity_locations": [
            {"activity_id": "A", "ordinal": at, "kind": "location", "place_code": f"p{at}",
             "share": share}
            for at, share in enumerate(places)
        ],
    }  # fmt: skip
    picture = picture.having(
        **{name: pa.Table.from_pylist(rows, schema[name]) for name, rows in stated.items()}
    )

    assert sum(lay_out(picture).cells["share"].to_pylist()) == pytest.approx(1)
