"""Where does nobody hold the charge? Needs and charges in, rows of FINDINGS out.

Asked only where mandates are known at all: an empty list of mandates says nothing. The list may be
incomplete, which every finding says.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from intarsia.analysis.actors import Actors
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.analysis.mandates.charges import Charge
from intarsia.analysis.needs import Need
from intarsia.analysis.place_tree import PlaceTree
from intarsia.terms import FindingKind, MandateFunction

#: What somebody has to be charged with where people are in need, and how pressing it is, 0-1.
WANTED: Mapping[str, tuple[tuple[MandateFunction, ...], float]] = {
    "lead": ((MandateFunction.LEAD,), 0.8),
    "carry_out": ((MandateFunction.IMPLEMENT, MandateFunction.PROTECT), 0.5),
}
#: A charge that ends within so many days, with need left and nobody after it.
SOON_DAYS = 90
#: A gap that is still to come is so much less pressing; a severity that is not known reads as so.
_TO_COME, _NO_SEVERITY = 0.7, 3.0
#: From this severity on people are in need enough to ask who is charged.
LEAST_SEVERITY = 3


@dataclass
class _Lack:
    """Regions where nobody has one function in one sector, and what is needed there."""

    places: list[str] = field(default_factory=list)
    people: float | None = None
    severity: float | None = None
    ended: dict[str, Charge] = field(default_factory=dict)
    ends_on: dt.date | None = None

    def add(self, place: str, needs: Sequence[Need]) -> None:
        self.places.append(place)
        known = [need.people for need in needs if need.people is not None]
        if known:
            self.people = (self.people or 0.0) + sum(known)
        graded = [need.severity for need in needs if need.severity is not None]
        if graded:
            self.severity = max([*graded, self.severity or 0.0])


def mandate_gaps(
    charges: Sequence[Charge],
    needs: Sequence[Need],
    actors: Actors,
    tree: PlaceTree,
    as_of: dt.date | None,
) -> Iterator[dict[str, Any]]:
    """Yield a finding for each sector and function that nobody is charged with somewhere.

    needs   of which those of LEAST_SEVERITY or of none known, with people, are asked about
    """
    if not charges:
        return
    regions = _by_region(needs, tree)
    sectors = sorted({sector for sector, _ in regions})
    for sector in sectors:
        here = {place: found for (of, place), found in regions.items() if of == sector}
        for function, (wanted, weight) in WANTED.items():
            able = [
                one for one in charges if one.function in wanted and one.sector in (sector, None)
            ]
            now, soon = _lacks(able, here, tree, as_of)
            for lack, manner in ((now, "now"), (soon, "soon")):
                if lack.places:
                    pressing = weight * (_TO_COME if manner == "soon" else 1.0)
                    of_all = len(lack.places) / len(here)
                    yield _finding(
                        sector, function, manner, lack, pressing, of_all, charges, actors, tree
                    )


def _by_region(needs: Sequence[Need], tree: PlaceTree) -> dict[tuple[str, str], list[Need]]:
    """Needs that matter by sector and first-level unit."""
    found: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for need in needs:
        severe = need.severity is None or need.severity >= LEAST_SEVERITY
        if need.sector is None or need.place is None or not severe or need.people == 0:
            continue
        region = tree.at_level(need.place, 1)
        if region is not None:
            found[need.sector, region].append(need)
    return found


def _lacks(
    able: Sequence[Charge],
    here: Mapping[str, list[Need]],
    tree: PlaceTree,
    as_of: dt.date | None,
) -> tuple[_Lack, _Lack]:
    """Regions where nobody is charged on the day, and where nobody will be SOON_DAYS later."""
    now, soon = _Lack(), _Lack()
    later = None if as_of is None else as_of + dt.timedelta(days=SOON_DAYS)
    for place, needs in sorted(here.items()):
        near = [one for one in able if tree.shared(one.place, place) is not None]
        standing = [one for one in near if one.is_in_force(as_of)]
        if not standing:
            now.add(place, needs)
            for one in near:
                if one.has_ended(as_of):
                    now.ended[one.mandate_id] = one
        elif later is not None and not any(one.is_in_force(later) for one in near):
            soon.add(place, needs)
            ends = max(one.ends_on for one in standing if one.ends_on)
            soon.ends_on = min(ends, soon.ends_on or ends)
            soon.ended |= {one.mandate_id: one for one in standing}
    return now, soon


def _finding(
    sector: str,
    function: str,
    manner: str,
    lack: _Lack,
    pressing: float,
    of_all: float,
    charges: Sequence[Charge],
    actors: Actors,
    tree: PlaceTree,
) -> dict[str, Any]:
    severity = _NO_SEVERITY if lack.severity is None else min(lack.severity, 5.0)
    score = pressing * severity / 5 * (0.5 + 0.5 * of_all)
    reasons: list[Reason] = [
        (
            f"charge.gap.{function}.{manner}",
            {
                "sector": sector,
                "places": [tree.name(place) for place in lack.places],
                "codes": lack.places,
                "on": lack.ends_on,
            },
        )
    ]
    unknowns: list[Reason] = []
    if lack.people is None:
        unknowns.append(("charge.unknown.people", {}))
    else:
        reasons.append(("charge.gap.people", {"people": lack.people}))
    if lack.severity is None:
        unknowns.append(("charge.unknown.severity", {}))
    else:
        reasons.append(("charge.gap.severity", {"severity": lack.severity}))
    for one in sorted(lack.ended.values(), key=lambda one: (actors.name(one.actor), one.ends_on)):
        text = ", ".join(part for part in (one.instrument, one.provision) if part)
        told = {"organization": actors.name(one.actor), "text": text, "on": one.ends_on}
        reason = (f"charge.gap.{'ended' if manner == 'now' else 'ends'}", told)
        if reason not in reasons:
            reasons.append(reason)
    holders = len({one.actor for one in charges})
    unknowns.append(("charge.unknown.list", {"organizations": holders}))
    return {
        "kind": str(FindingKind.MANDATE_GAP),
        "subjects": [sector, function, manner],
        "score": round(score, 4),
        "people": lack.people,
        "reasons": reasons,
        "unknowns": unknowns,
    }
