"""Which reports a rhythm expects, and which of them came in."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from intarsia.periods import PeriodState, covered_by, expected_reports, months_later

day = dt.date
SINCE = day(2011, 1, 1)
DAYS = st.dates(day(2010, 6, 1), day(2012, 12, 31))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two))), max_size=6)
MONTHS = st.integers(1, 6)


def states(covered: list[tuple[dt.date, dt.date]], as_of: dt.date, **changes: int) -> list[str]:
    """States of the monthly reports since January."""
    rhythm = {"every_months": 1, "due_after_days": 15, **changes}
    return [str(one.state) for one in expected_reports(SINCE, covered, as_of=as_of, **rhythm)]


def test_a_period_is_running_then_due_then_late() -> None:
    assert states([], day(2011, 1, 31)) == ["running"]
    assert states([], day(2011, 2, 15)) == ["due", "running"]
    assert states([], day(2011, 2, 16)) == ["late", "running"]


def test_a_report_of_half_a_period_counts_and_of_less_does_not() -> None:
    half = [(day(2011, 4, 16), day(2011, 4, 30))]
    less = [(day(2011, 4, 17), day(2011, 4, 30))]

    assert states(half, day(2011, 4, 30))[-1] == "received"
    assert states(less, day(2011, 4, 30))[-1] == "running"


def test_two_reports_of_a_period_count_together_and_no_day_twice() -> None:
    both = [(day(2011, 4, 1), day(2011, 4, 8)), (day(2011, 4, 9), day(2011, 4, 15))]
    alike = [(day(2011, 4, 1), day(2011, 4, 8)), (day(2011, 4, 1), day(2011, 4, 8))]

    assert states(both, day(2011, 4, 30))[-1] == "received"
    assert states(alike, day(2011, 4, 30))[-1] == "running"


def test_nothing_is_expected_before_the_rhythm_begins() -> None:
    assert states([], day(2010, 12, 31)) == []


def test_a_report_without_a_period_is_of_the_last_one_and_the_running_one_so_far() -> None:
    early = covered_by(day(2011, 6, 3), None, first_on=SINCE, every_months=1)
    at_end = covered_by(day(2011, 6, 29), None, first_on=SINCE, every_months=1)

    assert states([early], day(2011, 6, 30))[-3:] == ["late", "received", "running"]
    assert states([at_end], day(2011, 6, 30))[-3:] == ["late", "received", "received"]


def test_a_report_speaks_of_no_day_after_it_came_in() -> None:
    year = (day(2011, 1, 1), day(2011, 12, 31))

    covered = covered_by(day(2011, 3, 10), year, first_on=SINCE, every_months=1)

    assert covered == (day(2011, 1, 1), day(2011, 3, 10))


def test_a_rhythm_from_the_last_day_of_a_month_keeps_to_the_last_days() -> None:
    found = expected_reports(
        day(2011, 1, 31), [], every_months=1, due_after_days=0, as_of=day(2011, 4, 1)
    )

    assert [one.first_on for one in found] == [
        day(2011, 1, 31), day(2011, 2, 28), day(2011, 3, 31),
    ]  # fmt: skip


@given(SPANS, MONTHS, DAYS)
def test_periods_follow_each_other_without_a_day_between(
    spans: list[tuple[dt.date, dt.date]], every_months: int, as_of: dt.date
) -> None:
    found = expected_reports(
        SINCE, spans, every_months=every_months, due_after_days=15, as_of=as_of
    )

    for before, after in pairwise(found):
        assert after.first_on == before.last_on + dt.timedelta(days=1)
    assert all(one.first_on <= as_of for one in found)


@given(SPANS, SPANS, MONTHS, DAYS)
def test_another_report_never_makes_a_period_late(
    some: list[tuple[dt.date, dt.date]],
    more: list[tuple[dt.date, dt.date]],
    every_months: int,
    as_of: dt.date,
) -> None:
    rhythm = {"every_months": every_months, "due_after_days": 15, "as_of": as_of}
    received = PeriodState.RECEIVED

    few = [one.state is received for one in expected_reports(SINCE, some, **rhythm)]
    many = [one.state is received for one in expected_reports(SINCE, some + more, **rhythm)]

    assert all(later or not earlier for earlier, later in zip(few, many, strict=True))


@given(SPANS, MONTHS, DAYS, st.randoms(use_true_random=False))
def test_their_order_and_cutting_a_report_in_two_change_nothing(
    spans: list[tuple[dt.date, dt.date]], every_months: int, as_of: dt.date, chance: object
) -> None:
    rhythm = {"every_months": every_months, "due_after_days": 15, "as_of": as_of}
    one_day = dt.timedelta(days=1)
    cut = [
        part
        for first, last in spans
        for middle in [first + (last - first) // 2]
        for part in ((first, middle), (middle + one_day, last))
    ]
    chance.shuffle(cut)  # type: ignore[attr-defined]

    assert expected_reports(SINCE, spans, **rhythm) == expected_reports(SINCE, cut, **rhythm)


@given(DAYS, MONTHS)
def test_a_report_without_a_period_always_speaks_of_the_last_period_that_ended(
    received_on: dt.date, every_months: int
) -> None:
    span = covered_by(received_on, None, first_on=SINCE, every_months=every_months)

    found = expected_reports(
        SINCE, [span], every_months=every_months, due_after_days=0, as_of=received_on
    )

    ended = [one for one in found if one.last_on < received_on]
    assert not ended or ended[-1].state is PeriodState.RECEIVED


def test_months_later_counts_backwards_too() -> None:
    assert months_later(day(2011, 3, 31), -1) == day(2011, 2, 28)
