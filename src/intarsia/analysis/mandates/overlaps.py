"""Which organizations are charged with the same thing? Charges in, rows of FINDINGS out.

Only functions that compete meet: see COMPETING. What two texts share is the finer of their places
and the days of both.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from intarsia.analysis.actors import Actors
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.analysis.mandates.charges import Charge
from intarsia.analysis.place_tree import PlaceTree
from intarsia.terms import FindingKind, MandateFunction

#: How much two organizations with this function in one sector and place compete, 0-1. Functions
#: that are not here do not: several may fund; and one leads what another carries out.
COMPETING: Mapping[MandateFunction, float] = {
    MandateFunction.LEAD: 1.0,
    MandateFunction.IMPLEMENT: 0.8,
    MandateFunction.PROTECT: 0.6,
    MandateFunction.ADVISE: 0.5,
    MandateFunction.MONITOR: 0.4,
}
#: What makes the question less pressing.
OTHER_PLACE, EVERY_SECTOR, LATER, NO_DAYS, HOST, ONE_TEXT = 0.8, 0.5, 0.8, 0.9, 0.7, 0.8
#: Each further organization of a group takes away so much of what lacks to 1.
_FURTHER = 0.1
_Pair = tuple[Charge, Charge]


@dataclass(frozen=True)
class _Meeting:
    """Two charges on one ground, and how pressing that is, 0-1."""

    pair: _Pair
    place: str | None
    factors: Mapping[str, float]

    @property
    def severity(self) -> float:
        product = COMPETING[self.pair[0].function]
        for factor in self.factors.values():
            product *= factor
        return product


def mandate_overlaps(
    charges: Sequence[Charge], actors: Actors, tree: PlaceTree, as_of: dt.date | None
) -> Iterator[dict[str, Any]]:
    """Yield a finding for each group of organizations with one function in one sector.

    as_of   what ended before this day is left out; None: days are not judged
    """
    by_function: dict[MandateFunction, list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.function in COMPETING and not charge.has_ended(as_of):
            by_function[charge.function].append(charge)
    for function in COMPETING:
        for sector in sorted({one.sector for one in by_function[function] if one.sector}):
            here = [one for one in by_function[function] if one.sector in (sector, None)]
            meetings = list(_meetings(here, sector, actors, tree, as_of))
            for group in _groups(meetings):
                yield _finding(function, sector, group, actors, tree)
        everywhere = [one for one in by_function[function] if one.sector is None]
        for group in _groups(list(_meetings(everywhere, None, actors, tree, as_of))):
            yield _finding(function, None, group, actors, tree)


def _meetings(
    charges: Sequence[Charge],
    sector: str | None,
    actors: Actors,
    tree: PlaceTree,
    as_of: dt.date | None,
) -> Iterator[_Meeting]:
    for one, other in combinations(charges, 2):
        # Two that are each charged with every sector meet once, not in each sector.
        if one.actor == other.actor or (one.sector == other.sector and one.sector != sector):
            continue
        shared = tree.shared(one.place, other.place)
        first, last = _together(one, other)
        if shared is None or (first and last and last < first):
            continue
        place, differ = shared
        factors: dict[str, float] = {}
        if differ:
            factors["other_place"] = OTHER_PLACE
        if one.sector != other.sector:
            factors["every_sector"] = EVERY_SECTOR
        if as_of is not None and first is not None and first > as_of:
            factors["later"] = LATER
        if any(side.starts_on is None and side.ends_on is None for side in (one, other)):
            factors["no_days"] = NO_DAYS
        if any(actors.is_host_authority(side.actor) for side in (one, other)):
            factors["host"] = HOST
        if one.instrument is not None and one.instrument == other.instrument:
            factors["one_text"] = ONE_TEXT
        yield _Meeting((one, other), place, factors)


def _together(one: Charge, other: Charge) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of both; None where neither states one."""
    starts = [day for day in (one.starts_on, other.starts_on) if day]
    ends = [day for day in (one.ends_on, other.ends_on) if day]
    return max(starts, default=None), min(ends, default=None)


def _groups(meetings: Sequence[_Meeting]) -> list[list[_Meeting]]:
    """Meetings of organizations that hang together, each group once."""
    group_of: dict[str, set[str]] = {}
    for meeting in meetings:
        one, other = (group_of.setdefault(side.actor, {side.actor}) for side in meeting.pair)
        joined = one | other
        for actor in joined:
            group_of[actor] = joined
    found: dict[str, list[_Meeting]] = defaultdict(list)
    for meeting in meetings:
        found[min(group_of[meeting.pair[0].actor])].append(meeting)
    return list(found.values())


def _finding(
    function: MandateFunction,
    sector: str | None,
    group: Sequence[_Meeting],
    actors: Actors,
    tree: PlaceTree,
) -> dict[str, Any]:
    charges = {side.mandate_id: side for meeting in group for side in meeting.pair}
    parties = sorted({one.actor for one in charges.values()})
    strongest = max(group, key=lambda meeting: meeting.severity)
    score = 1 - (1 - strongest.severity) * (1 - _FURTHER) ** (len(parties) - 2)
    places = sorted({meeting.place for meeting in group if meeting.place is not None})
    whole = any(meeting.place is None for meeting in group)
    days = [_together(*meeting.pair) for meeting in group]
    known = [(last - first).days + 1 for first, last in days if first and last]
    about = {"organizations": actors.sorted_names(parties), "sector": sector or ""}
    where = "everywhere" if whole else "places"
    reasons: list[Reason] = [
        (
            f"charge.overlap.{function}.{where}",
            {**about, "places": [] if whole else [tree.name(place) for place in places],
             "codes": [] if whole else places},
        )
    ]  # fmt: skip
    reasons += _texts(charges.values(), actors, tree)
    reasons += [
        (f"charge.factor.{name}", {"factor": factor})
        for name, factor in strongest.factors.items()
        if name != "no_days"
    ]
    unknowns: list[Reason] = [
        ("charge.unknown.days", {"organization": actors.name(one.actor)})
        for one in _first_of_each(charges.values())
        if one.starts_on is None and one.ends_on is None
    ]
    unknowns += [
        ("charge.unknown.instrument", {"organization": actors.name(one.actor)})
        for one in _first_of_each(charges.values())
        if one.instrument is None
    ]
    return {
        "kind": str(FindingKind.MANDATE_OVERLAP),
        "subjects": [sector or "", str(function), *parties],
        "score": round(score, 4),
        "shared_days": max(known) if known and len(known) == len(days) else None,
        "reasons": reasons,
        "unknowns": unknowns,
    }


def _first_of_each(charges: Any) -> list[Charge]:
    """One charge of each organization, by its id."""
    return list({one.actor: one for one in sorted(charges, key=_order, reverse=True)}.values())


def _order(charge: Charge) -> tuple[str, str, str, str]:
    return charge.actor, charge.place or "", charge.instrument or "", charge.provision or ""


def _texts(charges: Any, actors: Actors, tree: PlaceTree) -> list[Reason]:
    """Which text gives each its charge: one line for each organization and text."""
    by_text: dict[tuple[str, str], list[Charge]] = defaultdict(list)
    for one in sorted(charges, key=_order):
        if one.instrument is not None:
            text = ", ".join(part for part in (one.instrument, one.provision) if part)
            by_text[actors.name(one.actor), text].append(one)
    return [
        _text(organization, text, several, tree)
        for (organization, text), several in by_text.items()
    ]


def _text(organization: str, text: str, several: Sequence[Charge], tree: PlaceTree) -> Reason:
    starts = {one.starts_on for one in several}
    ends = {one.ends_on for one in several}
    first = None if None in starts else min(day for day in starts if day)
    last = None if None in ends else max(day for day in ends if day)
    manner = {(True, True): "from_to", (True, False): "from", (False, True): "to"}
    return (
        f"charge.text.{manner.get((first is not None, last is not None), 'open')}",
        {
            "organization": organization,
            "text": text,
            "places": [tree.name(one.place) for one in several if one.place],
            "from_on": first,
            "to_on": last,
        },
    )
