"""The timeline: heights in proportion, gaps kept open, the day where it belongs."""

from __future__ import annotations

import datetime as dt

from intarsia.charts import timeline

AS_OF = dt.date(2011, 7, 2)


def year(number, running=0, weak=0, usd=None):
    return (dt.date(number, 1, 1), running, weak, usd)


def test_a_bar_twice_as_high_runs_twice_as_many():
    drawing = timeline([year(2010, 10), year(2011, 20)], as_of=AS_OF)

    low, high = drawing.bars
    assert high.height == 2 * low.height
    assert low.top + low.height == high.top + high.height == drawing.base


def test_a_year_without_known_spending_breaks_the_line():
    steps = [year(2007, usd=1.0), year(2008, usd=2.0), year(2009), year(2010, usd=1.0),
             year(2011, usd=3.0)]  # fmt: skip

    drawing = timeline(steps, as_of=AS_OF)

    assert len(drawing.lines) == 2
    assert drawing.bars[2].spent_y is None


def test_years_after_the_day_are_marked():
    drawing = timeline([year(2011, 3), year(2012, 2)], as_of=AS_OF)

    assert [bar.is_after for bar in drawing.bars] == [False, True]


def test_the_day_stands_in_the_middle_of_its_year():
    drawing = timeline([year(2010, 1), year(2011, 1), year(2012, 1)], as_of=AS_OF)

    room = drawing.bars[2].x - drawing.bars[1].x
    assert drawing.as_of_x is not None
    assert abs(drawing.as_of_x - (drawing.bars[1].x + room / 2)) <= 2


def test_marks_are_whole_numbers_of_activities():
    for most in (1, 3, 5, 7, 43, 2100):
        marks = timeline([year(2011, most)], as_of=AS_OF).running_marks

        assert all(value == int(value) for _, value in marks)
        assert marks[-1][1] >= most


def test_negative_spending_stays_on_the_ground():
    drawing = timeline([year(2010, 1, usd=-5.0), year(2011, 1, usd=10.0)], as_of=AS_OF)

    assert drawing.bars[0].spent_y == drawing.base


def test_nothing_at_all_can_be_drawn():
    drawing = timeline([], as_of=AS_OF)

    assert drawing.bars == ()
    assert drawing.as_of_x is None
