"""Which activities are worth comparing? Records in, blocks of records that share something out.

Two activities that are one share something of their who, what, where or when. Each rule below
names what; the blocks of a rule are swept pair by pair and none of the pairs is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.records import NO_DAY, Records
from intarsia.analysis.duplicates.sets import Sets, held_by, owners_of, sets_of

Ints = NDArray[Any]


class Blocks(NamedTuple):
    """The blocks of one rule: block b holds members[bounds[b]:bounds[b + 1]].

    rule        what its members share
    members     int32 records; within a block by start, title and amount
    bounds      int64[blocks + 1]
    skips_same  whether two activities of one publisher are not compared
    """

    rule: str
    members: Ints
    bounds: Ints
    skips_same: bool


class Rule(NamedTuple):
    """What two records share to be compared: an id of each of two sets; `other` may be everybody's.

    skips_same   see `Blocks`
    """

    rule: str
    one: Sets
    other: Sets
    skips_same: bool


def rules_of(records: Records) -> list[Rule]:
    """Return what records may share."""
    count = records.titles.size
    everybody = Sets(np.arange(count + 1, dtype=np.int64), np.zeros(count, np.int32))
    actors = _united(records.parties, records.reporters, count)
    days = np.where(records.starts == NO_DAY, -1, records.starts.astype(np.int64) + 100_000)
    first_days = sets_of(np.arange(count), days, count)
    titles = sets_of(np.arange(count), records.titles, count)
    return [
        Rule("title", titles, everybody, False),
        Rule("name", records.named, everybody, False),
        Rule("reference", records.references, everybody, False),
        Rule("payment", records.payments, everybody, False),
        Rule("actor and sector", actors, records.sectors, True),
        Rule("actor and area", actors, records.areas, True),
        Rule("area and sector", records.areas, records.sectors, True),
        Rule("first day and actor", first_days, actors, True),
        Rule("first day and sector", first_days, records.sectors, True),
    ]


def blocks_of(records: Records) -> Iterator[Blocks]:
    """Yield the blocks of every rule, one rule after the other."""
    order = order_of(records)
    for rule, one, other, skips_same in rules_of(records):
        yield Blocks(rule, *_joined(one, other, order), skips_same)


def blocks_around(rules: list[Rule], order: Ints, focus: Ints) -> Iterator[Blocks]:
    """Yield those blocks of every rule that may hold a record of the focus, whole."""
    for rule, one, other, skips_same in rules:
        parts = held_by(one, focus), held_by(other, focus)
        yield Blocks(rule, *_joined(*parts, order), skips_same)


def _united(sets: Sets, single: Ints, count: int) -> Sets:
    owners = np.concatenate((owners_of(sets).astype(np.int64), np.arange(count)))
    return sets_of(owners, np.concatenate((sets.ids, single)), count)


def order_of(records: Records) -> Ints:
    """Return records by what they say: a bounded block does not depend on the order of the rows."""
    budgets = np.nan_to_num(records.budgets, nan=-1)
    return np.lexsort(
        (np.nan_to_num(records.spent, nan=-1), budgets, records.norms, records.starts)
    )


def _joined(one: Sets, other: Sets, order: Ints) -> tuple[Ints, Ints]:
    """Members and bounds of the blocks of records that share an id of each of two sets."""
    if not one.ids.size or not other.ids.size:
        return np.zeros(0, np.int32), np.zeros(1, np.int64)
    base = np.int64(other.ids.max()) + 1
    packed = np.sort(_keys(one.starts, one.ids, other.starts, other.ids, base, order))
    keys, ranks = np.divmod(packed, order.size)
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
    sizes = np.diff(edges)
    kept = np.flatnonzero(sizes > 1)
    bounds = np.concatenate(([0], np.cumsum(sizes[kept])))
    where = np.repeat(edges[kept] - bounds[:-1], sizes[kept]) + np.arange(bounds[-1])
    return order[ranks[where]].astype(np.int32), bounds


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _keys(
    starts: Ints, ids: Ints, other_starts: Ints, other_ids: Ints, base: int, order: Ints
) -> Ints:
    """(id, other id, rank of the record) of each combination, in one number."""
    count = order.size
    total = 0
    for record in range(count):
        total += (starts[record + 1] - starts[record]) * (
            other_starts[record + 1] - other_starts[record]
        )
    out = np.empty(total, np.int64)
    at = 0
    for rank in range(count):
        record = order[rank]
        for one in range(starts[record], starts[record + 1]):
            for other in range(other_starts[record], other_starts[record + 1]):
                out[at] = (ids[one] * np.int64(base) + other_ids[other]) * count + rank
                at += 1
    return out
