"""How long does one new or edited activity take against a country, and is the answer the same?

python bench/one_activity.py [GE AL …]    each country beside the search of the whole, in one run

Of each country 50 activities are drawn (seed 7). *Edited*: each takes the place of itself, and its
findings are held against the whole search's. *New*: a copy under another id is added.
"""

from __future__ import annotations

import random
import sys
import time
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from intarsia import find_duplicates, find_duplicates_of, prepare_duplicates
from intarsia.tables import ACTIVITY_TABLES, Picture
from pair_judgements import FILES, UNSEEN, picture_of

DRAWN, SEED, TRIES = 50, 7, 3
#: Milliseconds an activity may take at the median.
AIM = 100


class Measured(NamedTuple):
    """One country: milliseconds of each drawn activity, and what stands beside.

    edited, new       by the clock
    processor         of the edited ones, of all cores together; a busy machine changes it less
    same, found       of the edited ones, those whose findings are the whole search's; all findings
    prepared, whole   seconds
    """

    activities: int
    edited: list[float]
    new: list[float]
    processor: list[float]
    same: int
    found: int
    prepared: float
    whole: float


def measured(picture: Picture) -> Measured:
    """Return what single activities of a picture cost, warm, beside the search of the whole."""
    ids = picture["activities"]["activity_id"].to_pylist()
    drawn = random.Random(SEED).sample(ids, min(DRAWN, len(ids)))
    begun = time.perf_counter()
    prepared = prepare_duplicates(picture)
    ready = time.perf_counter() - begun
    whole, spent = find_duplicates(picture), []
    for _ in range(TRIES):
        begun = time.perf_counter()
        whole = find_duplicates(picture)
        spent.append(time.perf_counter() - begun)
    expected: dict[str, list[object]] = {activity_id: [] for activity_id in ids}
    for row in whole.to_pylist():
        for end in (row["activity_a"], row["activity_b"]):
            expected[end].append(row)
    find_duplicates_of(_copy(prepared.activity(drawn[0]), "warm"), prepared)
    edited, new, processor, same, found = [], [], [], 0, 0
    for activity_id in drawn:
        one = prepared.activity(activity_id)
        begun, worked = time.perf_counter(), time.process_time()
        rows = find_duplicates_of(one, prepared).to_pylist()
        edited.append(1e3 * (time.perf_counter() - begun))
        processor.append(1e3 * (time.process_time() - worked))
        same += rows == expected[activity_id]
        found += len(rows)
        copy = _copy(one, f"{activity_id} again")
        begun = time.perf_counter()
        find_duplicates_of(copy, prepared)
        new.append(1e3 * (time.perf_counter() - begun))
    return Measured(len(ids), edited, new, processor, same, found, ready, min(spent))


def _copy(one: Picture, activity_id: str) -> Picture:
    """The same activity under another id."""
    tables = {}
    for spec in ACTIVITY_TABLES:
        table = one[spec.name]
        at = table.schema.get_field_index("activity_id")
        ids = pa.array([activity_id] * table.num_rows, pa.string())
        tables[spec.name] = table.set_column(at, table.schema.field(at), ids)
    return one.having(**tables)


def told(milliseconds: list[float]) -> str:
    """Return median, 95th percentile and longest."""
    return "; ".join(f"{one:.0f}" for one in np.percentile(milliseconds, (50, 95, 100)))


def main(countries: list[str]) -> None:
    """Print a line a country."""
    print(
        "| country | activities | edited, ms | of it processor | new, ms | the same | whole, ms |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for country in countries:
        one = measured(picture_of(country))
        print(
            f"| {country} | {one.activities:,} | {told(one.edited)} | {told(one.processor)} | "
            f"{told(one.new)} | {one.same} of {len(one.edited)} | {1e3 * one.whole:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:] or [*FILES, UNSEEN])
