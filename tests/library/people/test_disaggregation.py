"""Sex, age, disability and status from headings, HXL tags and cells in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.people import Disaggregation, disaggregation_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Girls (0-17)", Disaggregation("f", 0, 17, "children")),
        ("Boys", Disaggregation("m", age="children")),
        ("Niñas", Disaggregation("f", age="children")),
        ("Niños", Disaggregation("m", age="children")),
        ("Garçons <5 ans", Disaggregation("m", None, 4, "children")),
        ("Women 18-59", Disaggregation("f", 18, 59, "adults")),
        ("Women 60+", Disaggregation("f", 60, None, "older")),
        ("Elderly men 60+", Disaggregation("m", 60, None, "older")),
        ("F_Adults", Disaggregation("f", age="adults")),
        ("Mujeres", Disaggregation("f", age="adults")),
        ("Женщины", Disaggregation("f", age="adults")),
        ("Дівчата", Disaggregation("f", age="children")),
        ("النساء", Disaggregation("f", age="adults")),
        ("Female <18", Disaggregation("f", None, 17, "children")),
        ("дети до 18 лет", Disaggregation(age="children", age_to=17)),
        ("Mayores de 60 años", Disaggregation(age="older", age_from=60)),
        ("Hommes > 60 ans", Disaggregation("m", 61, None, "older")),
        ("الأطفال دون سن 5 سنوات", Disaggregation(age="children", age_to=4)),
        ("6-59 months", Disaggregation(age="infants", age_from=0, age_to=4)),
        ("18-64", Disaggregation(age="adults", age_from=18, age_to=64)),
        ("65+", Disaggregation(age="older", age_from=65)),
        ("IDPs reached", Disaggregation(status="idp")),
        ("Host community", Disaggregation(status="host")),
        ("Refugees - Boys (5-11)", Disaggregation("m", 5, 11, "children", status="refugee")),
        ("PwD", Disaggregation(disability=True)),
        ("personas con discapacidad", Disaggregation(disability=True)),
        ("Children without disabilities", Disaggregation(age="children", disability=False)),
        ("f", Disaggregation("f")),
    ],
)
def test_a_heading_says_which_people(text: str, told: Disaggregation) -> None:
    assert disaggregation_of(text) == told


@pytest.mark.parametrize("text", ["HH", "# of HHs", "ménages", "hogares", "домохозяйства", "أسر"])
def test_households_are_told_from_people(text: str) -> None:
    assert disaggregation_of(text) == Disaggregation(unit="households")


@pytest.mark.parametrize(
    "text",
    [
        "PLHIV",
        "Total reached",
        "ALL",
        "a",
        "",
        "#reached",
        "Male/Female",
        "Women, men, girls and boys",
        "Annex F",
        "Budget (M)",
        "Weeks 1-4",
        "March 2022",
        "Child Protection",
        "household kits",
    ],
)
def test_what_names_no_group_of_people_says_nothing(text: str) -> None:
    assert disaggregation_of(text) is None


def test_a_quarter_and_a_year_are_no_ages() -> None:
    women = Disaggregation("f", age="adults")

    assert disaggregation_of("Women reached Q1-4") == women
    assert disaggregation_of("Women reached 01-03 2022") == women


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("#reached+f+children+idps", Disaggregation("f", age="children", status="idp")),
        ("#reached +girls", Disaggregation("f", age="children")),
        ("#targeted+hh", Disaggregation(unit="households")),
        ("#reached+m+age_60plus", Disaggregation("m", 60, None, "older")),
        ("#reached+age0_4", Disaggregation(None, 0, 4, "infants")),
    ],
)
def test_attributes_of_a_tag_say_which_people(text: str, told: Disaggregation) -> None:
    assert disaggregation_of(text) == told


def test_groups_that_are_joined_add_up() -> None:
    assert disaggregation_of("Women and girls") == Disaggregation("f")
    assert disaggregation_of("boys & girls") == Disaggregation(age="children")
    assert disaggregation_of("Niños, niñas y adolescentes") == Disaggregation(age="children")


def test_headings_of_two_rows_narrow_each_other_down() -> None:
    assert disaggregation_of("Children | Female") == Disaggregation("f", age="children")
    assert disaggregation_of("Women | Elderly") == Disaggregation("f", age="older")


def test_a_mixture_is_never_taken_for_one_group_or_for_all() -> None:
    other = Disaggregation(status="other")

    assert disaggregation_of("Women and children") == other
    assert disaggregation_of("Women and older persons") == other
    assert disaggregation_of("IDPs and host community") == other


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    told = disaggregation_of(text)

    assert told is None or told != Disaggregation()
    if told is not None and told.age_from is not None and told.age_to is not None:
        assert 0 <= told.age_from <= told.age_to <= 120
