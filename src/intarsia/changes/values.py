"""What does an activity say in a field, as people read it? Rows of a picture in, short texts out.

A text holds everything in sorted order, so that the order of a file changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from intarsia import codelists
from intarsia.changes.carried import (
    Row,
    carried_money,
    carried_names,
    carried_place,
    carried_sectors,
    carried_text,
    sums_of,
)
from intarsia.changes.stated import stated_columns
from intarsia.normalize.budgets import COMMITMENTS, SPENDING
from intarsia.tables import ACTIVITIES, ACTIVITY_TABLES, TABLES, Picture

_FROM_TRANSACTIONS = "from transactions"


@dataclass
class Said:
    """All that one activity says: its own line, and its rows by table."""

    activity: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def said_by(picture: Picture, ids: Collection[str]) -> dict[str, Said]:
    """Return activity_id -> all that these activities say."""
    wanted = pa.array(ids, pa.string())
    said: dict[str, Said] = {one: Said() for one in ids}
    for spec in ACTIVITY_TABLES:
        table = picture[spec.name]
        if not table.num_rows:
            continue
        for row in table.filter(pc.is_in(table["activity_id"], wanted)).to_pylist():
            if spec is ACTIVITIES:
                said[row["activity_id"]].activity = row
            else:
                said[row["activity_id"]].rows[spec.name].append(row)
    return said


class Values:
    """Says fields of activities in a language; knows the names of the picture's places.

    carried  say only what a 3W template can carry, so that both sides of its journey are alike
    """

    def __init__(self, *pictures: Picture, language: str = "en", carried: bool = False) -> None:
        self._language = language
        self._carried = carried
        self._places: dict[str, str] = {}
        for picture in pictures:
            places = picture["places"].select(["place_code", "name"])
            self._places.update(zip(*(c.to_pylist() for c in places.columns), strict=True))

    def of(self, said: Said) -> dict[str, str | None]:
        """Return each field's text; None where nothing is stated."""
        one = said.activity
        transactions = said.rows["transactions"]
        values: dict[str, str | None] = {
            "title": self._text(one.get("title")),
            "description": self._text(one.get("description")),
            "status": self._status(one.get("status_code")),
            "starts_on": _day(one.get("actual_starts_on") or one.get("planned_starts_on")),
            "ends_on": _day(one.get("actual_ends_on") or one.get("planned_ends_on")),
            "reported_period": _period(one.get("reported_from_on"), one.get("reported_to_on")),
            "organizations": self._organizations(said.rows["participations"]),
            "sectors": self._sectors(said.rows["activity_sectors"]),
            "places": self._of_places(said.rows["activity_locations"]),
            "target_group": self._text(one.get("target_group")),
            "people_targeted": _figure(one.get("people_targeted")),
            "people_reached": _figure(one.get("people_reached")),
            "people": _figure(one.get("people")),
            "modality": self._text(one.get("modality")),
            "budget": _budget(transactions, said.rows["budgets"]),
            "spent": _sums(sums_of(row for row in transactions if row["kind"] in SPENDING)),
            "label": self._text(one.get("label")),
        }
        if not self._carried:
            return values | self._details(said)
        starts_on, ends_on = values["starts_on"], values["ends_on"]
        if starts_on and ends_on and ends_on < starts_on:
            # No list is read so.
            values["ends_on"] = None
        budget, spent, currency = carried_money(transactions, said.rows["budgets"])
        values["budget"] = None if budget is None else _sums({currency: budget})
        values["spent"] = None if spent is None else _sums({currency: spent})
        return values

    def _details(self, said: Said) -> dict[str, str | None]:
        results = [row["indicator_title"] or row["title"] for row in said.rows["results"]]
        documents = [row["title"] or row["url"] for row in said.rows["documents"]]
        return {
            "budgets": _counted(said.rows["budgets"]),
            "transactions": _counted(said.rows["transactions"]),
            "results": _listed(results),
            "documents": _listed(documents),
            "other": _listed(_other(said)),
        }

    def _text(self, text: str | None) -> str | None:
        return carried_text(text) if self._carried else text or None

    def _status(self, code: str | None) -> str | None:
        if code is None:
            return None
        code = codelists.v2_code("activity_statuses", code) or code
        return codelists.name("activity_statuses", code, self._language)

    def _organizations(self, rows: Iterable[Row]) -> str | None:
        if self._carried:
            said = carried_names(rows).items()
            return _listed(f"{role}: {name}" for role, names in said for name in names)
        names = (
            (
                row["role"],
                row["name_as_reported"]
                or row["acronym_as_reported"]
                or row["identifier_as_reported"],
            )
            for row in rows
        )
        return _listed(f"{role}: {name}" for role, name in names if name)

    def _sectors(self, rows: Iterable[Row]) -> str | None:
        if self._carried:
            return _listed(carried_sectors(rows, self._language))
        parts: dict[str, float] = defaultdict(float)
        for row in rows:
            name = _sector_name(row, self._language)
            if name and row["share_basis"] != _FROM_TRANSACTIONS:
                parts[name] += row["percentage"] or 0.0
        return _listed(f"{name} {part:.6g}%" if part else name for name, part in parts.items())

    def _of_places(self, rows: Iterable[Row]) -> str | None:
        if self._carried:
            return _listed({self._place(row) for row in rows if row["kind"] == "location"})
        return _listed(self._place(row) for row in rows if row["share_basis"] != _FROM_TRANSACTIONS)

    def _place(self, row: Row) -> str | None:
        code = row["place_code"]
        if code in self._places:
            return f"{self._places[code]} ({code})"
        if self._carried:
            return carried_place(row)
        path = " / ".join(name for name in row["path_names"] or () if name)
        name = row["name_as_reported"] or path or code or row["source_code"]
        if row["latitude"] is not None:
            point = f"{row['latitude']:.5g}, {row['longitude'] or 0:.5g}"
            return f"{name} ({point})" if name else point
        return name and str(name)


def _budget(transactions: Iterable[Row], budgets: Iterable[Row]) -> str | None:
    committed = [row for row in transactions if row["kind"] in COMMITMENTS]
    return _sums(sums_of(committed or [row for row in budgets if row["kind"] == "budget"]))


def _sector_name(row: Row, language: str) -> str | None:
    """Return how a row of activity_sectors is called: our sector, else as it states it."""
    if row["sector_code"]:
        return codelists.name("sectors", row["sector_code"], language)
    if row["name_as_reported"]:
        return str(row["name_as_reported"])
    return row["source_code"] and str(row["source_code"])


def fully(said: Said, names: Collection[str]) -> str | None:
    """Return every stated column of these tables' rows: for what the short text does not show.

    names  tables; "activities" stands for the activity's own line
    """
    texts = []
    for name in names:
        rows = [said.activity] if name == "activities" else said.rows.get(name, [])
        columns = [column.name for column in stated_columns(TABLES[name])]
        for row in rows:
            said_of = [f"{c}: {row[c]}" for c in columns if row.get(c) not in (None, "")]
            texts.append(", ".join(said_of))
    return _listed(texts)


def _other(said: Said) -> Iterable[str]:
    one = said.activity
    for name in ("identifier", "language", "currency", "hierarchy", "scope_code"):
        if one.get(name) not in (None, ""):
            yield f"{name}: {one[name]}"
    if one.get("is_humanitarian") is not None:
        yield f"is_humanitarian: {'yes' if one['is_humanitarian'] else 'no'}"
    for row in said.rows["codes"]:
        yield f"{row['kind']}: {row['name'] or row['code']}"
    for row in said.rows["narratives"]:
        yield f"{row['element']} ({row['language'] or '…'}): {row['text']}"
    for row in said.rows["remainders"]:
        yield f"{row['element']}: {row['source']}"
    for row in said.rows["activity_links"]:
        yield f"{row['kind']}: {row['other_activity_id']}"


def _counted(rows: list[Row]) -> str | None:
    if not rows:
        return None
    sums = _sums(sums_of(rows))
    return f"{len(rows)} ({sums})" if sums else str(len(rows))


def _sums(sums: Mapping[str | None, float]) -> str | None:
    ordered = sorted(sums.items(), key=lambda item: item[0] or "")
    return "; ".join(f"{_figure(value)} {code or ''}".strip() for code, value in ordered) or None


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:,.2f}".removesuffix(".00")


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _period(first: object, last: object) -> str | None:
    return None if first is None and last is None else f"{first or '…'} – {last or '…'}"


def _listed(texts: Iterable[str | None]) -> str | None:
    return "; ".join(sorted(text for text in texts if text)) or None
