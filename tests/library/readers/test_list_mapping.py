"""Mappings: guessed from real lists, kept in files that people change, used for the next list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from intarsia.dates import DayOrder
from intarsia.people import Disaggregation
from intarsia.readers import read_report
from intarsia.readers.activity_list.fields import Field, may_repeat
from intarsia.readers.activity_list.mapping import ColumnUse, Mapping, MappingError, guess, match
from intarsia.readers.activity_list.mapping_file import load_mapping, save_mapping

#: Of each real list: file, sheet, and what each of its columns holds, in their order.
REAL = {
    "colombia-345w.xlsx": (
        "Records",
        "activity_id other updated_on period project_title project_code programme_organization"
        " implementing_organization implementing_organization_acronym"
        " implementing_organization_type sector subsector other title subactivity description"
        " other other modality other unit other quantity_reached budget other other other other"
        " other starts_on ends_on status country country_code appeal admin1_code admin1"
        " admin2_code admin2 admin3_code admin3 site_type site budget target_group"
        " people_reached other people_reached people_reached people_reached people_reached other"
        " other description",
    ),
    "ethiopia-4w-2022-02.xlsx": (
        "Eth_4Ws_February_2022",
        "period status funding_organization programme_organization programme_organization_type"
        " implementing_organization implementing_organization_acronym"
        " implementing_organization_type admin1 admin2 admin3 admin4 admin3_code response_plan"
        " sector title",
    ),
    "iraq-3w-2022-q1.xlsx": (
        "3W longtable Jan-Apr 2022 ",
        "period admin1_code admin1 admin2_code admin2 admin3_code admin3 place other"
        " response_plan sector target_group other organization_acronym organization"
        " organization_type",
    ),
    "libya-3w-2021-05.xlsx": (
        "3W as of May 2021",
        "admin2 admin2_code sector_code organization implementing_organization title",
    ),
    "somalia-3w-2022-03.xlsx": ("Data", "sector organization organization_type admin1 admin2"),
}
AFGHANISTAN = (
    "region admin1 admin1_code admin2 admin2_code organization_acronym organization"
    " organization_type sector_code sector other"
)
JSON_LISTS = {
    "nepal-2015": "activity_id other admin3 admin3_code sector organization admin4 other"
    " admin4_code severity",
    "vanuatu-2015": "sector organization status admin2_code",
}
#: Headings of the lists of the invented country.
EXAMPLES = (
    (
        "Organization|Implementing partner|Donor|Sector|Activity|Status|Region|District|P-code|"
        "Start date|End date|Beneficiaries|Budget (USD)|Contact|Remarks",
        "organization implementing_organization funding_organization sector title status admin1"
        " admin2 admin2_code starts_on ends_on people budget contact remarks",
    ),
    (
        "Organisation|Type d'organisation|Partenaire de mise en œuvre|Bailleur|Secteur|Activité|"
        "Statut|Région|District|Code P|Date de début|Date de fin|Groupe cible|Personnes ciblées|"
        "Personnes touchées|Budget|Devise",
        "organization organization_type implementing_organization funding_organization sector"
        " title status admin1 admin2 admin2_code starts_on ends_on target_group people_targeted"
        " people_reached budget currency",
    ),
    (
        "Организация|Партнёр|Донор|Сектор|Вид деятельности|Статус|Регион|Район|Код района|Начало|"
        "Окончание|Целевая группа|Количество людей|Бюджет (XAD)|Примечание",
        "organization implementing_organization funding_organization sector title status admin1"
        " admin2 admin2_code starts_on ends_on target_group people budget remarks",
    ),
    (
        "Organization|Donor|Region|District|P-code|Activity|Unit|Planned|Sep-10|Oct-10|"
        "Budget (USD)|Remarks",
        "organization funding_organization admin1 admin2 admin2_code title unit quantity_planned"
        " quantity_reached quantity_reached budget remarks",
    ),
)


def fields_of(mapping: Mapping) -> list[str]:
    return [str(column.field) for column in mapping.columns]


def of_rows(rows: Sequence[Sequence[object]], *, has_tags: bool = True) -> Mapping:
    headings = [str(cell) for cell in rows[0]]
    tags = [str(cell) for cell in rows[1]] if has_tags else []
    data = rows[2 if has_tags else 1 : 2000]
    samples = [[row[i] if row[i] != "" else None for row in data] for i in range(len(headings))]
    return guess(headings, tags, samples=samples)


@pytest.mark.shared
@pytest.mark.parametrize("name", REAL)
def test_every_column_of_a_real_workbook_is_taken_for_what_it_is(shared: Path, name: str) -> None:
    sheet, expected = REAL[name]
    book = CalamineWorkbook.from_path(shared / "data" / "3w" / name)
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    assert fields_of(of_rows(rows)) == expected.split()


@pytest.mark.shared
@pytest.mark.parametrize("quarter", ["2021-q3", "2023-q1", "2023-q3"])
def test_every_column_of_a_real_csv_is_taken_for_what_it_is(shared: Path, quarter: str) -> None:
    path = shared / "data" / "3w" / f"afghanistan-3w-{quarter}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))

    assert fields_of(of_rows(rows)) == AFGHANISTAN.split()


@pytest.mark.shared
@pytest.mark.parametrize("name", JSON_LISTS)
def test_every_key_of_a_dashboards_json_is_taken_for_what_it_is(shared: Path, name: str) -> None:
    path = shared / "data" / "3w" / name / "data__data.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    keys = list(dict.fromkeys(key for record in records for key in record))
    samples = [[record.get(key) for record in records] for key in keys]
    activities = {record.get("activity") for record in records}
    found = guess(keys, samples=samples, sector_of_name=lambda text: text in activities or None)

    assert fields_of(found) == JSON_LISTS[name].split()


@pytest.mark.parametrize(("headings", "expected"), EXAMPLES)
def test_every_heading_of_the_example_lists_is_known(headings: str, expected: str) -> None:
    found = guess(headings.split("|"))

    assert fields_of(found) == expected.split()
    assert found.unsure == ()


def test_a_currency_that_is_invented_is_read_from_its_brackets() -> None:
    (budget,) = guess(["Бюджет (XAD)"]).columns

    assert budget.currency == "XAD"


def test_unknown_columns_are_kept_as_text_and_said_to_be_unknown() -> None:
    (column,) = guess(["Shoe size"]).columns

    assert column.field is Field.OTHER
    assert column.sureness == 0
    assert column.because[0].code == "mapping.unknown"


def test_only_columns_without_anything_are_left_out() -> None:
    found = guess(["Sector", "", ""], samples=[["WASH"], [None], ["seen"]])

    assert [(column.position, str(column.field)) for column in found.columns] == [
        (0, "sector"),
        (2, "other"),
    ]


def a_mapping() -> Mapping:
    headings = [
        "Organization",
        "Name",
        "Sep-10",
        "Women",
        "Budget (USD, thousands)",
        "No",
        "Q1 2011",
    ]
    guessed = guess([*headings, "Fecha de inicio (dd/mm/aaaa)"], ["#org", "", "#reached"])
    return Mapping(
        guessed.columns,
        sheet="3W: May",
        header_rows=(4, 5),
        fixed={Field.COUNTRY_CODE: "NO", Field.SECTOR: "shelter", Field.YEAR: "2011"},
        day_order=DayOrder.DAY_FIRST,
        split=(";", " / "),
    )


def test_a_saved_mapping_is_read_back_the_same(tmp_path: Path) -> None:
    save_mapping(a_mapping(), tmp_path / "list.yaml")

    assert load_mapping(tmp_path / "list.yaml") == a_mapping()


@given(
    st.lists(
        st.builds(
            ColumnUse,
            st.integers(0, 300),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
            st.sampled_from([field for field in Field if may_repeat(field)]),
            people=st.none()
            | st.builds(
                Disaggregation,
                sex=st.sampled_from(["f", "m"]),
                age_from=st.none() | st.integers(0, 99),
            ),
            currency=st.sampled_from([None, "USD"]),
            factor=st.sampled_from([1, 1000]),
        ),
        max_size=5,
    )
)
def test_any_mapping_survives_its_file(
    tmp_path_factory: pytest.TempPathFactory, columns: list[ColumnUse]
) -> None:
    path = tmp_path_factory.mktemp("mappings") / "any.yaml"
    save_mapping(Mapping(tuple(columns)), path)

    assert load_mapping(path) == Mapping(tuple(columns))


def test_a_saved_mapping_says_how_to_change_it_and_is_plain_yaml(tmp_path: Path) -> None:
    save_mapping(a_mapping(), tmp_path / "list.yaml")
    text = (tmp_path / "list.yaml").read_text(encoding="utf-8")
    head = text.split("\n\n")[0]

    assert all(line.startswith("#") for line in head.splitlines())
    assert all(str(field) in head for field in Field)
    assert yaml.safe_load(text)["columns"][0] == {
        "heading": "Organization",
        "column": 1,
        "tag": "#org",
        "field": "organization",
    }


def test_a_mapping_may_be_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "hand.yaml"
    path.write_text(
        "fixed: {country: XA, sector: shelter}\n"
        "day_order: mdy\n"
        "split: ';'\n"
        "header_rows: 5\n"
        "columns:\n"
        "  - {heading: Agency, field: organization}\n"
        "  - {heading: Shoe size, field: ignore}\n"
        "  - {heading: 2010, field: quantity_reached, month: 2010-01/2010-12}\n",
        encoding="utf-8",
    )
    found = load_mapping(path)

    assert [(c.position, c.heading, str(c.field)) for c in found.columns] == [
        (0, "Agency", "organization"),
        (1, "Shoe size", "ignored"),
        (2, "2010", "quantity_reached"),
    ]
    assert found.columns[2].kind == "wide:month"
    assert found.fixed == {Field.COUNTRY: "XA", Field.SECTOR: "shelter"}
    assert (found.day_order, found.split, found.header_rows) == (
        DayOrder.MONTH_FIRST,
        (";",),
        (5,),
    )


@pytest.mark.parametrize(
    ("text", "code", "data"),
    [
        ("columns: [", "mapping.not_yaml", {"line": 1}),
        ("just a text", "mapping.not_a_mapping", {}),
        ("sheet: A", "mapping.not_a_mapping", {}),
        ("columns: 3", "mapping.bad_value", {"key": "columns", "value": "3"}),
        (
            "columns: []\nshet: A",
            "mapping.unknown_key",
            {"key": "shet", "suggestion": "sheet"},
        ),
        (
            "columns:\n- {heading: A, field: organisation}",
            "mapping.unknown_field",
            {"where": 'column "A"', "value": "organisation", "suggestion": "organization"},
        ),
        (
            "columns:\n- {heading: A, field: sector, curency: USD}",
            "mapping.unknown_key",
            {"key": "curency", "suggestion": "currency", "where": "column entry 1"},
        ),
        ("columns:\n- {field: sector}", "mapping.key_missing", {"key": "heading"}),
        ("columns:\n- {heading: No, field: sector}", "mapping.bad_value", {"value": "False"}),
        ("columns: []\nfixed: {country: NO}", "mapping.bad_value", {"where": "fixed"}),
        ("columns: []\nfixed: {land: XA}", "mapping.unknown_field", {"value": "land"}),
        ("columns: []\nday_order: ymd", "mapping.bad_value", {"expected": "dmy or mdy"}),
        ("columns: []\nheader_rows: [first]", "mapping.bad_value", {"key": "header_rows"}),
        (
            "columns:\n- {heading: A, field: other, month: 2010-13}",
            "mapping.bad_value",
            {"key": "month", "value": "2010-13"},
        ),
        (
            "columns:\n- {heading: A, field: people, people: {sex: 3}}",
            "mapping.bad_value",
            {"key": "sex", "value": "3"},
        ),
        (
            "columns:\n- {heading: A, field: status}\n- {heading: B, field: status}",
            "mapping.field_repeated",
            {"value": "status", "columns": ["A", "B"]},
        ),
        ("columns:\n- 3", "mapping.bad_value", {"where": "column entry 1"}),
        ("columns: !!python/object/apply:os.getcwd []", "mapping.not_yaml", {}),
    ],
)
def test_what_is_wrong_in_a_mapping_is_said_with_its_place(
    tmp_path: Path, text: str, code: str, data: dict[str, object]
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(MappingError) as error:
        load_mapping(path)

    assert error.value.code == code
    assert error.value.data["file"] == "wrong.yaml"
    assert {name: error.value.data[name] for name in data} == data
    assert "wrong.yaml" in error.value.message


def test_a_file_that_is_not_there_or_no_text_is_said_to_be_unreadable(tmp_path: Path) -> None:
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xd8\xff\xe0")

    for name in ("absent.yaml", "picture.yaml"):
        with pytest.raises(MappingError) as error:
            load_mapping(tmp_path / name)
        assert error.value.code == "mapping.unreadable"


def test_a_list_of_the_same_shape_may_have_its_columns_in_another_order() -> None:
    found = match(
        guess(["Agency", "Sector", "Donor", "Donor"]), ["SECTOR", "donor", "Agency ", "Donor"]
    )

    assert found.is_same
    assert [(column.heading, column.position) for column in found.mapping.columns] == [
        ("Agency", 2),
        ("Sector", 0),
        ("Donor", 1),
        ("Donor", 3),
    ]


def test_what_is_missing_and_what_is_new_is_said() -> None:
    found = match(guess(["Agency", "Sector", "#"]), ["Agency", "Cluster", ""])

    assert not found.is_same
    assert found.missing == ("Sector", "#")
    assert found.new == ("Cluster",)


def test_a_mapping_as_it_was_saved_reads_the_dates_of_the_language(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "Organisation,Secteur,Région,Date de début\nPAM,Santé,Lac,01/02/2022\n", encoding="utf-8"
    )
    first = read_report(path)
    save_mapping(first.mapping, tmp_path / "liste.yaml")  # type: ignore[arg-type]

    again = read_report(path, mapping=load_mapping(tmp_path / "liste.yaml"))

    assert first.tables["activities"].equals(again.tables["activities"])
