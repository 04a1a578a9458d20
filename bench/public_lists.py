"""Public lists with known pairs, as pictures: papers, products and people told in our tables.

Nothing of the truth is in a picture. What stands for what:

    papers     title; authors as implementers; the year as first and last day; venue as sector
    products   name as title; description; price as budget
    people     names as title; address as description; suburb as place, state as area, postcode as
               sector; day of birth as first day; social security number as identifier
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from intarsia.spelling import folded
from intarsia.tables import Picture
from list_measures import SHARED
from rows import table_of

FOLDER = SHARED / "benchmarks"
Row = dict[str, Any]
#: The two bibliographies' names of the same five venues, as an office would note them for sectors.
VENUES = {
    "SIGMOD Conference": "conference",
    "International Conference on Management of Data": "conference",
    "SIGMOD Record": "record",
    "ACM SIGMOD Record": "record",
    "VLDB": "large",
    "Very Large Data Bases": "large",
    "VLDB J.": "large-journal",
    "The VLDB Journal &mdash; The International Journal on Very Large Data Bases": "large-journal",
    "ACM Trans. Database Syst.": "transactions",
    "ACM Transactions on Database Systems (TODS)": "transactions",
}


@dataclass(frozen=True)
class PublicList:
    """Records to be matched, and which of them are one thing.

    sides   int[n]: the list a record stands in, those of list 0 first; None where there is one
            list, and any two of its records may be one thing
    true    int64[pairs]: the true pairs, first record << 32 | second, sorted
    """

    name: str
    picture: Picture
    sides: np.ndarray | None
    true: np.ndarray


def papers() -> PublicList:
    """Return the papers of two bibliographies; each holds a paper once."""
    rows = [
        {
            "key": f"{side}:{row['id']}",
            "reporter": side,
            "title": row["title"],
            "implementers": _authors(row["authors"]),
            "sector": VENUES.get(row["venue"]),
            "starts_on": dt.date(int(row["year"]), 1, 1) if row["year"] else None,
            "ends_on": dt.date(int(row["year"]), 12, 31) if row["year"] else None,
        }
        for side in ("dblp", "acm")
        for row in _rows(f"dblp-acm-{side}.csv", "%")
    ]
    return _linked("DBLP-ACM", rows, "dblp-acm-gt.csv", "%", ("dblp", "acm"))


def products() -> PublicList:
    """Return the products of two shops; each sells a product once."""
    rows = [
        {
            "key": f"{side}:{row['id']}",
            "reporter": side,
            "title": row["name"],
            "description": row["description"] or None,
            "budget_usd": _price(row["price"]),
        }
        for side in ("abt", "buy")
        for row in _rows(f"abt-buy-{side}.csv", "|")
    ]
    return _linked("Abt-Buy", rows, "abt-buy-gt.csv", "|", ("abt", "buy"))


def people_of_one_list() -> PublicList:
    """Return 5,000 statements about 2,000 invented people, up to six about one."""
    rows = [_person(row, row["rec_id"]) for row in _rows("febrl-dataset3.csv", ", ")]
    return _same_person("Febrl 3", rows, None)


def people_of_two_lists() -> PublicList:
    """Return 5,000 invented people, each in both of two lists."""
    sides = ("febrl-dataset4a.csv", "febrl-dataset4b.csv")
    rows = [_person(row, side) for side in sides for row in _rows(side, ", ")]
    return _same_person("Febrl 4", rows, np.repeat((0, 1), len(rows) // 2))


def _rows(name: str, separator: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = (line.rstrip("\n").replace(separator, "\x1f") for line in file)
        return list(csv.DictReader(lines, delimiter="\x1f", quoting=csv.QUOTE_NONE))


def _authors(text: str) -> list[str]:
    """Family names with the first letter of a given one: what bibliographies have in common.

    Fourteen rows have a broken quotation where authors should be; those have none, and no year.
    """
    names = [folded(name).split() for name in text.split(",") if not text.startswith('"')]
    return [f"{words[-1]} {words[0][0]}" for words in names if words]


def _price(text: str) -> float | None:
    digits = "".join(letter for letter in text if letter.isdigit() or letter == ".")
    return float(digits) if digits else None


def _person(row: dict[str, str], reporter: str) -> Row:
    address = (row["street_number"], row["address_1"], row["address_2"])
    return {
        "key": row["rec_id"],
        "reporter": reporter,
        "identifier": row["soc_sec_id"] or None,
        "title": f"{row['given_name']} {row['surname']}".strip() or None,
        "description": " ".join(address).strip() or None,
        "starts_on": _day(row["date_of_birth"]),
        "area": row["state"] or None,
        "places": [row["suburb"]] if row["suburb"] else [],
        "sector": row["postcode"] or None,
    }


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _linked(
    name: str, rows: list[Row], truth: str, separator: str, sides: tuple[str, str]
) -> PublicList:
    place = {row["key"]: at for at, row in enumerate(rows)}
    true = [
        (place[f"{sides[0]}:{row['D1']}"], place[f"{sides[1]}:{row['D2']}"])
        for row in _rows(truth, separator)
    ]
    side = np.array([sides.index(row["reporter"]) for row in rows])
    return PublicList(name, picture_of(rows), side, _packed(true))


def _same_person(name: str, rows: list[Row], sides: np.ndarray | None) -> PublicList:
    """The list with the truth that its keys tell: rec-12-dup-0 is rec-12-org."""
    people = np.array([int(row["key"].split("-")[1]) for row in rows])
    order = np.argsort(people, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(people[order])) + 1)
    true = [
        (group[one], group[other])
        for group in groups
        for other in range(len(group))
        for one in range(other)
    ]
    # What a key tells is not for the picture.
    hidden = [{**row, "key": f"person:{at}"} for at, row in enumerate(rows)]
    if sides is None:
        hidden = [{**row, "reporter": row["key"]} for row in hidden]
    return PublicList(name, picture_of(hidden), sides, _packed(true))


def _packed(pairs: list[tuple[int, int]]) -> np.ndarray:
    ends = np.sort(np.array(pairs, np.int64), axis=1)
    return np.sort((ends[:, 0] << 32) | ends[:, 1])


def picture_of(rows: list[Row]) -> Picture:
    """Return the records as a picture, its organizations settled."""
    named = {name for row in rows for name in (row["reporter"], *row.get("implementers", ()))}
    tables: dict[str, Iterable[Row]] = {
        "activities": (
            {**row, "activity_id": row["key"], "organization_id": row["reporter"]} for row in rows
        ),
        "participations": (
            {"activity_id": row["key"], "role": role, "organization_id": name}
            for row in rows
            for role, names in (
                ("reporting", (row["reporter"],)),
                ("implementing", row.get("implementers", ())),
            )
            for name in names
        ),
        "organizations": ({"organization_id": name, "name": name} for name in sorted(named)),
        "activity_locations": (
            {"activity_id": row["key"], "kind": "location", **place}
            for row in rows
            for place in (
                *({"place_code": row[name]} for name in ("area",) if row.get(name)),
                *({"name_as_reported": name} for name in row.get("places", ())),
            )
        ),
        "activity_sectors": (
            {"activity_id": row["key"], "sector_code": row["sector"]}
            for row in rows
            if row.get("sector")
        ),
        "places": (
            {"place_code": area, "name": area, "level": 1}
            for area in sorted({row["area"] for row in rows if row.get("area")})
        ),
    }
    return Picture({name: table_of(name, given, _FILLED) for name, given in tables.items()})


#: What no list states and no table may leave out.
_FILLED: Row = {
    "report_id": "public",
    "source_vocabulary": "public",
    "file": "public",
    "ordinal": 0,
    "is_placeholder": False,
    "level": 1,
}


#: What makes each list, by name.
LISTS: dict[str, Callable[[], PublicList]] = {
    "DBLP-ACM": papers,
    "Abt-Buy": products,
    "Febrl 3": people_of_one_list,
    "Febrl 4": people_of_two_lists,
}
