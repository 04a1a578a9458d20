"""Which field does each column of a list hold? Headings and tags in, one answer a column out.

A tag is believed first, then the heading, then what stands beside it; where the tag says something
else than the heading, the tag wins and both are said. A sample of the cells may correct them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from intarsia.dates import Span
from intarsia.people import Disaggregation
from intarsia.readers.activity_list.contents import Contents, SectorOfName, contents_of
from intarsia.readers.activity_list.corrections import corrected, rescued
from intarsia.readers.activity_list.counted_people import measure_in
from intarsia.readers.activity_list.fields import (
    ADMIN_CODES,
    ADMIN_NAMES,
    COUNTED,
    MONEY,
    PEOPLE,
    WHAT,
    WHEN,
    WHERE,
    WHO,
    Field,
)
from intarsia.readers.activity_list.hxl import (
    Tag,
    field_of_tag,
    is_vague,
    parse_tag,
    people_of_tag,
)
from intarsia.readers.activity_list.known_names import is_sent_by, name_organizations
from intarsia.readers.activity_list.neighbours import settled
from intarsia.readers.activity_list.one_heading import Meaning, meaning_of, month_of
from intarsia.readers.activity_list.recognized import Reason, Recognized

__all__ = ["Reason", "Recognized", "field_of_heading", "recognize", "recognize_all"]

#: Least sureness with which a text is taken for a heading when a header row is looked for.
HEADING_SURENESS = 0.75


def recognize(heading: str) -> Recognized | None:
    """Return what a heading announces by itself, or None where that is not known.

    heading  as written; texts of several rows joined with " | ", coarse to fine

    >>> found = recognize("Funding agency | Name")
    >>> found.field.value, found.because[0].code
    ('funding_organization', 'mapping.by_heading')
    >>> recognize("Sep-10").kind, recognize("Colour"), recognize("Name")
    ('wide:month', None, None)
    """
    month = month_of(heading.split(" | ")[-1])
    if month is not None:
        reason = Reason("mapping.month_column", {"heading": heading})
        return Recognized(Field.QUANTITY_REACHED, 0.8, (reason,), month=month)
    return _recognized(meaning_of(heading))


@lru_cache(maxsize=1 << 15)
def field_of_heading(text: str) -> Field | None:
    """Return the field that a text surely announces; for finding the row of headings.

    A month or a date is none: data cells hold them too.

    >>> field_of_heading("Организация").value, field_of_heading("Kabul"), field_of_heading("Mar-22")
    ('organization', None, None)
    """
    found = meaning_of(text)
    if found is None or found.field is None or found.sureness < HEADING_SURENESS:
        return None
    return found.field


def recognize_all(
    headings: Sequence[str],
    tags: Sequence[str] = (),
    *,
    samples: Sequence[Sequence[object]] | None = None,
    sector_of_name: SectorOfName | None = None,
    year: int | None = None,
) -> list[Recognized | None]:
    """Return what each column holds, None where nothing tells.

    headings        one text a column, "" where there is none
    tags            HXL tags as written, one a column, or none at all
    samples         cells of each column, to check the headings against
    sector_of_name  the code of a sector by its name; finds the sector columns of wide tables
    year            the year of month columns that state none ("January")

    >>> [each.field.value for each in recognize_all(["Region", "Province", "District", "P-code"])]
    ['region', 'admin1', 'admin2', 'admin2_code']
    >>> both, = recognize_all(["Sector"], ["#activity"])
    >>> both.field.value, both.because[-1].code
    ('title', 'mapping.tag_not_heading')
    """
    parsed = [parse_tag(text) for text in tags] if tags else []
    parsed += [None] * (len(headings) - len(parsed))
    meanings = [meaning_of(heading) if heading.strip() else None for heading in headings]
    found = [_column(meaning, tag) for meaning, tag in zip(meanings, parsed, strict=True)]
    contents = [Contents()] * len(headings)
    if samples is not None:
        contents = [contents_of(cells, sector_of_name=sector_of_name) for cells in samples]
    _months(found, headings, year)
    _sectors(found, headings, parsed, sector_of_name)
    if samples is not None:
        found = [
            _planned(corrected(each, known), each, heading) if each is not None else None
            for each, known, heading in zip(found, contents, headings, strict=True)
        ]
        _reporters(found, headings, parsed, samples)
    found = settled(found, headings, meanings, parsed, contents)
    return rescued(found, contents) if samples is not None else found


def _planned(found: Recognized, before: Recognized, heading: str) -> Recognized:
    """Numbers under "Target beneficiaries", which may head a group's name, are planned people."""
    if before.field is Field.TARGET_GROUP and found.field is Field.PEOPLE:
        return replace(found, field=measure_in(heading) or Field.PEOPLE)
    return found


def _recognized(meaning: Meaning | None) -> Recognized | None:
    if meaning is None or meaning.field is None:
        return None
    return Recognized(
        meaning.field,
        meaning.sureness,
        (meaning.reason,),
        people=meaning.people,
        currency=meaning.currency,
        day_order=meaning.day_order,
        rank=meaning.rank,
        factor=meaning.factor,
    )


def _column(meaning: Meaning | None, tag: Tag | None) -> Recognized | None:
    """Tag and heading of one column together."""
    said = _recognized(meaning)
    tagged = field_of_tag(tag) if tag is not None else None
    if tag is None or tagged is None:
        return said
    by_tag = Reason("mapping.by_tag", {"tag": str(tag)})
    if said is None:
        part = meaning.part if meaning is not None else None
        whole = _refined(tagged, tag, None, part)
        return Recognized(whole, 0.95, (by_tag,), people=people_of_tag(tag))
    field = _refined(tagged, tag, said, None)
    people = _both(people_of_tag(tag), said.people) if field in PEOPLE else None
    if field is said.field:
        return replace(
            said,
            sureness=0.99 if field is tagged else 0.93,
            people=people,
            because=(by_tag, *said.because),
        )
    both = replace(said, people=people, rank=None, because=(by_tag,))
    if tagged in _WIDER.get(said.field, frozenset()):
        return replace(both, field=field, sureness=0.97, because=(by_tag, *said.because))
    if field is not tagged:
        return both.become(field, 0.93, "mapping.tag_and_heading", heading=str(said.field))
    return both.become(field, 0.9, "mapping.tag_not_heading", tag=str(tag), heading=str(said.field))


#: What a heading may say more exactly than a tag that names something wider.
_FINER = {
    Field.SECTOR: frozenset({Field.SUBSECTOR, Field.SECTOR_CODE}),
    Field.SECTOR_CODE: frozenset({Field.SUBSECTOR_CODE}),
    Field.TITLE: frozenset(
        {Field.SUBACTIVITY, Field.DESCRIPTION, Field.PROJECT_TITLE, Field.INDICATOR, Field.MODALITY}
    ),
    Field.VALUE: frozenset({Field.BUDGET, Field.SPENT, Field.CURRENCY}),
    Field.PEOPLE: PEOPLE,
}
#: What a tag may say more exactly than a heading that names something wider.
_WIDER: dict[Field, frozenset[Field]] = {
    Field.PLACE_CODE: frozenset({*ADMIN_CODES, Field.SITE_CODE}),
    Field.PLACE: frozenset({*ADMIN_NAMES, Field.SITE}),
    Field.SITE: frozenset({*ADMIN_NAMES, Field.PLACE}),
    Field.PEOPLE: PEOPLE,
    Field.PERIOD: frozenset({Field.STARTS_ON, Field.ENDS_ON, Field.REPORTED_ON}),
    Field.REPORTED_ON: frozenset({Field.PERIOD}),
    Field.ORGANIZATION_ACRONYM: WHO,
    Field.ORGANIZATION: WHO,
    Field.SECTOR: frozenset({Field.SECTOR_CODE, Field.SUBSECTOR}),
    Field.VALUE: MONEY,
    Field.ADMIN1: frozenset({Field.REGION}),
}
_DATES = WHEN - {Field.STATUS}
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_KNOWN_OF_ACTIVITY = frozenset({"name", "type"})


def _refined(tagged: Field, tag: Tag, said: Recognized | None, part: str | None) -> Field:
    """The tag's field, made exact by the heading where the tag leaves something open."""
    if said is not None and said.because[0].code == "mapping.person":
        return Field.CONTACT
    if tagged in WHO and (said is None or said.field in WHO):
        return _organization(tagged, tag, said, part)
    if said is None or said.sureness < 0.7:
        return tagged
    if said.field in _FINER.get(tagged, frozenset()):
        return said.field
    if not is_vague(tag):
        return tagged
    if tagged is Field.TITLE:
        own = tag.attributes - _KNOWN_OF_ACTIVITY
        return said.field if own and said.field in WHAT else tagged
    if tagged in WHERE and said.field in WHERE:
        return said.field
    return said.field if tagged in _DATES and said.field in _DATES else tagged


def _organization(tagged: Field, tag: Tag, said: Recognized | None, part: str | None) -> Field:
    """Role and part (name, acronym, code, type): from the tag, else from the heading."""
    role, ending = str(tagged).split("organization")
    if said is not None:
        said_role, said_ending = str(said.field).split("organization")
        role = role or said_role
        ending = ending or ("" if "name" in tag.attributes else said_ending)
    elif part is not None and not ending and "name" not in tag.attributes:
        ending = {"acronym": "_acronym", "type": "_type", "code": "_id"}.get(part, "")
    return Field(f"{role}organization{ending}")


def _both(tagged: Disaggregation | None, said: Disaggregation | None) -> Disaggregation | None:
    if tagged is None or said is None:
        return tagged or said
    missing = {
        name: getattr(said, name)
        for name in Disaggregation.__dataclass_fields__
        if getattr(tagged, name) is None
    }
    return replace(tagged, **missing)


def _months(found: list[Recognized | None], headings: Sequence[str], year: int | None) -> None:
    """Columns headed with a month: "Sep-10", "Janvier 2022", a date."""
    for position, heading in enumerate(headings):
        rows = heading.split(" | ")
        named = [(at, span) for at, row in enumerate(rows) if (span := month_of(row, year))]
        if not named:
            continue
        at, span = named[-1]
        above = meaning_of(" | ".join(rows[:at] + rows[at + 1 :])) if len(rows) > 1 else None
        if at < len(rows) - 1 and (above is None or above.field not in COUNTED):
            continue
        counts = above is not None and above.field in COUNTED - {Field.CURRENCY}
        field = above.field if above is not None and counts else None
        reason = Reason("mapping.month_column", {"heading": rows[at]})
        found[position] = Recognized(
            field or Field.QUANTITY_REACHED,
            0.9,
            (reason,),
            people=above.people if above is not None and field in PEOPLE else None,
            currency=above.currency if above is not None else None,
            month=span,
        )
    _money_of_months(found, headings, year)


def _money_of_months(
    found: list[Recognized | None], headings: Sequence[str], year: int | None
) -> None:
    """Columns of money that name a month besides: "Budget Jan 2022", "Budget Feb 2022"."""
    named: dict[int, Span] = {}
    for position, (each, heading) in enumerate(zip(found, headings, strict=True)):
        if each is None or each.field not in (Field.BUDGET, Field.SPENT) or each.month is not None:
            continue
        words = _BRACKETS.sub(" ", heading.split(" | ")[-1]).split()
        ends = [words[-2:], words[-1:], words[:2], words[:1]] if len(words) > 1 else []
        spans = (month_of(" ".join(end).strip("-–:,"), year) for end in ends)
        span = next((span for span in spans if span is not None), None)
        if span is not None:
            named[position] = span
    for position, span in named.items() if len(named) > 1 else ():
        found[position] = replace(found[position], month=span)  # type: ignore[type-var]


def _reporters(
    found: list[Recognized | None],
    headings: Sequence[str],
    tags: Sequence[Tag | None],
    samples: Sequence[Sequence[object]],
) -> None:
    """A column "Reported by" of organizations' names says who reports; else it holds persons."""
    if any(each is not None and each.field is Field.REPORTING_ORGANIZATION for each in found):
        return
    others = [
        cells
        for each, cells in zip(found, samples, strict=True)
        if each is not None and each.field in WHO
    ]
    for position, each in enumerate(found):
        is_open = each is None or each.field is Field.CONTACT
        if is_open and tags[position] is None and is_sent_by(headings[position]):
            reason = Reason("mapping.holds_organizations")
            if name_organizations(samples[position], others):
                found[position] = Recognized(Field.REPORTING_ORGANIZATION, 0.8, (reason,))
                return


#: So many headings that are names of sectors make a wide table.
_ENOUGH_SECTORS = 3


def _sectors(
    found: list[Recognized | None],
    headings: Sequence[str],
    tags: Sequence[Tag | None],
    sector_of_name: SectorOfName | None,
) -> None:
    if sector_of_name is None:
        return
    named = [
        position
        for position, heading in enumerate(headings)
        if tags[position] is None
        and (found[position] is None or found[position].sureness < 0.75)  # type: ignore[union-attr]
        and heading.strip()
        and sector_of_name(heading.split(" | ")[-1]) is not None
    ]
    if len(named) < _ENOUGH_SECTORS:
        return
    for position in named:
        text = headings[position].split(" | ")[-1]
        reason = Reason("mapping.sector_column", {"heading": text})
        found[position] = Recognized(Field.SECTOR, 0.85, (reason,), sector=text)
