"""People in need by place, sector and group: rows of a needs list in, the NEEDS table out.

Which rows stand for everybody and which are parts of them is decided here, once, so that nobody
is added up twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pyarrow as pa

from intarsia.dates import Span, day_order, read_span
from intarsia.people import Disaggregation
from intarsia.readers.activity_list.fields import ADMIN_CODES, ADMIN_NAMES, WHO, Field
from intarsia.readers.activity_list.figures import figures_of
from intarsia.readers.activity_list.listed import Column, Listed, each_distinct
from intarsia.readers.activity_list.needs_groups import (
    ALL,
    DIMENSIONS,
    NO_PLACE,
    Part,
    column_of,
    divided,
    parts_of,
)
from intarsia.readers.activity_list.when import when
from intarsia.readers.columns import fill
from intarsia.readers.source import SourceFile
from intarsia.sharing.headings import is_personal_heading
from intarsia.spelling import folded
from intarsia.tables import NEEDS, ProblemLog
from intarsia.terms import Severity

_FIGURES = {
    "people_in_need": Field.PEOPLE_IN_NEED,
    "people_targeted": Field.PEOPLE_TARGETED,
    "people_reached": Field.PEOPLE_REACHED,
    "population": Field.POPULATION,
    "severity": Field.SEVERITY,
}
_AFFECTED = frozenset(
    {"affected", "affected people", "people affected", "personnes affectees", "personas afectadas"}
)
_SOURCES = frozenset({"source", "source des donnees", "fuente", "источник", "джерело"})
#: The day that figures speak of, where a column says so.
_DAYS = frozenset(
    {"as of", "as of date", "date of figures", "situation au", "en date du", "a la fecha",
     "по состоянию на", "станом на"}
)  # fmt: skip
#: Fields that the table keeps, besides figures.
_KEPT = frozenset(
    {
        *ADMIN_NAMES,
        *ADMIN_CODES,
        Field.PLACE,
        Field.PLACE_CODE,
        Field.SECTOR,
        Field.SECTOR_CODE,
        Field.STARTS_ON,
        Field.ENDS_ON,
        Field.PERIOD,
        Field.REPORTED_ON,
        Field.YEAR,
        Field.MONTH,
        Field.QUARTER,
        Field.ROW_NUMBER,
        Field.IGNORED,
    }
)


@dataclass
class _Figures:
    """The columns of figures about the same people in the same sector: one row each of them."""

    sector: str | None
    people: Disaggregation | None
    columns: dict[str, list[float | None]]


@dataclass(frozen=True)
class _Place:
    names: tuple[str | None, ...]
    codes: tuple[str | None, ...]
    level: int
    key: str


def is_needs(fields: Iterable[Field]) -> bool:
    """Whether columns of these fields make a list of needs: people in need, and nobody working.

    >>> is_needs([Field.ADMIN1, Field.SECTOR, Field.PEOPLE_IN_NEED])
    True
    >>> is_needs([Field.ORGANIZATION, Field.ADMIN1, Field.PEOPLE_IN_NEED])
    False
    """
    found = set(fields)
    says_need = Field.PEOPLE_IN_NEED in found or Field.SEVERITY in found
    return says_need and not found & WHO


def needs(
    listed: Listed, source: SourceFile, whole: Span | None, log: ProblemLog
) -> tuple[pa.Table, int]:
    """Return NEEDS of the rows, and how many rows state no figure at all.

    whole  the period that the whole file speaks of

    Where rows of one place, sector and day count all people and parts of them, the row of all is
    counted. Where only parts are there, those of one way of dividing are: by group, by sex, by
    age or by disability, never two of these added. Columns that count women, or one sector, are
    rows of their own.
    """
    used: list[Column] = []
    figures = _figures(listed, used, log)
    days = when(listed, whole, None, log)
    stated_days = _days(listed, used)
    as_of = [
        next((day for day in said if day is not None), None)
        for said in zip(stated_days, days.actual_starts_on, days.reported_to_on, strict=True)
    ]
    places = _places(listed)
    names = listed.texts(Field.SECTOR)
    stated = [n or c for n, c in zip(names, listed.texts(Field.SECTOR_CODE), strict=True)]
    parts = parts_of(listed, used, log)
    sources = _named(listed, _SOURCES, used)
    table: dict[str, list[object]] = {name: [] for name in NEEDS.reader_schema.names}
    cells: dict[tuple[object, ...], list[int]] = defaultdict(list)
    ways: list[Part] = []
    filled: set[int] = set()
    for each in figures:
        columns = list(each.columns.values())
        rows = [
            row
            for row, said in enumerate(zip(*columns, strict=True))
            if any(value is not None for value in said)
        ]
        filled.update(rows)
        sectors = stated if each.sector is None else [each.sector] * len(listed)
        keys = each_distinct(sectors, _sector_key)
        who = divided(parts, each.people)
        start = len(ways)
        for number, row in enumerate(rows, start):
            cells[places[row].key, keys[row], as_of[row]].append(number)
        ways += [who[row] for row in rows]
        _extend(table, rows, places, who, sectors, keys)
        for name in (*_FIGURES, "people_affected"):
            values = each.columns.get(name)
            table[name] += [None] * len(rows) if values is None else [values[row] for row in rows]
        table["need_id"] += [
            _id(places[row].key, keys[row], as_of[row], who[row].key) for row in rows
        ]
        table["as_of"] += [as_of[row] for row in rows]
        table["source"] += [sources[row] for row in rows]
        table["row"] += [listed.rows[row] for row in rows]
    _count_once(table, cells, ways, listed, log)
    _number(table["need_id"])
    total = len(ways)
    table |= {
        "report_id": [source.report_id] * total,
        "file": [source.name] * total,
        "sheet": [listed.sheet] * total,
    }
    _say_what_is_left(listed, used, log)
    return fill(NEEDS, table), len(listed) - len(filled)


def _extend(
    table: dict[str, list[object]],
    rows: list[int],
    places: list[_Place],
    parts: list[Part],
    sectors: Sequence[str | None],
    keys: Sequence[str | None],
) -> None:
    """Add what the rows are about: place, sector and people."""
    table["path_names"] += [
        list(places[row].names) if any(places[row].names) else None for row in rows
    ]
    table["path_codes"] += [
        list(places[row].codes) if any(places[row].codes) else None for row in rows
    ]
    table["level"] += [places[row].level for row in rows]
    table["sector_as_reported"] += [sectors[row] for row in rows]
    table["is_all_sectors"] += [not keys[row] for row in rows]
    for name in ("group", "sex", "age", "age_from", "age_to", "status"):
        table[name] += [getattr(parts[row], name) for row in rows]
    table["has_disability"] += [parts[row].disability for row in rows]
    table["is_counted"] += [False] * len(rows)


def _sector_key(sector: str) -> str:
    plain = folded(sector)
    return "" if plain in ALL else plain


def _count_once(
    table: dict[str, list[object]],
    cells: dict[tuple[object, ...], list[int]],
    parts: list[Part],
    listed: Listed,
    log: ProblemLog,
) -> None:
    """Mark in each place, sector and day the rows that together are everybody, once."""
    in_need, counted, rows = table["people_in_need"], table["is_counted"], table["row"]
    for positions in cells.values():
        if len(positions) == 1 and not parts[positions[0]].said:
            counted[positions[0]] = True
            continue
        ways: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
        for position in positions:
            # Where it is said again of the same people, the first is believed.
            again = ways[parts[position].said]
            known = again.setdefault(parts[position].key, position)
            if known == position:
                continue
            if in_need[known] is None and in_need[position] is not None:
                again[parts[position].key] = position
            log.tally(
                "needs.stated_again",
                severity=Severity.NOTE,
                sheet=listed.sheet,
                cell=f"row {rows[position]}",
            )
        chosen = _chosen(ways, parts, in_need)
        if chosen is None:
            log.tally(
                "needs.only_some_people",
                severity=Severity.NOTE,
                sheet=listed.sheet,
                cell=f"row {rows[positions[0]]}",
            )
            continue
        for position in chosen:
            counted[position] = True


def _chosen(
    ways: dict[tuple[str, ...], dict[str, int]], parts: list[Part], in_need: list[object]
) -> list[int] | None:
    """The rows that together are everybody: of the plainest way that leaves nobody out."""
    complete = []
    for way, rows in ways.items():
        found = list(rows.values())
        sexes, disability = ({getattr(parts[p], n) for p in found} for n in ("sex", "disability"))
        # Women are not everybody of a place, nor is who has a disability.
        if "sex" in way and not {"f", "m"} <= sexes:
            continue
        if "disability" in way and not {True, False} <= disability:
            continue
        if "age" in way and len({(parts[p].age, parts[p].age_from) for p in found}) < 2:
            continue
        says_need = any(in_need[p] is not None for p in found)
        order = [DIMENSIONS.index(one) for one in way]
        complete.append((not says_need, len(way), order, found))
    return min(complete)[-1] if complete else None


def _id(place: str, sector: str | None, as_of: object, part: str) -> str:
    said = "\x1e".join((place, sector or "", str(as_of), part))
    return "need:" + hashlib.sha256(said.encode()).hexdigest()[:16]


def _number(ids: list[object]) -> None:
    """A further row about the same people gets ~2, ~3."""
    if len(set(ids)) == len(ids):
        return
    times: dict[object, int] = {}
    for position, need_id in enumerate(ids):
        times[need_id] = times.get(need_id, 0) + 1
        if times[need_id] > 1:
            ids[position] = f"{need_id}~{times[need_id]}"


def _places(listed: Listed) -> list[_Place]:
    pairs = list(zip(ADMIN_NAMES, ADMIN_CODES, strict=True))
    depth = max((n for n, pair in enumerate(pairs, 1) if listed.of(*pair)), default=0)
    pairs = pairs[:depth]
    if listed.of(Field.PLACE, Field.PLACE_CODE):
        # A place whose level is not stated stands below those that are.
        pairs.append((Field.PLACE, Field.PLACE_CODE))
    if not pairs:
        return [_Place((), (), 0, "")] * len(listed)
    columns = [listed.texts(field) for field in chain(*zip(*pairs, strict=True))]
    known: dict[tuple[str | None, ...], _Place] = {}
    result = []
    for said in zip(*columns, strict=True):
        place = known.get(said)
        if place is None:
            place = known[said] = _place(said[: len(pairs)], said[len(pairs) :])
        result.append(place)
    return result


def _place(names: tuple[str | None, ...], codes: tuple[str | None, ...]) -> _Place:
    names, codes = (
        tuple(t if t and folded(t) not in ALL - NO_PLACE else None for t in texts)
        for texts in (names, codes)
    )
    either = list(zip(names, codes, strict=True))
    level = max((n for n, pair in enumerate(either, 1) if any(pair)), default=0)
    key = "/".join(code or folded(name or "") for name, code in either)
    return _Place(names, codes, level, key)


def _figures(listed: Listed, used: list[Column], log: ProblemLog) -> list[_Figures]:
    """The figures of the list, apart by the sector and people that headings say."""
    found: dict[tuple[str | None, Disaggregation | None], _Figures] = {}
    columns = [(name, c) for name, field in _FIGURES.items() for c in listed.of(field)]
    columns += [("people_affected", c) for c in listed.columns if folded(c.heading) in _AFFECTED]
    for name, column in columns:
        people = None if column.people is None else replace(column.people, unit=None)
        if column.people is not None and column.people.unit == "households":
            continue
        who = None if people == Disaggregation() else people
        sector = column.sector
        each = found.setdefault((sector, who), _Figures(sector, who, {}))
        if name in each.columns:
            continue
        each.columns[name] = figures_of(listed, column, log, is_count=True)
        used.append(column)
    return list(found.values())


def _named(listed: Listed, headings: Iterable[str], used: list[Column]) -> list[str | None]:
    column = column_of(listed, headings, used)
    return [None] * len(listed) if column is None else column.texts


def _days(listed: Listed, used: list[Column]) -> list[dt.date | None]:
    """The day that each row's figures speak of, where a column says so; of a month its last."""
    column = column_of(listed, _DAYS, used)
    if column is None:
        return [None] * len(listed)
    order = day_order(cell for cell in column.cells if isinstance(cell, str))
    spans = (read_span(cell, order=order) for cell in column.cells)  # type: ignore[arg-type]
    return [None if span is None else span.last for span in spans]


def _say_what_is_left(listed: Listed, used: list[Column], log: ProblemLog) -> None:
    """Name the columns that the table of needs has no place for, with their filled cells."""
    taken = {column.position for column in used}
    for column in listed.columns:
        if column.position in taken or column.field in _KEPT:
            continue
        if not (times := sum(column.distinct.values())):
            continue
        is_personal = column.field == Field.CONTACT or is_personal_heading(column.heading)
        log.tally(
            "personal_data.column_removed" if is_personal else "needs.column_not_kept",
            severity=Severity.CHANGED if is_personal else Severity.NOTE,
            sheet=listed.sheet,
            column=column.heading,
            times=times,
        )
