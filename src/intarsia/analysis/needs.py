"""How great is the need in each sector and place? NEEDS of a picture in, one figure a cell out.

Only rows that stand for everybody count, of several days the latest, and of the levels of the tree
each for itself: a region's figure is not added to those of its districts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from intarsia.analysis.duplicates.reasons import Reason
from intarsia.tables import Picture

_LEAST, _MOST = 1.0, 5.0


@dataclass(frozen=True)
class Need:
    """What is needed in one cell.

    sector      None: all sectors together
    place       None: the whole country
    people      people in need; None: not known
    targeted    people that the response plan means to reach; None: not known
    severity    1-5; None: not known
    """

    need_id: str
    sector: str | None
    place: str | None
    people: float | None
    targeted: float | None
    severity: float | None
    as_of: dt.date | None
    source: str | None


@dataclass(frozen=True)
class Needs:
    """Needs that can be used, by sector and place, and what could not be: codes with how many."""

    needs: Sequence[Need]
    left_out: list[Reason]


def needs_of(picture: Picture) -> Needs:
    """Return the needs of a picture, one for each sector and place.

    Of several figures of one cell the latest day's counts, a day that is not known last; of equal
    days the first. A severity outside 1 to 5, and people below zero, are not known.
    """
    rows = picture["needs"].filter(picture["needs"]["is_counted"]).to_pylist()
    left_out: Counter[str] = Counter()
    found: dict[tuple[str | None, str | None], Need] = {}
    for row in rows:
        if row["place_code"] is None and row["level"] > 0:
            left_out["place"] += 1
            continue
        if row["sector_code"] is None and not row["is_all_sectors"]:
            left_out["sector"] += 1
            continue
        severity, people = row["severity"], row["people_in_need"]
        if severity is not None and not _LEAST <= severity <= _MOST:
            left_out["severity"] += 1
            severity = None
        if people is not None and not 0 <= people < float("inf"):
            left_out["people"] += 1
            people = None
        key = row["sector_code"], row["place_code"]
        need = _need(row, people, severity)
        known = found.get(key)
        if known is None or _day(need) > _day(known):
            found[key] = need
    said: list[Reason] = [
        (f"need.left_out.{reason}", {"count": count}) for reason, count in sorted(left_out.items())
    ]
    return Needs(list(found.values()), said)


def _need(row: dict[str, Any], people: float | None, severity: float | None) -> Need:
    targeted = row["people_targeted"]
    return Need(
        row["need_id"],
        row["sector_code"],
        row["place_code"],
        people,
        targeted if targeted is not None and targeted >= 0 else None,
        severity,
        row["as_of"],
        row["source"],
    )


def _day(need: Need) -> dt.date:
    return need.as_of or dt.date.min
