"""Where are too many, for how much need? Crowding and needs in, rows of FINDINGS out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from intarsia.analysis.actors import Actors
from intarsia.analysis.crowding.measures import DONORS_A_SECTOR, SECTORS_A_DONOR, Crowding
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.analysis.needs import Need
from intarsia.analysis.place_tree import PlaceTree
from intarsia.terms import FindingKind

#: More organizations than this in one sector and place are many.
MANY = 5
#: A need that is not known says neither that they are too many nor that they are not.
_NO_NEED = 0.5
#: A limit of the Code of Conduct is a yardstick, however far above it one is: nobody is ranked.
_LIMIT = 0.2


def crowded_cells(
    crowding: Crowding, needs: Sequence[Need], actors: Actors, tree: PlaceTree
) -> Iterator[dict[str, Any]]:
    """Yield a finding for each sector and place with more than MANY organizations."""
    rows = crowding.cells.to_pylist()
    people = {(need.sector, need.place): need.people for need in needs if need.people}
    of_sector: dict[str, int] = defaultdict(int)
    need_of: dict[str, float] = defaultdict(float)
    for row in rows:
        key = row["sector_code"], row["place_code"]
        if key in people:
            of_sector[row["sector_code"]] += len(row["organizations"])
    for (sector, place), count in people.items():
        if sector is not None and place is not None:
            need_of[sector] += count or 0.0
    for row in rows:
        several = row["organizations"]
        if len(several) <= MANY:
            continue
        sector, place = row["sector_code"], row["place_code"]
        need = people.get((sector, place))
        ratio = None
        if need and of_sector[sector]:
            ratio = (len(several) / of_sector[sector]) / (need / need_of[sector])
        size = len(several) / (len(several) + MANY)
        score = size * (_NO_NEED if ratio is None else ratio / (1 + ratio))
        yield _cell(row, actors, tree, score, need, ratio)


def _cell(
    row: dict[str, Any],
    actors: Actors,
    tree: PlaceTree,
    score: float,
    need: float | None,
    ratio: float | None,
) -> dict[str, Any]:
    sector, place, several = row["sector_code"], row["place_code"], row["organizations"]
    reasons: list[Reason] = [
        (
            "crowding.cell",
            {
                "sector": sector,
                "place": tree.name(place),
                "code": place,
                "region": tree.name(tree.region(place)),
                "count": len(several),
                "organizations": actors.sorted_names(several),
            },
        ),
        (
            "crowding.counted",
            {
                "activities": row["activities"],
                "activities_reported": row["activities_reported"],
                "reporters": row["reporters"],
            },
        ),
    ]
    if row["herfindahl"]:
        reasons.append(("crowding.equal", {"equal": round(1 / row["herfindahl"], 1)}))
    unknowns: list[Reason] = []
    if need is None or ratio is None:
        unknowns.append(("crowding.unknown.need", {}))
    else:
        reasons.append(("crowding.need", {"people": need, "times": round(ratio, 1)}))
    return {
        "kind": str(FindingKind.CROWDING),
        "subjects": [sector, place],
        "score": round(score, 4),
        "people": need,
        "reasons": reasons,
        "unknowns": unknowns,
    }


def over_limits(crowding: Crowding, actors: Actors) -> Iterator[dict[str, Any]]:
    """Yield a finding for each donor and broad sector above a limit of the Code of Conduct."""
    for row in crowding.limits.to_pylist():
        if not row["is_over"]:
            continue
        count = len(row["counted"])
        limit = SECTORS_A_DONOR if row["about"] == "donor" else DONORS_A_SECTOR
        if row["about"] == "donor":
            subjects = ["donor", row["organization_id"]]
            data: dict[str, Any] = {
                "organization": actors.name(row["organization_id"]),
                "sectors": row["counted"],
            }
        else:
            subjects = ["sector", row["group_code"]]
            names = actors.sorted_names(row["counted"])
            data = {"sector": row["group_code"], "organizations": names}
        yield {
            "kind": str(FindingKind.CROWDING),
            "subjects": subjects,
            "score": _LIMIT,
            "reasons": [
                (f"crowding.limit.{row['about']}", {**data, "count": count, "limit": limit})
            ],
            "unknowns": [("crowding.unknown.members", {})],
        }
