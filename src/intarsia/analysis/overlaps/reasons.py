"""Why is this an overlap, and what is not known? One finding in, codes with figures out.

The words stand in `intarsia.phrases`, domain `overlap`; codes of sectors, groups and functions in
the data are said by their names, see `said`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from intarsia import codelists
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.analysis.ground.functions import ADMINISTER, FUND
from intarsia.analysis.overlaps.comparing import LEAST_DAYS
from intarsia.analysis.overlaps.fields import LEVELS, Field, parts
from intarsia.analysis.overlaps.stakes import Stake
from intarsia.phrases import say

if TYPE_CHECKING:
    from intarsia.analysis.overlaps.search import Found, Search

_EPOCH = dt.date(1970, 1, 1)
_LISTS = {"sectors": "sectors", "targets": "target_groups"}
#: So many names stand in a sentence; the rest are counted.
_MOST_NAMES = 12


def reasons_of(found: Found, search: Search, stake: Stake) -> list[Reason]:
    """Return what each field says, what weighs most first; what only informs weighs nothing."""
    added = parts(found.levels[None], str(found.kind))[0]
    reasons: list[Reason] = []
    for field in Field:
        at = int(found.levels[field])
        if not at or field == Field.STAKE:
            continue
        code = f"overlap.{field.name.lower()}.{LEVELS[field][at]}"
        weight = {"weight": round(float(added[field]), 2)}
        reasons.append((code, {**weight, **_data(field, found, search, stake)}))
    reasons += _stakes(float(added[Field.STAKE]), found, search, stake)
    if found.ended >= LEAST_DAYS:
        reasons.append(("overlap.time.over", {"weight": 0.0, "days": found.ended}))
    reasons.sort(key=lambda reason: (-abs(reason[1]["weight"]), reason[0]))
    return reasons


def unknowns_of(found: Found, search: Search, stake: Stake) -> list[Reason]:
    """Return what is not known of the activities, and what might make it another question."""
    strands, works = search.strands, search.ground.works
    unknown: list[Reason] = []
    for field, name in (
        (Field.TIME, "time"),
        (Field.TARGET, "target"),
        (Field.FUNCTION, "function"),
        (Field.WORDING, "wording"),
    ):
        if not found.levels[field]:
            unknown.append((f"overlap.unknown.{name}", {}))
    if found.levels[Field.TIME] == LEVELS[Field.TIME].index("weak"):
        unknown.append(("overlap.unknown.days", {}))
    if stake.lacks_money:
        unknown.append(("overlap.unknown.money", {"organizations": stake.lacks_money}))
    level = LEVELS[Field.GROUND][found.levels[Field.GROUND]]
    if level in ("district", "region", "within", "spread", "country"):
        unknown.append((f"overlap.unknown.in_{level}", {}))
    ends = works["ends_on"].take(strands.works[found.strands])
    starts = works["starts_on"].take(strands.works[found.strands])
    open_ended = sum(
        end is None and start is not None
        for end, start in zip(ends.to_pylist(), starts.to_pylist(), strict=True)
    )
    if open_ended:
        unknown.append(("overlap.unknown.end", {"activities": open_ended}))
    return unknown


def said(code: str, data: Mapping[str, Any], language: str = "en") -> str:
    """Return a reason or unknown as a sentence: codes by their names in the language.

    >>> said("overlap.sector.sector", {"sectors": ["police"]})
    'The same sector: Police and policing.'
    """
    told = dict(data)
    for name, of in _LISTS.items():
        if name in told:
            known = codelists.names(of, language)
            told[name] = [known.get(key, key) for key in told[name]]
    for name in ("functions", "one", "other"):
        if name in told:
            told[name] = [_named(key, language) for key in told[name]]
    for name in ("from_on", "to_on"):
        if isinstance(told.get(name), str):
            told[name] = dt.date.fromisoformat(told[name])
    if "names" in told and told.get("count", 0) > len(told["names"]):
        rest = {"count": told["count"] - len(told["names"])}
        told["names"] = [*told["names"], say("overlap.and_more", rest, language)]
    return say(code, told, language)


def _named(key: str, language: str) -> str:
    """The name of a function, or of a target group."""
    names = codelists.names("target_groups", language)
    return names[key] if key in names else say(f"overlap.doing.{key}", {}, language)


def _data(field: Field, found: Found, search: Search, stake: Stake) -> dict[str, Any]:
    strands, named = search.strands, search.named
    which = found.strands
    if field == Field.ACTORS:
        names = _names(search, np.unique(strands.owners[which]).tolist())
        return {"count": len(names), "names": names[:_MOST_NAMES]}
    if field == Field.GROUND:
        places = search.places_of(which)
        return {"count": len(places), "names": places[:_MOST_NAMES]}
    if field == Field.SECTOR:
        numbers = np.unique(strands.sectors[which]).tolist()
        return {"sectors": [named.sectors[at] for at in numbers]}
    if field == Field.TIME:
        return {"days": stake.shared_days, "from_on": _day(stake.first), "to_on": _day(stake.last)}
    if field in (Field.TARGET, Field.FUNCTION):
        return _doing("targets" if field == Field.TARGET else "functions", found, search)
    return {}


def _doing(column: str, found: Found, search: Search) -> dict[str, Any]:
    """What the two sides of the surest pair say, and what they share."""
    lists = search.ground.works[column]
    strands = search.strands
    one, other = (lists[int(strands.works[end[0]])].as_py() for end in (found.ones, found.others))
    left_out = (FUND, ADMINISTER)
    sides = [[code for code in codes or () if code not in left_out] for codes in (one, other)]
    shared = [code for code in sides[0] if code in sides[1]]
    # Displaced persons in camps are displaced persons: where none is the same, both are said.
    either = shared or list(dict.fromkeys([*sides[0], *sides[1]]))
    return {column: either, "one": sides[0], "other": sides[1]}


def _stakes(weight: float, found: Found, search: Search, stake: Stake) -> list[Reason]:
    """Money, people and effort at stake, as far as they are known; the first of them weighs."""
    told: list[Reason] = []
    if stake.usd is not None:
        told.append(("overlap.stake.usd", {"usd": round(stake.usd, 2)}))
    else:
        amount = search.smaller_amount(found)
        if amount is not None:
            told.append(("overlap.stake.amount", {"usd": round(amount, 2)}))
    if stake.people is not None:
        told.append(("overlap.stake.people", {"people": stake.people}))
    if stake.usd is None and stake.effort is not None and stake.effort < 1:
        told.append(("overlap.stake.effort", {"share": round(stake.effort, 4)}))
    weights = [round(weight, 2), *[0.0] * len(told)]
    return [(code, {"weight": each, **data})
            for (code, data), each in zip(told, weights, strict=False)]  # fmt: skip


def _names(search: Search, owners: Sequence[int]) -> list[str]:
    ids = [search.named.owners[at] for at in owners]
    return sorted(search.names.get(key, key) for key in ids)


def _day(number: int | None) -> dt.date | None:
    return None if number is None else _EPOCH + dt.timedelta(days=number)
