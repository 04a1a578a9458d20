"""Sets of boundaries and P-codes, for those who keep a country's places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intarsia.places import UnitChange, levels_of
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Country
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import is_registrar
from intarsia_site.registry.models import Place, PlaceSet
from intarsia_site.registry.place_rows import difference, mark_of, unpacked_table
from intarsia_site.registry.queries.names import place_names

#: So many units of each kind of change are named on the page.
MOST_SHOWN, MOST_SETS = 200, 50


@dataclass(frozen=True)
class SetLine:
    """One set in the list."""

    public_id: str
    country_name: str
    state: str
    files: tuple[str, ...]
    counts_from_on: dt.date
    created_at: dt.datetime
    created_by: str


@dataclass(frozen=True)
class UnitLine:
    """One unit of the difference: its code and name, and what was and what is, in words."""

    code: str
    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Part:
    """Units of one kind of change: all of them counted, the first of them named."""

    kind: str
    count: int
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True)
class SetPage:
    """One set: what was recognised in it, and what it would change."""

    line: SetLine
    country_code: str
    house_style: str
    #: (level, units, units with a boundary)
    levels: tuple[tuple[int, int, int], ...]
    languages: tuple[tuple[str, int], ...]
    parts: tuple[Part, ...]
    same: int
    counts: Mapping[str, int]
    problems: tuple[Mapping[str, Any], ...]
    mark: str
    may_decide: bool
    may_take_back: bool


def countries_to_keep(*, viewing: Viewing) -> list[tuple[str, str]]:
    """Return code and name of the countries whose places the viewer may change."""
    if viewing.user_id is None:
        return []
    return [
        (code, name)
        for code, name in Country.objects.values_list("code", "name")
        if is_registrar(viewing, code)
    ]


def known_codes(country_code: str, *, viewing: Viewing) -> frozenset[str]:
    """Return the codes of a country's units that stand, for those who keep its places."""
    if country_code not in dict(countries_to_keep(viewing=viewing)):
        return frozenset()
    rows = Place.objects.filter(country__code=country_code, valid_until_on__isnull=True)
    return frozenset(rows.values_list("code", flat=True))


def place_sets(*, viewing: Viewing) -> list[SetLine]:
    """Return the sets of the countries whose places the viewer keeps, the newest first."""
    codes = [code for code, _name in countries_to_keep(viewing=viewing)]
    rows = PlaceSet.objects.filter(country__code__in=codes).defer("content", "before", "problems")
    return [_line(row) for row in rows.select_related("country", "created_by")[:MOST_SETS]]


def place_set(public_id: str, *, viewing: Viewing) -> SetPage:
    """Return one set; while it waits, with what it would change now.

    Raises   NotFound, also for who does not keep the country's places.
    """
    codes = [code for code, _name in countries_to_keep(viewing=viewing)]
    row = (
        PlaceSet.objects.filter(public_id=public_id, country__code__in=codes)
        .select_related("country", "created_by")
        .first()
    )
    if row is None:
        raise NotFound
    waits = row.state == PlaceSet.State.WAITING and row.content is not None
    said: dict[str, Any] = {"levels": (), "languages": (), "parts": (), "same": 0}
    counts: Mapping[str, int] = row.counts
    if waits:
        table = unpacked_table(row.content or b"")
        found = difference(row.country, table, row.house_style)
        counts = found.counts
        rows = table.to_pylist()
        drawn = levels_of(one for one in rows if one["boundary"] is not None)
        spoken: dict[str, int] = {}
        for one in rows:
            for language, _name in one["names"] or ():
                key = "x-other" if language.startswith("x-other") else language
                spoken[key] = spoken.get(key, 0) + 1
        parts = [
            Part(kind, count, _lines(kind, getattr(found, kind), row.country, rows, viewing))
            for kind, count in counts.items()
            if count
        ]
        said = {
            "levels": tuple(
                (level, units, drawn.get(level, 0)) for level, units in levels_of(rows).items()
            ),
            "languages": tuple(sorted(spoken.items())),
            "parts": tuple(parts),
            "same": found.same,
        }
    last = (
        PlaceSet.objects.filter(country=row.country, state=PlaceSet.State.USED)
        .order_by("-decided_at", "-pk")
        .values_list("pk", flat=True)
        .first()
    )
    return SetPage(
        line=_line(row),
        country_code=row.country.code,
        house_style=row.house_style,
        counts=counts,
        problems=tuple(row.problems),
        mark=mark_of(row.country) if waits else "",
        may_decide=waits,
        may_take_back=row.pk == last,
        **said,
    )


def _line(row: PlaceSet) -> SetLine:
    return SetLine(
        row.public_id,
        row.country.name,
        row.state,
        tuple(one["name"] for one in row.files),
        row.counts_from_on,
        row.created_at,
        row.created_by.name if row.created_by else "",
    )


def _lines(
    kind: str, changes: Iterable[UnitChange], country: Country,
    rows: list[dict[str, Any]], viewing: Viewing,
) -> tuple[UnitLine, ...]:  # fmt: skip
    shown = list(changes)[:MOST_SHOWN]
    new = {one["place_code"]: one["name"] for one in rows}
    wanted = {(country.code, change.code) for change in shown}
    for change in shown:
        for one in (change.before, change.after):
            if one is not None and one["parent_code"]:
                wanted.add((country.code, one["parent_code"]))
    known = {
        code: name
        for (_country, code), name in place_names(
            wanted, viewing=viewing, on=viewing.at.date()
        ).items()
    }
    return tuple(_unit_line(kind, one, known, new) for one in shown)


def _unit_line(
    kind: str, change: UnitChange, known: Mapping[str, str], new: Mapping[str, str]
) -> UnitLine:
    def called(code: str | None) -> str:
        return known.get(code, new.get(code, code)) if code else ""

    before = after = ""
    if kind == "renamed":
        before = "; ".join(one.before for one in change.renamed if one.before)
        after = "; ".join(f"{one.after} ({one.language})" for one in change.renamed)
    elif kind in ("moved", "new", "back", "gone"):
        before = called(change.before["parent_code"]) if change.before else ""
        after = called(change.after["parent_code"]) if change.after else ""
    return UnitLine(change.code, called(change.code), before, after)
