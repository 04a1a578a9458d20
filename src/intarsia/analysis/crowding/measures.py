"""How crowded is each cell, and how scattered is each donor's money? A picture in, tables out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from intarsia import codelists
from intarsia.analysis.actors import Actors, actors_of, doers_of, roles_of
from intarsia.analysis.cell_findings import period_asked
from intarsia.analysis.crowding import who_sql as sql
from intarsia.analysis.crowding.shares import herfindahl, significant, theil
from intarsia.analysis.ground import Ground, lay_out
from intarsia.analysis.ground.heads import head_of
from intarsia.analysis.place_tree import PlaceTree, place_tree
from intarsia.tables import Picture
from intarsia.terms import Role

#: OrganizationType codes of those that give: governments, multilaterals, foundations.
_GIVERS = ("10", "11", "15", "40", "60")
_CELLS = ("activity_id", "sector_code", "place_code", "share")
#: EU Code of Conduct on Complementarity and Division of Labour (2007): broad sectors a donor, and
#: donors a sector, in one country.
SECTORS_A_DONOR, DONORS_A_SECTOR = 3, 5

CELLS = pa.schema(
    [
        ("sector_code", pa.string()),
        ("place_code", pa.string()),
        ("activities_reported", pa.int64()),
        ("activities", pa.int64()),
        ("reporters", pa.int64()),
        ("organizations", pa.list_(pa.string())),
        ("herfindahl", pa.float64()),
        ("theil", pa.float64()),
    ]
)
SECTORS = pa.schema(
    [
        ("group_code", pa.string()),
        ("counting", pa.string()),
        ("donors", pa.int64()),
        ("usd", pa.float64()),
        ("activities_without_money", pa.int64()),
        ("herfindahl", pa.float64()),
        ("theil", pa.float64()),
        ("relations", pa.int64()),
        ("significant_relations", pa.int64()),
        ("fragmentation", pa.float64()),
    ]
)
RELATIONS = pa.schema(
    [
        ("organization_id", pa.string()),
        ("organization", pa.string()),
        ("group_code", pa.string()),
        ("counting", pa.string()),
        ("usd", pa.float64()),
        ("usd_of_sector", pa.float64()),
        ("usd_of_donor", pa.float64()),
        ("usd_of_all", pa.float64()),
        ("is_significant", pa.bool_()),
    ]
)
LIMITS = pa.schema(
    [
        ("about", pa.string()),
        ("organization_id", pa.string()),
        ("group_code", pa.string()),
        ("counted", pa.list_(pa.string())),
        ("limit", pa.int64()),
        ("is_over", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Crowding:
    """Who is where and who pays for what, in a day or time, before and after counting once.

    cells      CELLS: one row a sector and place, as fine as districts. `organizations` carry things
               out, counted once; `reporters` stand in the reports. The measures are of things
               shared evenly among those who carry them out
    sectors    SECTORS: one row a broad sector (group of sectors) and counting (reported, once).
               `fragmentation` = relations that are not significant / relations with known money
    relations  RELATIONS: one row a donor, broad sector and counting, in the order of names, with
               the four sums that decide what is significant
    limits     LIMITS of the EU Code of Conduct, counted once: about "donor" the broad sectors it is
               in, about "sector" its donors
    names      of organizations
    """

    cells: pa.Table
    sectors: pa.Table
    relations: pa.Table
    limits: pa.Table
    names: Mapping[str, str]


def measure_crowding(
    picture: Picture,
    *,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    ground: Ground | None = None,
) -> Crowding:
    """Return how crowded the cells of a picture are, and how scattered its donors' money is.

    picture   a combined picture, its organizations settled
    from_on, to_on   first and last day asked about; the picture's `as_of` if left out
    ground    what `lay_out` made of it; laid out here if left out
    Raises    DayError "findings.no_day", "findings.days_turned"
    Source    docs/methods/crowding.md
    """
    first, last = period_asked(picture, from_on, to_on)
    laid_out = lay_out(picture) if ground is None else ground
    actors, tree = actors_of(picture), place_tree(picture)
    with _database(picture, laid_out, actors, tree, (first, last)) as db:
        for step in sql.BUILD_SQL:
            db.execute(step)
        cells = db.sql(sql.CROWDED_SQL).to_arrow_table().to_pylist()
        paid = {
            counting: db.sql(sql.PAID_SQL.format(thing=thing, usd=usd)).to_arrow_table().to_pylist()
            for counting, thing, usd in (
                ("reported", "activity_id", "usd"),
                ("once", "thing_id", "usd_once"),
            )
        }
    sectors, relations = _of_money(paid, actors)
    return Crowding(
        pa.Table.from_pylist([_cell(row) for row in cells], CELLS),
        pa.Table.from_pylist(sectors, SECTORS),
        pa.Table.from_pylist(relations, RELATIONS),
        pa.Table.from_pylist(list(_limits(paid["once"], actors)), LIMITS),
        actors.names,
    )


def _cell(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = row["part_of_each"] or []
    return {
        **{name: row[name] for name in CELLS.names if name in row},
        "organizations": row["actors"] or [],
        "herfindahl": herfindahl(parts),
        "theil": theil(parts),
    }


def _of_money(
    paid: Mapping[str, Sequence[Mapping[str, Any]]], actors: Actors
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """SECTORS and RELATIONS: only money that is known, above zero, has a part in them."""
    sectors, relations = [], []
    for counting, rows in paid.items():
        known = {(row["actor"], row["group_code"]): row["usd"] for row in rows if row["usd"]}
        is_significant = significant(known)
        of_all = sum(known.values())
        of_sector: dict[str, float] = defaultdict(float)
        of_donor: dict[str, float] = defaultdict(float)
        for (donor, group), usd in known.items():
            of_sector[group] += usd
            of_donor[donor] += usd
        for donor, group in sorted(known, key=lambda one: (actors.name(one[0]), *one)):
            relations.append(
                {
                    "organization_id": donor,
                    "organization": actors.name(donor),
                    "group_code": group,
                    "counting": counting,
                    "usd": known[donor, group],
                    "usd_of_sector": of_sector[group],
                    "usd_of_donor": of_donor[donor],
                    "usd_of_all": of_all,
                    "is_significant": is_significant[donor, group],
                }
            )
        for group in sorted({row["group_code"] for row in rows}):
            here = [row for row in rows if row["group_code"] == group]
            amounts = [usd for (_, of), usd in known.items() if of == group]
            held = sum(is_significant[key] for key in known if key[1] == group)
            sectors.append(
                {
                    "group_code": group,
                    "counting": counting,
                    "donors": len(here),
                    "usd": sum(amounts) if amounts else None,
                    "activities_without_money": sum(row["unknown"] for row in here),
                    "herfindahl": herfindahl(amounts),
                    "theil": theil(amounts),
                    "relations": len(amounts),
                    "significant_relations": held,
                    "fragmentation": 1 - held / len(amounts) if amounts else None,
                }
            )
    return sectors, relations


def _limits(rows: Sequence[Mapping[str, Any]], actors: Actors) -> Iterator[dict[str, Any]]:
    groups_of: dict[str, list[str]] = defaultdict(list)
    donors_of: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups_of[row["actor"]].append(row["group_code"])
        donors_of[row["group_code"]].append(row["actor"])
    for donor in sorted(groups_of, key=lambda one: (actors.name(one), one)):
        yield {
            "about": "donor",
            "organization_id": donor,
            "counted": sorted(groups_of[donor]),
            "limit": SECTORS_A_DONOR,
            "is_over": len(groups_of[donor]) > SECTORS_A_DONOR,
        }
    for group, donors in sorted(donors_of.items()):
        yield {
            "about": "sector",
            "group_code": group,
            "counted": sorted(donors, key=lambda one: (actors.name(one), one)),
            "limit": DONORS_A_SECTOR,
            "is_over": len(donors) > DONORS_A_SECTOR,
        }


def funders_of(picture: Picture, actors: Actors) -> pa.Table:
    """Return activity_id, actor, once each: which donor pays, as the head of its family.

    Only such as give are donors: _GIVERS, and not the host country's own authorities. Where nobody
    is said to pay and money is stated, a reporter that is such does.
    """
    roles = roles_of(picture, actors)
    givers = [actor for actor, kind in actors.types.items() if kind in _GIVERS]
    paying = roles.filter(pc.equal(roles["role"], str(Role.FUNDING)))
    reporting = roles.filter(pc.equal(roles["role"], str(Role.REPORTING)))
    said = pc.is_in(reporting["activity_id"], paying["activity_id"].combine_chunks())
    activities = picture["activities"]
    stated = pc.or_(activities["budget_usd"].is_valid(), activities["spent_usd"].is_valid())
    with_money = activities.filter(stated)["activity_id"].combine_chunks()
    has_money = pc.is_in(reporting["activity_id"], with_money)
    reporting = reporting.filter(pc.and_(pc.invert(said), has_money))
    both = pa.concat_tables([paying, reporting]).select(["activity_id", "actor"])
    both = both.filter(pc.is_in(both["actor"], pa.array(givers, pa.string())))
    encoded = both["actor"].combine_chunks().dictionary_encode()
    parents = {key: above[0] if above else None for key, above in actors.families.items()}
    heads = [
        None if actors.is_host_authority(actor) else head_of(actor, parents)
        for actor in encoded.dictionary.to_pylist()
    ]
    both = both.set_column(1, "actor", pa.array(heads, pa.string()).take(encoded.indices))
    return both.filter(pc.is_valid(both["actor"])).group_by(["activity_id", "actor"]).aggregate([])


@contextmanager
def _database(
    picture: Picture,
    ground: Ground,
    actors: Actors,
    tree: PlaceTree,
    period: tuple[dt.date, dt.date],
) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = {"autoinstall_known_extensions": False, "enable_external_access": False}
    works = ["activity_id", "thing_id", "starts_on", "ends_on", "usd", "usd_once"]
    roles = roles_of(picture, actors)
    with duckdb.connect(":memory:", config=settings) as db:
        db.register("works", ground.works.select(works))
        db.register("cells", ground.cells.select(list(_CELLS)))
        db.register("activities", picture["activities"].select(["activity_id", "status"]))
        db.register("doers", doers_of(picture, actors))
        db.register("reporters", roles.filter(pc.equal(roles["role"], str(Role.REPORTING))))
        db.register("funders", funders_of(picture, actors))
        units = [(place, tree.at_level(place, 2) or place) for place in tree.above]
        shown = {
            "place_code": pa.array([one for one, _ in units], pa.string()),
            "unit_code": pa.array([unit for _, unit in units], pa.string()),
        }
        db.register("shown", pa.table(shown))
        fields = [row for row in codelists.rows("sectors") if row["is_field_of_work"] == "true"]
        groups = {"sector_code": [row["code"] for row in fields]}
        db.register("groups", pa.table({**groups, "group_code": [row["group"] for row in fields]}))
        db.register("asked", pa.table({"from_on": [period[0]], "to_on": [period[1]]}))
        yield db
