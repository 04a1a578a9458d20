"""Which sheets of a file are lists of activities, and how the others are refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.headings import field_of_heading
from intarsia.readers.activity_list.sheets import Choice, choose
from intarsia.readers.grids import Cell, Grid, open_grids
from intarsia.readers.source import open_source
from intarsia.spelling import folded
from intarsia.tables import ProblemLog

Rows = list[list[Cell]]

_HEADINGS = {
    "organization": Field.ORGANIZATION,
    "id": Field.ACTIVITY_ID,
    "acronym": Field.ORGANIZATION_ACRONYM,
    "organization type": Field.ORGANIZATION_TYPE,
    "donor": Field.FUNDING_ORGANIZATION,
    "sector": Field.SECTOR,
    "activity": Field.TITLE,
    "region": Field.REGION,
    "district": Field.ADMIN2,
    "p code": Field.PLACE_CODE,
    "longitude": Field.LONGITUDE,
    "latitude": Field.LATITUDE,
    "status": Field.STATUS,
    "people reached": Field.PEOPLE_REACHED,
    "beneficiaries": Field.PEOPLE,
}
LIST: Rows = [
    ["Organization", "Sector", "Activity", "District"],
    ["UNHCR", "Shelter", "Tents", "Amar"],
    ["ACTED", "WASH", "Wells", "Radunel"],
    ["UNHCR", "Protection", "Legal aid", "Amar"],
]
PLACES: Rows = [
    ["Region", "District", "P-code", "Longitude", "Latitude"],
    ["North", "Amar", "XA0101", 20.1, 41.2],
    ["North", "Radunel", "XA0102", 20.4, 41.3],
    ["South", "Silvar", "XA0201", 20.6, 41.0],
]
BY_DISTRICT: Rows = [
    ["District", "WASH", "Shelter", "Health", "Grand Total"],
    ["Amar", 3, 1, None, 4],
    ["Radunel", None, 2, 2, 4],
    ["Grand Total", 3, 3, 2, 8],
]


def known(heading: str) -> Field | None:
    return _HEADINGS.get(folded(heading))


def sheet(name: str | None, rows: Sequence[Sequence[Cell]], *, is_hidden: bool = False) -> Grid:
    width = max(map(len, rows), default=0)
    return Grid(
        name=name,
        rows=[[*row, *[None] * (width - len(row))] for row in rows],
        first_row=1,
        first_column=0,
        is_hidden=is_hidden,
        hidden_rows=frozenset(),
        merged=(),
    )


def chosen(*sheets: Grid) -> tuple[Choice, list[str | None]]:
    choice = choose(sheets, known)
    return choice, [block.grid.name for block in choice.blocks]


def verdict(rows: Sequence[Sequence[Cell]]) -> str:
    (considered,) = choose([sheet("Sheet1", rows)], known).considered
    return considered.verdict


def test_the_list_is_taken_and_every_sheet_is_spoken_of() -> None:
    choice, names = chosen(
        sheet("Read me", [["Please fill in one row for each activity."]]),
        sheet("Data", LIST),
        sheet("Summary", BY_DISTRICT),
        sheet("Places", PLACES, is_hidden=True),
        sheet("Empty", []),
    )
    assert (names, choice.reason, choice.refusal) == (["Data"], "only_list", None)
    assert [(one.sheet, one.verdict, one.is_taken) for one in choice.considered] == [
        ("Read me", "list.instructions", False),
        ("Data", "list.activities", True),
        ("Summary", "list.summary_by_place", False),
        ("Places", "list.place_list", False),
        ("Empty", "list.empty", False),
    ]
    assert choice.considered[1].rows == 3


def test_a_list_of_places_is_handed_over_with_its_columns() -> None:
    choice, _ = chosen(sheet("Data", LIST), sheet("Places", PLACES, is_hidden=True))
    (places,) = choice.place_lists
    assert places.columns == {
        Field.REGION: 0,
        Field.ADMIN2: 1,
        Field.PLACE_CODE: 2,
        Field.LONGITUDE: 3,
        Field.LATITUDE: 4,
    }
    assert places.block.row_count == 3


def test_a_list_of_places_without_known_headings_is_known_by_its_codes() -> None:
    rows: Rows = [["ADM2_Manti", "ADM2_Man_2", "ADM1_Geo_2", "FID", "Shape"]]
    rows += [[f"Place {at}", f"XA010{at}", "XA01", at, "Polygon"] for at in range(6)]
    (places,) = chosen(sheet("Layer", rows))[0].place_lists
    assert places.columns == {Field.PLACE: 0, Field.PLACE_CODE: 1}


def test_a_hidden_list_is_taken_only_where_no_other_is() -> None:
    choice, names = chosen(sheet("Data", LIST), sheet("Old", LIST[:3], is_hidden=True))
    assert (names, choice.reason) == (["Data"], "best_list")
    assert (choice.considered[1].because, choice.considered[1].same_as) == ("hidden", "Data")
    choice, names = chosen(sheet("Summary", BY_DISTRICT), sheet("Data", LIST, is_hidden=True))
    assert (names, choice.reason) == (["Data"], "hidden_list")


def test_a_sheet_a_month_is_one_list() -> None:
    may: Rows = [LIST[0], ["DRC", "Health", "Clinic", "Silvar"], ["IRC", "WASH", "Taps", "Amar"]]
    choice, names = chosen(sheet("April", LIST), sheet("Notes", [["x"]]), sheet("May", may))
    assert (names, choice.reason) == (["April", "May"], "same_shape")


def test_a_sheet_that_repeats_rows_of_the_whole_is_not_read_twice() -> None:
    choice, names = chosen(sheet("WASH", [LIST[0], LIST[2]]), sheet("All", LIST))
    assert names == ["All"]
    assert (choice.considered[0].because, choice.considered[0].same_as) == ("repeats", "All")
    assert choice.considered[0].rows == 1


def test_a_list_of_other_shape_is_not_taken_and_said() -> None:
    other: Rows = [["Donor", "Acronym", "Region", "Beneficiaries"], ["EU", "IRC", "North", 5]]
    choice, names = chosen(sheet("Data", LIST), sheet("Plans", other))
    assert names == ["Data"]
    assert (choice.considered[1].because, choice.considered[1].rows) == ("other_shape", 1)


def test_an_example_is_no_list_beside_the_list() -> None:
    other: Rows = [LIST[0], ["Your name", "Sector", "What you do", "Where"]]
    choice, names = chosen(sheet("Example", other), sheet("Data", LIST))
    assert names == ["Data"]
    assert choice.considered[0].because == "example"
    assert chosen(sheet("Example", LIST))[1] == ["Example"]


def test_two_lists_on_one_sheet_are_both_taken() -> None:
    other: Rows = [["District", "Organization", "Sector"], ["Amar", "IRC", "Health"]]
    choice, _ = chosen(sheet("Data", [*LIST, [], *other]))
    assert [block.row_count for block in choice.blocks] == [3, 1]


def test_a_summary_beside_a_list_is_refused_by_itself() -> None:
    empty: list[Cell] = [None] * 5
    listed = LIST + [LIST[1]] * 20
    beside = BY_DISTRICT + [empty] * 20
    rows: Rows = [[*row, None, *by] for row, by in zip(listed, beside, strict=True)]
    choice, names = chosen(sheet("Data", rows))
    assert names == ["Data"]
    assert choice.blocks[0].columns == range(4)
    assert [one.code for one in choice.refusals] == ["list.summary_by_place"]


# Refused


def test_a_summary_by_place_is_refused_with_what_it_has() -> None:
    choice, names = chosen(sheet("By district", BY_DISTRICT))
    assert (names, choice.reason) == ([], "no_list")
    assert choice.refusal is not None
    assert (choice.refusal.code, choice.refusal.sheet) == ("list.summary_by_place", "By district")
    assert choice.refusal.data == {
        "rows": 2,
        "places": "District",
        "figures": ("WASH", "Shelter", "Health", "Grand Total"),
    }


def test_people_reached_by_place_is_a_summary() -> None:
    rows: Rows = [["District", "P-code", "People reached", "Number of organizations"]]
    rows += [["Amar", "XA0101", 500, 4], ["Radunel", "XA0102", 70, 2]]
    assert verdict(rows) == "list.summary_by_place"


def test_a_pivot_is_known_by_its_words() -> None:
    rows: Rows = [["Count of Organization", "Column Labels"], ["Row Labels", "WASH", "Grand Total"]]
    rows += [["Amar", 3, 3], ["Radunel", 1, 1]]
    choice, _ = chosen(sheet("Pivot", rows))
    assert choice.refusal is not None
    assert choice.refusal.code == "list.pivot"
    assert choice.refusal.data["found"] == "Count of Organization"


@pytest.mark.parametrize("words", ["Étiquettes de lignes", "Названия строк", "Etiquetas de fila"])
def test_a_pivot_is_known_in_other_languages(words: str) -> None:
    assert (
        verdict([[words, "District", "WASH"], ["a", "Amar", 1], ["b", "Amar", 2]]) == "list.pivot"
    )


def test_counts_by_kind_of_organization_are_a_summary() -> None:
    rows: Rows = [["Organization type", "# of Orgs", "Share"], ["UN", 6, 0.3], ["NGO", 14, 0.7]]
    assert verdict(rows) == "list.summary"


def test_figures_under_organization_name_no_organization() -> None:
    rows: Rows = [["District", "Organization", "Sector"], ["Amar", 4, 2], ["Radunel", 3, 1]]
    assert verdict(rows) == "list.summary_by_place"


def test_what_and_where_without_who_is_no_list_but_kept_for_a_mapping() -> None:
    rows: Rows = [
        ["Sector", "Activity", "District"],
        ["WASH", "Wells", "Amar"],
        ["WASH", "Taps", "Amar"],
    ]
    choice, names = chosen(sheet("Data", rows))
    assert names == []
    assert choice.refusal is not None
    assert (choice.refusal.code, choice.refusal.data["missing"]) == (
        "list.no_organizations",
        ("who",),
    )
    assert [block.row_count for block in choice.no_organization] == [2]


def test_a_list_of_organizations_alone_says_nothing_of_activities() -> None:
    rows: Rows = [["Id", "Acronym", "Organization"], ["o1", "DRC", "Danish Refugee Council"]]
    assert verdict(rows) == "list.organizations_only"


def test_choices_beside_each_other_are_no_list() -> None:
    rows: Rows = [["Organization", "Sector", "District"]]
    rows += [
        [f"Org {at}", ["WASH", "Health"][at] if at < 2 else None, f"Place {at}" if at < 6 else None]
        for at in range(9)
    ]
    assert verdict(rows) == "list.look_up"


def test_code_lists_are_no_list() -> None:
    assert verdict([["Status", "Sector"], ["Planned", "WASH"], ["Ongoing", None]]) == "list.look_up"


def test_a_form_that_nobody_filled_says_nothing() -> None:
    assert verdict([["4W form"], LIST[0]]) == "list.nothing_said"


def test_unknown_headings_are_named() -> None:
    choice, _ = chosen(sheet(None, [["Alpha", "Beta"], ["a", "b"], ["c", "d"]]))
    assert choice.refusal is not None
    assert choice.refusal.code == "list.headings_unknown"
    assert choice.refusal.data["headings"] == ("Alpha", "Beta")


# Wide lists are lists


@pytest.mark.parametrize(
    "headings",
    [["Jan-11", "Feb-11", "Mar-11"], ["WASH", "Shelter", "Health"], ["0-5", "6-17", "18+"]],
)
def test_a_column_a_month_or_sector_or_age_is_a_list(headings: list[str]) -> None:
    rows: Rows = [
        ["Organization", "District", *headings],
        ["DRC", "Amar", 1, 2, 3],
        ["IRC", "Amar", 4],
    ]
    assert verdict(rows) == "list.activities"


def test_crosses_under_sectors_are_a_list() -> None:
    rows: Rows = [["Organization", "WASH", "Shelter", "Health"], ["DRC", "x", None, "x"]]
    rows += [["IRC", None, "x", None], ["NRC", "x", "x", None]]
    assert verdict(rows) == "list.activities"


def test_figures_that_count_for_an_organization_are_no_list() -> None:
    rows: Rows = [["Organization", "# of staff", "# of offices", "Number of districts"]]
    rows += [["DRC", 40, 3, 2], ["IRC", 10, 1, 1]]
    assert verdict(rows) == "list.organizations_only"


# Real files


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "taken"),
    [
        ("colombia-345w.xlsx", {"Records": (2, 4662)}),
        ("ethiopia-4w-2022-02.xlsx", {"Eth_4Ws_February_2022": (2, 7900)}),
        ("iraq-3w-2022-q1.xlsx", {"3W longtable Jan-Apr 2022 ": (2, 4839)}),
        ("libya-3w-2021-05.xlsx", {"3W as of May 2021": (2, 495)}),
        ("somalia-3w-2022-03.xlsx", {"Data": (2, 31085)}),
        ("afghanistan-3w-2021-q3.csv", {None: (2, 2414)}),
        ("nepal-2015/data__data.json", {None: (1, 2282)}),
        ("vanuatu-2015/data__data.json", {None: (1, 2510)}),
    ],
)
def test_real_files_are_read_where_their_list_is(
    shared: Path, file: str, taken: dict[str | None, tuple[int, int]]
) -> None:
    choice = choose(_grids(shared / "data" / "3w" / file), field_of_heading)
    assert {block.grid.name: (block.first, block.row_count) for block in choice.blocks} == taken


@pytest.mark.shared
def test_the_summary_of_ukraine_is_refused_sheet_by_sheet(shared: Path) -> None:
    file = shared / "data" / "3w" / "ukraine-5w-summary-2022-05.xlsx"
    choice = choose(_grids(file), field_of_heading)
    assert choice.blocks == ()
    assert [(one.sheet, one.code) for one in choice.refusals] == [
        ("Num_of_Orgs_by_Oblast", "list.summary_by_place"),
        ("People_Reached_by_Oblast", "list.summary_by_place"),
        ("Change_People_Reached", "list.summary_by_place"),
        ("UDE_Inputs", "list.summary_by_place"),
    ]


@pytest.mark.shared
def test_the_place_lists_of_ethiopia_are_found(shared: Path) -> None:
    file = shared / "data" / "3w" / "ethiopia-4w-2022-02.xlsx"
    names = {one.block.grid.name for one in choose(_grids(file), field_of_heading).place_lists}
    assert names >= {"HNO Ethiopia admin location", "AdminNames"}


def _grids(path: Path) -> list[Grid]:
    return open_grids(open_source(path), ProblemLog(path.name))
