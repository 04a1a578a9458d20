"""From what somebody wrote to what a record holds, or why not, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from intarsia_site.access.errors import Refused
from intarsia_site.access.models import Country, Organization
from intarsia_site.registry.models import Place
from intarsia_site.registry.nouns import Holds, Noun

MOST_STEPS = 12


@dataclass(frozen=True)
class Read:
    """What was read: the model's fields, and the same as text for the audit and proposals."""

    fields: dict[str, Any]
    texts: dict[str, str]
    organization: Organization | None
    country: Country | None


def read_values(noun: Noun, texts: Mapping[str, str]) -> Read:
    """Return the fields of a record from texts by field name; what is left out is empty.

    Raises   Refused with a sentence for each field that cannot be kept, unknown ones too.
    """
    wrong = {name: _("There is no such field.") for name in texts if name not in noun.by_name}
    parsed: dict[str, Any] = {}
    for field in noun.fields:
        value, problem = field.parsed(str(texts.get(field.name, "")))
        parsed[field.name] = value
        if problem:
            wrong[field.name] = problem
    organization = _organization(noun, parsed, wrong)
    country = _country(noun, parsed, wrong)
    fields = {
        field.column or field.name: parsed[field.name]
        for field in noun.fields
        if field.holds not in (Holds.ORGANIZATION, Holds.COUNTRY)
    }
    if noun.field_that_holds(Holds.ORGANIZATION):
        fields["organization"] = organization
    if noun.field_that_holds(Holds.COUNTRY):
        fields["country"] = country
    if noun.field_that_holds(Holds.PLACE):
        fields.update(_place(parsed["place_code"], country, wrong))
    _check_together(parsed, wrong)
    if wrong:
        raise Refused(wrong)
    written = {field.name: field.written(parsed[field.name]) for field in noun.fields}
    return Read(fields, written, organization, country)


def texts_of(noun: Noun, row: Any) -> dict[str, str]:
    """Return a record's fields as text, as `read_values` reads them."""
    found = {}
    for field in noun.fields:
        value = getattr(row, field.column or field.name)
        if field.holds is Holds.ORGANIZATION:
            value = value.public_id if value is not None else ""
        elif field.holds is Holds.COUNTRY:
            value = value.code if value is not None else ""
        found[field.name] = field.written(value)
    return found


def _organization(
    noun: Noun, parsed: Mapping[str, Any], wrong: dict[str, str]
) -> Organization | None:
    field = noun.field_that_holds(Holds.ORGANIZATION)
    if field is None or field.name in wrong or not parsed[field.name]:
        return None
    found = (
        Organization.objects.filter(public_id=parsed[field.name])
        .select_related("merged_into")
        .first()
    )
    if found is None:
        wrong[field.name] = _("There is no such organization. Choose one of the list.")
        return None
    return found.merged_into or found


def _country(noun: Noun, parsed: Mapping[str, Any], wrong: dict[str, str]) -> Country | None:
    field = noun.field_that_holds(Holds.COUNTRY)
    if field is None or field.name in wrong or not parsed[field.name]:
        return None
    found = Country.objects.filter(code=parsed[field.name]).first()
    if found is None:
        wrong[field.name] = _("This installation has no such country.")
    return found


def _place(code: str | None, country: Country | None, wrong: dict[str, str]) -> dict[str, Any]:
    """Return the place's code, that of its first-level area, and its level."""
    if not code or "place_code" in wrong:
        return {"place_code": "", "area_code": "", "place_level": 0}
    place = Place.objects.filter(country=country, code=code).select_related("parent").first()
    if place is None:
        wrong["place_code"] = _("No place of this country has the code “%(code)s”.") % {
            "code": code[:40]
        }
        return {}
    area, steps = place, 0
    while area.level > 1 and area.parent is not None and steps < MOST_STEPS:
        area, steps = area.parent, steps + 1
    return {
        "place_code": place.code,
        "area_code": area.code if area.level == 1 else "",
        "place_level": place.level,
    }


def _check_together(parsed: Mapping[str, Any], wrong: dict[str, str]) -> None:
    first, last = parsed.get("starts_on"), parsed.get("ends_on")
    if first and last and last < first:
        wrong["ends_on"] = _("It ends before it begins.")
    if parsed.get("applies") is True and not parsed.get("statement"):
        wrong["statement"] = _("Where the commitment applies, the statement says something.")
    if "rank" in parsed and parsed["rank"] == 0:
        wrong["rank"] = _("1 is first.")
