"""What two activities say, in words and figures: what a reason needs to be told to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.analysis.duplicates.records import MOST, NO_SECTOR
from intarsia.tables import Picture

#: OrganizationType codes of those that give: governments, other public bodies, multilaterals.
_GIVERS = ("10", "11", "15", "40")
#: Amounts further apart than this many times are not the same money told twice.
_UNLIKE = 1.6


@dataclass
class Said:
    """What one activity says; None and empty where it does not.

    funders, implementers, sectors, places   names by id or code
    """

    activity_id: str
    title: str | None = None
    reporter: str | None = None
    reporter_type: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    budget_usd: float | None = None
    spent_usd: float | None = None
    people: float | None = None
    funders: dict[str, str] = field(default_factory=dict)
    implementers: dict[str, str] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def money(self) -> float | None:
        """US dollars budgeted, else spent."""
        return self.spent_usd if self.budget_usd is None else self.budget_usd


def facts_of(picture: Picture, activity_ids: Iterable[str]) -> dict[str, Said]:
    """Return what some activities of a picture say, by id."""
    wanted = pa.array(sorted(set(activity_ids)), pa.string())
    names = dict(columns_of(picture["organizations"], "organization_id", "name"))
    parents = dict(columns_of(picture["organizations"], "organization_id", "parent_id"))
    types = dict(columns_of(picture["organizations"], "organization_id", "type_code"))
    places = dict(columns_of(picture["places"], "place_code", "name"))
    found: dict[str, Said] = {}
    for row in _of(picture["activities"], wanted).to_pylist():
        people = _positive(row["people_targeted"])
        found[row["activity_id"]] = Said(
            row["activity_id"],
            row["title"],
            names.get(row["organization_id"]),
            types.get(row["organization_id"]),
            row["starts_on"],
            row["ends_on"],
            _positive(row["budget_usd"]),
            _positive(row["spent_usd"]),
            _positive(row["people_reached"]) if people is None else people,
        )
    for row in _of(picture["participations"], wanted).to_pylist():
        key = row["organization_id"]
        if key is None:
            continue
        root = root_of(key, parents)
        said = found[row["activity_id"]]
        if row["role"] == "funding":
            said.funders[root] = names.get(key, key)
        elif row["role"] in ("implementing", "extending"):
            said.implementers[root] = names.get(key, key)
    for row in _of(picture["activity_sectors"], wanted).to_pylist():
        if row["sector_code"] not in (None, NO_SECTOR):
            found[row["activity_id"]].sectors[row["sector_code"]] = row["sector_code"]
    for row in _of(picture["activity_locations"], wanted).to_pylist():
        if row["kind"] == "location" and (row["place_code"] or row["name_as_reported"]):
            key = row["place_code"] or row["name_as_reported"].casefold()
            name = places.get(row["place_code"]) or row["name_as_reported"] or key
            found[row["activity_id"]].places[key] = name
    return found


def shared_days(one: Said, other: Said) -> int | None:
    """Return the days both activities run, inclusive.

    None where a day is not known, or one is said to end before it starts.
    """
    if None in (one.starts_on, one.ends_on, other.starts_on, other.ends_on):
        return None
    if any(said.ends_on < said.starts_on for said in (one, other)):  # type: ignore[operator]
        return None
    first = max(one.starts_on, other.starts_on)  # type: ignore[type-var]
    last = min(one.ends_on, other.ends_on)  # type: ignore[type-var]
    return max(0, (last - first).days + 1)  # type: ignore[operator]


def compared_amounts(one: Said, other: Said) -> tuple[float | None, float | None]:
    """Return the two amounts of a pair that lie nearest, budgeted or spent, US dollars."""
    pairs = [
        (first, second)
        for first in (one.budget_usd, one.spent_usd)
        for second in (other.budget_usd, other.spent_usd)
        if first is not None and second is not None
    ]
    return min(
        pairs,
        key=lambda pair: max(pair) / min(pair),
        default=(one.money, other.money),
    )


def is_beside(one: Said, other: Said) -> bool:
    """Return whether two reports of one activity tell of money side by side, not of the same.

    So it is where both reporters are such as give (governments, multilaterals), they name no
    common funder, and their amounts are too unlike to be one: two donors of one project, a bank's
    loan and its trust fund. Where a type is not known they are taken to tell of the same money.
    """
    first, second = compared_amounts(one, other)
    if first is None or second is None or one.funders.keys() & other.funders.keys():
        return False
    givers = one.reporter_type in _GIVERS and other.reporter_type in _GIVERS
    return givers and max(first, second) > _UNLIKE * min(first, second)


def at_stake(one: Said, other: Said) -> float | None:
    """Return the US dollars counted twice if both are: the smaller of what each states.

    None where that is not known. Whether the two are such as to count twice is not asked here.
    """
    for first, second in (
        (one.budget_usd, other.budget_usd),
        (one.spent_usd, other.spent_usd),
        (one.money, other.money),
    ):
        if first is not None and second is not None:
            return min(first, second)
    return None


def _positive(value: float | None) -> float | None:
    """A figure, if it is one that can be: above zero, and not more than there is of anything."""
    return value if value is not None and 0 < value <= MOST else None


def root_of(key: str, parents: Mapping[str, str | None]) -> str:
    """Return the organization at the head of one's family; of a circle one of its members."""
    seen = set()
    while (above := parents.get(key)) and key not in seen:
        seen.add(key)
        key = above
    return key


def _of(table: pa.Table, wanted: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table["activity_id"], wanted))


def columns_of(table: pa.Table, key: str, value: str) -> Iterable[tuple[str, str]]:
    """Return two columns of a table, row by row."""
    return zip(table[key].to_pylist(), table[value].to_pylist(), strict=True)
