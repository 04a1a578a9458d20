"""Where: countries, administrative units, sites and points of each row; ACTIVITY_LOCATIONS out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from intarsia.codelists.countries import country_named
from intarsia.readers.activity_list.fields import ADMIN_CODES, ADMIN_NAMES, Field
from intarsia.readers.activity_list.listed import (
    Column,
    Listed,
    each_distinct,
    joined,
    numbered,
    without_persons,
)
from intarsia.readers.activity_list.numbers import number_of
from intarsia.readers.activity_list.splitting import (
    split_at,
    split_codes,
    split_place_lines,
    split_places,
)
from intarsia.readers.activity_list.templates import from_templates
from intarsia.sharing.personal_data import clean_text
from intarsia.spelling import folded
from intarsia.tables import ACTIVITY_LOCATIONS, ProblemLog
from intarsia.terms import Severity

#: What stands in a place's cell where the whole country is meant.
_NATIONWIDE = frozenset(
    folded(text)
    for text in "nationwide|national|country wide|countrywide|whole country|all country|"
    "entire country|all regions|all districts|all provinces|all governorates|all|national level|"
    "tout le pays|territoire national|toutes les régions|niveau national|nationale|todo el país|"
    "nacional|a nivel nacional|todos|вся страна|по всей стране|вся территория|вся країна|"
    "по всій країні|national coverage|كل البلاد|كامل البلد|"
    "على مستوى البلد".split("|")
)
_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*")

#: What a location says, besides whose it is.
_SAID = (
    "ordinal",
    "kind",
    "source_code",
    "source_level",
    "name_as_reported",
    "path_names",
    "path_codes",
    "latitude",
    "longitude",
)

#: A unit as stated: names and codes from the first level to the finest.
Unit = tuple[tuple[str | None, ...], tuple[str | None, ...]]


def locations(listed: Listed, ids: list[str], log: ProblemLog) -> pa.Table:
    """Return ACTIVITY_LOCATIONS of the rows: countries, and units, sites and points.

    ids  the activity of each row

    A row that names the whole country has no location below it. What no location can say is left
    in `listed.unread`.
    """
    countries = _countries(listed, log)
    units, at = _units(listed)
    sites = listed.texts(Field.SITE)
    points = _points(listed, units, at, log)

    # Many rows name the same place: what follows from it is worked out once.
    def rows_of(
        said: tuple[
            tuple[str, str | None] | None, int, str | None, tuple[float | None, float | None]
        ],
    ) -> list[tuple[object, ...]]:
        country, number, site, point = said
        return _rows(country, units[number], site, point)

    said = list(zip(countries, at, sites, points, strict=True))
    return from_templates(ACTIVITY_LOCATIONS, _SAID, ids, said, rows_of)


def _rows(
    country: tuple[str, str | None] | None,
    units: list[Unit],
    site: str | None,
    point: tuple[float | None, float | None],
) -> list[tuple[object, ...]]:
    """The locations of a row, without its activity."""
    rows: list[tuple[object, ...]] = []
    if country is not None:
        rows.append((0, "country", country[0], None, country[1], None, None, None, None))
    latitude, longitude = point if len(units) < 2 else (None, None)
    named = units or ([((), ())] if site or latitude is not None else [])
    for number, (names, codes) in enumerate(named):
        level = max((n for n, text in enumerate(_either(names, codes), 1) if text), default=0)
        finest = names[level - 1] if level and level <= len(names) else None
        rows.append(
            (
                number,
                "location",
                codes[level - 1] if level and level <= len(codes) else None,
                str(level) if level else None,
                site or finest or next((name for name in reversed(names) if name), None),
                list(names) or None,
                list(codes) or None,
                latitude,
                longitude,
            )
        )
    return rows


def key_of_where(listed: Listed) -> list[str]:
    """Return for each row its places as codes, else names: a part of its stable key."""
    pairs = [*zip(ADMIN_NAMES, ADMIN_CODES, strict=True), (Field.PLACE, Field.PLACE_CODE)]
    pairs.append((Field.SITE, Field.SITE_CODE))
    parts: list[list[str | None] | None] = []
    for name, code in pairs:
        codes = listed.texts(code) if listed.says(code) else None
        said = without_persons(listed.texts(name)) if listed.says(name) else None
        names = None if said is None else each_distinct(said, folded)
        if codes is not None and names is not None:
            names = [one or other for one, other in zip(codes, names, strict=True)]
        parts.append(codes if names is None else names)
    return joined(parts, "/", len(listed))


def _either(names: Sequence[str | None], codes: Sequence[str | None]) -> list[str | None]:
    longest = max(len(names), len(codes))
    return [
        (names[n] if n < len(names) else None) or (codes[n] if n < len(codes) else None)
        for n in range(longest)
    ]


def _countries(listed: Listed, log: ProblemLog) -> list[tuple[str, str | None] | None]:
    """ISO 3166-1 alpha-2 and the name as stated, where the row says a country."""
    if not (listed.says(Field.COUNTRY) or listed.says(Field.COUNTRY_CODE)):
        return [None] * len(listed)
    names, codes = listed.texts(Field.COUNTRY), listed.texts(Field.COUNTRY_CODE)
    known: dict[tuple[str | None, str | None], tuple[str, str | None] | None] = {}
    left: dict[tuple[str | None, str | None], bool] = {}
    columns = listed.of(Field.COUNTRY_CODE, Field.COUNTRY)
    result = []
    for row, (name, code) in enumerate(zip(names, codes, strict=True)):
        if (name, code) not in known:
            found = next((c for t in (code, name) if t and (c := country_named(t))), None)
            known[name, code] = None if found is None else (found, name)
            # "COL" is CO; what the list calls it otherwise is kept.
            left[name, code] = found is None or (code is not None and code != found)
            if found is None and (name or code):
                log.tally(
                    "location.unknown_country",
                    severity=Severity.NOTE,
                    sheet=listed.sheet,
                    column=columns[0].heading if columns else "country",
                    value=code or name,
                )
        if left[name, code]:
            taken = columns if known[name, code] is None else listed.of(Field.COUNTRY_CODE)
            listed.unread.extend((row, column) for column in taken)
        result.append(known[name, code])
    return result


def _units(listed: Listed) -> tuple[list[list[Unit]], list[int]]:
    """The administrative units that rows name, several where a cell names several.

    The different ones come out, and for each row the number of its own.
    """
    names, codes = [*ADMIN_NAMES], [*ADMIN_CODES]
    depth = max((n for n in range(5) if _is_said(listed, names[n], codes[n])), default=-1) + 1
    if _is_said(listed, Field.PLACE, Field.PLACE_CODE):
        # A place whose level is not stated stands below those that are.
        names[depth : depth + 1], codes[depth : depth + 1] = [Field.PLACE], [Field.PLACE_CODE]
        depth += 1
    if not depth:
        return [[]], [0] * len(listed)
    fields = (*names[:depth], *codes[:depth])
    alone = [{text for c in listed.of(name) for text in c.distinct} for name in names[:depth]]
    distinct, at = numbered(list(zip(*map(listed.texts, fields), strict=True)))
    lines = {text: said for c in listed.of(*names[:depth]) for text, said in c.lines.items()}
    for one in alone:
        one.difference_update(lines)
    known = [_split(said[:depth], said[depth:], alone, lines, listed.split) for said in distinct]
    if any(left for _, left in known):
        columns = [[c for at in left for c in listed.of(fields[at])] for _, left in known]
        for row, number in enumerate(at):
            listed.unread.extend((row, column) for column in columns[number])
    return [units for units, _ in known], at


def _is_said(listed: Listed, *fields: Field) -> bool:
    return bool(listed.of(*fields)) or any(field in listed.fixed for field in fields)


def _split(
    names: tuple[str | None, ...],
    codes: tuple[str | None, ...],
    alone: list[set[str]],
    lines: Mapping[str, Sequence[str]],
    signs: Sequence[str],
) -> tuple[list[Unit], list[int]]:
    """The units of a row, and which of its texts (names, then codes) are in none of them."""
    left = [n for n, name in enumerate(names) if name and folded(name) in _NATIONWIDE]
    names = tuple(
        None if name is None or folded(name) in _NATIONWIDE else clean_text(name)[0]
        for name in names
    )
    finest = max((n for n, text in enumerate(_either(names, codes)) if text), default=-1)
    if finest < 0:
        return [], left
    name, code_parts = names[finest] or "", split_codes(codes[finest] or "", signs)
    others = alone[finest] - {name}
    by_line = split_place_lines(lines.get(name, ()), others, len(code_parts))
    name_parts = by_line or _parts(name, others, len(code_parts), signs)
    many = max(len(name_parts), len(code_parts))
    if many < 2:
        return [(names[: finest + 1], codes[: finest + 1])], left
    if len(name_parts) != many:
        left += [finest] if name else []
        name_parts = [""] * many
    if len(code_parts) != many:
        left += [len(names) + finest] if code_parts else []
        code_parts = [""] * many
    above: list[list[str | None]] = []
    for at in (*range(finest), *range(len(names), len(names) + finest)):
        text = (*names, *codes)[at]
        said = _above(text, at < len(names), many, signs)
        left += [at] if text is not None and not any(said) else []
        above.append(said)
    return [
        (
            (*(level[n] for level in above[:finest]), name_parts[n] or None),
            (*(level[n] for level in above[finest:]), code_parts[n] or None),
        )
        for n in range(many)
    ], left


def _parts(text: str, alone: Collection[str], codes: int, signs: Sequence[str]) -> list[str]:
    return split_at(text, signs) if signs else split_places(text, alone, codes)


def _above(text: str | None, is_name: bool, many: int, signs: Sequence[str]) -> list[str | None]:
    """The unit above each of several: one for all, or as many as there are of them."""
    if text is None:
        return [None] * many
    split = _parts(text, (), many, signs) if is_name else split_codes(text, signs)
    # Two regions above three districts: which is whose the codes and names must say.
    return [*split] if len(split) == many else [text if len(split) == 1 else None] * many


def _one(listed: Listed, field: Field) -> Column | None:
    return next(iter(listed.of(field)), None)


def _points(
    listed: Listed, units: Sequence[Sequence[Unit]], at: Sequence[int], log: ProblemLog
) -> list[tuple[float | None, float | None]]:
    """Degrees of each row; a point outside the globe, or half of one, is none and named.

    A point beside several units is left as text: nobody says which of them it lies in.
    """
    north, east = _one(listed, Field.LATITUDE), _one(listed, Field.LONGITUDE)
    both = _one(listed, Field.COORDINATES)
    columns = [column for column in (north, east, both) if column is not None]
    if not columns:
        return [(None, None)] * len(listed)
    result: list[tuple[float | None, float | None]] = []
    for row in range(len(listed)):
        used: list[Column | None] = []
        point = _degrees(north, east, row)
        if point is not None:
            used = [north, east]
        elif both is not None and (found := _POINT.fullmatch(both.texts[row] or "")):
            point, used = (float(found[1]), float(found[2])), [both]
        if point is not None and _is_nowhere(*point):
            column = used[0] or columns[0]
            log.tally(
                "location.off_the_globe",
                sheet=listed.sheet,
                column=column.heading,
                value=f"{point[0]}, {point[1]}",
                cell=listed.cell(row, column),
            )
            point = None
        if point is None or len(units[at[row]]) > 1:
            used = []
        listed.unread.extend((row, column) for column in columns if column not in used)
        result.append(point or (None, None))
    return result


def _degrees(north: Column | None, east: Column | None, row: int) -> tuple[float, float] | None:
    if north is None or east is None:
        return None
    one, two = number_of(north.cells[row], "."), number_of(east.cells[row], ".")
    return (one.value, two.value) if one and two else None


def _is_nowhere(latitude: float, longitude: float) -> bool:
    """Whether a point is outside the globe, or the 0, 0 that programs write for nothing."""
    return abs(latitude) > 90 or abs(longitude) > 180 or latitude == 0 == longitude
