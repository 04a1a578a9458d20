"""Which findings come first? Findings in, the same in the order of a page.

The highest score first; of as high ones those where more organizations meet than are usual for the
place and the sector. A page does not say one thing ten times: a sector, a place or two
organizations that stand on it already come later.
"""

from __future__ import annotations

import heapq
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.overlaps.fields import Field, level
from intarsia.analysis.overlaps.strands import Named, Strands
from intarsia.terms import FindingKind

if TYPE_CHECKING:
    from intarsia.analysis.overlaps.search import Found

Ints = NDArray[Any]

#: What a finding loses for each that stands before it and has its sector, its place, two of its
#: organizations. It orders a page; the score stays.
_AGAIN_SECTOR, _AGAIN_PLACE, _AGAIN_ACTORS = 0.010, 0.020, 0.060
_MOST_AGAIN = 3
#: What unusually many organizations, rows and places are worth at the most, beside the score.
_MOST_CROWD = 0.08
#: More organizations than this are a crowd: a question to their cluster, not a telephone call.
_A_CROWD = 8
#: What it is worth less to have ended a year before the picture's day, and at the most.
_A_YEAR_AGO, _MOST_PAST = 0.1, 0.4
#: What it is worth less if there is but one organization besides the host country's authorities.
_OF_THE_HOST = 0.2
#: What it is worth less where beside one organization there are only States that pay: in a town a
#: donor's row stands for somebody who is not named.
_OF_STATES = 0.10
#: What it is worth less where one covers a region and the other a town in it; and in a camp, which
#: is managed together.
_WITHIN, _IN_CAMPS, _CAMPS = 0.10, 0.10, "camp_management"
#: So many findings are ordered against each other.
_PAGES = 400


def ranked(found: list[Found], strands: Strands, named: Named) -> list[Found]:
    """Return findings in order: overlaps, then what is complementary; what is over comes last."""
    ordered: list[Found] = []
    usual = _Usual(strands)
    for kind in (FindingKind.OVERLAP, FindingKind.COMPLEMENTARY):
        here = [one for one in found if one.kind == kind]
        worth = {
            id(one): one.score
            + _crowd(one, strands, usual, named.authorities)
            - _OF_STATES * _is_of_states(one, strands, named)
            - _WITHIN * bool(one.levels[Field.GROUND] == level(Field.GROUND, "within"))
            - _IN_CAMPS * (named.sectors[strands.sectors[one.strands[0]]] == _CAMPS)
            - min(_MOST_PAST, _A_YEAR_AGO * one.ended / 365)
            for one in here
        }
        here.sort(key=lambda one: -round(worth[id(one)], 9))
        ordered += _spread(here[:_PAGES], worth, strands) + here[_PAGES:]
    return ordered


def _spread(found: list[Found], worth: dict[int, float], strands: Strands) -> list[Found]:
    """Take the best again and again; what is said already is worth less."""
    seen: Counter[tuple[str, int, int]] = Counter()
    keys = [_keys(one, strands) for one in found]

    def value(at: int) -> float:
        lost = sum(weight * min(seen[key], _MOST_AGAIN) for key, weight in keys[at].items())
        return round(worth[id(found[at])] - lost, 9)

    waiting = [(-value(at), at) for at in range(len(found))]
    heapq.heapify(waiting)
    ordered = []
    while waiting:
        told, at = heapq.heappop(waiting)
        fresh = -value(at)
        if fresh > told:
            heapq.heappush(waiting, (fresh, at))
            continue
        ordered.append(found[at])
        seen.update(keys[at].keys())
    return ordered


def _keys(one: Found, strands: Strands) -> dict[tuple[str, int, int], float]:
    which = one.strands
    owners = np.unique(strands.owners[which]).tolist()[:6]
    first = which[0]
    unit = max(strands.seconds[first], -2 - strands.firsts[first])
    keys = {("sector", int(strands.sectors[first]), 0): _AGAIN_SECTOR}
    if strands.firsts[first] >= 0 or strands.seconds[first] >= 0:
        keys["place", int(unit), int(strands.sites[first])] = _AGAIN_PLACE
    for at, owner in enumerate(owners):
        keys |= {("actors", owner, other): _AGAIN_ACTORS / len(owners)
                 for other in owners[at + 1 :]}  # fmt: skip
    return keys


class _Usual:
    """How many organizations are usual in a place and sector: what both have, by chance."""

    def __init__(self, strands: Strands) -> None:
        self._strands = strands
        places = np.where(strands.seconds >= 0, strands.seconds, -2 - strands.firsts)
        cells = np.unique(np.stack((places, strands.sectors, strands.owners), axis=1), axis=0)
        self._of_place = Counter(cells[:, 0].tolist())
        self._of_sector = Counter(cells[:, 1].tolist())
        self._all = max(1, cells.shape[0])
        self._places = places

    def __call__(self, strand: int) -> float:
        """Return the number that is usual where a strand is."""
        place, sector = int(self._places[strand]), int(self._strands.sectors[strand])
        return float(self._of_place[place] * self._of_sector[sector] / self._all)


def _is_of_states(one: Found, strands: Strands, named: Named) -> bool:
    if one.levels[Field.GROUND] <= level(Field.GROUND, "spread"):
        return False
    owners = set(np.unique(strands.owners[one.strands]).tolist())
    return len(owners - named.states - named.authorities) < 2


def _crowd(one: Found, strands: Strands, usual: _Usual, authorities: set[int]) -> float:
    """How unusual so many organizations are, how many, in how many places, in how many rows.

    The host country's own authorities are not counted: they are there everywhere.
    """
    which = one.strands
    owners = [at for at in np.unique(strands.owners[which]).tolist() if at not in authorities]
    if len(owners) < 2:
        return -_OF_THE_HOST
    expected = max(1.0, usual(int(which[0])))
    places = np.unique(strands.seconds[which] * 100_003 + strands.sites[which]).size
    rows = float(np.log1p(strands.rows[which].min()))
    worth = 0.03 * np.log2(max(0.5, len(owners) / expected)) + 0.01 * np.log(len(owners) / 2)
    worth += 0.006 * np.log(places) + 0.006 * rows
    worth -= 0.03 * np.log2(max(1, len(owners) / _A_CROWD))
    return float(min(worth, _MOST_CROWD))
