"""Which activities are reported twice, or look as if they were? A picture in, pairs out.

For each country: blocks are swept and titles' neighbours looked up for candidates; each candidate
is compared field by field; the model adds up what the fields say; kinds are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.blocks import blocks_of
from intarsia.analysis.duplicates.fields import FIELDS
from intarsia.analysis.duplicates.kinds import NONE, PART_OF, Beside, kinds_of
from intarsia.analysis.duplicates.levels import beside_levels, levels_of
from intarsia.analysis.duplicates.links import Link, stated_links
from intarsia.analysis.duplicates.model import Model, day_one
from intarsia.analysis.duplicates.neighbours import nearest_titles, repeated_rows
from intarsia.analysis.duplicates.packed import PUBLISHER, Packed, packed
from intarsia.analysis.duplicates.reach import worth_comparing
from intarsia.analysis.duplicates.records import Known, Records, records_of, taken
from intarsia.analysis.duplicates.sets import each_once, owners_of
from intarsia.analysis.duplicates.sweep import Bounded, sweep
from intarsia.tables import Picture

Ints = NDArray[Any]

#: An activity brings at most so many pairs that only look alike: its likest.
MOST_ALIKE = 3
#: So much likelier, in log-odds, another activity of the same publisher is a rival.
RIVAL = 2.5
#: A country of more than this part of all activities is compared alone: two such at once would need
#: too much memory.
LARGE = 0.125
#: Where this part of a picture's activities is of one country, it is not cut by country.
_ONE_COUNTRY = 0.9


@dataclass(frozen=True)
class Pairs:
    """Pairs of activities and what they are to each other, in the order of their records.

    known          the picture's activities as records
    first, second  records of each pair, first < second
    kind           number of `kinds.KINDS`
    probability    0-1
    levels         uint8[pairs, FIELDS]
    payers         1: the first pays the second; -1: the second the first; 0: not known
    links          Link a pair
    bounded        blocks that were too large to be swept whole
    left_out       pairs that only look alike, beyond MOST_ALIKE an activity
    model          what the fields said
    """

    known: Known
    first: Ints
    second: Ints
    kind: Ints
    probability: Ints
    levels: Ints
    payers: Ints
    links: Ints
    bounded: list[Bounded]
    left_out: int
    model: Model

    def __len__(self) -> int:
        return int(self.first.size)

    def chosen(self, which: Ints) -> Pairs:
        """Return some of the pairs."""
        names = ("first", "second", "kind", "probability", "levels", "payers", "links")
        parts = {name: getattr(self, name)[which] for name in names}
        return Pairs(
            self.known,
            bounded=self.bounded,
            left_out=self.left_out,
            model=self.model,
            **parts,
        )


def find_pairs(
    picture: Picture, *, model: Model | None = None, least: float = 0.5, threads: int = 2
) -> Pairs:
    """Return the pairs of a picture that are one thing, or look alike.

    picture   a combined picture, its organizations settled
    model     see model.py; `day_one()` if left out
    least     the least probability
    threads   how many countries, or blocks of a large one, are compared at once
    Source    docs/methods/duplicates.md
    """
    chosen_model = day_one() if model is None else model
    known = records_of(picture)
    links = _Links(picture)
    ranks = _ranks(known)

    def found(which: Ints, at_once: int) -> _Part:
        ordered = which[np.argsort(ranks[which])]
        return _in_part(known.records, ordered, chosen_model, links, least, at_once)

    return _united(known, _side_by_side(list(_countries(known)), found, threads), chosen_model)


def _side_by_side(
    countries: list[Ints], found: Callable[[Ints, int], _Part], threads: int
) -> list[_Part]:
    """The parts of all countries: small ones beside each other, the largest first."""
    total = sum(which.size for which in countries)
    order = sorted(range(len(countries)), key=lambda at: -countries[at].size)
    parts: dict[int, _Part] = {}
    large = [at for at in order if countries[at].size > LARGE * total]
    for at in large:
        parts[at] = found(countries[at], threads)
    with ThreadPoolExecutor(threads) as pool:
        small = order[len(large) :]
        parts |= zip(small, pool.map(lambda at: found(countries[at], 1), small), strict=True)
    return [parts[at] for at in range(len(countries))]


def _ranks(known: Known) -> Ints:
    """The place of each record in an order of what they say, then of their ids.

    Wherever only so many of several as likely pairs are kept, this order decides, not the rows'.
    """
    records = known.records
    ids = np.asarray(pc.rank(known.ids, tiebreaker="first"), np.int64)
    amounts = (np.nan_to_num(one, nan=-1) for one in (records.spent, records.budgets))
    order = np.lexsort((ids, *amounts, records.ends, records.starts))
    ranks = np.empty(order.size, np.int64)
    ranks[order] = np.arange(order.size)
    return ranks


def _countries(known: Known) -> Iterator[Ints]:
    """The activities of each country, then those of none; all at once in a picture of one."""
    count = known.records.titles.size
    countries = known.countries
    uses = np.bincount(countries.ids, minlength=1)
    stateless = int((np.diff(countries.starts) == 0).sum())
    if not count:
        return
    if uses.max() + stateless >= _ONE_COUNTRY * count:
        yield np.arange(count)
        return
    owners = owners_of(countries).astype(np.int64)
    order = np.lexsort((owners, countries.ids))
    edges = np.searchsorted(countries.ids[order], np.arange(uses.size + 1))
    for country in range(uses.size):
        yield owners[order[edges[country] : edges[country + 1]]]
    if stateless:
        yield np.flatnonzero(np.diff(countries.starts) == 0)


class _Links:
    """The links that sources state, to be looked up by pair."""

    def __init__(self, picture: Picture) -> None:
        first, second, link = stated_links(picture)
        smaller, larger = np.minimum(first, second), np.maximum(first, second)
        # Where sources state several things of one pair, the most telling counts.
        order = np.lexsort((link, larger, smaller))
        pairs = (smaller[order] << 32) | larger[order]
        self.pairs, where = np.unique(pairs, return_index=True)
        self.link = link[order][where]
        self.is_first = (first == smaller)[order][where]

    def within(self, which: Ints) -> tuple[Ints, Ints, Ints]:
        """Linked pairs, links and directions among some records, numbered as in `which`."""
        place = np.full(
            int(max(which.max(initial=-1), (self.pairs & 0xFFFFFFFF).max(initial=-1))) + 1,
            -1,
            np.int64,
        )
        place[which] = np.arange(which.size)
        a, b = place[self.pairs >> 32], place[self.pairs & 0xFFFFFFFF]
        here = (a >= 0) & (b >= 0)
        a, b, first = a[here], b[here], self.is_first[here]
        swapped = a > b
        pairs = (np.minimum(a, b) << 32) | np.maximum(a, b)
        order = np.argsort(pairs)
        directions = np.where(first ^ swapped, 1, -1)
        return pairs[order], self.link[here][order], directions[order]


@dataclass(frozen=True)
class _Part:
    """The pairs of one country, in the picture's records."""

    first: Ints
    second: Ints
    kind: Ints
    probability: Ints
    levels: Ints
    payers: Ints
    links: Ints
    bounded: list[Bounded]
    left_out: int


def _in_part(
    records: Records, which: Ints, model: Model, links: _Links, least: float, threads: int
) -> _Part:
    here = taken(records, which)
    ready = packed(here)
    linked, link, directions = links.within(which)
    lowest = float(np.log(least / (1 - least))) / model.slope - model.bias
    swept, bounded = sweep(ready, blocks_of(here), model.weights, lowest, threads)
    near = nearest_titles(here, threads)
    near = worth_comparing(
        ready, each_once(np.concatenate((near, repeated_rows(here)))), model.weights, -model.bias
    )
    pairs = each_once(np.concatenate((swept, near, linked)))
    a, b = pairs >> 32, pairs & 0xFFFFFFFF
    place = np.searchsorted(linked, pairs)
    is_linked = np.zeros(pairs.size, bool)
    if linked.size:
        is_linked = linked[np.minimum(place, linked.size - 1)] == pairs
    stated = np.full(pairs.size, Link.NONE, np.int8)
    stated[is_linked] = link[place[is_linked]]
    levels = levels_of(ready, a, b, is_linked.astype(np.uint8))
    payers, contained = beside_levels(ready, a, b)
    pays = is_linked & (stated == Link.PAYS)
    payers[pays] = directions[place[pays]]
    distinct = _distinct(ready, here, a, b)
    odds = model.log_odds(levels)
    rivalled = _is_rivalled(here.publishers, a, b, odds) & ~is_linked
    beside = Beside(stated, payers, contained, distinct, rivalled)
    kind, probability = kinds_of(model, levels, beside)
    kept = (kind != NONE) & (probability >= least)
    left_out = 0
    alike = np.flatnonzero(kept & (kind >= PART_OF) & ~is_linked)
    few = _likest(a[alike], b[alike], probability[alike])
    left_out = alike.size - few.size
    kept[alike] = False
    kept[alike[few]] = True
    first, second = which[a[kept]], which[b[kept]]
    turned = first > second
    return _Part(
        np.minimum(first, second),
        np.maximum(first, second),
        kind[kept],
        probability[kept],
        levels[kept],
        np.where(turned, -payers[kept], payers[kept]),
        stated[kept],
        bounded,
        left_out,
    )


def _distinct(ready: Packed, records: Records, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether one publisher gives both an identifier of its own, and not the same."""
    identifiers = records.identifiers
    publishers = ready.numbers[:, PUBLISHER]
    same_publisher = (publishers[a] == publishers[b]) & (publishers[a] >= 0)
    stated = (identifiers[a] >= 0) & (identifiers[b] >= 0)
    return np.asarray(same_publisher & stated & (identifiers[a] != identifiers[b]))


def _is_rivalled(publishers: Ints, a: Ints, b: Ints, odds: Ints) -> NDArray[np.bool_]:
    """Whether one of the two is much likelier to be another activity of the other's publisher.

    A publisher reports one activity once: of a programme's many siblings one is the true partner.
    Of a publisher that is not known nothing is known to be a rival.
    """
    count = int(publishers.max(initial=0)) + 2
    keys = np.concatenate((a * count + publishers[b] + 1, b * count + publishers[a] + 1))
    _, which = np.unique(keys, return_inverse=True)
    best = np.full(which.max(initial=-1) + 1, -np.inf)
    np.maximum.at(best, which, np.concatenate((odds, odds)))
    ahead = [
        np.where(publishers[end] >= 0, best[side], -np.inf)
        for end, side in ((b, which[: a.size]), (a, which[a.size :]))
    ]
    return np.asarray(np.maximum(*ahead) - odds > RIVAL)


def _likest(a: Ints, b: Ints, probability: Ints) -> Ints:
    """The pairs that are among the MOST_ALIKE likest of one of their two records."""
    order = np.argsort(-probability, kind="stable")
    kept = np.zeros(a.size, bool)
    for ends in (a, b):
        by_end = order[np.argsort(ends[order], kind="stable")]
        edges = np.concatenate(([True], ends[by_end][1:] != ends[by_end][:-1]))
        begins = np.maximum.accumulate(np.where(edges, np.arange(a.size), 0))
        kept[by_end[np.arange(a.size) - begins < MOST_ALIKE]] = True
    return np.flatnonzero(kept)


def _united(known: Known, parts: list[_Part], model: Model) -> Pairs:
    """The pairs of all countries; one that stands in several counts where it is surest."""

    def joined(name: str, empty: Ints) -> Ints:
        return np.concatenate([getattr(part, name) for part in parts]) if parts else empty

    none = np.zeros(0, np.int64)
    first, second = joined("first", none), joined("second", none)
    probability = joined("probability", none.astype(np.float32))
    order = np.lexsort((-probability, second, first))
    pairs = (first[order] << 32) | second[order]
    once = order[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if order.size else order
    return Pairs(
        known,
        first[once],
        second[once],
        joined("kind", none)[once],
        probability[once],
        joined("levels", np.zeros((0, FIELDS), np.uint8))[once],
        joined("payers", none)[once],
        joined("links", none)[once],
        [one for part in parts for one in part.bounded],
        sum(part.left_out for part in parts),
        model,
    )
