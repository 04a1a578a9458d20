"""The names and codes of a row together: which unit they mean, why, and what is said about it."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.normalize.stated_places import (
    KnownPlaces,
    PlaceMatch,
    log_places,
    match_places,
    place_of,
    unmatched_places,
    unmatched_table,
)
from intarsia.places import PlaceAlias, places_from_rows, read_place_aliases, read_places
from intarsia.tables import ACTIVITY_LOCATIONS, ProblemLog

UNITS = [
    {"code": "ET01", "name": "Tigray", "level": 1},
    {"code": "ET0101", "name": "North Western", "level": 2, "parent": "ET01"},
    {"code": "ET0102", "name": "Central", "level": 2, "parent": "ET01"},
    {"code": "ET03", "name": "Amhara", "level": 1},
    {"code": "ET0302", "name": "South Gondar", "level": 2, "parent": "ET03"},
    {"code": "ET0305", "name": "North Shewa", "level": 2, "parent": "ET03"},
    {"code": "ET04", "name": "Oromia", "level": 1},
    {"code": "ET0406", "name": "North Shewa", "level": 2, "parent": "ET04"},
]
TREE = KnownPlaces.of(places_from_rows(UNITS, country="ET"))


def facts(match: PlaceMatch) -> tuple[str | None, str, list[tuple[str, str | None, str | None]]]:
    notes = [(note.code, note.value, note.expected) for note in match.notes]
    return match.place_code, match.because, notes


def test_a_code_whose_name_fits_is_the_place() -> None:
    match = place_of(TREE, ["Tigray", "Centrall"], ["ET01", "et 0102"])

    assert facts(match) == ("ET0102", "code", [])
    assert match.sureness == 1.0


def test_a_code_without_names_is_the_place() -> None:
    assert place_of(TREE, [], [None, "ET0102"]).place_code == "ET0102"


def test_a_name_is_the_place_where_there_is_no_code() -> None:
    assert facts(place_of(TREE, ["Amhara", "South Gondar"], [])) == ("ET0302", "name", [])


def test_a_row_that_states_only_a_region_is_in_the_region() -> None:
    assert facts(place_of(TREE, ["Amhara", None], [])) == ("ET03", "name", [])
    assert facts(place_of(TREE, ["Amhara", "N/A"], [None, ""])) == ("ET03", "name", [])
    assert facts(place_of(TREE, ["Amhara", "Amhara region"], [])) == ("ET03", "name", [])


def test_a_repaired_code_is_the_place_and_is_said() -> None:
    assert facts(place_of(TREE, ["Tigray", "Central"], [None, "ETH0102"])) == (
        "ET0102",
        "code repaired",
        [("place.code_repaired", "ETH0102", "ET0102")],
    )


def test_a_finer_code_and_finer_names_go_to_the_unit_they_are_in() -> None:
    names = ["Tigray", "Central", "Abi Adi town"]

    assert facts(place_of(TREE, names, [None, None, "ET010211"])) == (
        "ET0102",
        "code finer",
        [("place.code_finer", None, None)],
    )


def test_where_code_and_name_disagree_the_code_is_trusted_and_both_are_said() -> None:
    match = place_of(TREE, ["Tigray", "Central"], ["ET01", "ET0101"])

    assert facts(match) == (
        "ET0101",
        "code against the names",
        [("place.name_disagrees", "Tigray / Central (ET0101)", "Tigray / North Western (ET0101)")],
    )
    assert match.sureness < 0.8


def test_names_of_two_levels_outvote_one_code() -> None:
    # A code that was filled down a column: region and zone both say something else.
    match = place_of(TREE, ["Amhara", "South Gondar"], [None, "ET0101"])

    assert facts(match) == (
        "ET0302",
        "names against the code",
        [
            (
                "place.code_outvoted",
                "Amhara / South Gondar (ET0101)",
                "Amhara / South Gondar (ET0302)",
            )
        ],
    )


def test_codes_of_two_levels_are_not_outvoted() -> None:
    match = place_of(TREE, ["Amhara", "South Gondar"], ["ET01", "ET0101"])

    assert match.place_code == "ET0101"
    assert match.because == "code against the names"


def test_a_region_by_code_and_a_zone_by_name_are_the_zone() -> None:
    assert place_of(TREE, ["Oromia", "North Shewa"], ["ET04", None]).place_code == "ET0406"


def test_an_unknown_code_leaves_it_to_the_name_and_is_said() -> None:
    assert facts(place_of(TREE, ["Oromia", "North Shewa"], [None, "99-17"])) == (
        "ET0406",
        "name",
        [("place.code_unknown", "99-17", "Oromia / North Shewa (ET0406)")],
    )


def test_an_unknown_finer_code_leaves_the_coarser_one_and_is_said() -> None:
    assert facts(place_of(TREE, [], ["ET04", "ET0499"])) == (
        "ET04",
        "code of the unit above",
        [("place.code_unknown", "ET0499", "Oromia (ET04)")],
    )


def test_two_units_of_one_name_stay_open_with_both_as_candidates() -> None:
    match = place_of(TREE, [None, "North Shewa"], [])

    assert (match.place_code, match.because) == (None, "several")
    assert [one.place_code for one in match.candidates] == ["ET0305", "ET0406"]
    assert [note.code for note in match.notes] == ["place.ambiguous"]


def test_a_zone_that_is_not_known_leaves_the_region_and_is_said() -> None:
    match = place_of(TREE, ["Amhara", "South Gonder Zuria"], [])

    assert facts(match) == (
        "ET03",
        "name of the unit above",
        [
            (
                "place.unmatched",
                "Amhara / South Gonder Zuria",
                "South Gondar (ET0302)",
            )
        ],
    )


def test_a_zone_under_another_region_than_stated_is_found_and_said() -> None:
    match = place_of(TREE, ["Oromia", "South Gondar"], [])

    assert facts(match) == (
        "ET0302",
        "name under another parent",
        [("place.other_parent", "Oromia / South Gondar", "Amhara / South Gondar (ET0302)")],
    )
    assert match.sureness < 0.7


def test_a_zone_is_found_where_its_region_is_not() -> None:
    match = place_of(TREE, ["Sidama", "South Gondar"], [])

    assert match.place_code == "ET0302"
    assert [note.code for note in match.notes] == ["place.other_parent"]


def test_lists_that_count_levels_otherwise_are_understood() -> None:
    assert place_of(TREE, [None, None, "South Gondar", "Farta"], []).place_code == "ET0302"


@pytest.mark.parametrize("said", ["Nationwide", "Cobertura Nacional", "Вся страна", "Ethiopia"])
def test_the_whole_country_is_no_unit_of_it(said: str) -> None:
    assert facts(place_of(TREE, [said, None], ["ET00", None])) == (
        None,
        "whole country",
        [("place.whole_country", None, None)],
    )


def test_nothing_stated_is_nothing_found() -> None:
    assert facts(place_of(TREE, [None, "-"], [None])) == (None, "nothing", [])


def test_a_report_without_places_states_none() -> None:
    picture = {"activity_locations": ACTIVITY_LOCATIONS.empty()}

    assert unmatched_places(picture, places_from_rows(UNITS, country="ET")).num_rows == 0


def test_units_without_names_are_known_by_their_codes_alone() -> None:
    rows = [*UNITS, {"code": "ET010201", "name": None, "level": 3, "parent": "ET0102"}]
    tree = KnownPlaces.of(places_from_rows(rows, country="ET"))

    assert facts(place_of(tree, ["Tigray", "Central", "Abi Adi"], [None, None, "ET010201"])) == (
        "ET010201",
        "code",
        [],
    )


def test_confirmed_names_come_first_and_hold_under_their_parent() -> None:
    aliases = [PlaceAlias("Debub Gondar", "Amhara", "ET0302"), PlaceAlias("Mekel", None, "ET0102")]
    tree = KnownPlaces.of(places_from_rows(UNITS, country="ET"), aliases)

    found = place_of(tree, ["AMHARA", "Debub  gondar"], [])

    assert (found.place_code, found.because) == ("ET0302", "confirmed name")
    assert place_of(tree, ["Tigray", "Debub Gondar"], []).place_code == "ET01"
    assert place_of(tree, ["Tigray", "Mekel"], []).place_code == "ET0102"


def test_a_confirmed_name_of_no_unit_is_said() -> None:
    log = ProblemLog("aliases.csv")

    KnownPlaces.of(places_from_rows(UNITS), [PlaceAlias("Mekel", None, "ET0199")], log)

    assert [(one.code, one.value, one.expected) for one in log] == [
        ("place.alias_unknown", "Mekel", "ET0199")
    ]


NAMES = st.lists(
    st.one_of(st.none(), st.sampled_from([row["name"] for row in UNITS]), st.text(max_size=6)),
    max_size=3,
)
CODES = st.lists(
    st.one_of(st.none(), st.sampled_from([row["code"] for row in UNITS]), st.text(max_size=6)),
    max_size=3,
)


@given(NAMES, CODES)
def test_whatever_is_stated_the_place_is_a_unit_with_a_reason(
    names: list[str | None], codes: list[str | None]
) -> None:
    match = place_of(TREE, names, codes)

    assert match.place_code in {None, *(row["code"] for row in UNITS)}
    assert match.because
    assert 0 <= match.sureness <= 1
    assert (match.place_code is None) == (match.because in ("several", "nothing", "whole country"))


def some_locations(*paths: tuple[list[str | None] | None, list[str | None] | None]) -> pa.Table:
    rows: list[dict[str, Any]] = [
        {
            **dict.fromkeys(ACTIVITY_LOCATIONS.reader_schema.names),
            "activity_id": "A",
            "ordinal": n,
            "kind": "location",
            "path_names": names,
            "path_codes": codes,
        }
        for n, (names, codes) in enumerate(paths)
    ]
    return pa.Table.from_pylist(rows, ACTIVITY_LOCATIONS.reader_schema)


def test_each_path_is_looked_up_once_and_knows_its_rows() -> None:
    locations = some_locations(
        (["Amhara", "South Gondar"], None),
        (None, None),
        (["Tigray", None], [None, None]),
        (["Amhara", "South Gondar"], [None, None]),
        ([None, None], []),
    )

    found = match_places(locations, TREE, range(5))

    assert sorted((one.rows, one.match.place_code) for one in found) == [
        ([0, 3], "ET0302"),
        ([2], "ET01"),
    ]


def test_alike_problems_are_counted_together() -> None:
    locations = some_locations(
        (["Amhara", "Debub"], None), (["AMHARA", "debub"], None), (["Amhara", "Debub"], None)
    )
    log = ProblemLog("3w.xlsx")

    log_places(match_places(locations, TREE, range(3)), log)

    assert [(one.code, one.value, one.severity, one.times) for one in log] == [
        ("place.unmatched", "Amhara / Debub", "note", 3)
    ]


def test_codes_of_another_list_altogether_are_one_problem() -> None:
    locations = some_locations(
        (["Tigray", "Central"], [None, "524 2 05"]), (["Amhara", None], [None, "524 2 06"])
    )
    log = ProblemLog("3w.json")

    log_places(match_places(locations, TREE, range(2)), log)

    assert [(one.code, one.value, one.times) for one in log] == [
        ("place.code_unknown", "524 2 05", 2)
    ]


def test_unmatched_names_become_a_list_that_is_read_back(tmp_path: Path) -> None:
    locations = some_locations(
        (["Amhara", "S. Gonder"], None),
        (["Amhara", "S. Gonder"], None),
        ([None, "Nowhere"], [None, "X7"]),
        (["Tigray", "Central"], None),
    )

    table = unmatched_table(match_places(locations, TREE, range(4)))

    assert [
        (row["name"], row["parent"], row["level"], row["times"]) for row in table.to_pylist()
    ] == [
        ("S. Gonder", "Amhara", 2, 2),
        ("Nowhere", None, 2, 1),
    ]
    assert table["code_as_reported"].to_pylist() == [None, "X7"]
    confirmed = table.set_column(
        table.schema.get_field_index("confirmed_code"),
        "confirmed_code",
        pa.array(["ET0302", None], pa.string()),
    )
    path = tmp_path / "confirmed.csv"
    pyarrow.csv.write_csv(confirmed, path)
    tree = KnownPlaces.of(places_from_rows(UNITS, country="ET"), read_place_aliases(path))
    assert place_of(tree, ["Amhara", "S. Gonder"], []).place_code == "ET0302"
    assert place_of(tree, [None, "Nowhere"], []).place_code is None


def test_of_several_countries_the_rows_own_counts() -> None:
    tree = KnownPlaces.of(
        places_from_rows(
            [
                {"code": "KE01", "name": "Coast", "level": 1, "country": "KE"},
                {"code": "TZ01", "name": "Coast", "level": 1, "country": "TZ"},
            ]
        )
    )
    locations = some_locations((["Coast"], None), (["Coast"], None), (["Coast"], None))

    found = match_places(locations, tree, range(3), ["KE", "TZ", None])

    assert sorted((one.rows, one.match.place_code) for one in found) == [
        ([0], "KE01"),
        ([1], "TZ01"),
        ([2], None),
    ]


@pytest.mark.shared
def test_the_districts_of_a_real_list_are_found_by_name(shared: Path) -> None:
    folder = shared / "data/places"
    tree = KnownPlaces.of(read_places([folder / f"SOM-adm{n}.topojson" for n in (1, 2)]))

    spelled = [("Lower Juba", "Kismayo"), ("Woqooyi Galbeed", "Hargeisa"), ("Bakool", "Hudur")]
    found = [place_of(tree, path, []).place_code for path in spelled]

    assert found == ["SO2801", "SO1201", "SO2501"]


def test_a_list_without_places_has_none_to_match() -> None:
    none = ACTIVITY_LOCATIONS.schema.empty_table()

    assert match_places(none, TREE, []) == []
