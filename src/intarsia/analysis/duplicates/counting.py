"""How much is there, if nothing is counted twice? A picture and its pairs in, totals out.

Activities that are one thing are a cluster. Within it, activities that report the same merge, and
those that pay for others stand above them; money is counted at the donor's or the implementer's
end. See docs/methods/duplicates.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from intarsia.analysis.duplicates.clusters import clusters_of
from intarsia.analysis.duplicates.facts import Said, facts_of, is_beside
from intarsia.analysis.duplicates.kinds import FUNDING_CHAIN, SAME_ACTIVITY, TWICE
from intarsia.analysis.duplicates.limits import limits_of
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.tables import Picture

Level = Literal["donor", "implementer"]

CLUSTERS = pa.schema(
    [
        ("cluster_id", pa.string()),
        ("activity_ids", pa.list_(pa.string())),
        ("chosen_id", pa.string()),
        ("budget_usd_reported", pa.float64()),
        ("budget_usd", pa.float64()),
        ("spent_usd_reported", pa.float64()),
        ("spent_usd", pa.float64()),
        ("people_least", pa.float64()),
        ("people_most", pa.float64()),
        ("assumptions", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True)
class CountedOnce:
    """Totals as reported and counted once, and the clusters that make the difference.

    level         at whose end money was counted: donor or implementer
    activities    how many; `activities_reported` before
    budget_usd    US dollars; null amounts add nothing
    people_least, people_most   bounds of people targeted, else reached: clusters may reach the same
                  people, so their figures are not one sum
    clusters      CLUSTERS: those of two activities and more, the largest difference first
    limits        what was bounded when duplicates were looked for, codes with data; see limits.py
    """

    level: Level
    activities_reported: int
    activities: int
    budget_usd_reported: float
    budget_usd: float
    spent_usd_reported: float
    spent_usd: float
    people_least: float
    people_most: float
    clusters: pa.Table
    limits: list[Reason]


def count_once(
    picture: Picture, *, level: Level = "implementer", pairs: Pairs | None = None
) -> CountedOnce:
    """Return what the picture's activities add up to when each is counted once.

    level   "donor": what those at the head of each chain give; "implementer": what those at its
            end have
    pairs   what `find_pairs` found; found here if left out
    Raises  ValueError for another level.
    """
    if level not in ("donor", "implementer"):
        raise ValueError(f"level is {level!r}; it must be 'donor' or 'implementer'")
    found = find_pairs(picture) if pairs is None else pairs
    ids = found.known.ids.to_pylist()
    members = _members(found)
    facts = facts_of(picture, ids)
    rows = _rows(found, members, facts, level)
    alone = [facts[keys[0]] for keys in members.values() if len(keys) == 1]
    singles = [said.people for said in alone if said.people is not None]
    return CountedOnce(
        level,
        len(ids),
        len(members),
        sum(said.budget_usd or 0 for said in facts.values()),
        sum(said.budget_usd or 0 for said in alone) + sum(row["budget_usd"] for row in rows),
        sum(said.spent_usd or 0 for said in facts.values()),
        sum(said.spent_usd or 0 for said in alone) + sum(row["spent_usd"] for row in rows),
        max([0.0, *singles, *(row["people_least"] for row in rows)]),
        sum(singles) + sum(row["people_most"] for row in rows),
        pa.Table.from_pylist(rows, CLUSTERS),
        limits_of(picture, found),
    )


def clusters_once(picture: Picture, pairs: Pairs, *, level: Level = "implementer") -> pa.Table:
    """Return CLUSTERS of the activities that are one thing, the largest difference first.

    pairs, level   as for `count_once`
    """
    members = _members(pairs)
    several = [key for keys in members.values() if len(keys) > 1 for key in keys]
    rows = _rows(pairs, members, facts_of(picture, several), level)
    return pa.Table.from_pylist(rows, CLUSTERS)


def _members(pairs: Pairs) -> dict[int, list[str]]:
    """The activities of each cluster, also of those of one."""
    ids = pairs.known.ids.to_pylist()
    members: dict[int, list[str]] = defaultdict(list)
    for record, cluster in enumerate(clusters_of(pairs).tolist()):
        members[cluster].append(ids[record])
    return members


def _rows(
    pairs: Pairs, members: dict[int, list[str]], facts: dict[str, Said], level: Level
) -> list[dict[str, Any]]:
    """CLUSTERS of two activities and more, row by row."""
    links = _links(pairs, pairs.known.ids.to_pylist(), facts)
    within: dict[int, _Links] = defaultdict(dict)
    cluster_of = {key: cluster for cluster, keys in members.items() for key in keys}
    for (one, other), payer in links.items():
        if cluster_of[one] == cluster_of[other]:
            within[cluster_of[one]][one, other] = payer
    rows = [
        _cluster(sorted(keys), facts, within[cluster], level)
        for cluster, keys in members.items()
        if len(keys) > 1
    ]
    rows.sort(key=lambda row: (row["budget_usd"] - row["budget_usd_reported"], row["cluster_id"]))
    return rows


_Links = dict[tuple[str, str], int]
#: The same activity, and money side by side.
_BESIDE = 2


def _links(pairs: Pairs, ids: list[str], facts: dict[str, Said]) -> _Links:
    """Who pays whom: 1 where the first of the two ids pays, -1 the second, 0 the same, _BESIDE."""
    links: _Links = {}
    for first, second, kind, payer in zip(
        pairs.first.tolist(),
        pairs.second.tolist(),
        pairs.kind.tolist(),
        pairs.payers.tolist(),
        strict=True,
    ):
        if kind in TWICE:
            one, other = ids[first], ids[second]
            links[one, other] = payer if kind == FUNDING_CHAIN else 0
            # Two that no cluster holds together may not be known here.
            are_known = one in facts and other in facts
            if kind == SAME_ACTIVITY and are_known and is_beside(facts[one], facts[other]):
                links[one, other] = _BESIDE
    return links


def _cluster(keys: list[str], facts: dict[str, Said], here: _Links, level: Level) -> dict[str, Any]:
    group = _groups(keys, here)
    payers, paid = set(), set()
    for (one, other), payer in here.items():
        if payer in (-1, 1) and group[one] != group[other]:
            payers.add(group[one if payer > 0 else other])
            paid.add(group[other if payer > 0 else one])
    groups = set(group.values())
    ends = groups - paid if level == "donor" else groups - payers
    assumptions = ["count.same_is_largest"] if len(groups) < len(keys) else []
    if any(payer == _BESIDE and group[one] != group[other] for (one, other), payer in here.items()):
        assumptions.append("count.beside")
    if not ends:
        ends = groups
        assumptions.append("count.circle")
    said = [facts[key] for key in keys]
    row: dict[str, Any] = {
        "cluster_id": "cluster:" + min(keys),
        "activity_ids": keys,
        "chosen_id": max(keys, key=lambda key: (_known(facts[key]), group[key] in ends, key)),
    }
    for name in ("budget_usd", "spent_usd"):
        stated: dict[str, float] = {}
        for key in keys:
            value = getattr(facts[key], name)
            if value is not None:
                stated[group[key]] = max(stated.get(group[key], 0.0), value)
        reported = sum(getattr(one, name) or 0 for one in said)
        at_ends = [stated[one] for one in ends if one in stated]
        if not at_ends and stated:
            at_ends = [max(stated.values())]
            assumptions.append("count.other_end")
        row[f"{name}_reported"] = reported
        row[name] = min(sum(at_ends), reported)
    people = _people(said)
    row["people_least"] = max(people, default=0.0)
    reached: dict[str, float] = {}
    for key in keys:
        if group[key] in ends:
            reached[group[key]] = max(reached.get(group[key], 0.0), facts[key].people or 0.0)
    row["people_most"] = max(sum(reached.values()), max(people, default=0.0))
    row["assumptions"] = sorted(set(assumptions))
    return row


def _groups(keys: list[str], here: _Links) -> dict[str, str]:
    """The report that stands for each: the first id of those that report the same."""
    above = {key: key for key in keys}

    def head(key: str) -> str:
        while above[key] != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for (one, other), payer in here.items():
        if payer == 0:
            kept, gone = sorted((head(one), head(other)))
            above[gone] = kept
    return {key: head(key) for key in keys}


def _people(said: Iterable[Said]) -> list[float]:
    return [one.people for one in said if one.people is not None]


def _known(said: Said) -> int:
    """How many things an activity states."""
    return sum(value not in (None, {}, "") for value in vars(said).values())
