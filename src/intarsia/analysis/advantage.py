"""What is each organization used to doing, and where, by its record? A picture in, ADVANTAGE out.

Evidence and no rating: rows stand in the order of names, small numbers are drawn towards what is
usual in the picture, and every figure has an interval. See docs/methods/advantage.md.

ADVANTAGE, one row an organization x sector x first-level place that its record or a capacity names,
and one for each of its sectors with no place, for the whole country:

    organization_id, organization, sector_code, place_code (null: the whole country)
    activities        things it carries out or has carried out there, counted once, by their shares
    share             its part of the things of the sector and place, drawn towards its part of all
                      there; share_low, share_high: interval of nine in ten
    balassa           revealed comparative advantage: (the part of its things that are of the
                      sector) over (the part of all things there that are); above 1: more than usual
    balassa_low, balassa_high   interval of nine in ten; unsure as long as it holds 1
    first_on, last_on first and last day of what is known
    years             years with something running, of those from the first to the last
    continuity        years / years from the first to the last, 0-1
    results           indicators with a reported value, of its things there
    results_with_target, results_reached   of those with a target, and how many reached it
    has_capacity      whether it declares a capacity for it; null: no capacities were handed in
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import stats

from intarsia.analysis.actors import Actors, actors_of, doers_of
from intarsia.analysis.ground import Ground, lay_out
from intarsia.analysis.place_tree import PlaceTree, place_tree

if TYPE_CHECKING:
    from intarsia.tables import Picture

__all__ = ["ADVANTAGE", "CAPACITIES", "balassa", "measure_advantage"]

#: So many things of what is usual are added to each record: few of its own say little.
STRENGTH = 4.0
#: The part of cases that an interval holds.
_HELD = 0.9
_OVER = ("cancelled", "suspended", "pipeline")

ADVANTAGE = pa.schema(
    [
        ("organization_id", pa.string()),
        ("organization", pa.string()),
        ("sector_code", pa.string()),
        ("place_code", pa.string()),
        ("activities", pa.float64()),
        ("share", pa.float64()),
        ("share_low", pa.float64()),
        ("share_high", pa.float64()),
        ("balassa", pa.float64()),
        ("balassa_low", pa.float64()),
        ("balassa_high", pa.float64()),
        ("first_on", pa.date32()),
        ("last_on", pa.date32()),
        ("years", pa.int32()),
        ("continuity", pa.float64()),
        ("results", pa.int32()),
        ("results_with_target", pa.int32()),
        ("results_reached", pa.int32()),
        ("has_capacity", pa.bool_()),
    ]
)
#: What organizations declare that they can do: handed in, as no report states it.
CAPACITIES = pa.schema(
    [
        ("organization_id", pa.string()),
        ("sector_code", pa.string()),
        ("place_code", pa.string()),
    ]
)
_Key = tuple[str, str, str | None]
Numbers = NDArray[Any]


def balassa(amounts: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Return the index of revealed comparative advantage of each actor in each field.

    amounts   by actor and field
    Source    B. Balassa, Trade Liberalisation and "Revealed" Comparative Advantage, The Manchester
              School 33 (1965): (x_af / x_a) / (x_f / x)

    >>> found = balassa({("A", "x"): 30, ("A", "y"): 10, ("B", "x"): 20, ("B", "y"): 40})
    >>> [round(found["A", field], 2) for field in "xy"], found["B", "x"]
    ([1.5, 0.5], 0.6666666666666666)
    """
    of_actor: dict[str, float] = defaultdict(float)
    of_field: dict[str, float] = defaultdict(float)
    for (actor, field), amount in amounts.items():
        of_actor[actor] += amount
        of_field[field] += amount
    total = math.fsum(of_actor.values())
    return {
        (actor, field): (amount / of_actor[actor]) / (of_field[field] / total)
        for (actor, field), amount in amounts.items()
        if amount > 0
    }


def measure_advantage(
    picture: Picture,
    *,
    as_of: dt.date | None = None,
    ground: Ground | None = None,
    capacities: pa.Table | None = None,
) -> pa.Table:
    """Return ADVANTAGE of the organizations of a picture, by name, sector and place.

    picture     a combined picture, its organizations settled
    as_of       an open end is read as this day; the picture's if left out
    ground      what `lay_out` made of it; laid out here if left out
    capacities  CAPACITIES: what organizations declare; a place that is null is the whole country
    Raises      ValueError where `capacities` has other columns
    Source      docs/methods/advantage.md
    """
    if capacities is not None and capacities.column_names != CAPACITIES.names:
        raise ValueError(f"capacities have the columns {', '.join(CAPACITIES.names)}")
    laid_out = lay_out(picture) if ground is None else ground
    actors, tree = actors_of(picture), place_tree(picture)
    records = _Records(picture, laid_out, actors, tree, as_of or picture.as_of)
    declared = None if capacities is None else _declared(capacities, actors, tree)
    keys = set(records.parts) | (declared or set())
    order = sorted(keys, key=lambda key: (actors.name(key[0]), *key[:2], key[2] or ""))
    measured = _measured(order, records)
    rows = [
        _row(key, records, actors, declared) | figures
        for key, figures in zip(order, measured, strict=True)
    ]
    return pa.Table.from_pylist(rows, ADVANTAGE)


class _Records:
    """What each actor carries out, by sector and place: parts of things, days, results."""

    def __init__(
        self,
        picture: Picture,
        ground: Ground,
        actors: Actors,
        tree: PlaceTree,
        as_of: dt.date | None,
    ) -> None:
        self.parts: dict[_Key, float] = defaultdict(float)
        self.of_actor: dict[tuple[str, str | None], float] = defaultdict(float)
        self.of_sector: dict[tuple[str, str | None], float] = defaultdict(float)
        self.of_all: dict[str | None, float] = defaultdict(float)
        self._spans: dict[_Key, list[tuple[dt.date, dt.date]]] = defaultdict(list)
        self._things: dict[_Key, set[str]] = defaultdict(set)
        self._results = _results(picture, ground)
        doers: dict[str, list[str]] = defaultdict(list)
        for row in _of_things(doers_of(picture, actors), ground).to_pylist():
            doers[row["thing_id"]].append(row["actor"])
        spans = _spans(picture, ground, as_of)
        for thing, sector, region, share in _cells(ground, tree):
            if thing not in spans:
                continue
            for place in {None, region}:
                self.of_sector[sector, place] += share
                self.of_all[place] += share
                for actor in doers[thing]:
                    key = actor, sector, place
                    part = share / len(doers[thing])
                    self.parts[key] += part
                    self.of_actor[actor, place] += part
                    self._things[key].add(thing)
                    if (span := spans[thing]) is not None:
                        self._spans[key].append(span)

    def years(self, key: _Key) -> tuple[dt.date | None, dt.date | None, int | None]:
        """First and last day known, and in how many years something ran."""
        spans = self._spans.get(key)
        if not spans:
            return None, None, None
        running = {year for first, last in spans for year in range(first.year, last.year + 1)}
        return min(first for first, _ in spans), max(last for _, last in spans), len(running)

    def results(self, key: _Key) -> tuple[int, int, int]:
        """How many indicators are reported, have a target, reached it."""
        found = [self._results[thing] for thing in self._things[key] if thing in self._results]
        return tuple(map(sum, zip(*found, strict=True))) if found else (0, 0, 0)  # type: ignore[return-value]


def _row(
    key: _Key, records: _Records, actors: Actors, declared: set[_Key] | None
) -> dict[str, Any]:
    actor, sector, place = key
    first, last, years = records.years(key)
    results, with_target, reached = records.results(key)
    return {
        "organization_id": actor,
        "organization": actors.name(actor),
        "sector_code": sector,
        "place_code": place,
        "activities": round(records.parts.get(key, 0.0), 6),
        "first_on": first,
        "last_on": last,
        "years": years,
        "continuity": years / (last.year - first.year + 1) if first and last and years else None,
        "results": results,
        "results_with_target": with_target,
        "results_reached": reached,
        "has_capacity": None if declared is None else key in declared,
    }


def _measured(keys: Sequence[_Key], records: _Records) -> list[dict[str, float | None]]:
    """Share and Balassa's index of each record, drawn towards what is usual, with intervals."""
    sums = np.array(
        [
            (
                records.parts.get((actor, sector, place), 0.0),
                records.of_sector[sector, place],
                records.of_actor[actor, place],
                records.of_all[place],
            )
            for actor, sector, place in keys
        ]
    ).reshape(-1, 4)
    own, of_sector, of_actor, of_all = sums.T
    part_of_actor = np.divide(of_actor, of_all, out=np.zeros(len(sums)), where=of_all > 0)
    part_of_sector = np.divide(of_sector, of_all, out=np.zeros(len(sums)), where=of_all > 0)
    share = _drawn(own, of_sector, part_of_actor)
    usual = np.where(part_of_sector > 0, part_of_sector, np.nan)
    index = _drawn(own, of_actor, part_of_sector) / usual
    names = ("share", "share_low", "share_high", "balassa", "balassa_low", "balassa_high")
    return [
        {name: None if np.isnan(one) else float(one) for name, one in zip(names, row, strict=True)}
        for row in np.vstack([share, index]).T
    ]


def _drawn(own: Numbers, of: Numbers, usual: Numbers) -> Numbers:
    """Parts of wholes drawn towards what is usual: mean, low and high; NaN where none is usual.

    The posterior of a binomial part with STRENGTH things of what is usual before.
    """
    yes = own + STRENGTH * usual
    no = np.maximum(of - own, 0.0) + STRENGTH * (1 - usual)
    tail = (1 - _HELD) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = yes / (yes + no)
        low, high = (stats.beta.ppf(at, yes, np.maximum(no, 1e-9)) for at in (tail, 1 - tail))
    return np.where(usual > 0, np.vstack([mean, low, high]), np.nan)


def _cells(ground: Ground, tree: PlaceTree) -> Iterator[tuple[str, str, str | None, float]]:
    """Yield thing, sector, first-level place and share; of each thing the report that stands."""
    standing = ground.works.filter(ground.works["is_counted"])["activity_id"].combine_chunks()
    cells = ground.cells.select(["activity_id", "sector_code", "place_code", "share"])
    cells = cells.filter(
        pc.and_(pc.is_in(cells["activity_id"], standing), pc.is_valid(cells["sector_code"]))
    )
    columns = (cells[name].to_pylist() for name in cells.column_names)
    regions: dict[str | None, str | None] = {None: None}
    for thing, sector, place, share in zip(*columns, strict=True):
        if place not in regions:
            regions[place] = tree.at_level(place, 1)
        yield thing, sector, regions[place], share


def _of_things(doers: pa.Table, ground: Ground) -> pa.Table:
    """thing_id, actor: who carries out each thing, as any of its reports says."""
    things = ground.works.select(["activity_id", "thing_id"])
    joined = doers.join(things, "activity_id", join_type="inner")
    return joined.group_by(["thing_id", "actor"]).aggregate([]).sort_by("actor")


def _spans(
    picture: Picture, ground: Ground, as_of: dt.date | None
) -> dict[str, tuple[dt.date, dt.date] | None]:
    """First and last day of each thing that is or was done; None where they are not known."""
    over = pc.is_in(picture["activities"]["status"], pa.array(_OVER))
    columns = (ground.works[name].to_pylist() for name in ("thing_id", "starts_on", "ends_on"))
    found: dict[str, tuple[dt.date, dt.date] | None] = {}
    for is_over, thing, first, last in zip(over.to_pylist(), *columns, strict=True):
        if is_over or (first is not None and as_of is not None and first > as_of):
            continue
        until = min((day for day in (last, as_of) if day is not None), default=None)
        span = (first, until) if first and until and first <= until else None
        known = found.get(thing)
        if known is not None and span is not None:
            span = min(known[0], span[0]), max(known[1], span[1])
        found[thing] = span or known
    return found


def _results(picture: Picture, ground: Ground) -> dict[str, tuple[int, int, int]]:
    """How many indicators each thing reports, has a target for, reached: latest values."""
    things = dict(
        zip(*(ground.works[name].to_pylist() for name in ("activity_id", "thing_id")), strict=True)
    )
    latest: dict[tuple[str, int, int], tuple[Any, ...]] = {}
    wanted = ("activity_id", "ordinal", "indicator", "period", "target_value", "actual_value",
              "is_ascending")  # fmt: skip
    for row in picture["results"].select(list(wanted)).to_pylist():
        actual, target = _number(row["actual_value"]), _number(row["target_value"])
        if row["indicator"] is None or actual is None:
            continue
        key = row["activity_id"], row["ordinal"], row["indicator"]
        said = row["period"] or 0, target, actual, row["is_ascending"]
        latest[key] = max(latest.get(key, said), said, key=lambda one: one[0])
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (activity, _, _), (_, target, actual, ascending) in latest.items():
        counts = found[things[activity]]
        counts[0] += 1
        if target is not None:
            counts[1] += 1
            counts[2] += actual <= target if ascending is False else actual >= target
    return {thing: (counts[0], counts[1], counts[2]) for thing, counts in found.items()}


def _number(text: str | None) -> float | None:
    try:
        value = float((text or "").replace(",", "").strip())
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _declared(capacities: pa.Table, actors: Actors, tree: PlaceTree) -> set[_Key]:
    found: set[_Key] = set()
    rows: Iterable[Mapping[str, str | None]] = capacities.to_pylist()
    for row in rows:
        actor = actors.named(row["organization_id"])
        if actor is None or row["sector_code"] is None:
            continue
        place = row["place_code"]
        found.add((actor, row["sector_code"], None))
        if place is not None and (region := tree.at_level(place, 1)) is not None:
            found.add((actor, row["sector_code"], region))
    return found
