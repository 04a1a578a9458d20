"""What codes are called: sectors by language, places by language, house style and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intarsia_site.access.names import sector_name
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.models import PlaceName
from intarsia_site.registry.nouns import Field, Holds


@dataclass
class Names:
    """Names of the codes of one page, in the language of the request, on one day."""

    places: dict[tuple[str, str], str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)

    def of(self, field: Field, value: Any, record: Mapping[str, Any]) -> str:
        """Return what a field's value is called; of what is not seen, ""."""
        if value is None or value == "":
            return ""
        if field.holds is Holds.SECTOR:
            return sector_name(str(value))
        if field.holds is Holds.PLACE:
            return self.place(str(record.get("country_code") or ""), str(value))
        if field.holds is Holds.COUNTRY:
            return self.countries.get(str(value), str(value))
        if field.holds is Holds.ORGANIZATION:
            return str(record.get("organization_name") or "")
        if field.holds is Holds.CHOICE and field.choices is not None:
            return str(dict(field.choices()).get(str(value), value))
        if field.holds is Holds.YES_NO:
            return _("yes") if value else _("no")
        if isinstance(value, dt.date):
            return date_format(value)
        return str(value)

    def place(self, country_code: str, code: str) -> str:
        return self.places.get((country_code, code), code)


def names_for(
    records: Iterable[Mapping[str, Any]],
    countries: Mapping[str, str],
    *,
    viewing: Viewing,
    on: dt.date,
) -> Names:
    """Return the names of the places of these records, and of countries. One query.

    on    a place is called what it was called on this day
    """
    wanted = {
        (str(record.get("country_code") or ""), str(code))
        for record in records
        for code in (record.get("place_code"), record.get("area_code"))
        if code
    }
    places = place_names(wanted, viewing=viewing, on=on) if wanted else {}
    return Names(places=places, countries=dict(countries))


def place_names(
    wanted: Iterable[tuple[str, str]], *, viewing: Viewing, on: dt.date
) -> dict[tuple[str, str], str]:
    """Return names by (country code, place code). One query.

    The country's house style comes before names of no style, the language asked for before the
    local one, English or a name without a language before any other; a name that was not valid on
    the day is not taken while another was.
    """
    language = (get_language() or "en")[:2]
    pairs = set(wanted)
    rows = PlaceName.objects.filter(
        place__country__code__in={country for country, _code in pairs},
        place__code__in={code for _country, code in pairs},
    ).values_list(
        "place__country__code",
        "place__code",
        "place__country__house_style",
        "name",
        "language",
        "house_style",
        "valid_from_on",
        "valid_until_on",
    )
    best: dict[tuple[str, str], tuple[tuple[bool, ...], str]] = {}
    for country, code, style, name, spoken, named_style, first, last in rows:
        valid = (first is None or first <= on) and (last is None or on <= last)
        is_further, is_common = spoken.startswith("x-other"), spoken in ("en", "und")
        rank = (
            valid, spoken == language, named_style == style, not named_style, not is_further,
            is_common,
        )  # fmt: skip
        if (country, code) not in best or rank > best[country, code][0]:
            best[country, code] = (rank, name)
    return {key: name for key, (_rank, name) in best.items() if key in pairs}
