"""Why? What each field of a pair says, as codes with their figures, and what was not known.

The words stand in `intarsia.phrases`, domain `pairs`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from intarsia.analysis.duplicates.facts import Said, compared_amounts, shared_days
from intarsia.analysis.duplicates.fields import LEVELS, Field

Reason = tuple[str, dict[str, Any]]

#: Fields whose not being stated is worth a word; the others are seldom stated at all.
_MISSED = (
    Field.REPORTER, Field.FUNDER, Field.IMPLEMENTER, Field.SECTOR, Field.PLACE, Field.START,
    Field.END, Field.AMOUNT, Field.TARGET, Field.TITLE, Field.DESCRIPTION,
)  # fmt: skip
#: Levels that are told by one sentence, with the figure in it.
_TOLD: dict[Field, dict[str | None, str | None]] = {
    Field.START: {"same_day": "same_day", None: "apart"},
    Field.END: {"same_day": "same_day", None: "apart"},
    Field.AMOUNT: {
        "equal": "equal", "1_per_cent": "near", "5_per_cent": "near", "18_per_cent": "near",
        None: "far",
    },
    Field.REFERENCE: {"none_shared": None, None: "shared"},
    Field.NAMED: {"none_shared": "none_shared", None: "shared"},
    Field.PAYMENT: {"none_shared": None, None: "shared"},
    Field.TITLE: {
        "0": "other", "10": "other", "25": "some", "40": "some", "97": "same", None: "near",
    },
    Field.RARE_WORDS: {"0": "few", "3": "few", "6": "few", None: "many"},
    Field.DESCRIPTION: {"none_shared": "none_shared", None: "shared"},
}  # fmt: skip


def reasons_of(levels: NDArray[Any], parts: NDArray[Any], one: Said, other: Said) -> list[Reason]:
    """Return what each field says of a pair, what weighs most first.

    levels, parts   of the pair, a field each: its level and what that adds to the log-odds
    """
    found = []
    for field in Field:
        if not levels[field]:
            continue
        level = LEVELS[field][levels[field]]
        told = _TOLD.get(field)
        name = level if told is None else told.get(level, told[None])
        if name is None:
            continue
        if not parts[field]:
            continue
        data = {"weight": round(float(parts[field]), 2), **_data(field, one, other)}
        if name == "apart" and data["days"] == 0:
            name = "same_day"
        found.append((f"pair.{field.name.lower()}.{name}", data))
    found.sort(key=lambda reason: (-abs(reason[1]["weight"]), reason[0]))
    return found


def unknowns_of(levels: NDArray[Any]) -> list[Reason]:
    """Return which fields were not compared because one of the two does not state them."""
    return [(f"pair.unknown.{field.name.lower()}", {}) for field in _MISSED if not levels[field]]


def as_json(reasons: list[Reason]) -> str:
    """Return reasons as FINDINGS keeps them: a list of [code, data]."""
    return json.dumps(reasons, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept in a reason")


def _data(field: Field, one: Said, other: Said) -> Mapping[str, Any]:
    if field == Field.REPORTER:
        return {"one": one.reporter, "other": other.reporter}
    if field in (Field.FUNDER, Field.IMPLEMENTER, Field.PLACE, Field.SECTOR):
        name = {"place": "places", "sector": "sectors"}.get(
            field.name.lower(), f"{field.name.lower()}s"
        )
        ours, theirs = getattr(one, name), getattr(other, name)
        return {
            "shared": sorted(ours[key] for key in ours.keys() & theirs.keys()),
            "one": sorted(ours.values())[:3],
            "other": sorted(theirs.values())[:3],
        }
    if field in (Field.START, Field.END):
        name = "starts_on" if field == Field.START else "ends_on"
        first, second = getattr(one, name), getattr(other, name)
        return {"one": first, "other": second, "days": abs((first - second).days)}
    if field == Field.TIME:
        return {"days": shared_days(one, other)}
    if field == Field.AMOUNT:
        first, second = compared_amounts(one, other)
        return {"one_usd": first, "other_usd": second}
    if field == Field.PEOPLE:
        return {"one": one.people, "other": other.people}
    return {}
