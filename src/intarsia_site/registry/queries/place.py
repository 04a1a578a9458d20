"""A country's administrative units with their names on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from intarsia_site.access.models import Country
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.models import Place, PlaceName
from intarsia_site.registry.place_rows import standing_on
from intarsia_site.registry.queries.names import place_names

PAGE = 100


@dataclass(frozen=True)
class OtherName:
    """A name in another language or style, or of another time."""

    name: str
    language: str
    house_style: str
    valid_from_on: dt.date | None
    valid_until_on: dt.date | None


@dataclass(frozen=True)
class PlaceLine:
    """One unit: what it was called on the day, and every name it has."""

    code: str
    level: int
    name: str
    within: str
    names: tuple[OtherName, ...]


@dataclass(frozen=True)
class PlacePage:
    """Part of a country's units, by level and code."""

    country_code: str
    country_name: str
    countries: tuple[tuple[str, str], ...]
    lines: tuple[PlaceLine, ...]
    total: int
    next: str


def places(country_code: str, *, viewing: Viewing, on: dt.date, after: str = "") -> PlacePage:
    """Return units that stood on a day by code, those after one; without a country, of the first.

    Queries   five, whatever the number of units. Nobody signed in is shown none.
    """
    countries = tuple(Country.objects.values_list("code", "name")) if viewing.user_id else ()
    codes = dict(countries)
    country_code = country_code if country_code in codes else next(iter(codes), "")
    rows = Place.objects.filter(standing_on(on), country__code=country_code)
    total = rows.count()
    found = list(
        rows.filter(code__gt=after)
        .order_by("code")
        .values_list("pk", "code", "level", "parent__code")[: PAGE + 1]
    )
    more, found = len(found) > PAGE, found[:PAGE]
    wanted = {
        (country_code, code) for _pk, one, _level, above in found for code in (one, above) if code
    }
    named = place_names(wanted, viewing=viewing, on=on) if wanted else {}
    others: dict[int, list[OtherName]] = {}
    for row in PlaceName.objects.filter(place__in=[pk for pk, *_ in found]):
        others.setdefault(row.place_id, []).append(
            OtherName(
                row.name, row.language, row.house_style, row.valid_from_on, row.valid_until_on
            )
        )
    return PlacePage(
        country_code=country_code,
        country_name=codes.get(country_code, ""),
        countries=countries,
        lines=tuple(
            PlaceLine(
                code,
                level,
                named.get((country_code, code), code),
                named.get((country_code, above), above or "") if above else "",
                tuple(others.get(pk, ())),
            )
            for pk, code, level, above in found
        ),
        total=total,
        next=found[-1][1] if more else "",
    )
