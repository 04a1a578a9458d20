"""Headings in six languages: what each column of a list is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia import codelists
from intarsia.dates import DayOrder
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.headings import field_of_heading, recognize, recognize_all
from intarsia.sharing.headings import is_personal_heading

LANGUAGES = {"ar", "en", "es", "fr", "ru", "uk"}


def fields(*headings: str, tags: tuple[str, ...] = ()) -> list[str | None]:
    found = recognize_all(headings, tags)
    return [None if each is None else str(each.field) for each in found]


def test_every_field_has_headings_in_six_languages() -> None:
    languages: dict[str, set[str]] = {}
    for row in codelists.rows("list_headings"):
        languages.setdefault(row["field"], set()).add(row["language"])

    assert languages == {str(field): LANGUAGES for field in Field}


def test_every_listed_heading_is_recognized_as_its_field() -> None:
    wrong = []
    for row in codelists.rows("list_headings"):
        found = recognize(row["heading"])
        if found is None or str(found.field) != row["field"]:
            wrong.append((row["heading"], row["field"], found and str(found.field)))

    assert wrong == []


def test_no_listed_heading_of_persons_stands_under_another_field() -> None:
    rows = codelists.rows("list_headings")
    wrong = [r["heading"] for r in rows if is_personal_heading(r["heading"])]

    assert {r["field"] for r in rows if r["heading"] in wrong} == {"contact"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Organisation / Organization", "organization"),
        ("المنظمة Organization", "organization"),
        ("Region (Область)", "admin1"),
        ("Organization name *", "organization"),
        ("1. Organization name", "organization"),
        ("3. Admin1*", "admin1"),
        ("Donor 2", "funding_organization"),
        ("Donor2", "funding_organization"),
        ("Implementing agencyType", "implementing_organization_type"),
        ("Implementing\npartner", "implementing_organization"),
        ("WHO | Organization", "organization"),
        ("Funding agency | Name", "funding_organization"),
        ("Funding agency | Type", "funding_organization_type"),
        ("Start | Date", "starts_on"),
        ("Название исполняющего партнёра", "implementing_organization"),
        ("Код района", "admin2_code"),
        ("رمز المحافظة", "admin1_code"),
        ("Name of the implementing partner organization", "implementing_organization"),
        ("What is the name of your organization?", "organization"),
        ("admin1Pcode", "admin1_code"),
        ("ADM2_EN", "admin2"),
        ("Pcode 3", "admin3_code"),
        ("# of Orgs", "quantity_reached"),
        ("# of Regions", "other"),
        ("% of completion", "other"),
        ("¿Es una actividad COVID? (Sí/No)", "other"),
        ("#", "row_number"),
        ("#adm3+code", "admin3_code"),
    ],
)
def test_a_heading_is_recognized_however_it_is_dressed(heading: str, field: str) -> None:
    found = recognize(heading)

    assert found is not None
    assert str(found.field) == field


@pytest.mark.parametrize("heading", ["", "  ", "Kabul", "Colour", "Name", "Code", "12", "…"])
def test_what_says_nothing_by_itself_is_not_recognized(heading: str) -> None:
    assert recognize(heading) is None


@pytest.mark.parametrize(
    "cell",
    [
        "Mar-22",
        "2010-09-01",
        "Kabul",
        "XA0503",
        "3",
        "WASH",
        "",
        "Norwegian Refugee Council",
        "UN Women",
        "Права человека",
        "Save the Children",
        "Healthcare for women, children and the elderly",
    ],
)
def test_a_cell_of_data_is_no_heading(cell: str) -> None:
    assert field_of_heading(cell) is None


def test_a_heading_states_currency_thousands_and_order_of_days() -> None:
    budget = recognize("Бюджет (тыс. грн)")
    start = recognize("Fecha de Inicio (dd/mm/yyyy)")
    people = recognize("Women")

    assert budget is not None
    assert (budget.currency, budget.factor) == ("UAH", 1000)
    assert start is not None
    assert start.day_order is DayOrder.DAY_FIRST
    assert people is not None
    assert (people.currency, people.factor) == (None, 1)


@pytest.mark.parametrize(
    "heading",
    [
        "Contact person", "E-mail", "Focal point phone", "Reported by", "Personne de contact",
        "Téléphone du point focal", "Rempli par", "Persona de contacto", "Correo electrónico",
        "Teléfono de contacto", "Контактное лицо", "ФИО", "Электронная почта", "Телефон",
        "Контактна особа", "ПІБ", "Електронна пошта", "Номер телефону", "جهة الاتصال",
        "رقم الهاتف", "البريد الإلكتروني", "الشخص المسؤول", "Reporting organization contact person",
    ],
)  # fmt: skip
def test_columns_of_persons_are_surely_recognized(heading: str) -> None:
    found = recognize(heading)

    assert found is not None
    assert found.field is Field.CONTACT
    assert found.sureness >= 0.9


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Region|District", "admin1|admin2"),
        ("Region|Province|District", "region|admin1|admin2"),
        ("Region|Zone|Woreda", "admin1|admin2|admin3"),
        ("Province|District", "admin1|admin2"),
        ("Région|Province|Commune", "admin1|admin2|admin3"),
        ("Région|Cercle|Commune|Village", "admin1|admin2|admin3|place"),
        ("Département|Commune|Section communale", "admin1|admin2|admin3"),
        ("Province|Territoire|Zone de santé|Aire de santé", "admin1|admin2|admin3|admin4"),
        ("Province|Département|Sous-préfecture", "admin1|admin2|admin3"),
        ("Departamento|Municipio|Vereda", "admin1|admin2|place"),
        ("Departamento|Provincia|Distrito", "admin1|admin2|admin3"),
        ("Estado|Municipio|Parroquia", "admin1|admin2|admin3"),
        ("Governorate|District|Sub-district|Community", "admin1|admin2|admin3|admin4"),
        ("State|LGA|Ward", "admin1|admin2|admin3"),
        ("Zone|State|LGA", "region|admin1|admin2"),
        ("State|County|Payam|Boma", "admin1|admin2|admin3|admin4"),
        ("County|Sub-county|Ward", "admin1|admin2|admin3"),
        ("State/Region|Township|Village Tract|Village", "admin1|admin3|admin4|admin5"),
        ("Division|District|Upazila|Union", "admin1|admin2|admin3|admin4"),
        ("Область|Район|Громада|Населённый пункт", "admin1|admin2|admin3|admin4"),
        ("المحافظة|القضاء|الناحية", "admin1|admin2|admin3"),
        ("Region|Province|Municipality|Barangay", "admin1|admin2|admin3|admin4"),
        ("ADM1_PCODE|Governorate|ADM2_PCODE|District", "admin1_code|admin1|admin2_code|admin2"),
        ("Mantika|Baladiya", "admin2|admin3"),
        ("District|P-code|Start date", "admin2|admin2_code|starts_on"),
        ("P_Code|District", "admin2_code|admin2"),
        ("Province|Prov code|District|Dist code", "admin1|admin1_code|admin2|admin2_code"),
    ],
)
def test_levels_are_decided_over_the_whole_header(headings: str, expected: str) -> None:
    assert fields(*headings.split("|")) == expected.split("|")


def test_name_code_type_and_acronym_belong_to_what_stands_beside_them() -> None:
    assert fields("Organization", "Acronym", "Type", "Donor", "Acronym") == [
        "organization",
        "organization_acronym",
        "organization_type",
        "funding_organization",
        "funding_organization_acronym",
    ]
    assert fields("Project", "Code") == ["project_title", "project_code"]
    assert fields("Sector", "Code") == ["sector", "sector_code"]
    assert fields("Name", "Phone") == [None, "contact"]


def test_a_partner_beside_an_organization_implements() -> None:
    assert fields("Организация", "Партнёр") == ["organization", "implementing_organization"]
    assert fields("Partner", "Implementing partner") == [
        "organization",
        "implementing_organization",
    ]
    assert fields("Partner", "Sector") == ["organization", "sector"]


def test_an_organization_that_only_an_acronym_names_is_named_by_it() -> None:
    assert fields("Partner", "Activity", tags=("#org +acronym", "#activity")) == [
        "organization",
        "title",
    ]


def test_where_tag_and_heading_disagree_the_tag_wins_and_both_are_said() -> None:
    (found,) = recognize_all(["Sector"], ["#adm1+name"])

    assert found is not None
    assert found.field is Field.ADMIN1
    assert found.because[-1].code == "mapping.tag_not_heading"
    assert found.because[-1].data == {"tag": "#adm1+name", "heading": "sector"}


def test_a_vague_tag_leaves_the_heading_its_say() -> None:
    headings = ("REGION", "Implementador", "Acrónimo de la organización", "Reporting Month")
    tags = ("#loc+name", "", "#org+impl", "#date+reported", "#sector")

    assert fields(*headings, "Sub-cluster", tags=tags) == [
        "admin1",
        "implementing_organization",
        "implementing_organization_acronym",
        "period",
        "subsector",
    ]


def test_people_columns_take_the_measure_that_stands_before_them() -> None:
    found = recognize_all(["Targeted", "Men", "Women", "Reached", "Men", "Girls (0-17)", "Total"])
    said = [(str(f.field), f.people.sex if f.people else None) for f in found if f is not None]

    assert said == [
        ("people_targeted", None),
        ("people_targeted", "m"),
        ("people_targeted", "f"),
        ("people_reached", None),
        ("people_reached", "m"),
        ("people_reached", "f"),
        ("people_reached", None),
    ]


@pytest.mark.parametrize(
    ("heading", "field", "sex", "age", "unit"),
    [
        ("Hommes", "people", "m", "adults", None),
        ("Niñas", "people", "f", "children", None),
        ("Alcanzados mujeres", "people_reached", "f", "adults", None),
        ("Охвачено женщин", "people_reached", "f", "adults", None),
        ("HH reached", "people_reached", None, None, "households"),
        ("# of individuals targeted", "people_targeted", None, None, "people"),
        ("Beneficiaries | Women", "people", "f", "adults", None),
        ("Women | Targeted", "people_targeted", "f", "adults", None),
        ("People targeted | Girls", "people_targeted", "f", "children", None),
    ],
)
def test_a_people_column_says_whom_it_counts(
    heading: str, field: str, sex: str | None, age: str | None, unit: str | None
) -> None:
    found = recognize(heading)

    assert found is not None
    assert found.people is not None
    assert str(found.field) == field
    assert (found.people.sex, found.people.age, found.people.unit) == (sex, age, unit)


@pytest.mark.parametrize("heading", ["Sep-10", "Janvier 2022", "2022-03", "2010-09-01 00:00:00"])
def test_a_month_is_a_column_of_a_wide_table(heading: str) -> None:
    (found,) = recognize_all([heading])

    assert found is not None
    assert found.kind == "wide:month"
    assert found.month is not None
    assert found.month.first.day == 1


def test_a_month_column_under_a_group_takes_its_measure() -> None:
    assert fields("Planned | Jan-22", "People reached | Feb-22") == [
        "quantity_planned",
        "people_reached",
    ]


def test_a_month_without_a_year_needs_the_year_of_the_list() -> None:
    (unknown,) = recognize_all(["January"])
    (known,) = recognize_all(["January"], year=2011)

    assert unknown is None or unknown.kind == "column"
    assert known is not None
    assert known.month is not None
    assert known.month.first.isoformat() == "2011-01-01"


def test_three_names_of_sectors_make_a_wide_table() -> None:
    sectors = {"Health": "health", "WASH": "water", "Nutrition": "nutrition"}
    wide = recognize_all(["District", "Health", "WASH", "Nutrition"], sector_of_name=sectors.get)
    narrow = recognize_all(["District", "Health", "WASH"], sector_of_name=sectors.get)

    assert [each.kind for each in wide if each] == ["column", *["wide:sector"] * 3]
    assert [each.sector for each in wide if each] == [None, "Health", "WASH", "Nutrition"]
    assert narrow[1:] == [None, None]


def test_where_only_one_column_can_hold_a_field_the_surest_does() -> None:
    found = recognize_all(["District", "Second district"])

    assert [str(each.field) for each in found if each] == ["admin2", "other"]
    assert found[1] is not None
    assert found[1].because[-1].code == "mapping.taken"
    assert found[1].because[-1].data == {"taken": "admin2", "heading": "District"}


def test_cells_correct_a_heading() -> None:
    samples: list[list[object]] = [
        ["En ejecución", "Finalizada", "En ejecución"],
        ["women at risk", "mine survivors", "pupils"],
        ["XA0503", "XA0303", "XA0101"],
        [120, 90, 4000],
        ["exempla.person@example.org", "Exempla Person, +000 00 000 001", None],
        ["UN", "INGO", "UN"],
    ]
    headings = ["Estado", "Beneficiaries", "District", "Sector", "Colour", "Kind of actor here"]
    found = recognize_all(headings, samples=samples)

    assert [str(each.field) for each in found if each] == [
        "status",
        "target_group",
        "admin2_code",
        "sector",
        "contact",
        "organization_type",
    ]
    assert found[3] is not None
    assert found[3].sureness < 0.5


def test_remarks_that_name_persons_stay_remarks() -> None:
    (found,) = recognize_all(
        ["Remarks"], samples=[["Ask Exempla Person, exempla.person@example.org"]]
    )

    assert found is not None
    assert found.field is Field.REMARKS


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_header_is_read_without_an_error(headings: list[str]) -> None:
    found = recognize_all(headings)

    assert len(found) == len(headings)
    assert all(each is None or 0 <= each.sureness <= 1 for each in found)
