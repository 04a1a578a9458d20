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
from intarsia.analysis.duplicates.links import Link, Links, claims_of
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
#: Where pairs that are one thing are more than this many an activity, each brings its likeliest.
MOST_ONE = 20
#: So much likelier, in log-odds, another activity of the same publisher is a rival.
RIVAL = 2.5
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
    bounded        blocks that were too large to be swept whole, see limits.py
    left_out       pairs that only look alike, beyond MOST_ALIKE an activity
    repeated       pairs that are one thing, beyond MOST_ONE an activity
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
    repeated: int
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
            repeated=self.repeated,
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
    links = Links(claims_of(picture))

    def found(which: Ints, at_once: int) -> Part:
        return _in_part(known.records, which, chosen_model, links, least, at_once)

    return united(known, _side_by_side(list(countries_of(known)), found, threads), chosen_model)


def _side_by_side(
    countries: list[Ints], found: Callable[[Ints, int], Part], threads: int
) -> list[Part]:
    """The parts of all countries: small ones beside each other, the largest first."""
    total = sum(which.size for which in countries)
    order = sorted(range(len(countries)), key=lambda at: -countries[at].size)
    parts: dict[int, Part] = {}
    large = [at for at in order if countries[at].size * threads > total]
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


def countries_of(known: Known) -> Iterator[Ints]:
    """Yield the activities of each country, then those of none; all at once in a picture of one.

    Those of a country stand in the order of their ranks.
    """
    ranks = _ranks(known)
    for which in _countries(known):
        yield which[np.argsort(ranks[which])]


def _countries(known: Known) -> Iterator[Ints]:
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


@dataclass(frozen=True)
class Part:
    """Pairs of one country, in the picture's records; see `Pairs`."""

    first: Ints
    second: Ints
    kind: Ints
    probability: Ints
    levels: Ints
    payers: Ints
    links: Ints
    bounded: list[Bounded]
    left_out: int
    repeated: int


@dataclass(frozen=True)
class Judged:
    """Candidates of one country and what they are to each other.

    a, b      places in `Ground.which`, a < b
    alike     whether a pair only looks alike, likely enough
    kept      whether a pair is found: not only alike, or among the likest of one of its two
    others    as in `Pairs`
    """

    a: Ints
    b: Ints
    kind: Ints
    probability: Ints
    levels: Ints
    payers: Ints
    links: Ints
    alike: Ints
    kept: Ints


class Ground:
    """The records of one country, ready to be compared, and what sources state of them.

    which   records of the picture, in the order of their ranks
    here    these records, weighed among themselves
    """

    def __init__(
        self, records: Records, which: Ints, model: Model, links: Links, least: float
    ) -> None:
        self.which = which
        self.here = taken(records, which)
        self.ready = packed(self.here)
        self.linked, self._link, self._directions = links.within(which)
        self.model = model
        self.least = least
        #: The least sum of weights of a pair that is likely enough.
        self.lowest = float(np.log(least / (1 - least))) / model.slope - model.bias

    def judged(self, pairs: Ints) -> Judged:
        """Return what candidates are to each other: first << 32 | second, sorted, unique."""
        a, b = pairs >> 32, pairs & 0xFFFFFFFF
        linked, ready, model = self.linked, self.ready, self.model
        place = np.searchsorted(linked, pairs)
        is_linked = np.zeros(pairs.size, bool)
        if linked.size:
            is_linked = linked[np.minimum(place, linked.size - 1)] == pairs
        stated = np.full(pairs.size, Link.NONE, np.int8)
        stated[is_linked] = self._link[place[is_linked]]
        levels = levels_of(ready, a, b, is_linked.astype(np.uint8))
        payers, contained = beside_levels(ready, a, b)
        pays = is_linked & (stated == Link.PAYS)
        payers[pays] = self._directions[place[pays]]
        distinct = _distinct(ready, self.here, a, b)
        odds = model.log_odds(levels)
        rivalled = _is_rivalled(self.here.publishers, a, b, odds) & ~is_linked
        beside = Beside(stated, payers, contained, distinct, rivalled)
        kind, probability = kinds_of(model, levels, beside)
        kept = (kind != NONE) & (probability >= self.least)
        alike = kept & (kind >= PART_OF) & ~is_linked
        where = np.flatnonzero(alike)
        likest = np.argsort(-probability[where], kind="stable")
        kept[where[_beyond(a[where], b[where], likest, MOST_ALIKE)]] = False
        return Judged(a, b, kind, probability, levels, payers, stated, alike, kept)

    def part(self, judged: Judged, of: Ints, bounded: list[Bounded], repeated: int = 0) -> Part:
        """Return those pairs that are found among some candidates: a bool each.

        bounded    blocks, their members as places in `which`
        repeated   see `Pairs`
        """
        kept = judged.kept & of
        first, second = self.which[judged.a[kept]], self.which[judged.b[kept]]
        payers = judged.payers[kept]
        return Part(
            np.minimum(first, second),
            np.maximum(first, second),
            judged.kind[kept],
            judged.probability[kept],
            judged.levels[kept],
            np.where(first > second, -payers, payers),
            judged.links[kept],
            [one._replace(members=self.which[one.members]) for one in bounded],
            int((judged.alike & of & ~judged.kept).sum()),
            repeated,
        )


def _in_part(
    records: Records, which: Ints, model: Model, links: Links, least: float, threads: int
) -> Part:
    ground = Ground(records, which, model, links, least)
    here = ground.here
    swept, bounded = sweep(ground.ready, blocks_of(here), model.weights, ground.lowest, threads)
    near = nearest_titles(here, threads)
    copies = repeated_rows(here)
    near = worth_comparing(
        ground.ready, each_once(np.concatenate((near, copies))), model.weights, -model.bias
    )
    pairs = each_once(np.concatenate((swept, near, ground.linked)))
    judged = ground.judged(pairs)
    # Copies of one report hang together by `copies`: these stay.
    beyond = _repeated(judged, which.size, np.isin(pairs, copies))
    of = np.ones(pairs.size, bool)
    of[beyond] = False
    return ground.part(judged, of, bounded, repeated=beyond.size)


def _repeated(judged: Judged, count: int, are_copies: Ints) -> Ints:
    """Where there are too many pairs of one thing, those beyond the likeliest of an activity."""
    is_one = judged.kept & (judged.kind < PART_OF) & (judged.links == Link.NONE)
    one = np.flatnonzero(is_one & ~are_copies)
    if one.size <= MOST_ONE * count:
        return one[:0]
    # Of as likely ones those nearest to each other: the first would all be of a few records.
    a, b = judged.a[one], judged.b[one]
    return one[_beyond(a, b, np.lexsort((b - a, -judged.probability[one])), MOST_ONE)]


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


def _beyond(a: Ints, b: Ints, order: Ints, most: int) -> Ints:
    """The pairs that are not among the first `most`, in an order, of either of their records."""
    kept = np.zeros(a.size, bool)
    for ends in (a, b):
        by_end = order[np.argsort(ends[order], kind="stable")]
        edges = np.concatenate(([True], ends[by_end][1:] != ends[by_end][:-1]))
        begins = np.maximum.accumulate(np.where(edges, np.arange(a.size), 0))
        kept[by_end[np.arange(a.size) - begins < most]] = True
    return np.flatnonzero(~kept)


def united(known: Known, parts: list[Part], model: Model) -> Pairs:
    """Return the pairs of all countries; one that stands in several counts where it is surest."""

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
        sum(part.repeated for part in parts),
        model,
    )
