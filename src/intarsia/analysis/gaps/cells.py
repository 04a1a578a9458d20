"""What is known of each cell of need: a picture's need, who is there, what reports cover.

In: needs, Ground and the tree. Out: one `Cell` for each sector and place that is in need.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from intarsia import codelists
from intarsia.analysis.gaps import presence_sql as sql
from intarsia.analysis.ground import Ground
from intarsia.analysis.needs import Need
from intarsia.analysis.place_tree import PlaceTree
from intarsia.tables import Picture

#: Who reports the one may mean the other: the protection cluster's areas of responsibility (IASC),
#: and displaced people, whom lists by clusters put under protection, shelter or camps.
_MAY_MEAN = {
    "protection": (
        "child_protection", "gender_based_violence", "housing_land_property", "mine_action",
    ),
    "displacement_return": ("protection", "emergency_relief", "camp_management"),
}  # fmt: skip
_CELLS = ("activity_id", "sector_code", "place_code", "share")
_STATUS = ("activity_id", "report_id", "status")
_WORKS = (
    "activity_id", "thing_id", "is_counted", "starts_on", "ends_on", "period_basis",
    "people_once", "usd_once",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One sector and place in need, and who is there in the time asked about, things counted once.

    here          things that run there, or in a place within it
    people_least, people_most   people they reach there: the largest figure, and the sum; None where
                  none states any
    all_known     whether every one of them states people
    ends_on       last day of the last of them, where all state one
    undated, wider, related, no_sector, unplaced, neither   things that may be there: without days;
                  in a place above; in a sector like it; without a sector; of this sector, without a
                  place; without either
    planned, planned_on    things that are to begin there, and the first day
    has_sector, has_region, has_both   whether reports that cover the time speak of the sector, of
                  the region, and one report of both
    """

    need: Need
    here: int
    people_least: float | None
    people_most: float | None
    all_known: bool
    ends_on: dt.date | None
    undated: int
    wider: int
    related: int
    no_sector: int
    unplaced: int
    neither: int
    planned: int
    planned_on: dt.date | None
    has_sector: bool
    has_region: bool
    has_both: bool


def finest(needs: Sequence[Need], tree: PlaceTree) -> list[Need]:
    """Return the needs that are gone by: of each sector those of the finest places.

    A region's need is left out where one of its districts states the same sector; needs of all
    sectors together where sectors are stated of the place or within it.
    """
    by_sector: dict[str | None, set[str]] = {}
    for need in needs:
        if need.place is not None:
            above = by_sector.setdefault(need.sector, set())
            above.update(tree.above.get(need.place, ()))
    divided = {
        place
        for need in needs
        if need.sector is not None and need.place is not None
        for place in (need.place, *tree.above.get(need.place, ()))
    }
    stated = {need.sector for need in needs if need.place is not None}
    return [
        need
        for need in needs
        if (
            need.sector is not None
            and (
                need.place not in by_sector.get(need.sector, set())
                if need.place is not None
                else need.sector not in stated
            )
        )
        or (
            need.sector is None
            and need.place is not None
            and need.place not in divided
            and need.place not in by_sector.get(None, set())
        )
    ]


def cells_in_need(
    picture: Picture,
    ground: Ground,
    needs: Sequence[Need],
    tree: PlaceTree,
    period: tuple[dt.date, dt.date],
) -> list[Cell]:
    """Return what is known of each of these needs, in their order; needs without a place are none.

    period   first and last day asked about
    """
    placed = {(need.sector, need.place): need for need in needs if need.sector and need.place}
    with _database(picture, ground, list(placed.values()), tree, period) as db:
        for step in sql.BUILD_SQL:
            db.execute(step)
        presence = db.sql(sql.PRESENCE_SQL).to_arrow_table().to_pylist()
        scope = db.sql(sql.SCOPE_SQL).to_arrow_table().to_pylist()
    known = {(row["sector_code"], row["place_code"]): row for row in scope}
    found = {
        (row["sector_code"], row["place_code"]): _cell(
            placed[row["sector_code"], row["place_code"]],
            row,
            known[row["sector_code"], row["place_code"]],
        )
        for row in presence
    }
    return [found[key] for key in placed]


def _cell(need: Need, row: Mapping[str, Any], scope: Mapping[str, Any]) -> Cell:
    here = row["here"] or 0
    return Cell(
        need,
        here,
        row["people_least"],
        row["people_most"],
        here > 0 and row["here_with_people"] == here,
        None if row["is_open"] else row["ends_on"],
        row["undated"] or 0,
        row["wider"] or 0,
        row["related"] or 0,
        row["no_sector"] or 0,
        row["unplaced"] or 0,
        row["neither"] or 0,
        row["planned"] or 0,
        row["planned_on"],
        scope["has_sector"],
        scope["has_region"],
        scope["has_both"],
    )


@contextmanager
def _database(
    picture: Picture,
    ground: Ground,
    needs: Sequence[Need],
    tree: PlaceTree,
    period: tuple[dt.date, dt.date],
) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = {"autoinstall_known_extensions": False, "enable_external_access": False}
    with duckdb.connect(":memory:", config=settings) as db:
        db.register("works", ground.works.select(list(_WORKS)))
        db.register("cells", ground.cells.select(list(_CELLS)))
        db.register("activities", picture["activities"].select(list(_STATUS)))
        db.register("reports", picture["reports"].select(["report_id", "from_on", "to_on"]))
        db.register("above", above_table(tree))
        db.register("related", _related())
        regions = [tree.region(str(need.place)) for need in needs]
        wanted = {
            "sector_code": pa.array([need.sector for need in needs], pa.string()),
            "place_code": pa.array([need.place for need in needs], pa.string()),
            "region_code": pa.array(regions, pa.string()),
        }
        db.register("wanted", pa.table(wanted))
        db.register("asked", pa.table({"from_on": [period[0]], "to_on": [period[1]]}))
        yield db


def above_table(tree: PlaceTree) -> pa.Table:
    """Return place_code, above_code, steps: each unit with itself (0) and those above it."""
    rows = [
        (place, above, steps)
        for place, all_above in tree.above.items()
        for steps, above in enumerate((place, *all_above))
    ]
    places, aboves, steps = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "place_code": pa.array(places, pa.string()),
            "above_code": pa.array(aboves, pa.string()),
            "steps": pa.array(steps, pa.int32()),
        }
    )


def _related() -> pa.Table:
    """Sectors of one cluster, and those of _MAY_MEAN."""
    clusters = {row["code"]: row["cluster"] for row in codelists.rows("sectors") if row["cluster"]}
    pairs = {
        (one, other)
        for one, cluster in clusters.items()
        for other, same in clusters.items()
        if one != other and cluster == same
    }
    for wide, narrower in _MAY_MEAN.items():
        pairs |= {pair for one in narrower for pair in ((one, wide), (wide, one))}
    ones, others = zip(*sorted(pairs), strict=True)
    return pa.table({"sector_code": ones, "related_code": others})
