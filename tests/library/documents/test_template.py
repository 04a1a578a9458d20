"""A template that comes back: rows keep their ids, and only what was changed has changed."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import changes_support as told
import template_support as template
from intarsia import compare_reports, read_places, restore_untouched, say_value, write_example
from intarsia.changes import TEMPLATE_FIELDS
from intarsia.readers.source import Reading
from intarsia.readers.template import KEY_SHEET, TemplateKey
from intarsia.tables import Picture

PLACES = template.arvenia()


def two_activities() -> Picture:
    """Wells in Darn with all that a template carries and much that it does not; and Schools."""
    return told.picture(
        activities=[
            told.activity(
                "XA-1",
                title="Wells = water.",
                description="Drilled\nby hand - see annex.",
                status_code="2",
                actual_starts_on=dt.date(2011, 1, 1),
                planned_ends_on=dt.date(2012, 3, 31),
                target_group="IDPs; host families",
                people_targeted=1500.0,
                people_reached=0.0,
                modality="in kind",
                hierarchy=1,
            ),
            told.activity("row:77", title="=SUM(A1:A9)"),
        ],
        participations=[
            told.row("participations", "XA-1", role=role, ordinal=number, name_as_reported=name)
            for role, number, name in (
                ("reporting", 0, "UNDP"),
                ("funding", 0, "Norway; Ministry of Foreign Affairs"),
                ("funding", 1, "Save / Children"),
                ("accountable", 0, "Ministry of Water"),
            )
        ],
        activity_sectors=[
            told.row("activity_sectors", "XA-1", ordinal=0, sector_code="water_sanitation"),
            told.row("activity_sectors", "XA-1", ordinal=1, sector_code="health_system"),
            told.row("activity_sectors", "row:77", source_vocabulary="99", source_code="Q/7"),
        ],
        activity_locations=[
            told.row("activity_locations", "XA-1", kind="location", place_code="XA0201"),
            told.row("activity_locations", "XA-1", kind="location", ordinal=1, place_code="XA01"),
            told.row("activity_locations", "XA-1", kind="country", source_code="XA"),
        ],
        transactions=[
            told.row("transactions", "XA-1", kind="3", value=10.25, currency="EUR", ordinal=0),
            told.row("transactions", "XA-1", kind="3", value=7.5, currency="EUR", ordinal=1),
        ],
        budgets=[told.row("budgets", "XA-1", kind="budget", value=100.0, currency="EUR")],
        documents=[told.row("documents", "XA-1", url="https://example.org/a.pdf")],
        results=[told.row("results", "XA-1", title="Wells drilled", target_value="12")],
    ).having(places=PLACES)


def codes(reading: Reading) -> dict[str, int]:
    found: Counter[str] = Counter()
    for problem in reading.problems:
        found[problem.code] += problem.times
    return dict(found)


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_a_template_that_nobody_touched_changes_nothing(tmp_path: Path, lang: str) -> None:
    before = two_activities()
    path = template.written(tmp_path / "t.xlsx", before, PLACES, lang=lang)

    after, reading = template.picture_of(path, PLACES)

    assert reading.report["kind"] == "activity-list"
    assert reading.report["language"] == lang
    assert codes(reading) == {}
    assert reading.template is not None
    assert reading.template.key == TemplateKey("undp", "7", template.WRITTEN_ON, lang)
    assert (reading.template.gone, reading.template.added) == ((), ())
    assert set(reading.template.touched.values()) == {frozenset()}
    assert not compare_reports(before, after, fields=TEMPLATE_FIELDS)
    assert not compare_reports(before, restore_untouched(after, before, reading.template))


def test_what_somebody_changes_has_changed_and_nothing_else(tmp_path: Path) -> None:
    before = two_activities()
    path = template.written(tmp_path / "t.xlsx", before, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        wells = next(row for row in sheet.iter_rows() if row[0].value == "XA-1")
        wells[template.column_of(sheet, "People reached") - 1].value = 400
        wells[template.column_of(sheet, "Spent") - 1].value = 20
        wells[template.column_of(sheet, "Place") - 1].value = None
        wells[template.column_of(sheet, "Admin 1") - 1].value = "Kessel"
        wells[template.column_of(sheet, "Admin 2") - 1].value = "Sel"

    after, reading = template.picture_of(template.changed(path, change), PLACES)
    assert reading.template is not None
    restored = restore_untouched(after, before, reading.template)

    assert reading.template.touched["XA-1"] == {"people_reached", "spent", "places"}
    (one,) = compare_reports(before, restored).changed
    assert [
        (field.name, say_value(field.before), say_value(field.after)) for field in one.fields
    ] == [
        ("places", "Arvenia; Lomara (XA01); Darn (XA0201)", "Arvenia; Sel (XA0202)"),
        ("people_reached", "0", "400"),
        ("spent", "17.75 EUR", "20 EUR"),
        (
            "transactions",
            "Disbursement, 10.25 EUR; Disbursement, 7.5 EUR",
            "Expenditure, 20 EUR",
        ),
    ]


def test_added_rows_are_new_and_deleted_ones_are_asked_about(tmp_path: Path) -> None:
    before = two_activities()
    path = template.written(tmp_path / "t.xlsx", before, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        wells = next(row for row in template.rows_of(sheet) if row[0] == "XA-1")
        new = [None, "Bridges", *[None] * (len(wells) - 2)]
        template.put(sheet, [wells, new])

    after, reading = template.picture_of(template.changed(path, change), PLACES)
    difference = compare_reports(before, after, fields=TEMPLATE_FIELDS)

    assert reading.template is not None
    assert difference.gone == ("row:77",) == reading.template.gone
    assert difference.new == reading.template.added
    assert difference.changed == ()
    new = after["participations"].filter(
        pa.compute.equal(after["participations"]["activity_id"], difference.new[0])
    )
    assert new["role"].to_pylist() == ["reporting", "implementing"]
    assert set(new["name_as_reported"].to_pylist()) == {"UNDP"}


def test_a_row_whose_cells_were_emptied_is_gone(tmp_path: Path) -> None:
    path = template.written(tmp_path / "t.xlsx", two_activities(), PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        rows = template.rows_of(sheet)
        template.put(sheet, [[row[0], *[None] * 21] if row[0] == "row:77" else row for row in rows])

    _, reading = template.picture_of(template.changed(path, change), PLACES)

    assert reading.template is not None
    assert reading.template.gone == ("row:77",)


def test_a_copied_row_is_a_new_activity(tmp_path: Path) -> None:
    before = two_activities()
    path = template.written(tmp_path / "t.xlsx", before, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        rows = template.rows_of(sheet)
        wells = next(row for row in rows if row[0] == "XA-1")
        copied = [*wells]
        copied[1] = "Wells in another place"
        template.put(sheet, [copied, *rows])

    after, reading = template.picture_of(template.changed(path, change), PLACES)
    difference = compare_reports(before, after, fields=TEMPLATE_FIELDS)

    assert codes(reading) == {"template.row_copied": 1}
    assert (len(difference.new), difference.gone, difference.changed) == (1, (), ())


def test_a_row_copied_as_it_is_gets_an_id_that_no_other_row_has(tmp_path: Path) -> None:
    path = template.written(tmp_path / "t.xlsx", two_activities(), PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        rows = template.rows_of(sheet)
        template.put(sheet, [*rows, *rows, *rows])

    after, reading = template.picture_of(template.changed(path, change), PLACES)

    ids = after["activities"]["activity_id"].to_pylist()
    assert len(ids) == 6 == len(set(ids))
    assert codes(reading) == {"template.row_copied": 4}


def test_a_key_that_was_never_written_gives_a_new_activity(tmp_path: Path) -> None:
    path = template.written(tmp_path / "t.xlsx", two_activities(), PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        rows = template.rows_of(sheet)
        template.put(sheet, [["somebody-elses", *rows[0][1:]], *rows])

    after, reading = template.picture_of(template.changed(path, change), PLACES)

    assert "somebody-elses" not in after["activities"]["activity_id"].to_pylist()
    assert codes(reading) == {"template.unknown_key": 1}


@pytest.mark.parametrize("gone", ["sheet", "column", "both"])
def test_a_template_without_its_keys_is_read_as_a_plain_list(tmp_path: Path, gone: str) -> None:
    before = two_activities()
    path = template.written(tmp_path / "t.xlsx", before, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        if gone in ("column", "both"):
            sheet.delete_cols(1)
        if gone in ("sheet", "both"):
            del book[KEY_SHEET]

    after, reading = template.picture_of(template.changed(path, change), PLACES)

    expected = {"sheet": "template.sheet_missing", "column": "template.keys_missing"}
    assert expected.get(gone) in {*codes(reading), None}
    assert reading.template is None
    assert after["activities"].num_rows == 2
    ids = after["activities"]["activity_id"].to_pylist()
    assert all(one.startswith("row:") and one != "row:77" for one in ids)


def test_a_hidden_sheet_that_somebody_changed_is_named(tmp_path: Path) -> None:
    path = template.written(tmp_path / "t.xlsx", two_activities(), PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        book[KEY_SHEET]["B4"].value = "soon"

    _, reading = template.picture_of(template.changed(path, change), PLACES)

    assert reading.template is None
    assert codes(reading)["template.sheet_unreadable"] == 1


def test_sorting_further_columns_and_other_headings_change_nothing(tmp_path: Path) -> None:
    before = two_activities()
    path = template.written(tmp_path / "May 2011.xlsx", before, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        template.put(sheet, template.rows_of(sheet)[::-1])
        head = template.head_of(sheet)
        sheet.insert_cols(4, 2)
        sheet.cell(head, 5).value = "Our own number"
        sheet.cell(head, 2).value = "Activity"

    after, reading = template.picture_of(template.changed(path, change), PLACES)
    assert reading.template is not None
    restored = restore_untouched(after, before, reading.template)

    assert not compare_reports(before, after, fields=TEMPLATE_FIELDS)
    assert not compare_reports(before, restored)


def test_what_stands_in_a_further_column_is_kept(tmp_path: Path) -> None:
    before = two_activities()
    path = template.written(tmp_path / "t.xlsx", before, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        head = template.head_of(sheet) or 0
        sheet.cell(head, 30).value = "Our own remark"
        sheet.cell(head + 1, 30).value = "seen in March"

    after, reading = template.picture_of(template.changed(path, change), PLACES)
    assert reading.template is not None
    restored = restore_untouched(after, before, reading.template)

    (one,) = compare_reports(before, restored).changed
    assert [field.name for field in one.fields] == ["other"]
    assert "seen in March" in str(one.fields[0].after)


def test_a_column_that_was_taken_out_says_nothing(tmp_path: Path) -> None:
    before = two_activities()
    path = template.written(tmp_path / "t.xlsx", before, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.delete_cols(template.column_of(sheet, "Donor"))

    after, reading = template.picture_of(template.changed(path, change), PLACES)
    assert reading.template is not None
    restored = restore_untouched(after, before, reading.template)

    assert codes(reading) == {"template.column_missing": 1}
    assert not compare_reports(before, restored)


def test_an_empty_template_takes_the_first_activities(tmp_path: Path) -> None:
    path = template.written(tmp_path / "t.xlsx", None, PLACES)

    def change(book: Workbook, sheet: Worksheet) -> None:
        new = [None, "Bridges", None, None, None, "Norway", "Transport"]
        template.put(sheet, [new])

    after, reading = template.picture_of(template.changed(path, change), PLACES)

    assert reading.template is not None
    assert reading.template.added == tuple(after["activities"]["activity_id"].to_pylist())
    assert after["activities"]["title"].to_pylist() == ["Bridges"]


def test_the_workbook_guides_whoever_fills_it_in(tmp_path: Path) -> None:
    book = load_workbook(template.written(tmp_path / "t.xlsx", two_activities(), PLACES))

    sheet = template.sheet_of(book)
    assert [s.title for s in book.worksheets if s.sheet_state == "visible"] == [
        "How to fill in",
        "Activities",
    ]
    assert book.active.title == "Activities"
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "C5"
    assert "Arvenia" in sheet["B1"].value
    assert "does not exist" in sheet["B3"].value
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert rules["Admin 2"].formula1.startswith("=IF(ISNA(MATCH($I5,intarsia_above2,0))")
    assert rules["Sector"].errorStyle == "warning"
    assert rules["People targeted"].type == "whole"
    assert len(rules) == 19
    assert all(len(rule.prompt) <= 255 and len(rule.error or "") <= 225 for rule in rules.values())
    assert {"intarsia_admin1", "intarsia_sector", "intarsia_organizations"} <= {*book.defined_names}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    write_example(folder)
    return folder


@pytest.mark.parametrize(
    ("report", "lang"),
    [
        ("3w-health-water.xlsx", "fr"),
        ("3w-protection-fr.xlsx", "ru"),
        ("3w-ngo-ru.csv", "en"),
        ("3w-shelter.csv", "ru"),
        ("undp-xa.xml", "fr"),
    ],
)
def test_lists_and_files_of_the_example_make_the_journey_unchanged(
    example: Path, tmp_path: Path, report: str, lang: str
) -> None:
    places = read_places([example / "places.geojson"])
    before, _ = template.picture_of(example / "reports" / report, places)
    path = template.written(tmp_path / "t.xlsx", before, places, lang=lang)

    def change(book: Workbook, sheet: Worksheet) -> None:
        rows = template.rows_of(sheet)
        random.Random(7).shuffle(rows)
        template.put(sheet, rows)

    after, reading = template.picture_of(template.changed(path, change), places)
    assert reading.template is not None
    restored = restore_untouched(after, before, reading.template)

    assert after["activities"].num_rows == before["activities"].num_rows
    assert compare_reports(before, after, fields=TEMPLATE_FIELDS).summary()["fields"] == {}
    assert not compare_reports(before, restored)


def test_five_hundred_rows_come_back_as_they_went(tmp_path: Path) -> None:
    sectors = ["health_system", "water_sanitation", "agriculture", "police"]
    places = ["XA0101", "XA0102", "XA0201", "XA0202", "XA01"]
    before = told.picture(
        activities=[
            told.activity(
                f"A{n}",
                title=f"Activity {n % 90}",
                description=f"What is done in {n}. " * (n % 5),
                actual_starts_on=dt.date(2010, 1, 1) + dt.timedelta(days=n),
                people_targeted=float(n) if n % 3 else None,
                status_code=str(n % 7) if n % 7 else None,
            )
            for n in range(500)
        ],
        activity_sectors=[
            told.row("activity_sectors", f"A{n}", sector_code=sectors[n % 4]) for n in range(500)
        ],
        activity_locations=[
            told.row("activity_locations", f"A{n}", place_code=places[(n + k) % 5], ordinal=k)
            for n in range(500)
            for k in range(n % 3)
        ],
        budgets=[
            told.row("budgets", f"A{n}", kind="budget", value=n * 1.37, currency="USD")
            for n in range(0, 500, 2)
        ],
    ).having(places=PLACES)
    path = template.written(tmp_path / "t.xlsx", before, PLACES, lang="ru")

    after, reading = template.picture_of(path, PLACES)

    assert reading.template is not None
    assert compare_reports(before, after, fields=TEMPLATE_FIELDS).summary()["fields"] == {}
    assert not compare_reports(before, restore_untouched(after, before, reading.template))
