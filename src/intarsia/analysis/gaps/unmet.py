"""How many people are left, at least and at most, and what that comes to in money?

People of several activities may be the same people: who is reached is at least the largest figure
and at most the sum. Where somebody's figure is not known, everybody may be reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from intarsia.analysis.gaps.cells import Cell
from intarsia.analysis.ground import Ground

#: Costs a person are told from at least so many things of a sector that state both.
LEAST_THINGS = 5
#: A thing speaks of a sector's costs where so much of it is of the sector.
_MOSTLY = 0.5


@dataclass(frozen=True)
class Unmet:
    """People in need whom nobody is reported to reach: least and most; None: need not known."""

    least: float | None
    most: float | None


@dataclass(frozen=True)
class Cost:
    """US dollars a person: first and third quarter of the things of a sector that state both."""

    low_usd: float
    high_usd: float
    things: int


def unmet_of(cell: Cell) -> Unmet:
    """Return the people whom nobody is reported to reach in a cell.

    >>> from types import SimpleNamespace as Made
    >>> cell = dict(need=Made(people=100.0), here=2, people_least=30.0, people_most=50.0)
    >>> maybe = dict(all_known=True, undated=0, wider=0, related=0, no_sector=0, unplaced=0)
    >>> unmet_of(Made(**cell, **maybe)), unmet_of(Made(**cell, **{**maybe, "all_known": False}))
    (Unmet(least=50.0, most=70.0), Unmet(least=0.0, most=70.0))
    """
    need = cell.need.people
    if need is None:
        return Unmet(None, None)
    most = max(0.0, need - (cell.people_least or 0.0))
    may_be = cell.undated or cell.wider or cell.related or cell.no_sector
    if may_be or (cell.here and not cell.all_known):
        return Unmet(0.0, most)
    return Unmet(max(0.0, need - (cell.people_most or 0.0)), most)


def costs_of(ground: Ground) -> Mapping[str, Cost]:
    """Return what a person costs by sector, where enough things state people and money."""
    works = ground.works.select(["activity_id", "is_counted", "people_once", "usd_once"])
    rows = works.filter(works["is_counted"]).to_pylist()
    known = {
        row["activity_id"]: row["usd_once"] / row["people_once"]
        for row in rows
        if row["people_once"] and row["usd_once"]
    }
    shares: dict[tuple[str, str], float] = defaultdict(float)
    cells = ground.cells.select(["activity_id", "sector_code", "share"])
    for row in cells.to_pylist() if known else ():
        if row["sector_code"] is not None and row["activity_id"] in known:
            shares[row["activity_id"], row["sector_code"]] += row["share"]
    by_sector: dict[str, list[float]] = defaultdict(list)
    for (activity, sector), share in shares.items():
        if share > _MOSTLY:
            by_sector[sector].append(known[activity])
    return {
        sector: Cost(
            float(np.quantile(values, 0.25)), float(np.quantile(values, 0.75)), len(values)
        )
        for sector, values in by_sector.items()
        if len(values) >= LEAST_THINGS
    }
