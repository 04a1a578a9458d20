"""People in all from figures of groups: stated, added up where that is right, else unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.people import (
    Disaggregation,
    Figure,
    Total,
    disaggregation_of,
    households_to_people,
    people_of,
    total_of,
)
from intarsia.tables import ProblemLog


def reached(**groups: float) -> list[Figure]:
    """Figures of people reached; an underscore in a name is a space."""
    return [
        Figure("reached", value, disaggregation_of(heading.replace("_", " ")))
        for heading, value in groups.items()
    ]


def test_a_stated_total_wins_over_its_parts() -> None:
    assert total_of(reached(Total=100, Female=60, Male=30)) == Total(100, "stated")


def test_both_sexes_make_up_all() -> None:
    assert total_of(reached(Female=60, Male=30)) == Total(90, "by sex")


def test_sex_by_age_makes_up_all() -> None:
    figures = reached(Girls=1, Boys=2, Women=4, Men=8)

    assert total_of(figures) == Total(15, "by sex and age")


def test_men_women_and_children_make_up_all() -> None:
    assert total_of(reached(Men=4, Women=5, Children=6)) == Total(15, "by sex and age")


def test_ages_from_birth_to_open_make_up_all() -> None:
    figures = [Figure("reached", n, disaggregation_of(t)) for t, n in (("0-17", 5), ("18+", 7))]

    assert total_of(figures) == Total(12, "by age")


@pytest.mark.parametrize(
    "figures",
    [
        reached(Female=60),
        reached(Girls=1, Women=2, Men=3),
        reached(Children=5),
        reached(Adults=5, Elderly=2),
        reached(PwD=5),
        reached(IDPs=5, Returnees=6),
        reached(Women_and_children=9),
        reached(Households=10),
        [],
    ],
)
def test_what_is_not_complete_is_not_added_up(figures: list[Figure]) -> None:
    assert total_of(figures) == Total()


def test_a_part_of_the_people_is_not_added_beside_them() -> None:
    assert total_of(reached(Female=60, Male=30, PwD=10, IDPs=50)) == Total(90, "by sex")


def test_a_sum_of_children_beside_girls_and_boys_is_not_added_again() -> None:
    assert total_of(reached(Girls=3, Boys=4, Children=7)) == Total(7, "by sex and age")


def test_households_are_never_added_to_people() -> None:
    assert total_of(reached(Total=100, HH=20)) == Total(100, "stated")


def test_targeted_and_reached_are_told_apart() -> None:
    figures = [Figure("targeted", 90), *reached(Female=6, Male=4), Figure(None, 1000)]

    assert people_of(figures) == (90, 10)


def test_parts_above_the_total_are_reported_and_the_total_kept() -> None:
    log = ProblemLog("3w.csv")

    figures = reached(Total=80, Female=60, Male=30)

    assert people_of(figures, log, activity_id="A", cell="row 7") == (None, 80)
    (problem,) = log
    assert (problem.code, problem.value, problem.expected, problem.cell, problem.column) == (
        "people.parts_exceed_total",
        "90",
        "80",
        "row 7",
        "people_reached",
    )


def test_one_part_above_the_total_is_reported_too() -> None:
    log = ProblemLog("3w.csv")

    people_of(reached(Total=80, PwD=81), log)

    assert [problem.code for problem in log] == ["people.parts_exceed_total"]


def test_two_totals_that_differ_are_counted_and_the_first_kept() -> None:
    log = ProblemLog("3w.csv")
    figures = [Figure("reached", 80), Figure("reached", 70)]

    assert people_of(figures, log) == (None, 80)
    assert people_of(figures, log) == (None, 80)
    assert [(problem.code, problem.times) for problem in log] == [("people.totals_differ", 2)]


def test_households_become_people_only_by_a_stated_factor() -> None:
    assert households_to_people(100, 5.5) == 550
    assert households_to_people(100, None) is None
    with pytest.raises(ValueError, match="at least one person"):
        households_to_people(100, 0)


GROUPS = [
    Disaggregation(sex, age=age, disability=disability)
    for sex in (None, "f", "m")
    for age in (None, "children", "adults", "older")
    for disability in (None, True)
]


@given(
    st.lists(
        st.tuples(st.integers(0, 1000), st.sampled_from(GROUPS)), unique_by=lambda pair: pair[1]
    )
)
def test_a_total_that_nobody_stated_is_no_more_than_all_figures(
    cells: list[tuple[int, Disaggregation]],
) -> None:
    figures = [Figure("reached", value, people) for value, people in cells]

    total = total_of(figures)

    assert (total.value is None) == (total.basis is None)
    assert total.value is None or 0 <= total.value <= sum(value for value, _ in cells)
    assert total_of(reversed(figures)).value == total.value
