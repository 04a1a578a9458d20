"""Which activities lie outside any mandate that is known of their organization? A question.

Asked of organizations of which a mandate is known, and of those who report or carry out; who only
pays is not asked. A mandate that is not in the list is as likely a reason as none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow.compute as pc

from intarsia.analysis.actors import Actors
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.analysis.duplicates.records import NO_SECTOR
from intarsia.analysis.mandates.charges import Charge
from intarsia.analysis.place_tree import PlaceTree
from intarsia.tables import Picture
from intarsia.terms import FindingKind, Role, Status

_OVER = (str(Status.CLOSED), str(Status.CANCELLED))
_DOING = (str(Role.IMPLEMENTING), str(Role.EXTENDING), str(Role.ACCOUNTABLE))
#: How pressing such a question is.
SCORE = 0.3


@dataclass
class _Outside:
    """Activities of one actor in one sector that no mandate of its covers."""

    activities: list[str] = field(default_factory=list)
    places: dict[str, None] = field(default_factory=dict)
    knows_sector: bool = False


def outside_mandates(
    picture: Picture,
    charges: Sequence[Charge],
    actors: Actors,
    tree: PlaceTree,
    as_of: dt.date | None,
) -> Iterator[dict[str, Any]]:
    """Yield a finding for each organization with such activities, by name.

    An activity of several sectors lies outside where a mandate covers none of them.
    """
    held: dict[str, list[Charge]] = defaultdict(list)
    for one in charges:
        if one.is_in_force(as_of):
            held[one.actor].append(one)
    if not held:
        return
    sectors, places = _sectors(picture), _places(picture)
    found: dict[str, dict[str, _Outside]] = defaultdict(lambda: defaultdict(_Outside))
    for actor, activity in _doings(picture, actors, as_of):
        own = [one for key in (actor, *actors.families.get(actor, ())) for one in held[key]]
        stated = places.get(activity, [])
        free = {
            sector: _free([one for one in own if one.sector in (sector, None)], stated, tree)
            for sector in (sectors.get(activity, ()) if own else ())
        }
        if not free or any(lies is None for lies in free.values()):
            continue
        for sector, lies in free.items():
            outside = found[actor][sector]
            outside.activities.append(activity)
            outside.places |= dict.fromkeys(lies or ())
            outside.knows_sector |= any(one.sector in (sector, None) for one in own)
    for actor in sorted(found, key=lambda one: (actors.name(one), one)):
        yield _finding(actor, found[actor], held, actors, tree)


def _free(of_sector: Sequence[Charge], stated: Sequence[str], tree: PlaceTree) -> list[str] | None:
    """The places that no charge of a sector covers; None where the activity is covered."""
    free = [place for place in stated if not _covers(of_sector, place, tree)]
    return free if not of_sector or (stated and len(free) == len(stated)) else None


def _covers(charges: Sequence[Charge], place: str, tree: PlaceTree) -> bool:
    return any(tree.shared(one.place, place) is not None for one in charges)


def _doings(picture: Picture, actors: Actors, as_of: dt.date | None) -> Iterator[tuple[str, str]]:
    """Yield who reports or carries out each activity that is not over, each once."""
    columns = ("activity_id", "organization_id", "status", "ends_on")
    doers: dict[str, set[str]] = defaultdict(set)
    funders: dict[str, set[str]] = defaultdict(set)
    roles = picture["participations"].select(["activity_id", "organization_id", "role"])
    for row in roles.to_pylist():
        actor = actors.named(row["organization_id"])
        if actor is not None and row["role"] in _DOING:
            doers[row["activity_id"]].add(actor)
        elif actor is not None and row["role"] == Role.FUNDING:
            funders[row["activity_id"]].add(actor)
    for activity, organization, status, ends_on in zip(
        *(picture["activities"][name].to_pylist() for name in columns), strict=True
    ):
        is_over = as_of is not None and ends_on is not None and ends_on < as_of
        if status in _OVER or is_over:
            continue
        reporter = actors.named(organization)
        if reporter is not None and reporter not in funders[activity]:
            doers[activity].add(reporter)
        for actor in sorted(doers[activity]):
            yield actor, activity


def _sectors(picture: Picture) -> Mapping[str, list[str]]:
    table = picture["activity_sectors"].select(["activity_id", "sector_code", "share"])
    table = table.filter(pc.is_valid(table["share"]))
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in table.to_pylist():
        if row["sector_code"] not in (None, NO_SECTOR):
            found[row["activity_id"]][row["sector_code"]] = None
    return {key: list(codes) for key, codes in found.items()}


def _places(picture: Picture) -> Mapping[str, list[str]]:
    table = picture["activity_locations"].select(["activity_id", "kind", "place_code"])
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in table.to_pylist():
        if row["kind"] == "location" and row["place_code"] is not None:
            found[row["activity_id"]][row["place_code"]] = None
    return {key: list(codes) for key, codes in found.items()}


def _finding(
    actor: str,
    outside: Mapping[str, _Outside],
    held: Mapping[str, list[Charge]],
    actors: Actors,
    tree: PlaceTree,
) -> dict[str, Any]:
    name = actors.name(actor)
    activities = sorted({key for one in outside.values() for key in one.activities})
    reasons: list[Reason] = [
        ("charge.outside.organization", {"organization": name, "count": len(activities)})
    ]
    for sector, one in sorted(outside.items()):
        told = {
            "sector": sector,
            "count": len(one.activities),
            "places": sorted(tree.name(place) for place in one.places),
            "activities": sorted(one.activities),
        }
        reasons.append((f"charge.outside.{'place' if one.knows_sector else 'sector'}", told))
    keys = (actor, *actors.families.get(actor, ()))
    known = sorted({one.sector or "" for key in keys for one in held.get(key, ())} - {""})
    if known:
        reasons.append(("charge.outside.known", {"sectors": known}))
    return {
        "kind": str(FindingKind.OUTSIDE_MANDATE),
        "subjects": [actor],
        "score": SCORE,
        "reasons": reasons,
        "unknowns": [("charge.unknown.further", {"organization": name})],
    }
