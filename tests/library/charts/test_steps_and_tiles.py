"""Steps and tiles: what is coloured how, by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intarsia.charts import five_steps, inlay


def test_nothing_has_no_step_and_the_largest_count_has_the_darkest():
    steps = five_steps([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100])

    assert (steps.of(0), steps.of(1), steps.of(100)) == (0, 1, 5)


def test_few_different_counts_have_a_step_each_spread_over_the_colours():
    steps = five_steps([2, 2, 7])

    assert steps.ranges() == [(1, 2, 6), (5, 7, 7)]


def test_many_ones_leave_four_steps_for_all_that_is_more():
    counts = [1] * 60 + [2] * 20 + [3] * 10 + [4, 5, 6, 7, 8, 9, 10, 11, 12, 13]

    bounds = five_steps(counts).bounds

    assert len(bounds) == 5
    assert bounds[:3] == (1, 2, 3)


def test_nobody_anywhere_has_no_steps():
    assert five_steps([0, 0]).ranges() == []


@given(st.lists(st.integers(0, 500), max_size=40))
def test_a_larger_count_never_has_a_lighter_step(counts):
    steps = five_steps(counts)

    coloured = [steps.of(count) for count in sorted(counts)]

    assert coloured == sorted(coloured)
    assert coloured.count(0) == counts.count(0)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=40))
def test_the_legend_covers_every_count_once(counts):
    ranges = five_steps(counts).ranges()

    for count in counts:
        assert sum(first <= count <= last for _, first, last in ranges) == 1


def test_tiles_stand_in_the_order_of_rows_and_columns():
    cells = {("osce", "police"): (3, 5.0), ("undp", "media"): (1, None), ("x", "media"): (9, None)}

    found = inlay(cells, ["undp", "osce"], ["police", "media"])

    counts = [[tile.count for tile in row] for row in found.rows]
    assert counts == [[0, 1], [3, 0]]
    assert found.rows[1][0].usd == 5.0


def test_the_row_of_the_others_adds_up_and_has_no_step():
    cells = {("a", "police"): (3, 5.0), ("b", "police"): (4, None), ("c", "police"): (5, 2.0)}

    found = inlay(cells, ["a"], ["police"], rest=["b", "c"])

    assert found.rest is not None
    assert (found.rest[0].count, found.rest[0].step, found.rest[0].usd) == (9, 0, 2.0)


def test_money_that_nobody_of_the_others_states_stays_unknown():
    found = inlay({("b", "police"): (4, None)}, [], ["police"], rest=["b"])

    assert found.rest is not None
    assert found.rest[0].usd is None
