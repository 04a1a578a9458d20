"""Where: countries, administrative units, sites and points of each row; ACTIVITY_LOCATIONS out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from intarsia.codelists.countries import country_named
from intarsia.readers.activity_list.fields import ADMIN_CODES, ADMIN_NAMES, Field
from intarsia.readers.activity_list.listed import Column, Listed, each_distinct
from intarsia.readers.activity_list.numbers import number_of
from intarsia.readers.activity_list.splitting import split_codes, split_places
from intarsia.readers.activity_list.templates import Templates
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

    A row that names the whole country has no location below it.
    """
    countries = _countries(listed, log)
    units = _units(listed)
    sites = listed.texts(Field.SITE)
    points = _points(listed, log)
    # Many rows name the same place: what follows from it is worked out once.
    templates = Templates(_SAID)
    for country, named, site, point in zip(countries, units, sites, points, strict=True):
        key = (country, id(named), site, point)
        if templates.is_new(key):
            templates.add(key, _rows(country, named, site, point))
        templates.place(key)
    return templates.table(ACTIVITY_LOCATIONS, ids)


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
    parts = []
    for name, code in pairs:
        if listed.of(name, code):
            codes, names = listed.texts(code), each_distinct(listed.texts(name), folded)
            parts.append([c or n or "" for c, n in zip(codes, names, strict=True)])
    return ["/".join(row) for row in zip(*parts, strict=True)] if parts else [""] * len(listed)


def _either(names: Sequence[str | None], codes: Sequence[str | None]) -> list[str | None]:
    longest = max(len(names), len(codes))
    return [
        (names[n] if n < len(names) else None) or (codes[n] if n < len(codes) else None)
        for n in range(longest)
    ]


def _countries(listed: Listed, log: ProblemLog) -> list[tuple[str, str | None] | None]:
    """ISO 3166-1 alpha-2 and the name as stated, where the row says a country."""
    names, codes = listed.texts(Field.COUNTRY), listed.texts(Field.COUNTRY_CODE)
    known: dict[tuple[str | None, str | None], tuple[str, str | None] | None] = {}
    result = []
    for name, code in zip(names, codes, strict=True):
        if (name, code) not in known:
            found = next((c for t in (code, name) if t and (c := country_named(t))), None)
            known[name, code] = None if found is None else (found, name)
            if found is None and (name or code):
                log.tally(
                    "location.unknown_country",
                    severity=Severity.NOTE,
                    sheet=listed.sheet,
                    column="country",
                    value=code or name,
                )
        result.append(known[name, code])
    return result


def _units(listed: Listed) -> list[list[Unit]]:
    """The administrative units each row names, several where a cell names several."""
    names: list[Column | None] = [_one(listed, field) for field in ADMIN_NAMES]
    codes: list[Column | None] = [_one(listed, field) for field in ADMIN_CODES]
    depth = max((n for n in range(5) if names[n] or codes[n]), default=-1) + 1
    if listed.of(Field.PLACE, Field.PLACE_CODE):
        # A place whose level is not stated stands below those that are.
        names[depth : depth + 1] = [_one(listed, Field.PLACE)]
        codes[depth : depth + 1] = [_one(listed, Field.PLACE_CODE)]
        depth += 1
    if not depth:
        return [[] for _ in range(len(listed))]
    nothing = [None] * len(listed)
    columns = [*(c.texts if c else nothing for c in names[:depth])]
    columns += [*(c.texts if c else nothing for c in codes[:depth])]
    alone = [set(c.distinct) if c else set() for c in names[:depth]]
    known: dict[tuple[str | None, ...], list[Unit]] = {}
    result = []
    for said in zip(*columns, strict=True):
        if said not in known:
            known[said] = _split(said[:depth], said[depth:], alone)
        result.append(known[said])
    return result


def _split(
    names: tuple[str | None, ...], codes: tuple[str | None, ...], alone: list[set[str]]
) -> list[Unit]:
    names = tuple(
        None if name is None or folded(name) in _NATIONWIDE else clean_text(name)[0]
        for name in names
    )
    finest = max((n for n, text in enumerate(_either(names, codes)) if text), default=-1)
    if finest < 0:
        return []
    code_parts = split_codes(codes[finest] or "")
    name_parts = split_places(
        names[finest] or "", alone[finest] - {names[finest] or ""}, len(code_parts)
    )
    if len(name_parts) < 2 and len(code_parts) < 2:
        return [(names[: finest + 1], codes[: finest + 1])]
    many = max(len(name_parts), len(code_parts))
    if len(name_parts) != many:
        name_parts = [""] * many
    if len(code_parts) != many:
        code_parts = [""] * many
    above_names, above_codes = _above(names[:finest], codes[:finest], many)
    return [
        ((*above_names[n], name_parts[n] or None), (*above_codes[n], code_parts[n] or None))
        for n in range(many)
    ]


def _above(
    names: tuple[str | None, ...], codes: tuple[str | None, ...], many: int
) -> tuple[list[tuple[str | None, ...]], list[tuple[str | None, ...]]]:
    """The units above each of several: one for all, or as many as there are of them."""

    def parts(text: str | None, split: list[str]) -> list[str | None]:
        if text is None:
            return [None] * many
        # Two regions above three districts: which is whose the codes and names must say.
        return [*split] if len(split) == many else [text if len(split) == 1 else None] * many

    by_name = [parts(name, split_places(name or "", (), many)) for name in names]
    by_code = [parts(code, split_codes(code or "")) for code in codes]
    return (
        [tuple(level[n] for level in by_name) for n in range(many)],
        [tuple(level[n] for level in by_code) for n in range(many)],
    )


def _one(listed: Listed, field: Field) -> Column | None:
    return next(iter(listed.of(field)), None)


def _points(listed: Listed, log: ProblemLog) -> list[tuple[float | None, float | None]]:
    """Degrees of each row; a point outside the globe, or half of one, is none and named."""
    north, east = _one(listed, Field.LATITUDE), _one(listed, Field.LONGITUDE)
    both = _one(listed, Field.COORDINATES)
    if not ((north and east) or both):
        return [(None, None)] * len(listed)
    result: list[tuple[float | None, float | None]] = []
    for row in range(len(listed)):
        latitude = longitude = None
        if north and east:
            one, two = number_of(north.cells[row], "."), number_of(east.cells[row], ".")
            if one and two:
                latitude, longitude = one.value, two.value
        elif both and both.texts[row]:
            found = _POINT.fullmatch(both.texts[row] or "")
            if found:
                latitude, longitude = float(found[1]), float(found[2])
        column = north or both
        if (
            column
            and latitude is not None
            and longitude is not None
            and _is_nowhere(latitude, longitude)
        ):
            log.tally(
                "location.off_the_globe",
                sheet=listed.sheet,
                column=column.heading,
                value=f"{latitude}, {longitude}",
                cell=listed.cell(row, column),
            )
            listed.unread.append((row, column))
            latitude = longitude = None
        result.append((latitude, longitude))
    return result


def _is_nowhere(latitude: float, longitude: float) -> bool:
    """Whether a point is outside the globe, or the 0, 0 that programs write for nothing."""
    return abs(latitude) > 90 or abs(longitude) > 180 or latitude == 0 == longitude
