"""Who could be asked? Organizations near a gap: charged there, there until lately or in another
sector, or next door.

Those met most often are named, in the order of their names: nobody is rated here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from intarsia.analysis.actors import Actors
from intarsia.analysis.gaps.cells import Cell, above_table
from intarsia.analysis.ground import Ground
from intarsia.analysis.mandates.charges import Charge
from intarsia.analysis.place_tree import PlaceTree
from intarsia.terms import MandateFunction

#: Functions of mandates that say who can be asked to work somewhere.
_ASKED = (MandateFunction.LEAD, MandateFunction.IMPLEMENT, MandateFunction.PROTECT)
#: So many are named of each kind; the number of all is said.
NAMED = 5

# Who does what where today; a region's work is of no single district.
_DOING_SQL = """
CREATE TEMP TABLE doing AS
SELECT DISTINCT d.actor, c.sector_code, a.above_code AS place_code
FROM works w JOIN activities s USING (activity_id) JOIN doers d USING (activity_id)
JOIN cells c USING (activity_id) JOIN above a USING (place_code), asked
WHERE w.starts_on <= to_on AND coalesce(w.ends_on >= from_on, true)
    AND coalesce(s.status, '') NOT IN ('cancelled', 'suspended', 'pipeline')
"""

# Works there in another sector, and in this one elsewhere: knows the place and the work.
_HERE_SQL = """
SELECT g.sector_code, g.place_code, d.actor, count(*) AS times, 'here' AS how
FROM gap g JOIN doing d USING (place_code)
JOIN (SELECT DISTINCT actor, sector_code FROM doing) k
    ON k.actor = d.actor AND k.sector_code = g.sector_code
GROUP BY ALL
"""

_NEXT_SQL = """
SELECT g.sector_code, g.place_code, d.actor, count(*) AS times,
    CASE WHEN n.is_adjacent THEN 'adjacent' ELSE 'sibling' END AS how
FROM gap g JOIN next_to n USING (place_code)
JOIN doing d ON d.place_code = n.other_code AND d.sector_code = g.sector_code
GROUP BY ALL
"""

# Has worked on it there, and ended within the year before.
_WAS_SQL = """
SELECT g.sector_code, g.place_code, d.actor, count(*) AS times, 'was_here' AS how
FROM works w JOIN activities s USING (activity_id) JOIN doers d USING (activity_id)
JOIN cells c USING (activity_id) JOIN above a USING (place_code)
JOIN gap g ON g.place_code = a.above_code AND g.sector_code = c.sector_code, asked
WHERE w.ends_on < from_on AND w.ends_on >= from_on - INTERVAL 1 YEAR
    AND coalesce(s.status, '') NOT IN ('cancelled', 'suspended', 'pipeline')
GROUP BY ALL
"""


@dataclass
class Near:
    """Actors near one gap, each with how often, or in how much, they are met.

    charged    with its sector there, by a mandate
    was_here   in its sector, until within the year before
    here       in another sector, and in this one elsewhere
    used_to    with more of a record in its sector than is usual in the region, surely so; where
               nobody has, in the country with some record in the region. By activities
    adjacent, sibling   in its sector in a place that touches it, in another of the same unit
    """

    charged: Counter[str] = field(default_factory=Counter)
    was_here: Counter[str] = field(default_factory=Counter)
    here: Counter[str] = field(default_factory=Counter)
    used_to: Counter[str] = field(default_factory=Counter)
    adjacent: Counter[str] = field(default_factory=Counter)
    sibling: Counter[str] = field(default_factory=Counter)


def near_gaps(
    gaps: Sequence[Cell],
    database: Mapping[str, pa.Table],
    ground: Ground,
    charges: Sequence[Charge],
    tree: PlaceTree,
    adjacent: Mapping[str, tuple[str, ...]],
    records: pa.Table,
) -> dict[tuple[str, str], Near]:
    """Return who is near each gap, by its sector and place.

    database   tables `activities` (status), `doers` and `asked`
    adjacent   places that touch each place, where boundaries are known
    records    ADVANTAGE
    """
    found: dict[tuple[str, str], Near] = defaultdict(Near)
    wanted = [(str(cell.need.sector), str(cell.need.place)) for cell in gaps]
    used_to, present = _used_to(records)
    for sector, place in wanted:
        region = tree.region(place)
        in_country = used_to[sector, None]
        found[sector, place].used_to = used_to[sector, region] or Counter(
            {actor: in_country[actor] for actor in in_country.keys() & present[region]}
        )
        for charge in charges:
            of_it = charge.function in _ASKED and charge.sector == sector
            if of_it and tree.shared(charge.place, place) is not None:
                found[sector, place].charged[charge.actor] += 1
    settings = {"autoinstall_known_extensions": False, "enable_external_access": False}
    with duckdb.connect(":memory:", config=settings) as db:
        for name, table in database.items():
            db.register(name, table)
        db.register("works", ground.works.select(["activity_id", "starts_on", "ends_on"]))
        db.register("cells", ground.cells.select(["activity_id", "sector_code", "place_code"]))
        db.register("above", above_table(tree))
        db.register("gap", _columns(("sector_code", "place_code"), wanted))
        db.register("next_to", _next_to({place for _, place in wanted}, tree, adjacent))
        db.execute(_DOING_SQL)
        for query in (_WAS_SQL, _HERE_SQL, _NEXT_SQL):
            for row in db.sql(query).to_arrow_table().to_pylist():
                near = found[row["sector_code"], row["place_code"]]
                getattr(near, row["how"])[row["actor"]] += row["times"]
    return found


def _used_to(
    records: pa.Table,
) -> tuple[dict[tuple[str, str | None], Counter[str]], dict[str, set[str]]]:
    """Who surely has more of a record than is usual, by sector and region; who has any there."""
    names = ("organization_id", "sector_code", "place_code", "balassa_low", "activities")
    used_to: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    present: dict[str, set[str]] = defaultdict(set)
    for actor, sector, place, low, own in zip(
        *(records[name].to_pylist() for name in names), strict=True
    ):
        if low is not None and low > 1:
            used_to[sector, place][actor] += own
        if place is not None and own > 0:
            present[place].add(actor)
    return used_to, present


def _next_to(
    places: Iterable[str], tree: PlaceTree, adjacent: Mapping[str, tuple[str, ...]]
) -> pa.Table:
    """place_code, other_code, is_adjacent: places that touch a place, and those of its parent."""
    siblings: dict[str | None, list[str]] = defaultdict(list)
    for place, above in tree.above.items():
        siblings[above[0] if above else None].append(place)
    rows = []
    for place in sorted(places):
        touching = set(adjacent.get(place, ()))
        above = tree.above.get(place, ())
        beside = touching | set(siblings[above[0]] if above else ())
        rows += [(place, other, other in touching) for other in sorted(beside - {place})]
    ones, others, touch = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "place_code": pa.array(ones, pa.string()),
            "other_code": pa.array(others, pa.string()),
            "is_adjacent": pa.array(touch, pa.bool_()),
        }
    )


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.Table:
    values = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.table({n: pa.array(v, pa.string()) for n, v in zip(names, values, strict=True)})


def told(actors: Actors, chosen: Counter[str]) -> dict[str, object]:
    """Return the names of those met most often, NAMED at most, in their order; how many are met."""
    most = sorted(chosen, key=lambda one: (-chosen[one], actors.name(one)))[:NAMED]
    return {"organizations": actors.sorted_names(most), "count": len(chosen)}
