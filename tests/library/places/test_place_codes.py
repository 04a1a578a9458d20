"""Codes as people write them, and what may be made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.places.codes import Codes

# code -> country, level, whether there are units below
COLOMBIA = {"CO05": ("CO", 1, True), "CO05001": ("CO", 2, False), "CO11": ("CO", 1, False)}
IRAQ = {"IQG01": ("IQ", 1, True), "IQG01Q01": ("IQ", 2, False)}
ETHIOPIA = {"ET01": ("ET", 1, True), "ET0102": ("ET", 2, False)}
VANUATU = {"VUT01": ("VU", 0, True), "VUT0106": ("VU", 1, False)}


@pytest.mark.parametrize(
    ("stated", "level", "code", "how"),
    [
        ("co 05-001", 2, "CO05001", "stated"),
        ("COL05001", 2, "CO05001", "prefix"),
        ("05001", 2, "CO05001", "prefix"),
        ("5001", 2, "CO05001", "zero"),
        ("5001.0", 2, "CO05001", "zero"),
        ("CO5001", 2, "CO05001", "zero"),
        ("5", 1, "CO05", "zero"),
        ("CO05002", 2, "CO05", "coarser"),
    ],
)
def test_a_code_is_repaired_where_the_tree_has_it(
    stated: str, level: int, code: str, how: str
) -> None:
    found = Codes(COLOMBIA).find(stated, level=level)

    assert found is not None
    assert (found.code, found.how) == (code, how)


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("5001", None),  # a number alone could be anything
        ("5", 2),  # there is CO05, but it is no second-level unit
        ("11", 2),
        ("1", 2),
        ("XX05001", 2),
        ("Antioquia", 1),
        ("", 1),
    ],
)
def test_what_is_not_sure_is_not_repaired(stated: str, level: int | None) -> None:
    assert Codes(COLOMBIA).find(stated, level=level) is None


def test_a_finer_code_goes_to_the_unit_it_begins_with() -> None:
    found = Codes(ETHIOPIA).find("ET010211", level=3)

    assert found is not None
    assert (found.code, found.how) == ("ET0102", "finer")


def test_a_finer_code_of_a_length_the_country_has_not_is_no_code() -> None:
    assert Codes(ETHIOPIA).find("ET0102117", level=3) is None


def test_letters_within_a_code_are_part_of_it() -> None:
    found = Codes(IRAQ).find("IQ-G01-Q01-N02", level=3)

    assert found is not None
    assert (found.code, found.how) == ("IQG01Q01", "finer")


def test_a_provinces_code_is_not_mistaken_for_the_countrys() -> None:
    assert Codes(VANUATU).find("VU01", level=1) is None


def test_of_two_possible_repairs_none_is_made() -> None:
    tree = {"A05": (None, 1, False), "B05": (None, 1, False)}

    assert Codes(tree).find("05", level=1) is None


@given(st.text(max_size=12), st.one_of(st.none(), st.integers(1, 3)))
def test_whatever_is_stated_only_codes_of_the_tree_come_out(text: str, level: int | None) -> None:
    found = Codes({**COLOMBIA, **ETHIOPIA}).find(text, level=level)

    assert found is None or found.code in {**COLOMBIA, **ETHIOPIA}
