"""Numbers as people type them, and several names in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.readers.activity_list.numbers import Number, decimal_sign, number_of
from intarsia.readers.activity_list.splitting import split_codes, split_names, split_places


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3 090", 3090.0),
        ("3\xa0090", 3090.0),
        ("1,250", 1250.0),
        ("1,250.75", 1250.75),
        ("1.250,75", 1250.75),
        ("1.234.567", 1234567.0),
        ("$ 12,000", 12000.0),
        ("12 000 €", 12000.0),
        ("٣٠٠", 300.0),
        ("(500)", -500.0),
        (12, 12.0),
        (0.5, 0.5),
    ],
)
def test_a_number_is_read_however_it_is_grouped(cell: str | float, value: float) -> None:
    assert number_of(cell) == Number(value)


@pytest.mark.parametrize("cell", ["10-20", "1.250", "1,2,3", "many", "", None, True, "12 per day"])
def test_what_is_no_number_or_could_be_two_is_none(cell: object) -> None:
    assert number_of(cell) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["about 32", "~32", "environ 32", "около 32", "32+", ">32"])
def test_a_number_that_is_only_about_so_says_it(cell: str) -> None:
    assert number_of(cell) == Number(32.0, is_about=True)


def test_a_column_says_which_sign_stands_before_decimals() -> None:
    assert decimal_sign(["6 592 000,03", "1.280"]) == ","
    assert number_of("1.280", ",") == Number(1280.0)
    assert decimal_sign(["1.5", "1,5"]) is None


@given(st.integers(0, 10**12))
def test_whole_numbers_are_the_same_with_every_grouping(value: int) -> None:
    for sign in (" ", "\xa0", "'"):
        assert number_of(f"{value:,}".replace(",", sign)) == Number(float(value))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UNHCR / IRC; NRC", ["UNHCR", "IRC", "NRC"]),
        ("UNHCR/IRC", ["UNHCR", "IRC"]),
        ("WFP, FAO, UNICEF", ["WFP", "FAO", "UNICEF"]),
        ("Ministry of Labour, Health and Social Affairs", None),
        ("Save the Children (Sweden / Norway)", None),
        ("Médecins Sans Frontières", None),
        ("A; A", ["A"]),
    ],
)
def test_only_signs_between_names_split_a_cell(text: str, names: list[str] | None) -> None:
    assert split_names(text, lambda name: False) == (names or [text])


def test_a_known_name_with_a_stroke_stays_whole() -> None:
    assert split_names("HEKS/EPER", {"HEKS/EPER"}.__contains__) == ["HEKS/EPER"]


def test_names_with_and_are_split_where_each_part_is_known() -> None:
    known = {"Oxfam", "World Vision"}.__contains__

    assert split_names("Oxfam and World Vision", known) == ["Oxfam", "World Vision"]
    assert split_names("Food and Agriculture", known) == ["Food and Agriculture"]


def test_places_are_split_where_codes_or_other_cells_say_so() -> None:
    assert split_places("Port-Amar ; Cap Orla", (), 0) == ["Port-Amar", "Cap Orla"]
    assert split_places("Awsi /Zone 1", (), 1) == ["Awsi /Zone 1"]
    assert split_places("Ishtal, Vesk", {"Ishtal", "Vesk"}, 0) == ["Ishtal", "Vesk"]
    assert split_places("Ishtal, Vesk", (), 2) == ["Ishtal", "Vesk"]
    assert split_codes("XA0704 ; XA0705, XA0706") == ["XA0704", "XA0705", "XA0706"]
