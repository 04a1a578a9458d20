"""What does an activity say in a field? Rows of a picture in, codes with their data out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from intarsia import codelists
from intarsia.changes.carried import (
    NO_SECTOR,
    Row,
    carried_money,
    carried_name,
    carried_names,
    carried_place,
    carried_text,
    sums_of,
)
from intarsia.changes.parts import Part, Value, part, together
from intarsia.changes.said import Said
from intarsia.normalize.budgets import COMMITMENTS, SPENDING
from intarsia.tables import Picture

_FROM_TRANSACTIONS = "from transactions"


class Values:
    """Says what stands in fields of activities; knows the names of the pictures' places.

    carried  say only what a 3W template can carry, so that both sides of its journey are alike
    """

    def __init__(self, *pictures: Picture, carried: bool = False) -> None:
        self._carried = carried
        self._places: dict[str, str] = {}
        for picture in pictures:
            places = picture["places"].select(["place_code", "name"])
            self._places.update(zip(*(c.to_pylist() for c in places.columns), strict=True))

    def of(self, said: Said) -> dict[str, Value]:
        """Return the value of each field that is not told row by row; None: not stated."""
        one = said.activity
        transactions = said.rows["transactions"]
        values: dict[str, Value] = {
            "title": self._text(one.get("title")),
            "description": self._text(one.get("description")),
            "status": _status(one.get("status_code")),
            "starts_on": _day(one.get("actual_starts_on") or one.get("planned_starts_on")),
            "ends_on": _day(one.get("actual_ends_on") or one.get("planned_ends_on")),
            "reported_period": _period(one.get("reported_from_on"), one.get("reported_to_on")),
            "organizations": self._organizations(said.rows["participations"]),
            "sectors": self._sectors(said.rows["activity_sectors"]),
            "places": self._of_places(said.rows["activity_locations"]),
            "target_group": self._coded("target_groups", one.get("target_group")),
            "people_targeted": _figure(one.get("people_targeted")),
            "people_reached": _figure(one.get("people_reached")),
            "people": _figure(one.get("people")),
            "modality": self._coded("modalities", one.get("modality")),
            "budget": _budget(transactions, said.rows["budgets"]),
            "spent": _sums(sums_of(row for row in transactions if row["kind"] in SPENDING)),
            "label": self._text(one.get("label")),
        }
        if not self._carried:
            return values
        starts_on = one.get("actual_starts_on") or one.get("planned_starts_on")
        ends_on = one.get("actual_ends_on") or one.get("planned_ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            # No list is read so.
            values["ends_on"] = None
        budget, spent, currency = carried_money(transactions, said.rows["budgets"])
        values["budget"] = None if budget is None else _sums({currency: budget})
        values["spent"] = None if spent is None else _sums({currency: spent})
        return values

    def _text(self, text: str | None) -> Value:
        said = carried_text(text) if self._carried else text
        return together([part("text", text=said)]) if said else None

    def _coded(self, list_name: str, text: str | None) -> Value:
        """A code where it is one, as what is entered on the site says it; else what is written."""
        if text and codelists.has(list_name, text):
            return together([part("coded", list=list_name, code=text)])
        return self._text(text)

    def _organizations(self, rows: Iterable[Row]) -> Value:
        if self._carried:
            names = [(role, name) for role, found in carried_names(rows).items() for name in found]
        else:
            names = [
                (
                    row["role"],
                    row["name_as_reported"]
                    or row["acronym_as_reported"]
                    or row["identifier_as_reported"],
                )
                for row in rows
            ]
        return together(part("organization", role=role, name=name) for role, name in names if name)

    def _sectors(self, rows: Iterable[Row]) -> Value:
        if self._carried:
            return _carried_sectors(list(rows))
        shares: dict[Part, float] = defaultdict(float)
        for row in rows:
            name = _sector(row)
            if name is not None and row["share_basis"] != _FROM_TRANSACTIONS:
                shares[name] += row["percentage"] or 0.0
        return together(
            part("sector", **one.data, percentage=round(share, 6) or None)
            for one, share in shares.items()
        )

    def _of_places(self, rows: Iterable[Row]) -> Value:
        if self._carried:
            return together({self._place(row) for row in rows if row["kind"] == "location"})
        return together(
            self._place(row) for row in rows if row["share_basis"] != _FROM_TRANSACTIONS
        )

    def _place(self, row: Row) -> Part | None:
        code = row["place_code"]
        if code in self._places:
            return part("place", name=self._places[code], code=code)
        if self._carried:
            name = carried_place(row)
            return part("place", name=name) if name else None
        if row["kind"] == "country" and row["source_code"] and not row["name_as_reported"]:
            return part("coded", list="countries", code=row["source_code"])
        path = " / ".join(name for name in row["path_names"] or () if name)
        name = row["name_as_reported"] or path or code or row["source_code"]
        where = {}
        if row["latitude"] is not None:
            where = {"latitude": row["latitude"], "longitude": row["longitude"] or 0.0}
        return part("place", name=name, **where) if name or where else None


def _status(code: str | None) -> Value:
    if code is None:
        return None
    code = codelists.v2_code("activity_statuses", code) or code
    return together([part("coded", list="activity_statuses", code=code)])


def _sector(row: Row) -> Part | None:
    """How a row of activity_sectors is called: our sector, else as it states it."""
    if row["sector_code"]:
        return part("sector", code=row["sector_code"])
    name = row["name_as_reported"] or row["source_code"]
    return part("sector", name=name) if name else None


def _carried_sectors(rows: list[Row]) -> Value:
    """Intarsia's sectors of an activity, else those it states."""
    codes = {row["sector_code"] for row in rows if row["sector_code"]} - {NO_SECTOR}
    if codes:
        return together(part("sector", code=code) for code in codes)
    unknown = (row for row in rows if not row["sector_code"])
    names = {carried_name(row["name_as_reported"] or row["source_code"]) for row in unknown}
    return together(part("sector", name=name) for name in names if name)


def _budget(transactions: Iterable[Row], budgets: Iterable[Row]) -> Value:
    committed = [row for row in transactions if row["kind"] in COMMITMENTS]
    return _sums(sums_of(committed or [row for row in budgets if row["kind"] == "budget"]))


def _sums(sums: Mapping[str | None, float]) -> Value:
    return together(
        part("amount", value=round(value, 2), currency=code) for code, value in sums.items()
    )


def _figure(value: float | None) -> Value:
    return None if value is None else together([part("number", value=round(value, 2))])


def _day(day: object) -> Value:
    return None if day is None else together([part("day", day=day)])


def _period(first: object, last: object) -> Value:
    if first is None and last is None:
        return None
    return together([part("period", from_on=first, to_on=last)])
