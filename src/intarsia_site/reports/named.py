"""What a name or a code means here: organizations of the register, places of a country."""

from __future__ import annotations

from intarsia_site.access.models import Country, Organization
from intarsia_site.access.rows import search_words
from intarsia_site.registry.models import PlaceName

_MOST = 200


def organization_named(name: str) -> str:
    """Return the public id of the one organization that is called so, or ""."""
    form = search_words(name).split("\n")[0]
    if not form:
        return ""
    whole = Organization.objects.filter(merged_into__isnull=True, folded__contains=form)
    found = [
        public_id
        for public_id, folded in whole.values_list("public_id", "folded")[:_MOST]
        if form in folded.split("\n")
    ]
    return found[0] if len(found) == 1 else ""


def place_named(code: str, country: Country) -> str:
    """Return what a place is called in reports, in English where it has such a name; "" where the
    country has no such place."""
    if not code:
        return ""
    named = PlaceName.objects.filter(place__country=country, place__code=code)
    by_language = dict(named.order_by("-pk").values_list("language", "name"))
    if not by_language:
        return code if country.places.filter(code=code).exists() else ""
    return by_language.get("en") or next(iter(by_language.values()))
