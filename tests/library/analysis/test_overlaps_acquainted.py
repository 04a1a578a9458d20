"""Who knows each other already is among all findings, and not on a page."""

from __future__ import annotations

import pytest

from overlaps_support import overlaps, work


def on_the_page(*rows, **given) -> int:
    return len(overlaps(rows, most=20, **given))


def test_two_of_which_one_pays_the_other_elsewhere_for_such_work_know_each_other() -> None:
    here = work("a", "osce"), work("b", "undp")
    paid = work("c", "osce", place="D2", implementer="undp")

    assert on_the_page(*here) == 1
    assert on_the_page(*here, paid) == 0
    assert len(overlaps([*here, paid])) == 1


def test_who_is_paid_for_work_of_another_sector_is_a_stranger_in_this_one() -> None:
    paid = work("c", "osce", place="D2", implementer="undp", sector="elections")

    assert on_the_page(work("a", "osce"), work("b", "undp"), paid) == 1


def test_a_third_that_knows_neither_keeps_the_finding_on_the_page() -> None:
    rows = work("a", "osce"), work("b", "undp"), work("e", "eu")
    paid = work("c", "osce", place="D2", implementer="undp")

    assert on_the_page(*rows, paid) == 1


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [
        ("Sirin Skills and Training Association (SSTA)", False),
        ("Training Association Skills, Sirin", False),
        ("Save Our Sons Today, Arvenia (SOSTA)", True),
        ("Darn Relief", True),
    ],
)
def test_two_names_of_one_body_are_no_two(name: str, is_asked: bool) -> None:
    rows = work("a", "Sirin Skills Training Association (SOSTA)"), work("b", name)

    assert on_the_page(*rows) == is_asked
