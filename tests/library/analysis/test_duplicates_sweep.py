"""A pair that matters is never left early: the sweep finds what comparing everything finds."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pyarrow as pa
import pytest

from duplicates_support import Row, an_activity, picture_of
from intarsia.analysis.duplicates.blocks import Blocks
from intarsia.analysis.duplicates.fields import LEVELS, Field
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.model import Model, day_one
from intarsia.analysis.duplicates.owners import Owners
from intarsia.analysis.duplicates.packed import PUBLISHER, packed
from intarsia.analysis.duplicates.reach import worth_comparing
from intarsia.analysis.duplicates.records import Records, records_of, weighed
from intarsia.analysis.duplicates.sweep import MOST_IN_BLOCK, WINDOW, sweep

TITLES = (
    "School SC-2210 repaired", "Repair of the schools of the north", "Ремонт школ на севере",
    "Wells, phase II", "Wells, phase 3, 2012", "Audit of the wells 2012", "Écoles réparées du nord",
    "ترميم المدارس", "Sсhool SC-2210", "STAR 3 orchards", "HORIZON orchards of the north",
    "Training", None,
)  # fmt: skip


def reports(count: int, seed: int) -> list[Row]:
    """Activities of few words, organizations, places and sums, each with much left out."""
    chance = random.Random(seed)

    def one_of(*values: object) -> object:
        return chance.choice([None, *values])

    def day(year: int) -> object:
        moved = dt.timedelta(days=chance.choice([0, 1, 31, 32, 92, 93, 183, 184, 366, 367, 800]))
        return one_of(dt.date(year, 1, 1) + moved, dt.date(year, 1, 1))

    return [
        an_activity(
            f"a{at:03d}",
            identifier=one_of(f"ID-{at}", "KX-TG-6700B", "KXTG6700B"),
            title=chance.choice(TITLES),
            description=one_of("Roofs and stoves.", "Roofs under contract SC2210, stoves too."),
            reporter=f"reporter-{chance.randrange(6)}",
            funder=one_of("reporter-1", "reporter-2", "fund"),
            implementer=one_of("reporter-3", "reporter-4", "ngo"),
            sector=one_of("education", "water"),
            purpose=chance.choice(["11120", "11130", "14030"]),
            place=one_of("D1", "D2", "D5"),
            starts_on=day(2010),
            ends_on=day(chance.choice([2012, 2012, 2012, 2009])),
            period_basis=one_of("weak", "stated"),
            budget_usd=one_of(100_000.0, 100_200.0, 101_200.0, 105_000.0, 118_000.0, 600_000.0),
            spent_usd=one_of(100_000.0, 160_000.0, 250_000.0),
            people_targeted=one_of(400, 500, 9_000),
            target_group_code=one_of("women", "children", "women children"),
        )
        for at in range(count)
    ]


def records(count: int, seed: int = 3) -> Records:
    return weighed(records_of(picture_of(reports(count, seed))).records)


def drawn_weights(seed: int) -> np.ndarray:
    """Weights by chance: more of a level is not always better."""
    weights = np.zeros_like(day_one().weights)
    chance = np.random.default_rng(seed)
    for field in Field:
        size = len(LEVELS[field])
        weights[field, 1:size] = chance.normal(0, 2, size - 1)
    weights[Field.LINK] = 0
    return weights


def exact(known: Records, first: np.ndarray, second: np.ndarray, weights: np.ndarray) -> np.ndarray:
    levels = levels_of(packed(known), first, second, np.zeros(first.size, np.uint8))
    return weights[np.arange(len(Field)), levels].astype(np.float64).sum(axis=1)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("skips_same", [True, False])
def test_the_sweep_finds_all_pairs_that_reach_the_threshold(seed: int, skips_same: bool) -> None:
    known = records(150)
    weights = day_one().weights.copy() if seed == 0 else drawn_weights(seed)
    first, second = np.triu_indices(150, 1)
    scores = exact(known, first, second, weights)
    least = float(np.quantile(scores, 0.9))
    publishers = packed(known).numbers[:, PUBLISHER]
    is_found = scores >= least
    if skips_same:
        is_found &= publishers[first] != publishers[second]
    block = Blocks("all", np.arange(150, dtype=np.int32), np.array([0, 150]), skips_same)

    pairs, bounded = sweep(packed(known), [block], weights, least)

    assert bounded == []
    assert is_found.sum() > 500
    assert pairs.tolist() == ((first[is_found] << 32) | second[is_found]).tolist()


def test_a_large_block_is_swept_as_far_as_its_window() -> None:
    count = MOST_IN_BLOCK + 50
    known = records(count)
    weights = day_one().weights
    block = Blocks("all", np.arange(count, dtype=np.int32), np.array([0, count]), False)

    pairs, bounded = sweep(packed(known), [block], weights, 3.0)

    first, second = pairs >> 32, pairs & 0xFFFFFFFF
    near = [np.arange(count - step) for step in range(1, WINDOW + 1)]
    ones = np.concatenate(near)
    others = np.concatenate([one + step for step, one in enumerate(near, 1)])
    assert [(one.members.size, one.compared) for one in bounded] == [(count, ones.size)]
    assert bounded[0].left_out == count * (count - 1) // 2 - ones.size
    assert (second - first).max() == WINDOW
    assert pairs.size == (exact(known, ones, others, weights) >= 3.0).sum()


@pytest.mark.parametrize("seed", range(6))
def test_no_near_title_that_matters_is_left_early(seed: int) -> None:
    known = records(120, seed)
    model = Model(day_one().weights, -1.0)
    first, second = np.triu_indices(120, 1)
    pairs = (first << 32) | second
    levels = levels_of(packed(known), first, second, np.zeros(first.size, np.uint8))

    kept = worth_comparing(packed(known), pairs, model.weights, -model.bias)

    matters = (model.log_odds(levels) >= 0) | (levels[:, Field.REPORTER] == 1)
    alike = (levels[:, Field.TITLE] >= 5) & (levels[:, Field.RARE_WORDS] >= 4)
    matters |= alike & ((levels[:, Field.FUNDER] == 2) | (levels[:, Field.IMPLEMENTER] == 2))
    assert 0 < matters.sum() < pairs.size
    assert np.isin(pairs[matters], kept).all()
    assert kept.size < pairs.size


def test_activity_ids_in_any_order_lead_to_their_records() -> None:
    own = pa.array(["a", "b", "c", "b", "d"])

    for asked in (["a", "a", "b", "c", "d"], ["d", "x", "a", None, "c", "b"], []):
        found = Owners(own)(pa.chunked_array([asked], pa.string()))
        wanted = [own.to_pylist().index(one) if one in "abcd" else -1 for one in map(str, asked)]
        assert found.tolist() == wanted
