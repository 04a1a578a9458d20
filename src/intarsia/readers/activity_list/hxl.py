"""What does an HXL tag say of its column? A tag as written in, its name, attributes and field out.

HXL 1.1 writes one tag over each column: `#adm2 +code +v_pcodes`. Files write it with and without
spaces, in any case, and with attributes of their own; those are kept and decide nothing.
Source: the HXL hashtag dictionary (https://hxlstandard.org/standard/dictionary/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from intarsia.people import Disaggregation, disaggregation_of
from intarsia.readers.activity_list.fields import PEOPLE, Field

__all__ = ["Tag", "field_of_tag", "is_tag_row", "is_vague", "parse_tag", "people_of_tag"]

_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\+[a-z0-9][a-z0-9_]*)*", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u200b\u200e\u200f\ufeff]+")


@dataclass(frozen=True)
class Tag:
    """One tag: its name with the sign ("#adm2") and its attributes without theirs."""

    name: str
    attributes: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name + "".join(f"+{attribute}" for attribute in sorted(self.attributes))


@lru_cache(maxsize=4096)
def parse_tag(text: str) -> Tag | None:
    """Return the tag a cell holds, or None where it holds none.

    >>> parse_tag("#adm1 + code")
    Tag(name='#adm1', attributes=frozenset({'code'}))
    >>> str(parse_tag(" #ADM2 +Code+v_pcodes ")), parse_tag("Column1"), parse_tag("# of people")
    ('#adm2+code+v_pcodes', None, None)
    """
    bare = _SPACES.sub("", text) if _starts_as_tag(text) else ""
    if not bare or not _TAG.fullmatch(bare):
        return None
    name, *attributes = bare.casefold().split("+")
    return Tag(name, frozenset(attributes))


def _starts_as_tag(text: str) -> bool:
    """ "# people" and "#Men and women" are headings: a tag's only spaces stand at its signs."""
    bare = re.sub(r"\s*\+\s*", "+", text.strip(" \t\r\n\u200b\ufeff"))
    return bare.startswith("#") and len(bare.split()) == 1


def is_tag_row(row: Sequence[object]) -> bool:
    """Whether a row of cells is the row of tags: half or more of its filled cells are tags.

    Some programs write "Column1" where a tag was left out; such a row still counts. One lone tag
    in a row of one filled cell is a tag row of a list of one column.

    >>> is_tag_row(["#org", "", "Column1", "#adm1 +name"]), is_tag_row(["#1", "Health", None])
    (True, False)
    """
    filled = [cell for cell in row if cell is not None and str(cell).strip()]
    tags = sum(isinstance(cell, str) and parse_tag(cell) is not None for cell in filled)
    return tags > 0 and 2 * tags >= len(filled)


#: Attributes that say who the organization is to the activity, the first that is there counts.
_ROLES = (
    ("funder", "funding_"),
    ("funding", "funding_"),
    ("donor", "funding_"),
    ("impl", "implementing_"),
    ("implementing", "implementing_"),
    ("implementer", "implementing_"),
    ("prog", "programme_"),
    ("programming", "programme_"),
    ("programme", "programme_"),
    ("leader", "programme_"),
    ("lead", "programme_"),
    ("reporting", "reporting_"),
    ("source", "reporting_"),
    ("accountable", "accountable_"),
)
_PARTS = (
    ("type", "_type"),
    ("category", "_type"),
    ("acronym", "_acronym"),
    ("abbrev", "_acronym"),
    ("code", "_id"),
    ("id", "_id"),
)
#: By tag: the attribute and the field it gives; the first that is there counts, "" = in any case.
_BY_ATTRIBUTE: dict[str, tuple[tuple[str, str], ...]] = {
    "#activity": (
        ("status", "status"),
        ("url", "url"),
        ("indicator+targeted", "quantity_planned"),
        ("indicator+reached", "quantity_reached"),
        ("targeted", "quantity_planned"),
        ("reached", "quantity_reached"),
        ("indicator", "indicator"),
        ("unit", "unit"),
        ("subactivity", "subactivity"),
        ("sub", "subactivity"),
        ("id", "activity_id"),
        ("code", "activity_id"),
        ("project+name", "project_title"),
        ("project", "project_code"),
        ("description", "description"),
        ("comments", "description"),
        ("detail", "description"),
        ("modality", "modality"),
        ("type", "title"),
        ("", "title"),
    ),
    "#project": (
        ("name", "project_title"),
        ("title", "project_title"),
        ("code_name", "project_title"),
        ("description", "description"),
        ("status", "status"),
        ("", "project_code"),
    ),
    "#sector": (
        ("sub+code", "subsector_code"),
        ("sub", "subsector"),
        ("code", "sector_code"),
        ("id", "sector_code"),
        ("", "sector"),
    ),
    "#subsector": (("code", "subsector_code"), ("id", "subsector_code"), ("", "subsector")),
    "#cluster": (("code", "sector_code"), ("", "sector")),
    "#country": (
        ("code", "country_code"),
        ("iso", "country_code"),
        ("iso2", "country_code"),
        ("iso3", "country_code"),
        ("", "country"),
    ),
    "#region": (("", "region"),),
    "#loc": (
        ("type", "site_type"),
        ("code", "place_code"),
        ("id", "place_code"),
        ("site+code", "site_code"),
        ("site", "site"),
        ("camp", "site"),
        ("facility", "site"),
        ("lat", "latitude"),
        ("lon", "longitude"),
        ("", "place"),
    ),
    "#geo": (
        ("lat", "latitude"),
        ("latitude", "latitude"),
        ("lon", "longitude"),
        ("lng", "longitude"),
        ("long", "longitude"),
        ("longitude", "longitude"),
        ("coord", "coordinates"),
        ("bounds", "other"),
        ("", "coordinates"),
    ),
    "#date": (
        ("start", "starts_on"),
        ("begin", "starts_on"),
        ("end", "ends_on"),
        ("updated", "updated_on"),
        ("modified", "updated_on"),
        ("year", "year"),
        ("quarter", "quarter"),
        ("month", "period"),
        ("cycle", "period"),
        ("period", "period"),
        ("reported", "reported_on"),
        ("reporting", "reported_on"),
        ("", "period"),
    ),
    "#period": (("", "period"),),
    "#status": (("", "status"),),
    "#modality": (("", "modality"),),
    "#channel": (("", "modality"),),
    "#beneficiary": (
        ("num", "people"),
        ("reached", "people_reached"),
        ("targeted", "people_targeted"),
        ("", "target_group"),
    ),
    "#targeted": (("", "people_targeted"),),
    "#reached": (("", "people_reached"),),
    "#inneed": (("", "people_in_need"),),
    "#affected": (("", "people"),),
    "#population": (("", "population"),),
    "#population_group": (("", "target_group"),),
    "#severity": (("", "severity"),),
    "#value": (
        ("budget", "budget"),
        ("planned", "budget"),
        ("requested", "budget"),
        ("required", "budget"),
        ("committed", "budget"),
        ("estimated", "budget"),
        ("spent", "spent"),
        ("expenditure", "spent"),
        ("disbursed", "spent"),
        ("currency", "currency"),
        ("", "value"),
    ),
    "#currency": (("", "currency"),),
    "#indicator": (
        ("target", "quantity_planned"),
        ("targeted", "quantity_planned"),
        ("planned", "quantity_planned"),
        ("reached", "quantity_reached"),
        ("actual", "quantity_reached"),
        ("num", "quantity_reached"),
        ("value", "quantity_reached"),
        ("unit", "unit"),
        ("", "indicator"),
    ),
    "#output": (
        ("targeted", "quantity_planned"),
        ("planned", "quantity_planned"),
        ("unit", "unit"),
        ("name", "indicator"),
        ("desc", "indicator"),
        ("description", "indicator"),
        ("", "quantity_reached"),
    ),
    "#capacity": (("unit", "unit"), ("", "other")),
    "#item": (
        ("unit", "unit"),
        ("targeted", "quantity_planned"),
        ("num", "quantity_reached"),
        ("quantity", "quantity_reached"),
        ("", "other"),
    ),
    "#response": (("", "response_plan"),),
    "#meta": (
        ("url", "url"),
        ("source", "other"),
        ("id", "activity_id"),
        ("title", "other"),
        ("label", "label"),
        ("", "other"),
    ),
    "#id": (("", "activity_id"),),
    "#description": (("", "description"),),
    "#contact": (("", "contact"),),
}
_BY_ATTRIBUTE["#location"] = _BY_ATTRIBUTE["#loc"]
_BY_ATTRIBUTE["#programme"] = (("", "project_title"),)
#: Attributes that make figures of people no count that could be added to the others.
_NO_COUNT = frozenset("new cumulative cumul pct percent percentage ratio rate recurrent".split())
#: Attributes that mark a person wherever they stand.
_PERSONAL = frozenset("email phone tel telephone mobile fax person whatsapp skype".split())
#: Parts of a tag that say no more than "somewhere", "something", "some day".
_VAGUE = {
    "#loc": frozenset({Field.PLACE, Field.PLACE_CODE}),
    "#location": frozenset({Field.PLACE, Field.PLACE_CODE}),
    "#date": frozenset({Field.PERIOD, Field.REPORTED_ON}),
    "#activity": frozenset({Field.TITLE}),
    "#value": frozenset({Field.VALUE}),
    "#meta": frozenset({Field.OTHER}),
    "#affected": frozenset({Field.PEOPLE}),
}


@lru_cache(maxsize=4096)
def field_of_tag(tag: Tag) -> Field | None:
    """Return the field of a tag's column, or None for a tag that is not known here.

    >>> read = lambda text: str(field_of_tag(parse_tag(text)))
    >>> read("#org+impl+acronym"), read("#sector +cluster +code"), read("#adm3 +code +v_pcodes")
    ('implementing_organization_acronym', 'sector_code', 'admin3_code')
    >>> read("#date+start"), read("#reached+f+children"), read("#covid19")
    ('starts_on', 'people_reached', 'None')
    """
    if tag.attributes & _PERSONAL:
        return Field.CONTACT
    if tag.name == "#org":
        return _organization(tag.attributes)
    level = re.fullmatch(r"#adm([0-9])", tag.name)
    if level:
        return _admin(int(level[1]), tag.attributes)
    for attributes, name in _BY_ATTRIBUTE.get(tag.name, ()):
        if not attributes or tag.attributes.issuperset(attributes.split("+")):
            field = Field(name)
            return Field.OTHER if field in PEOPLE and tag.attributes & _NO_COUNT else field
    return None


def _organization(attributes: frozenset[str]) -> Field:
    role = next((prefix for attribute, prefix in _ROLES if attribute in attributes), "")
    part = next((ending for attribute, ending in _PARTS if attribute in attributes), "")
    return Field(f"{role}organization{part}")


def _admin(level: int, attributes: frozenset[str]) -> Field | None:
    is_code = bool(attributes & {"code", "id", "pcode", "v_pcodes"}) and "name" not in attributes
    # "+name2" and "+alt": a second spelling, beside the name.
    if attributes & {"name2", "name3", "alt", "altname"}:
        return Field.OTHER
    if level == 0:
        return Field.COUNTRY_CODE if is_code else Field.COUNTRY
    if level > 5:
        return None
    return Field(f"admin{level}_code") if is_code else Field(f"admin{level}")


def is_vague(tag: Tag) -> bool:
    """Whether a tag says so little that a heading may say more ("#loc" over "Region").

    >>> is_vague(parse_tag("#loc+name")), is_vague(parse_tag("#adm1+name"))
    (True, False)
    """
    field = field_of_tag(tag)
    if tag.name == "#date" and "reporting" not in tag.attributes:
        return field in _VAGUE["#date"] and not tag.attributes & {"month", "cycle", "period"}
    return field is None or field in _VAGUE.get(tag.name, frozenset())


#: Attributes of people in the words of headings.
_PEOPLE_WORDS = {
    "f": "female",
    "m": "male",
    "hh": "households",
    "ind": "individuals",
    "idps": "IDPs",
    "refugees": "refugees",
    "returnees": "returnees",
    "nondisplaced": "host community",
    "disabled": "with disability",
    "infants": "infants",
    "children": "children",
    "adolescents": "adolescents",
    "youth": "youth",
    "adults": "adults",
    "elderly": "elderly",
}


@lru_cache(maxsize=4096)
def people_of_tag(tag: Tag) -> Disaggregation | None:
    """Return which people a tag's figures count, by its attributes; None = all, or no people.

    `#reached +f +children` counts girls, `#targeted +hh` households.
    """
    if field_of_tag(tag) not in PEOPLE:
        return None
    words = [_PEOPLE_WORDS.get(attribute, attribute) for attribute in sorted(tag.attributes)]
    words = [re.sub(r"age_?(\d+)_(\d+)", r"\1-\2", word).replace("_", " ") for word in words]
    return disaggregation_of(" ".join(words)) if words else None
