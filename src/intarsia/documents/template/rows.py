"""What stands in the rows of a template? Activities of a picture in, cells by column out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from intarsia import codelists
from intarsia.changes.carried import (
    Row,
    carried_money,
    carried_name,
    carried_names,
    carried_place,
    carried_sectors,
    carried_text,
)
from intarsia.changes.said import Said, said_by
from intarsia.tables import Picture

Content = str | float | int | dt.date | None

_ROLES = ("reporting", "implementing", "funding")


class Tree:
    """The places that a template offers: each level's units, named in a language."""

    def __init__(self, places: pa.Table, language: str) -> None:
        self.name: dict[str, str] = {}
        self._above: dict[str, str | None] = {}
        self.level: dict[str, int] = {}
        columns = ("place_code", "parent_code", "level", "name", "names", "valid_to_on")
        for code, parent, level, name, names, until in zip(
            *(places[column].to_pylist() for column in columns), strict=True
        ):
            if until is None and level > 0:
                self.name[code] = carried_name(dict(names or ()).get(language) or name) or code
                self._above[code] = parent
                self.level[code] = level

    @property
    def depth(self) -> int:
        """The finest level that there is, at most 4; 0 without places."""
        return min(4, max(self.level.values(), default=0))

    def path(self, code: str) -> list[str]:
        """Return the codes from the first level to the unit itself."""
        path: list[str] = []
        at: str | None = code
        while at in self.name and len(path) < 9:
            path.insert(0, at)
            at = self._above[at]
        return path

    def of_level(self, level: int) -> list[tuple[str, str]]:
        """Return name of the unit above, and name, of each unit of a level; sorted."""
        return sorted(
            (self.name.get(self._above[code] or "", ""), self.name[code])
            for code, own in self.level.items()
            if own == level
        )


def rows_of(picture: Picture, tree: Tree, language: str) -> dict[str, dict[str, Content]]:
    """Return activity_id -> column -> cell, by organization and title."""
    ids = picture["activities"]["activity_id"].to_pylist()
    rows = {
        activity_id: _cells(said, tree, language)
        for activity_id, said in said_by(picture, ids).items()
    }
    order = sorted(
        rows,
        key=lambda key: (
            str(rows[key]["reporting_organization"] or ""),
            str(rows[key]["title"] or ""),
            key,
        ),
    )
    return {key: rows[key] for key in order}


def _cells(said: Said, tree: Tree, language: str) -> dict[str, Content]:
    one = said.activity
    names = carried_names(said.rows["participations"])
    budget, spent, currency = carried_money(said.rows["transactions"], said.rows["budgets"])
    return {
        "title": carried_text(one["title"]),
        "description": carried_text(one["description"]),
        **{f"{role}_organization": _joined(names.get(role, ())) for role in _ROLES},
        "sector": _joined(carried_sectors(said.rows["activity_sectors"], language)),
        "modality": carried_text(one["modality"]),
        **_places(said.rows["activity_locations"], tree),
        "starts_on": one["actual_starts_on"] or one["planned_starts_on"],
        "ends_on": one["actual_ends_on"] or one["planned_ends_on"],
        "status": _status(one["status_code"], language),
        "target_group": carried_text(one["target_group"]),
        "people_targeted": _number(one["people_targeted"]),
        "people_reached": _number(one["people_reached"]),
        "budget": _number(budget),
        "spent": _number(spent),
        "currency": currency,
    }


def _places(rows: Iterable[Row], tree: Tree) -> Mapping[str, Content]:
    """The cells of units and place: by level where one path can say all, else as names."""
    located = [row for row in rows if row["kind"] == "location"]
    units = sorted(
        {tuple(tree.path(code)) for row in located if (code := row["place_code"])} - {()}
    )
    others = [
        name
        for row in located
        if row["place_code"] not in tree.name and (name := carried_place(row))
    ]
    if units and not others and (said := _by_level(units, tree)) is not None:
        return said
    names = [tree.name[path[-1]] for path in units]
    return {"place": _joined(sorted({*names, *others}))}


def _by_level(units: Sequence[tuple[str, ...]], tree: Tree) -> Mapping[str, Content] | None:
    """One cell a level: one name for all units, or as many as there are of them."""
    if len({len(path) for path in units}) > 1 or len(units[0]) > tree.depth:
        return None
    cells: dict[str, Content] = {}
    for level, codes in enumerate(zip(*units, strict=True), 1):
        names = [tree.name[code] for code in codes]
        distinct = list(dict.fromkeys(names))
        if len(distinct) not in (1, len(units)):
            return None
        cells[f"admin{level}"] = _joined(distinct)
    return cells


def _status(code: str | None, language: str) -> str | None:
    if code is None:
        return None
    known = codelists.v2_code("activity_statuses", code)
    return codelists.name("activity_statuses", known, language) if known else None


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(names) or None


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(value, 6)
