"""Where a table stands on a sheet: header, data, totals, notes; and no row unaccounted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.layout import Block, blocks, filled_down
from intarsia.readers.grids import Cell, Grid
from intarsia.spelling import folded

Rows = list[list[Cell]]

_HEADINGS = {
    "organization": Field.ORGANIZATION,
    "organisation": Field.ORGANIZATION,
    "who organization": Field.ORGANIZATION,
    "donor": Field.FUNDING_ORGANIZATION,
    "organization type": Field.ORGANIZATION_TYPE,
    "sector": Field.SECTOR,
    "secteur": Field.SECTOR,
    "activity": Field.TITLE,
    "activite": Field.TITLE,
    "region": Field.REGION,
    "district": Field.ADMIN2,
    "start date": Field.STARTS_ON,
    "status": Field.STATUS,
    "beneficiaries": Field.PEOPLE,
    "beneficiaries women": Field.PEOPLE,
    "beneficiaries men": Field.PEOPLE,
    "targeted": Field.PEOPLE_TARGETED,
    "budget": Field.BUDGET,
    "remarks": Field.REMARKS,
}
HEADER: list[Cell] = [
    "Organization",
    "Sector",
    "Activity",
    "District",
    "Start date",
    "Beneficiaries",
]
UNHCR: list[Cell] = ["UNHCR", "Shelter", "Tents", "Amar", dt.date(2011, 5, 1), 120.0]
ACTED: list[Cell] = ["ACTED", "WASH", "Wells", "Radunel", dt.date(2011, 3, 1), 300.0]
DRC: list[Cell] = ["DRC", "Protection", "Legal aid", "Silvar", dt.date(2011, 4, 1), 80.0]


def known(heading: str) -> Field | None:
    return _HEADINGS.get(folded(heading))


def grid(rows: Sequence[Sequence[Cell]], merged: Sequence[tuple[int, int, int, int]] = ()) -> Grid:
    width = max(map(len, rows), default=0)
    return Grid(
        name="3W",
        rows=[[*row, *[None] * (width - len(row))] for row in rows],
        first_row=1,
        first_column=0,
        is_hidden=False,
        hidden_rows=frozenset(),
        merged=tuple(merged),
    )


def only(rows: Sequence[Sequence[Cell]], merged: Sequence[tuple[int, int, int, int]] = ()) -> Block:
    (block,) = blocks(grid(rows, merged), known)
    return block


# Headers


def test_a_header_in_the_first_row_is_followed_by_data() -> None:
    block = only([HEADER, UNHCR, ACTED])
    assert block.headings == tuple(HEADER)
    assert (block.header_rows, block.first, block.last, block.left_out) == ((0,), 1, 2, {})


def test_titles_and_empty_rows_stand_above_the_header() -> None:
    block = only([["Who does what where"], [], ["Status of May 2011"], [], HEADER, UNHCR, ACTED])
    assert block.header_rows == (4,)
    assert dict(block.left_out) == {0: "title", 1: "empty", 2: "title", 3: "empty"}
    assert block.titles == ("Who does what where", "Status of May 2011")


def test_what_a_form_asks_above_the_header_is_a_title_and_no_group_of_headings() -> None:
    block = only([["Organization:", "UNHCR", "Region:", "North"], HEADER, UNHCR, ACTED])
    assert block.headings == tuple(HEADER)
    assert block.titles == ("Organization:", "UNHCR", "Region:", "North")


def test_merged_groups_stand_before_their_headings() -> None:
    groups: list[Cell] = ["WHO", None, "WHAT", None, "WHERE"]
    finer: list[Cell] = ["Organization", "Donor", "Sector", "Activity", "District"]
    body: Rows = [["UNHCR", "EU", "Shelter", "Tents", "Amar"]] * 3
    block = only([groups, finer, *body], [(0, 0, 0, 1), (0, 2, 0, 3)])
    assert block.header_rows == (0, 1)
    assert block.headings == (
        "WHO | Organization",
        "WHO | Donor",
        "WHAT | Sector",
        "WHAT | Activity",
        "WHERE | District",
    )
    assert block.first == 2


def test_groups_that_are_known_headings_themselves_stand_above_finer_ones() -> None:
    groups: list[Cell] = ["Organization", None, "Activity", None, "District"]
    finer: list[Cell] = ["Name", "Donor", "Sector", "Status", "Region"]
    block = only([groups, finer, ["UNHCR", "EU", "Shelter", "Ongoing", "North"]])
    assert block.header_rows == (0, 1)
    assert block.headings[:2] == ("Organization | Name", "Organization | Donor")


def test_a_group_in_a_csv_reaches_as_far_as_the_cells_right_of_it_are_empty() -> None:
    groups: list[Cell] = [None, None, "Targeted", None, "Reached", None]
    finer: list[Cell] = ["Organization", "Sector", "Women", "Men", "Women", "Men"]
    block = only([groups, finer, ["UNHCR", "Shelter", 1, 2, 3, 4], ["DRC", "WASH", 5, 6, 7, 8]])
    assert block.headings == (
        "Organization",
        "Sector",
        "Targeted | Women",
        "Targeted | Men",
        "Reached | Women",
        "Reached | Men",
    )


def test_finer_headings_stand_under_a_merged_one() -> None:
    first: list[Cell] = ["Organization", "Sector", "District", "Beneficiaries", None, "Remarks"]
    second: list[Cell] = [None, None, None, "Women", "Men"]
    merged = [(0, 3, 0, 4), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 5, 1, 5)]
    block = only([first, second, ["DRC", "WASH", "Amar", 4, 5], ["IRC", "WASH", "Amar", 4]], merged)
    assert block.header_rows == (0, 1)
    assert block.headings[3:] == ("Beneficiaries | Women", "Beneficiaries | Men", "Remarks")
    assert block.first == 2


def test_three_rows_of_header_are_joined_coarse_to_fine() -> None:
    rows: Rows = [
        ["WHO", None, "WHAT", "FOR WHOM", None],
        ["Organization", "Donor", "Sector", "Beneficiaries", None],
        [None, None, None, "Women", "Men"],
        ["UNHCR", "EU", "Shelter", 5, 6],
    ]
    block = only(rows, [(0, 0, 0, 1), (0, 3, 0, 4), (1, 3, 1, 4)])
    assert block.header_rows == (0, 1, 2)
    assert block.headings[3] == "FOR WHOM | Beneficiaries | Women"
    assert block.headings[2] == "WHAT | Sector"


def test_a_row_of_data_under_the_header_is_not_taken_into_it() -> None:
    block = only([["Organization", "Sector", "District", None], ["UNHCR", "WASH", "Amar", "x"]])
    assert (block.header_rows, block.first) == ((0,), 1)


def test_a_header_in_two_languages_is_one_header() -> None:
    second: list[Cell] = ["Organisation", "Secteur", "Activité", "District", None, None]
    block = only([HEADER, second, UNHCR, ACTED])
    assert block.header_rows == (0, 1)
    assert block.headings[:2] == ("Organization | Organisation", "Sector | Secteur")
    assert block.first == 2


def test_months_over_columns_of_figures_are_headings() -> None:
    header: list[Cell] = ["Organization", "Sector", "District", dt.date(2011, 1, 1), 2012.0]
    block = only([header, ["DRC", "WASH", "Amar", 4, 5]])
    assert block.headings[3:] == ("2011-01-01", "2012")


@pytest.mark.parametrize("rows", [[], [["Metadata"], ["Month: month of report"]]])
def test_a_sheet_without_a_table_has_no_block(rows: list[list[Cell]]) -> None:
    assert blocks(grid(rows), known) == []


def test_numbers_under_the_headings_are_no_row_of_data() -> None:
    numbers: list[Cell] = [1, 2, 3, 4, 5, 6]
    block = only([HEADER, numbers, UNHCR, HEADER, numbers, ACTED])
    assert (block.header_rows, block.headings) == ((0, 1), tuple(HEADER))
    assert dict(block.left_out) == {3: "header again", 4: "header again"}


def test_what_a_form_says_under_its_headings_is_no_data() -> None:
    guidance: list[Cell] = ["Free text", "Select from list", None, "Drop-down", "DD/MM/YYYY"]
    block = only([HEADER, guidance, UNHCR, ACTED])
    assert dict(block.left_out) == {1: "title"}
    assert block.first == 2


# HXL tags

TAGS: list[Cell] = ["#org", "#sector", "#activity", "#adm2+name", "#date+start", "#reached"]


def test_tags_stand_below_the_header() -> None:
    block = only([["Title"], HEADER, TAGS, UNHCR])
    assert (block.header_rows, block.first) == ((1, 2), 3)
    assert (block.headings, block.tags) == (tuple(HEADER), tuple(TAGS))


def test_tags_stand_above_the_header() -> None:
    block = only([TAGS, HEADER, UNHCR])
    assert (block.header_rows, block.headings, block.first) == ((0, 1), tuple(HEADER), 2)


def test_tags_without_a_header_are_enough() -> None:
    block = only([["Title"], [], TAGS, UNHCR, ACTED])
    assert (block.header_rows, block.headings, block.first) == ((2,), ("",) * 6, 3)
    assert block.tags == tuple(TAGS)


def test_a_plain_cell_among_the_tags_is_no_tag() -> None:
    block = only([HEADER, ["#org", "Column1", "#activity", None, "#date", "#reached"], UNHCR])
    assert block.tags == ("#org", "", "#activity", "", "#date", "#reached")


def test_tags_in_row_25_are_found() -> None:
    block = only([*[["Notice"]] * 23, HEADER, TAGS, UNHCR])
    assert (block.header_rows, block.first) == ((23, 24), 25)


# Totals, notes, rows between


@pytest.mark.parametrize(
    "word",
    [
        "TOTAL",
        "Grand Total:",
        "Sous-total",
        "Total général",
        "Total general",
        "Итого",
        "Всього",
        "المجموع",
        "Shelter Total",
    ],
)
def test_a_total_row_is_no_activity(word: str) -> None:
    block = only([HEADER, UNHCR, ACTED, DRC, [word, None, None, None, None, 500.0]])
    assert dict(block.left_out) == {4: "total"}
    assert block.last == 3


def test_a_total_stands_between_rows_and_in_the_second_column() -> None:
    total: list[Cell] = [None, "Total", None, None, None, 420.0]
    block = only([HEADER, UNHCR, ACTED, total, DRC, UNHCR])
    assert dict(block.left_out) == {3: "total"}
    assert list(block.data_rows()) == [1, 2, 4, 5]
    assert block.row_count == 4


@pytest.mark.parametrize("place", [0, 2, 3])
def test_an_activity_named_total_stays(place: int) -> None:
    row = list(UNHCR)
    row[place] = "Total"
    assert dict(only([HEADER, ACTED, row, DRC]).left_out) == {}


def test_last_figures_that_are_the_sums_above_are_a_total_without_a_name() -> None:
    sums: list[Cell] = [None, None, None, None, None, 500.0]
    assert dict(only([HEADER, UNHCR, ACTED, DRC, sums]).left_out) == {4: "total"}
    other: list[Cell] = [None, None, None, None, None, 7.0]
    assert dict(only([HEADER, UNHCR, ACTED, DRC, other]).left_out) == {}


def test_notes_stand_at_the_foot() -> None:
    foot: Rows = [[], ["Source: cluster leads"], ["* planned figures"], ["Prepared", "by hand"]]
    block = only([HEADER, UNHCR, ACTED, DRC, *foot])
    assert dict(block.left_out) == {4: "empty", 5: "note", 6: "note", 7: "note"}
    assert block.titles == ("Source: cluster leads", "* planned figures", "Prepared", "by hand")


def test_a_long_text_alone_between_rows_is_a_note() -> None:
    text = "Figures of the northern districts were confirmed by the authorities only in May 2011."
    assert dict(only([HEADER, UNHCR, [text], ACTED]).left_out) == {2: "note"}


def test_a_row_with_only_an_organization_is_data() -> None:
    assert dict(only([HEADER, UNHCR, ["NRC"], ACTED, DRC]).left_out) == {}


def test_a_text_merged_across_heads_the_rows_under_it() -> None:
    block = only([HEADER, ["NORTH"], UNHCR, ["SOUTH"], ACTED], [(1, 0, 1, 5), (3, 0, 3, 5)])
    assert dict(block.left_out) == {1: "title", 3: "title"}
    assert dict(block.sections) == {1: "NORTH", 3: "SOUTH"}


def test_empty_rows_between_are_left_out() -> None:
    block = only([HEADER, UNHCR, [], ["  "], ACTED])
    assert dict(block.left_out) == {2: "empty", 3: "empty"}
    assert list(block.data_rows()) == [1, 4]


# Several tables


def test_a_header_that_comes_again_is_no_activity() -> None:
    block = only([HEADER, UNHCR, HEADER, ACTED, [], HEADER, DRC])
    assert dict(block.left_out) == {2: "header again", 4: "empty", 5: "header again"}


def test_both_rows_of_a_header_come_again() -> None:
    groups: list[Cell] = ["WHO", "WHAT", None, "WHERE", "WHEN", "FOR WHOM"]
    merged = [(0, 1, 0, 2), (3, 1, 3, 2)]
    block = only([groups, HEADER, UNHCR, groups, HEADER, ACTED], merged)
    assert dict(block.left_out) == {3: "header again", 4: "header again"}


def test_columns_that_swap_meaning_begin_another_block() -> None:
    swapped: list[Cell] = [
        "District",
        "Sector",
        "Activity",
        "Organization",
        "Start date",
        "Beneficiaries",
    ]
    other: list[Cell] = ["Amar", "Shelter", "Tents", "UNHCR", dt.date(2011, 5, 1), 120.0]
    first, second = blocks(grid([HEADER, UNHCR, ACTED, swapped, other, other]), known)
    assert (first.headings[0], list(first.data_rows())) == ("Organization", [1, 2])
    assert (second.headings[0], list(second.data_rows())) == ("District", [4, 5])
    assert (first.bottom, second.top) == (2, 3)


def test_a_second_table_below_has_its_own_header_and_title() -> None:
    other: list[Cell] = ["Sector", "Organization", "District"]
    rows: Rows = [
        HEADER,
        UNHCR,
        ACTED,
        ["Source: us"],
        [],
        ["Part two"],
        other,
        ["WASH", "DRC", "Amar"],
    ]
    first, second = blocks(grid(rows), known)
    assert dict(first.left_out) == {3: "note", 4: "empty"}
    assert dict(second.left_out) == {5: "title"}
    assert second.titles == ("Part two",)
    assert (second.header_rows, list(second.data_rows())) == ((6,), [7])


def test_tables_stand_side_by_side() -> None:
    small: list[Cell] = ["Organization", "Sector", "District"]
    rows: Rows = [[*small, None, *small], ["DRC", "WASH", "Amar", None, "IRC", "Health", "Silvar"]]
    left, right = blocks(grid([*rows, ["NRC", "WASH", "Amar"]]), known)
    assert (left.columns, right.columns) == (range(0, 3), range(4, 7))
    assert left.headings == (*small, "", "", "", "")
    assert right.headings == ("", "", "", "", *small)
    assert (left.row_count, right.row_count) == (2, 1)


def test_an_empty_column_within_a_table_is_no_cut() -> None:
    block = only([["Organization", "Sector", None, "District"], ["DRC", "WASH", None, "Amar"]])
    assert block.headings == ("Organization", "Sector", "", "District")


def test_choices_beside_a_list_are_another_table() -> None:
    choices: list[Cell] = ["WASH", "Shelter", "Health"]
    rows: Rows = [[*HEADER, None, "Sector", "Code"]]
    for at in range(30):
        rows.append([*UNHCR, None, *([choices[at], at] if at < 3 else [])])
    left, right = blocks(grid(rows), known)
    assert (left.columns, left.row_count) == (range(0, 6), 30)
    assert right.columns == range(7, 9)


# Merged cells in the body


def test_a_merged_organization_holds_for_all_its_rows() -> None:
    rows: Rows = [HEADER, UNHCR, [None, *ACTED[1:]], [None, *DRC[1:]], [None, *DRC[1:]]]
    block = only(rows, [(1, 0, 3, 0)])
    result = filled_down(block.grid, block)
    assert [row[0] for row in result.grid.rows] == ["Organization", "UNHCR", "UNHCR", "UNHCR", None]
    assert (result.filled, result.shared) == (2, ())
    assert block.grid.rows[2][0] is None


def test_a_merged_figure_is_not_repeated() -> None:
    rows: Rows = [HEADER, UNHCR, [*ACTED[:5], None], DRC]
    block = only(rows, [(1, 5, 2, 5)])
    result = filled_down(block.grid, block)
    assert (result.filled, result.shared) == (0, ((1, 5, 2),))
    named = filled_down(block.grid, block, figures=[])
    assert named.grid.rows[2][5] == 120.0


def test_a_heading_merged_into_the_body_is_no_value() -> None:
    block = only([HEADER, [None, *UNHCR[1:]], ACTED], [(0, 0, 1, 0)])
    assert filled_down(block.grid, block).filled == 0


# Laws

_CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from([*HEADER, "Total", "Source: us", "UNHCR", "Amar", " ", "#org", "#sector+x"]),
    st.integers(0, 9),
    st.floats(0, 5000),
    st.just(dt.date(2011, 5, 1)),
    st.booleans(),
)
_ROWS = st.one_of(
    st.just(HEADER),
    st.just(list(reversed(HEADER))),
    st.just(UNHCR),
    st.just(ACTED),
    st.just(TAGS),
    st.just([]),
    st.just(["TOTAL", None, None, None, None, 5.0]),
    st.just(["* note"]),
    st.just([*HEADER[:3], None, *HEADER[:3]]),
    st.lists(_CELLS, max_size=7),
)
_AREAS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 5), st.integers(0, 3), st.integers(0, 4)),
    max_size=4,
)


@given(st.lists(_ROWS, max_size=25), _AREAS)
def test_every_row_is_accounted_for_once(
    rows: list[list[Cell]], areas: list[tuple[int, int, int, int]]
) -> None:
    sheet = grid(rows, [(top, left, top + down, left + on) for top, left, down, on in areas])
    found = blocks(sheet, known)
    stacks: dict[range, list[int]] = {}
    for block in found:
        rows_of_block = [*block.header_rows, *block.data_rows(), *block.left_out]
        assert sorted(rows_of_block) == list(range(block.top, block.bottom + 1))
        assert len(block.headings) == len(sheet.rows[0])
        stacks.setdefault(block.columns, []).extend(rows_of_block)
        filled_down(sheet, block)
    for accounted in stacks.values():
        assert sorted(accounted) == list(range(len(sheet.rows)))


@given(st.integers(0, 20), st.lists(st.sampled_from([UNHCR, ACTED, DRC]), min_size=1, max_size=30))
def test_whole_rows_are_never_left_out(above: int, body: list[list[Cell]]) -> None:
    block = only([*[["Notice"]] * above, HEADER, *body])
    assert list(block.data_rows()) == list(range(above + 1, above + 1 + len(body)))


def test_headings_are_looked_up_for_few_texts_of_a_long_list() -> None:
    asked: list[str] = []

    def counting(heading: str) -> Field | None:
        asked.append(heading)
        return known(heading)

    body: list[list[Cell]] = [
        [f"Org {row % 400}", "WASH", f"Title {row}", "Amar", None, row] for row in range(30_000)
    ]
    (block,) = blocks(grid([HEADER, *body]), counting)
    assert block.row_count == 30_000
    assert len(asked) < 1_000
