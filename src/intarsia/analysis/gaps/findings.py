"""Which cells of need are gaps, how pressing, and why? Cells in, rows of FINDINGS out."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from intarsia.analysis.actors import Actors
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.analysis.gaps.cells import Cell
from intarsia.analysis.gaps.near import NAMED, Near, told
from intarsia.analysis.gaps.unmet import Cost, Unmet, unmet_of
from intarsia.analysis.needs import Need
from intarsia.analysis.place_tree import PlaceTree
from intarsia.terms import FindingKind

#: Need from this severity on can be a gap; so does need of a severity that is not known.
LEAST_SEVERITY = 3.0
#: A severity that is not known, and a number of people that is not, read as so much.
_NO_SEVERITY, _NO_PEOPLE = 3.0, 0.5
#: How sure a gap is that reports are silent about; in which somebody may be; in which too few are.
SILENT, PARTLY, ENDS = 0.4, 0.5, 0.4
MAY_BE: Mapping[str, float] = {"wider": 0.5, "related": 0.6, "undated": 0.5, "no_sector": 0.9}
#: Of the people in need at least so many have to be left where somebody is there.
_LEFT = 0.5
#: What is there ends within so many days after the time asked about.
SOON_DAYS = 90


@dataclass(frozen=True)
class Gap:
    """A cell that is a gap, in which manner, and how pressing, 0-1.

    manner   nobody: reports that cover it name nobody; silent: no report covers it; partly:
             somebody is there, and at least half are left; ends: what is there ends soon
    """

    cell: Cell
    manner: str
    score: float
    unmet: Unmet


def gaps_in(cells: Sequence[Cell], to_on: dt.date) -> list[Gap]:
    """Return the cells that are gaps; of sectors that reports speak of at all.

    to_on   last day asked about
    """
    scale = scale_of(cells)
    in_need = Counter(cell.need.sector for cell in cells)
    found = []
    for cell in cells:
        if not is_severe(cell.need) or cell.need.people == 0 or not cell.has_sector:
            continue
        unmet = unmet_of(cell)
        manner = _manner(cell, unmet, to_on)
        if manner is not None:
            counts = in_need[cell.need.sector], len(cells)
            score = _score(cell, manner, unmet, scale, *counts)
            found.append(Gap(cell, manner, score, unmet))
    return found


def is_severe(need: Need) -> bool:
    """Whether a need is severe enough to be a gap, or may be."""
    return need.severity is None or need.severity >= LEAST_SEVERITY


def scale_of(cells: Sequence[Cell]) -> float:
    """Return the people in need in the middle one of all cells: as many count half."""
    known = [cell.need.people for cell in cells if cell.need.people]
    return float(np.median(known)) if known else 1.0


def _manner(cell: Cell, unmet: Unmet, to_on: dt.date) -> str | None:
    if not cell.here:
        return "nobody" if cell.has_both else "silent"
    need = cell.need.people
    if need and unmet.least is not None and unmet.least >= _LEFT * need:
        return "partly"
    soon = to_on + dt.timedelta(days=SOON_DAYS)
    return "ends" if cell.ends_on is not None and cell.ends_on <= soon else None


def _score(
    cell: Cell, manner: str, unmet: Unmet, scale: float, of_sector: int, of_all: int
) -> float:
    sure = {"nobody": 1.0, "silent": SILENT, "partly": PARTLY, "ends": ENDS}[manner]
    if manner == "partly":
        sure *= (unmet.least or 0.0) / (cell.need.people or 1.0)
    for name, factor in MAY_BE.items():
        if getattr(cell, name):
            sure *= factor
    # What says no place lies in one of the cells, in each with equal chance.
    sure *= (1 - 1 / max(of_sector, 2)) ** cell.unplaced
    sure *= (1 - 1 / max(of_all, 2)) ** cell.neither
    severity = _NO_SEVERITY if cell.need.severity is None else cell.need.severity
    size = _NO_PEOPLE if unmet.most is None else unmet.most / (unmet.most + scale)
    return round(sure * severity / 5 * size, 4)


def findings_of_gaps(
    gaps: Sequence[Gap],
    near: Mapping[tuple[str, str], Near],
    costs: Mapping[str, Cost],
    actors: Actors,
    tree: PlaceTree,
) -> Iterator[dict[str, Any]]:
    """Yield a finding for each gap; equals by the number of people, then by sector and place."""
    beside: dict[tuple[str | None, str], list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.manner == "nobody":
            beside[gap.cell.need.sector, tree.region(str(gap.cell.need.place))].append(gap)
    for gap in sorted(gaps, key=_order):
        need = gap.cell.need
        sector, place = str(need.sector), str(need.place)
        others = [one for one in beside[sector, tree.region(place)] if one.cell.need.place != place]
        yield {
            "kind": str(FindingKind.GAP),
            "subjects": [sector, place],
            "score": gap.score,
            "stake_usd": _low_usd(gap, costs.get(sector)),
            "people": gap.unmet.most,
            "reasons": [
                *_what(gap, tree),
                *_left(gap, costs.get(sector)),
                *_others(others, tree, place),
                *_near(near.get((sector, place)), actors),
            ],
            "unknowns": _unknown(gap),
        }


def one_call(reasons: Sequence[Reason]) -> tuple[str, str] | None:
    """Return the sector and region of a gap that one telephone call settles with others of them.

    reasons   of a finding; None where its gap stands alone
    """
    code, data = reasons[0]
    region = data.get("region")
    return (data["sector"], region) if code == "gap.nobody.in" and region else None


def _order(gap: Gap) -> tuple[float, str, str]:
    need = gap.cell.need
    return -(gap.unmet.most or 0.0), str(need.sector), str(need.place)


def _low_usd(gap: Gap, cost: Cost | None) -> float | None:
    if cost is None or not gap.unmet.least:
        return None
    return round(cost.low_usd * gap.unmet.least, 2)


def _what(gap: Gap, tree: PlaceTree) -> list[Reason]:
    cell, need = gap.cell, gap.cell.need
    place = str(need.place)
    region = tree.region(place)
    where = {
        "place": tree.name(place),
        "code": place,
        "region": tree.name(region) if region != place else None,
    }
    manner = gap.manner
    if manner == "silent":
        manner = "silent_region" if not cell.has_region else "silent_both"
    within = "in" if where["region"] else "of"
    data = {"sector": need.sector, **where, "here": cell.here, "on": cell.ends_on}
    reasons: list[Reason] = [(f"gap.{manner}.{within}", data)]
    if need.people is not None:
        reasons.append(("gap.people", {"people": need.people}))
    if need.severity is not None:
        reasons.append(("gap.severity", {"severity": need.severity}))
    if need.targeted:
        reasons.append(("gap.targeted", {"people": need.targeted}))
    return reasons


def _left(gap: Gap, cost: Cost | None) -> list[Reason]:
    unmet = gap.unmet
    reasons: list[Reason] = []
    if gap.manner in ("partly", "ends") and unmet.most is not None:
        reasons.append(("gap.unmet", {"least": unmet.least, "most": unmet.most}))
    if cost is not None and unmet.most:
        reasons.append(
            (
                "gap.money",
                {
                    "low_usd": cost.low_usd * (unmet.least or 0.0),
                    "high_usd": cost.high_usd * unmet.most,
                    "count": cost.things,
                },
            )
        )
    if gap.cell.planned:
        name = "gap.planned_open" if gap.cell.planned_on is None else "gap.planned"
        reasons.append((name, {"count": gap.cell.planned, "on": gap.cell.planned_on}))
    return reasons


def _others(others: Sequence[Gap], tree: PlaceTree, place: str) -> list[Reason]:
    """Other places of the region with the same gap: one telephone call for all."""
    if not others:
        return []
    people = [one.cell.need.people for one in others if one.cell.need.people is not None]
    return [
        (
            f"gap.also.{'people' if people else 'places'}",
            {
                "count": len(others),
                "region": tree.name(tree.region(place)),
                "places": sorted(tree.name(one.cell.need.place) for one in others),
                "people": sum(people) if people else None,
            },
        )
    ]


def _near(near: Near | None, actors: Actors) -> list[Reason]:
    if near is None:
        return []
    said: list[Reason] = []
    beside = "adjacent" if near.adjacent else "sibling"
    for name in ("charged", "was_here", "here", "used_to", beside):
        if chosen := getattr(near, name):
            among = "_among" if len(chosen) > NAMED else ""
            said.append((f"gap.near.{name}{among}", told(actors, chosen)))
    return said


def _unknown(gap: Gap) -> list[Reason]:
    cell, need = gap.cell, gap.cell.need
    said: list[Reason] = [
        (f"gap.unknown.{name}", {"count": getattr(cell, name)})
        for name in (*MAY_BE, "unplaced", "neither")
        if getattr(cell, name)
    ]
    if need.people is None:
        said.append(("gap.unknown.people", {}))
    if need.severity is None:
        said.append(("gap.unknown.severity", {}))
    if cell.here and not cell.all_known:
        said.append(("gap.unknown.reached", {}))
    return said


def silent_sectors(
    cells: Sequence[Cell], others: Sequence[Need], spoken: Mapping[str, bool], scale: float
) -> Iterator[dict[str, Any]]:
    """Yield one finding for each sector in need that no report which covers the time speaks of.

    others   needs of the whole country, where a sector has no finer ones
    spoken   whether reports speak of the sector of each of these others
    """
    by_sector: dict[str, list[Need]] = defaultdict(list)
    related: dict[str, int] = defaultdict(int)
    for cell in cells:
        if not cell.has_sector and is_severe(cell.need) and cell.need.people != 0:
            by_sector[str(cell.need.sector)].append(cell.need)
            related[str(cell.need.sector)] += 1 if cell.related else 0
    for need in others:
        if need.sector is not None and not spoken.get(need.sector, False) and is_severe(need):
            by_sector[need.sector].append(need)
    for sector, needs in sorted(by_sector.items()):
        people = [need.people for need in needs if need.people is not None]
        graded = [need.severity for need in needs if need.severity is not None]
        places = sum(need.place is not None for need in needs)
        size = sum(people) / (sum(people) + scale) if people else _NO_PEOPLE
        severity = max(graded, default=_NO_SEVERITY)
        sure = SILENT * (MAY_BE["related"] if related[sector] else 1.0)
        yield {
            "kind": str(FindingKind.GAP),
            "subjects": [sector, ""],
            "score": round(sure * severity / 5 * size, 4),
            "people": sum(people) if people else None,
            "reasons": [
                (
                    ("gap.silent_sector", {"sector": sector, "count": places})
                    if places
                    else ("gap.silent_everywhere", {"sector": sector})
                ),
                *([("gap.people", {"people": sum(people)})] if people else []),
                *([("gap.severity", {"severity": severity})] if graded else []),
            ],
            "unknowns": [
                *([] if people else [("gap.unknown.people", {})]),
                *([] if graded else [("gap.unknown.severity", {})]),
                *(
                    [("gap.unknown.related_places", {"count": related[sector]})]
                    if related[sector]
                    else []
                ),
            ],
        }
