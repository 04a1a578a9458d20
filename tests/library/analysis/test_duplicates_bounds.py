"""100,000 activities alike: what is compared is bounded, and what was left out is said."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from duplicates_support import SCHOOL, an_activity, picture_of
from intarsia import count_once
from intarsia.analysis.duplicates import (
    Pairs,
    day_one,
    find_pairs,
    findings_of,
    limits_in,
    limits_of,
    sweep,
)
from intarsia.analysis.duplicates.clusters import clusters_of
from intarsia.analysis.duplicates.pairs import MOST_ONE
from intarsia.phrases import LANGUAGES, say
from intarsia.tables import TABLES, Picture

MANY = 100_000
DAY = dt.date(2010, 7, 1)


def many(count: int, **columns: Any) -> Picture:
    """A picture of so many copies of one statement; `columns` of activities differ."""
    one = picture_of([an_activity("n")])
    ids = pa.array([f"n{n:06d}" for n in range(count)])
    tables = {}
    for name in TABLES:
        table = one[name]
        if "activity_id" in table.column_names and table.num_rows == 1:
            table = table.take(pa.array([0] * count))
            values = {"activity_id": ids, **(columns if name == "activities" else {})}
            if name == "participations" and "organization_id" in columns:
                values["organization_id"] = columns["organization_id"]
            for column, value in values.items():
                at = table.column_names.index(column)
                table = table.set_column(at, table.schema.field(column), value)
        tables[name] = table
    if "organization_id" in columns:
        names = sorted(set(columns["organization_id"].to_pylist()))
        rows = [{"organization_id": each, "name": each, "is_placeholder": False} for each in names]
        tables["organizations"] = pa.Table.from_pylist(rows, schema=TABLES["organizations"].schema)
    return Picture(tables)


@pytest.fixture(scope="module")
def crowd() -> tuple[Picture, Pairs]:
    """100,000 statements of one title, organization and year, without identifiers, and pairs."""
    picture = many(MANY, identifier=pa.nulls(MANY, pa.string()))
    return picture, find_pairs(picture)


def test_of_a_hundred_thousand_alike_each_meets_the_nearest_only(
    crowd: tuple[Picture, Pairs],
) -> None:
    _, pairs = crowd

    (block,) = pairs.bounded

    assert block.rule == "title"
    assert block.members.size == MANY
    assert block.compared == sweep.WINDOW * MANY - math.comb(sweep.WINDOW + 1, 2)
    assert block.compared + block.left_out == math.comb(MANY, 2)
    assert len(pairs) == MANY - 1
    assert set(clusters_of(pairs).tolist()) == {0}


def test_what_was_left_out_is_said_with_the_block(crowd: tuple[Picture, Pairs]) -> None:
    ((code, data),) = limits_of(*crowd)

    assert code == "pair.bounded.title"
    assert (data["members"], data["title"], data["reporter"]) == (MANY, SCHOOL, "donor")
    assert (data["organizations"], data["starts_on"]) == (["donor"], DAY)
    assert say(code, data, "en") == (
        f"100,000 activities have the title “{SCHOOL}”. Each was compared only with those nearest "
        "to it in time and money: 19,979,900 pairs were compared, 4,979,970,100 were not."
    )


def test_findings_keep_what_was_bounded_also_in_a_file(
    crowd: tuple[Picture, Pairs], tmp_path: Path
) -> None:
    picture, pairs = crowd
    few = pairs.chosen(pairs.first < 3)
    findings = findings_of(picture, few)

    pq.write_table(findings, tmp_path / "f.parquet")

    assert limits_in(pq.read_table(tmp_path / "f.parquet")) == limits_of(picture, pairs)
    assert limits_in(findings.replace_schema_metadata(None)) == []


def test_a_report_repeated_a_hundred_thousand_times_is_counted_once(
    crowd: tuple[Picture, Pairs],
) -> None:
    picture, pairs = crowd

    once = count_once(picture, pairs=pairs)

    assert (once.activities, once.activities_reported) == (1, MANY)
    assert (once.budget_usd, once.budget_usd_reported) == (640_000, 640_000 * MANY)
    assert once.limits == limits_of(picture, pairs)


def twins(count: int) -> Picture:
    """Two organizations' statements, by turns, alike in all but who reports."""
    who = pa.array(["donor", "fund"] * (count // 2))
    return many(count, organization_id=who, identifier=pa.array([f"i{n}" for n in range(count)]))


def test_pairs_of_a_crowd_that_may_all_be_one_are_bounded_and_said() -> None:
    count = 400
    picture = twins(count)

    pairs = find_pairs(picture)
    limits = dict(limits_of(picture, pairs))

    assert len(pairs) <= MOST_ONE * count
    assert len(pairs) + pairs.repeated == (count // 2) ** 2
    assert limits["pair.bounded.repeated"] == {"left_out": pairs.repeated}
    assert count_once(picture, pairs=pairs).activities == count // 2


def test_copies_stay_together_where_pairs_are_bounded() -> None:
    # Two crowds that contradict each other but for the last of one and the first of the other.
    size = 60
    count = 2 * size + 2
    people = pa.array([7.0] * size + [1_250.0, None] + [1_250.0] * size)
    group = pa.array(["women"] * size + [None, "women"] + ["children"] * size)
    none = pa.nulls(count, pa.string())
    picture = many(count, identifier=none, people_targeted=people, target_group_code=group)

    pairs = find_pairs(picture, model=replace(day_one(), bias=0.0))

    assert len(pairs) + pairs.repeated == 2 * math.comb(size + 1, 2) + 1
    assert pairs.repeated > 0
    assert count_once(picture, pairs=pairs).activities == 1


def test_a_few_that_may_all_be_one_are_all_kept() -> None:
    pairs = find_pairs(twins(30))

    assert (len(pairs), pairs.repeated) == (15 * 15, 0)


def test_blocks_of_one_organization_are_not_said_to_be_left_out() -> None:
    count = sweep.MOST_IN_BLOCK + 2
    mixed = many(count, organization_id=pa.array(["donor"] * (count - 1) + ["fund"]))

    rules = {
        block.rule: block.compared + block.left_out
        for block in find_pairs(mixed).bounded
    }  # fmt: skip

    assert rules.pop("title") == math.comb(count, 2)
    assert rules == {"area and sector": count - 1, "first day and sector": count - 1}


@pytest.mark.parametrize("size", [sweep.MOST_IN_BLOCK, sweep.MOST_IN_BLOCK + 1])
def test_what_is_compared_whole_is_not_said_to_be_bounded(size: int) -> None:
    bounded = find_pairs(many(size)).bounded

    assert bool(bounded) == (size > sweep.MOST_IN_BLOCK)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bound_is_said_in_every_language(language: str) -> None:
    data = {
        "members": 3_001, "compared": 7, "left_out": 9, "organizations": ["Fund"],
        "starts_on": DAY, "title": "Wells", "reporter": "Donor",
    }  # fmt: skip
    rules = ["title", "actor_and_sector", "actor_and_area", "area_and_sector",
             "first_day_and_actor", "first_day_and_sector", "repeated", "alike"]  # fmt: skip

    said = {rule: say(f"pair.bounded.{rule}", data, language) for rule in rules}

    assert len(set(said.values())) == len(rules)
    assert all("9" in sentence and "{" not in sentence for sentence in said.values())


def test_every_rule_that_can_be_bounded_has_its_sentence() -> None:
    picture = twins(sweep.MOST_IN_BLOCK + 2)
    pairs = find_pairs(picture)

    limits = dict(limits_of(picture, pairs))

    assert {data["rule"] for data in limits.values() if "rule" in data} == {
        "title", "area and sector", "first day and sector",
    }  # fmt: skip
    assert all(say(code, data, "ru") for code, data in limits.items())
