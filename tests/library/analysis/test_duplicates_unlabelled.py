"""Weights without judgements: what pairs tell of themselves."""

from __future__ import annotations

import numpy as np
import pytest

from intarsia.analysis.duplicates.fields import FIELDS, LEVELS, Field
from intarsia.analysis.duplicates.model import day_one
from intarsia.analysis.duplicates.unlabelled import each_once, estimated, shared_chances

COUNT = 400


@pytest.fixture
def linked() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of two lists of 400: each with its own (three in four are there), and seven others.

    Titles and days of one thing mostly agree, and in this data alone funders never do.
    """
    chance = np.random.default_rng(3)
    first = np.repeat(np.arange(COUNT), 8)
    second = (first + np.tile(np.arange(8), COUNT)) % COUNT
    levels = np.zeros((first.size, FIELDS), np.uint8)
    is_one = (first == second) & (first % 4 > 0)
    for field, ones, others in (
        (Field.TITLE, (5, 6, 7, 8), (1, 2, 3, 4, 5)),
        (Field.START, (1, 2, 3), (3, 4, 5, 6, 7)),
        (Field.FUNDER, (1,), (1, 2)),
    ):
        levels[:, field] = np.where(
            is_one, chance.choice(ones, first.size), chance.choice(others, first.size)
        )
    return levels, first, second + COUNT


def test_two_lists_are_linked_without_labels(
    linked: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    levels, first, second = linked

    found = estimated(levels, first, second, once=True)
    said = found.probability >= 0.5

    is_one = (first + COUNT == second) & (first % 4 > 0)
    assert (said & is_one).sum() > 0.97 * is_one.sum()
    assert (said & ~is_one).sum() < 0.03 * is_one.sum()


def test_weights_follow_the_data_and_not_day_one(
    linked: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    model = estimated(*linked, once=True).model
    shared = LEVELS[Field.FUNDER].index("shared")

    assert day_one().weights[Field.FUNDER, shared] > 0
    assert model.weights[Field.FUNDER, shared] < 0


def test_what_no_two_records_state_keeps_its_weight(
    linked: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    model = estimated(*linked, once=True).model

    assert (model.weights[Field.PLACE] == day_one().weights[Field.PLACE]).all()
    assert (model.weights[Field.LINK] == day_one().weights[Field.LINK]).all()


def test_the_order_of_pairs_changes_nothing(
    linked: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    order = np.random.default_rng(1).permutation(linked[0].shape[0])

    found = estimated(*linked, once=True).probability
    shuffled = estimated(*(part[order] for part in linked), once=True).probability

    np.testing.assert_allclose(shuffled, found[order], atol=1e-3)


def test_one_list_whose_records_are_unlike_is_told_without_labels(
    linked: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    levels, first, second = linked

    said = estimated(levels, first, second).probability >= 0.5

    is_one = (first + COUNT == second) & (first % 4 > 0)
    assert (said & is_one).sum() > 0.9 * is_one.sum()
    assert (said & ~is_one).sum() < 0.1 * is_one.sum()


def test_no_pairs_leave_the_known_model() -> None:
    none = np.zeros(0, np.int64)

    found = estimated(np.zeros((0, FIELDS), np.uint8), none, none, once=True)

    assert (found.model.weights == day_one().weights).all()
    assert found.probability.size == 0


def test_the_chances_of_a_record_add_up_to_one_at_most() -> None:
    chance = np.random.default_rng(5)
    first, second = np.divmod(np.arange(400), 20)

    shares = shared_chances(chance.normal(0, 4, 400), first, second)

    assert np.bincount(first, shares).max() <= 1 + 1e-6
    assert np.bincount(second, shares).max() <= 1 + 1e-6


def test_a_partner_that_is_taken_is_no_rival() -> None:
    first, second = np.array([0, 0, 1]), np.array([0, 1, 1])

    alone = shared_chances(np.array([2.0, 2.0]), first[:2], second[:2])
    beside = shared_chances(np.array([2.0, 2.0, 20.0]), first, second)

    assert alone[0] < 0.5 < beside[0]


def test_each_record_keeps_its_surest_free_partner() -> None:
    first, second = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])

    kept = each_once(np.array([3.0, 1.0, 4.0, 2.0]), first, second)

    assert kept.tolist() == [False, True, True, False]
