"""What rows of a list say: found in lists that newcomers and hostile spreadsheets made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from intarsia.normalize import normalize_report
from intarsia.readers import ReaderError, Reading, read_report

PLAIN = ("Organization", "Sector", "District", "Start date", "End date", "Reached")


def a_list(
    folder: Path, rows: Sequence[Sequence[object]], *merged: str, headings: Sequence[object] = PLAIN
) -> Reading:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (headings, *rows):
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(folder / "list.xlsx")
    return read_report(folder / "list.xlsx")


def said(reading: Reading, table: str, column: str) -> list[object]:
    values: list[object] = reading.tables[table][column].to_pylist()
    return values


def codes(reading: Reading) -> dict[str, int]:
    found: dict[str, int] = {}
    for problem in reading.problems:
        found[problem.code] = found.get(problem.code, 0) + problem.times
    return found


def a_row(who: str, **changes: object) -> list[object]:
    row = {"Organization": who, "Sector": "Health", "District": "Kestrel", **changes}
    return [row.get(name.replace(" ", "_"), row.get(name)) for name in PLAIN]


def test_a_mark_under_a_sector_is_no_name_of_a_sector(tmp_path: Path) -> None:
    reading = a_list(
        tmp_path,
        [["UNICEF", "Kestrel", "x", None, 1], ["WFP", "Kestrel", None, "X", 0]],
        headings=("Organization", "District", "Health", "WASH", "Education"),
    )

    assert said(reading, "activity_sectors", "name_as_reported") == ["Health", "Education", "WASH"]


def test_organizations_as_columns_are_refused_with_the_reason(tmp_path: Path) -> None:
    headings = ("District", "Sector", "UNICEF", "WFP", "WHO")
    rows = [["Kestrel", "Health", "x", None, "x"], ["Kestrel", "WASH", None, "x", None]]

    with pytest.raises(ReaderError) as refused:
        a_list(tmp_path, rows, headings=headings)

    assert refused.value.data["reason"] == "list.organizations_across"
    assert "a column an organization" in refused.value.message


def test_lines_of_a_cell_are_organizations_where_each_is_known(tmp_path: Path) -> None:
    reading = a_list(tmp_path, [a_row("UNICEF\nWFP"), a_row("Save the\nChildren")])

    assert said(reading, "participations", "name_as_reported") == [
        "UNICEF",
        *("UNICEF", "WFP"),
        *("Save the Children", "Save the Children"),
    ]


def test_lines_of_a_cell_are_places_where_each_stands_alone_elsewhere(tmp_path: Path) -> None:
    rows = [
        a_row("WFP", District="Kestrel\nOstmark"),
        a_row("WFP", District="Kestrel"),
        a_row("WFP", District="Ostmark"),
        a_row("WFP", District="Port\nAmar"),
    ]

    named = said(a_list(tmp_path, rows), "activity_locations", "name_as_reported")

    assert named == ["Kestrel", "Ostmark", "Kestrel", "Ostmark", "Port Amar"]


def test_lines_of_a_cell_are_sectors(tmp_path: Path) -> None:
    reading = a_list(tmp_path, [a_row("WFP", Sector="WASH\nHealth")])

    picture = normalize_report(reading, as_of=dt.date(2022, 12, 31))

    assert picture["activity_sectors"]["sector_code"].to_pylist() == [
        "water_sanitation",
        "primary_health",
    ]


@pytest.mark.parametrize("text", ["Direct implementation", "No partner", "a.b@example.org"])
def test_what_names_no_organization_is_none_and_noted(tmp_path: Path, text: str) -> None:
    headings = ("Organization", "Implementing partner", "Sector", "District")
    rows = [["WFP", text, "Health", "Kestrel"], ["WFP", "NRC", "Health", "Ostmark"]]

    reading = a_list(tmp_path, rows, headings=headings)

    assert set(said(reading, "participations", "name_as_reported")) == {"WFP", "NRC"}
    assert said(reading, "remainders", "element") == ["Implementing partner"]
    assert codes(reading)["organization.none_named"] == 1


def test_people_with_a_point_before_three_digits_are_thousands(tmp_path: Path) -> None:
    reading = a_list(tmp_path, [a_row("WFP", Reached="1.250"), a_row("WFP", Reached=850)])

    assert said(reading, "activities", "people_reached") == [1250, 850]


def test_people_about_whom_more_is_said_are_no_target_group(tmp_path: Path) -> None:
    rows = [a_row("WFP", Reached="480 (80 HH)"), a_row("WFP", Reached="≈ 300")]

    reading = a_list(tmp_path, rows)

    assert said(reading, "activities", "target_group") == [None, None]
    assert said(reading, "activities", "people_reached") == [None, 300]
    assert codes(reading)["number.not_a_number"] == 1


def test_numbers_under_target_beneficiaries_are_planned_people(tmp_path: Path) -> None:
    headings = ("Organization", "Sector", "District", "Target beneficiaries")
    rows = [["WFP", "Health", "Kestrel", 900], ["WFP", "WASH", "Kestrel", 950]]

    reading = a_list(tmp_path, rows, headings=headings)

    assert said(reading, "activities", "people_targeted") == [900, 950]


def test_the_end_of_a_range_is_kept_where_the_end_is_left_empty(tmp_path: Path) -> None:
    rows = [
        a_row("WFP", Start_date="1-15 March 2022"),
        a_row("WFP", Start_date="2 May 2022", End_date="9 May 2022"),
    ]

    reading = a_list(tmp_path, rows)

    assert said(reading, "activities", "planned_ends_on") == [
        dt.date(2022, 3, 15),
        dt.date(2022, 5, 9),
    ]


def test_dates_of_one_column_decide_those_of_the_other(tmp_path: Path) -> None:
    reading = a_list(tmp_path, [a_row("WFP", Start_date="03/01/2022", End_date="30/06/2022")])

    assert said(reading, "activities", "actual_starts_on") == [dt.date(2022, 1, 3)]
    assert "date.ambiguous" not in codes(reading)


def test_a_total_without_its_figure_is_no_activity(tmp_path: Path) -> None:
    rows = [a_row("WFP", Reached=5), ["WFP Total"], a_row("NRC", Reached=7)]

    reading = a_list(tmp_path, rows)

    assert reading.report["activities"] == 2
    assert codes(reading)["list.row_total"] == 1


def test_a_month_over_targeted_and_reached_is_the_month_of_both(tmp_path: Path) -> None:
    headings = ("Agency", "Sector", "District", "January 2022", None, "February 2022", None)
    rows = [
        [None, None, None, "Target", "Reached", "Target", "Reached"],
        ["WFP", "Food", "Kestrel", 100, 90, 200, 150],
    ]

    reading = a_list(tmp_path, rows, "A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1", headings=headings)

    months = [day.month for day in said(reading, "people", "from_on")]  # type: ignore[attr-defined]
    assert months == [1, 1, 2, 2]
    assert said(reading, "people", "measure") == ["targeted", "reached"] * 2
    assert said(reading, "activities", "people_targeted") == [None]


def test_a_list_of_mandates_may_call_the_task_a_mandate(tmp_path: Path) -> None:
    headings = ("Organization", "Mandate", "Legal basis", "Sector", "Area", "From", "To")
    rows = [["OSCE", "Institution building", "PC.DEC/305", "Governance", "Kestrel", "1999", None]]

    reading = a_list(tmp_path, rows, headings=headings)

    assert reading.report["kind"] == "mandate-list"
    assert said(reading, "mandates", "function_as_reported") == ["Institution building"]
    assert codes(reading)["mandate.unknown_function"] == 1


def test_a_budget_of_what_begins_after_the_report_has_no_end_before_its_beginning(
    tmp_path: Path,
) -> None:
    headings = ("Organization", "Sector", "Start date", "Budget USD", "Reporting month")
    row = ("Red Cross", "Health", dt.date(2012, 5, 31), 5000, "May 2011")
    running = ("Red Cross", "Water", dt.date(2010, 5, 31), 7000, "May 2011")

    budgets = a_list(tmp_path, [row, running], headings=headings).tables["budgets"]

    assert budgets["from_on"].to_pylist() == [dt.date(2012, 5, 31), dt.date(2010, 5, 31)]
    assert budgets["to_on"].to_pylist() == [None, dt.date(2011, 5, 31)]
