"""Which overlaps are there on a ground? Strands met, compared and grouped, the first ones first.

The steps of `find_overlaps`, each of which can be looked at by itself: `Search`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.facts import columns_of
from intarsia.analysis.duplicates.packed import packed
from intarsia.analysis.duplicates.records import weighed
from intarsia.analysis.ground import Ground
from intarsia.analysis.overlaps.acquainted import Acquainted
from intarsia.analysis.overlaps.actors import actors_of
from intarsia.analysis.overlaps.comparing import LARGE, MIDDLE, SMALL, Meeting, compared
from intarsia.analysis.overlaps.fields import Field, level, parts
from intarsia.analysis.overlaps.grouping import Group, groups_of, pairs_in_several_places
from intarsia.analysis.overlaps.meeting import Bounded, meet
from intarsia.analysis.overlaps.ranking import ranked
from intarsia.analysis.overlaps.stakes import pair_rates
from intarsia.analysis.overlaps.strands import NO_DAY, Named, Strands, kept_of, strands_of
from intarsia.analysis.overlaps.titles import Frequencies, titles_of
from intarsia.tables import Picture
from intarsia.terms import FindingKind

Ints = NDArray[Any]

#: The least score of a finding.
LEAST = {FindingKind.OVERLAP: 0.33, FindingKind.COMPLEMENTARY: 0.42}
#: The least score where no place is shared; what else is asked there, see `_are_telling`.
LEAST_WIDE = 0.2
#: A title of fewer words names a field of work, not an activity.
LEAST_TITLE = 3
#: Of so many pairs, the surest, findings are made.
MOST_PAIRS = 100_000
#: Days: what is known by quarters of payments is asked about so long after the last of them; a
#: period as long as a quarter.
_PATIENCE, _A_QUARTER = 31, 85
#: For each finding of a page so many of the surest pairs are looked at: groups hold many, and some
#: are over.
PAIRS_A_FINDING = {FindingKind.OVERLAP: 250, FindingKind.COMPLEMENTARY: 25}


@dataclass(frozen=True)
class Found:
    """One finding before it is told.

    ended    days since it was over, on the picture's day; 0: it is not, or that is not known
    is_open  whether one would ask: it is not over, and two of them do not name each other
    levels   of its surest pair, uint8[FIELDS], actors among them
    ones, others   its pairs, numbers of strands
    """

    kind: FindingKind
    score: float
    levels: Ints
    strands: Ints
    ones: Ints
    others: Ints
    ended: int
    is_open: bool


class Search:
    """The strands of a ground, those that meet, and what they are to each other."""

    def __init__(
        self,
        ground: Ground,
        picture: Picture,
        *,
        frequencies: Frequencies | None = None,
        now: int | None = None,
    ) -> None:
        self.ground = ground
        as_of = picture.as_of
        organizations = picture["organizations"]
        self.names = dict(columns_of(organizations, "organization_id", "name"))
        self._place_names = dict(columns_of(ground.units, "place_code", "name"))
        self.pairs_left_out = 0
        self.as_of = None if as_of is None else (as_of - dt.date(1970, 1, 1)).days
        self.kept = kept_of(ground)
        self.strands: Strands
        self.named: Named
        self.strands, self.named = strands_of(ground, self.kept.works)
        self.people = _figures(ground, "people")
        self._records = weighed(ground.pairs.known.records)
        self._stated_titles = picture["activities"]["title"]
        self._titles = titles_of(ground, self._stated_titles, frequencies)
        self._now = now

    @cached_property
    def meeting(self) -> Meeting:
        """Pairs of strands that may overlap, compared; those that are one thing are left out."""
        met = meet(self.strands, actors_of(self.ground), self._titles)
        self.bounded: list[Bounded] = met.bounded
        apart = ~self._are_one(met.one, met.other)
        one, other = met.one[apart], met.other[apart]
        ready = packed(self._records)
        meeting = compared(self.strands, self.ground, ready, self._titles, one, other)
        meeting.levels[:, Field.STAKE] = self._stakes(meeting)
        return meeting

    @cached_property
    def now(self) -> int:
        """The day that the picture speaks of: its own, or the last on which anything begins in it.

        Days since 1970. A list of March is of March, on whatever day it is read.
        """
        if self._now is not None:
            return self._now
        starts = self.strands.starts
        last = int(starts.max(initial=NO_DAY))
        return last if self.as_of is None else min(last, self.as_of)

    def _are_one(self, one: Ints, other: Ints) -> NDArray[np.bool_]:
        """Whether duplicates says what the two are: one thing, a chain, part, phase or sibling."""
        pairs = self.ground.pairs
        thing = np.asarray(
            pc.index_in(self.ground.works["thing_id"].combine_chunks(), pairs.known.ids), np.int64
        )
        a, b = thing[pairs.first], thing[pairs.second]
        told = np.minimum(a, b) << 32 | np.maximum(a, b)
        a, b = self.strands.works[one], self.strands.works[other]
        return np.isin(np.minimum(a, b) << 32 | np.maximum(a, b), told)

    def _stakes(self, meeting: Meeting) -> Ints:
        """Levels of STAKE: dollars of shared days; else of the smaller of the two; else people."""
        strands, one, other = self.strands, meeting.one, meeting.other
        usd = _figures(self.ground, "usd")
        shares = [strands.shares[end] * usd[strands.works[end]] for end in (one, other)]
        rates = pair_rates(strands, one, other)
        dollars = np.where(meeting.days > 0, rates * meeting.days, np.fmin(*shares))
        dollars = np.where(np.isnan(shares[0]) | np.isnan(shares[1]), np.nan, dollars)
        people = np.minimum(*(self.people[strands.works[end]] for end in (one, other)))
        found = np.zeros(one.size, np.int64)
        for figures, at in ((dollars, 0), (people, 1)):
            told = 1 + sum((figures >= edges[at]).astype(int) for edges in (SMALL, MIDDLE, LARGE))
            found = np.maximum(found, np.where(np.isnan(figures), 0, told))
        return found

    def found(self, most: int | None = None) -> list[Found]:
        """Return findings, the first ones first.

        most   so many will be looked at, of what is not over: only pairs that can be among them are
               grouped; None: all
        """
        meeting = self.meeting
        is_other = [
            meeting.levels[:, field] == level(field, "other")
            for field in (Field.TARGET, Field.FUNCTION)
        ]
        found: list[Found] = []
        for kind, wanted in (
            (FindingKind.OVERLAP, ~is_other[0] & ~is_other[1]),
            (FindingKind.COMPLEMENTARY, is_other[0] ^ is_other[1]),
        ):
            scores = parts(meeting.levels, str(kind)).sum(axis=1)
            is_wide = meeting.levels[:, Field.GROUND] <= level(Field.GROUND, "spread")
            least = np.where(is_wide, LEAST_WIDE, LEAST[kind])
            wanted &= (scores >= least - 1e-9) & self._are_telling(meeting, kind)
            if most is not None:
                wanted &= self._are_current(meeting.one, meeting.other)
            order = np.flatnonzero(wanted)
            order = order[np.lexsort((self._order(order), -scores[order].round(9)))]
            looked_at = None if most is None else PAIRS_A_FINDING[kind] * most
            if looked_at is not None and order.size > looked_at:
                # Those as sure as the last one too: ties are not cut.
                edge = scores[order[looked_at]] - 1e-9
                order = order[scores[order] >= edge]
            self.pairs_left_out += max(0, order.size - MOST_PAIRS)
            order = order[:MOST_PAIRS]
            if kind == FindingKind.OVERLAP:
                groups = groups_of(
                    self.strands, meeting.one, meeting.other, order, scores, self._themes
                )
            else:
                groups = pairs_in_several_places(
                    self.strands, meeting.one, meeting.other, order, self._themes
                )
            found += [self._told(kind, group, scores) for group in groups]
        return ranked(found, self.strands, self.named)

    def _are_telling(self, meeting: Meeting, kind: FindingKind) -> NDArray[np.bool_]:
        """Where no place is shared, or no sector: only pairs whose words agree, and more besides.

        Of a country as a whole two things must be said to be the same: whom it is for, what is
        done, the purpose within the sector where much money is in it, or the title.
        """
        levels = meeting.levels
        words = levels[:, Field.WORDING] >= level(Field.WORDING, "much")
        is_wide = levels[:, Field.GROUND] <= level(Field.GROUND, "spread")
        is_near = levels[:, Field.SECTOR] == level(Field.SECTOR, "near")
        if kind == FindingKind.COMPLEMENTARY:
            return np.asarray(~is_wide & ~is_near)
        same_people = levels[:, Field.TARGET] >= level(Field.TARGET, "told")
        in_purpose = levels[:, Field.SECTOR] >= level(Field.SECTOR, "purpose")
        stakes = levels[:, Field.STAKE]
        agrees = same_people | (levels[:, Field.FUNCTION] >= level(Field.FUNCTION, "told"))
        agrees |= levels[:, Field.WORDING] == level(Field.WORDING, "same")
        agrees |= in_purpose & (stakes >= level(Field.STAKE, "middle"))
        agrees |= stakes >= level(Field.STAKE, "large")
        # Where one names a place and the other none, nothing less than all of it must be the same.
        here = self.strands
        placed = (here.firsts >= 0) | (here.seconds >= 0)
        half = (placed[meeting.one] != placed[meeting.other]) & (
            levels[:, Field.GROUND] == level(Field.GROUND, "country")
        )
        agrees &= ~half | (same_people & in_purpose)
        sizes = np.diff(self._titles.words.starts)[here.works]
        says = np.minimum(sizes[meeting.one], sizes[meeting.other]) >= LEAST_TITLE
        return np.asarray((~is_wide | (words & agrees & says)) & (~is_near | words))

    @cached_property
    def _done(self) -> tuple[Ints, list[str]]:
        """What each activity does for whom, as a number; and as a text."""
        works = self.ground.works
        names = ("targets", "functions")
        texts = [pc.binary_join(works[name].combine_chunks(), " ") for name in names]
        joined = pc.binary_join_element_wise(*texts, "|").dictionary_encode()
        numbers = np.asarray(pc.fill_null(joined.indices, -1), np.int64)
        return numbers, joined.dictionary.to_pylist()

    @cached_property
    def _themes(self) -> Ints:
        """What each strand does for whom under which title, as a number."""
        done = self._done[0] * (self._records.titles.size + 2) + self._records.titles + 1
        return np.asarray(done[self.strands.works])

    def theme_of(self, strand: int) -> str:
        """Return what a strand does for whom: codes of groups and functions."""
        return self._done[1][int(self._done[0][self.strands.works[strand]])]

    def title_of(self, work: int) -> str | None:
        """Return the title of an activity, a row of WORKS."""
        title: str | None = self._stated_titles[work].as_py()
        return title

    def activities_of(self, strands: Ints) -> list[str]:
        """Return the ids of the activities in some strands, sorted."""
        ids = self.ground.works["activity_id"].combine_chunks()
        return sorted(ids.take(pa.array(self.rows_of(strands))).to_pylist())

    def rows_of(self, strands: Ints) -> Ints:
        """Return the activities in some strands, rows of WORKS, each once."""
        here = self.strands
        return np.unique(
            np.concatenate(
                [here.members[here.bounds[at] : here.bounds[at + 1]] for at in strands.tolist()]
            )
        )

    def places_of(self, strands: Ints) -> list[str]:
        """Return the names of the places of some strands, each once, the finest that is known."""
        here = self.strands
        names: set[str] = set()
        codes, sites = self.named.places, self.named.sites
        for at in strands.tolist():
            unit = here.seconds[at] if here.seconds[at] >= 0 else here.firsts[at]
            code = codes[unit] if unit >= 0 else None
            name = self._place_names.get(code) or code if code else None
            site = sites[here.sites[at]] if here.sites[at] >= 0 else None
            said = ", ".join(part for part in (site, name) if part)
            if said:
                names.add(said)
        return sorted(names)

    def smaller_amount(self, found: Found) -> float | None:
        """Return the smaller amount of the surest pair, US dollars, by its share on the ground."""
        usd, here = _figures(self.ground, "usd"), self.strands
        ends = (found.ones[0], found.others[0])
        amount = min(usd[here.works[end]] * here.shares[end] for end in ends)
        return None if np.isnan(amount) else float(amount)

    def _order(self, places: Ints) -> Ints:
        """Ranks of pairs by the ids of their activities: the order of rows decides nothing."""
        ids = self.ground.works["activity_id"].combine_chunks()
        ranks = np.asarray(pc.rank(ids, tiebreaker="first"), np.int64)
        ends = [ranks[self.strands.works[end[places]]]
                for end in (self.meeting.one, self.meeting.other)]  # fmt: skip
        return np.minimum(*ends) * len(ids) + np.maximum(*ends)

    def _told(self, kind: FindingKind, group: Group, scores: Ints) -> Found:
        meeting, which = self.meeting, np.array(group.pairs)
        best = which[0]
        levels = meeting.levels[best].copy()
        strands = np.array(group.strands)
        owners = np.unique(self.strands.owners[strands]).size
        levels[Field.ACTORS] = 1 + int(owners > 2) + int(owners > 3) + int(owners > 6)
        score = float(parts(levels[None], str(kind)).sum())
        ones, others = meeting.one[which], meeting.other[which]
        last = int(np.minimum(self.strands.ends[ones], self.strands.ends[others]).max())
        ended = 0 if last == NO_DAY else max(0, self.now - last)
        is_current = bool(self._are_current(ones, others).any())
        actors = [self.named.owners[at] for at in np.unique(self.strands.owners[strands]).tolist()]
        sectors = [
            self.named.sectors[at] for at in np.unique(self.strands.sectors[strands]).tolist()
        ]
        is_open = is_current and self._acquainted.has_strangers(actors, sectors)
        return Found(kind, score, levels, strands, ones, others, ended, is_open)

    @cached_property
    def _acquainted(self) -> Acquainted:
        return Acquainted(self.ground, self.names)

    def _are_current(self, one: Ints, other: Ints) -> NDArray[np.bool_]:
        """Whether one would still ask about two strands: what they share is not over, or not known.

        Of what is known by quarters of payments the last quarter is as new as can be.
        """
        here = self.strands
        last = np.minimum(here.ends[one], here.ends[other])
        least = np.minimum(here.ends[one] - here.starts[one], here.ends[other] - here.starts[other])
        by_quarters = ~(here.is_stated[one] & here.is_stated[other]) & (least >= _A_QUARTER)
        still = self.now - np.where(by_quarters, _PATIENCE, 0)
        return np.asarray((last == NO_DAY) | (last >= still))


def _figures(ground: Ground, column: str) -> Ints:
    return np.asarray(pc.fill_null(ground.works[column], np.nan).combine_chunks(), np.float64)
