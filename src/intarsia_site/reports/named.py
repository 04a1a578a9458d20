"""What a name or a code means here: organizations of the register, places of a country."""

from __future__ import annotations

from collections.abc import Mapping

from intarsia import codelists
from intarsia.dates import read_span
from intarsia.sectors import sector_named
from intarsia.spelling import folded
from intarsia_site.access.models import Country, Organization
from intarsia_site.access.rows import search_words
from intarsia_site.registry.models import PlaceName

_MOST = 200


def meant(texts: Mapping[str, str], country: Country) -> dict[str, str]:
    """Return what was typed or pasted with codes in place of names, and days as they are kept.

    Only where a text can mean one thing alone; anything else stays for its field to refuse.
    """
    found = {name: text.strip() for name, text in texts.items()}
    sector = found.get("sector_code", "")
    if sector and not codelists.has("sectors", sector):
        match = sector_named(sector)
        if match is not None and len(match.sector_codes) == 1 and not match.is_nearest:
            (found["sector_code"],) = match.sector_codes
    if found.get("place_code"):
        found["place_code"] = _place(found["place_code"], country)
    group = found.get("target_group", "")
    if group and not codelists.has("target_groups", group):
        found["target_group"] = _group(group)
    for name in ("starts_on", "ends_on"):
        span = read_span(found[name]) if found.get(name) else None
        if span is not None:
            found[name] = (span.first if name == "starts_on" else span.last).isoformat()
    if found.get("currency"):
        found["currency"] = found["currency"].upper()
    return found


def _place(text: str, country: Country) -> str:
    if country.places.filter(code=text).exists():
        return text
    # A choice of the list is written "Darn (XA0101)".
    inside = text.rpartition("(")[2].removesuffix(")")
    if inside != text and country.places.filter(code=inside).exists():
        return inside
    named = PlaceName.objects.filter(place__country=country).values_list("place__code", "name")
    codes = {code for code, name in named if folded(name) == folded(text)}
    return codes.pop() if len(codes) == 1 else text


def _group(text: str) -> str:
    rows = codelists.rows("target_groups")
    codes = {
        row["code"]
        for row in rows
        if folded(text) in {folded(said) for key, said in row.items() if key.startswith("name_")}
    }
    return codes.pop() if len(codes) == 1 else text


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
