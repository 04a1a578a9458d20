"""What do columns mean beside each other? What each is taken for alone in, settled together out.

"P-code" after "District" is the district's; "Acronym" after "Donor" the donor's; a "Partner"
beside an "Organization" implements for it; "Men" after "People reached" counts men reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intarsia.readers.activity_list.contents import Contents
from intarsia.readers.activity_list.fields import (
    ADMIN_CODES,
    ADMIN_NAMES,
    PEOPLE,
    WHO,
    Field,
    admin_level,
    may_repeat,
)
from intarsia.readers.activity_list.heading_words import (
    core,
    is_generic_code,
    with_part,
    without_part,
)
from intarsia.readers.activity_list.hxl import Tag, field_of_tag
from intarsia.readers.activity_list.levels import LevelWord, decided_levels
from intarsia.readers.activity_list.one_heading import Meaning
from intarsia.readers.activity_list.recognized import Reason, Recognized

__all__ = ["settled"]

Columns = list[Recognized | None]

#: Ranks of levels that only a tag or a number states, between those of the words.
_STATED_RANKS = {1: 21, 2: 31, 3: 41, 4: 51, 5: 55}
_PARTNER = frozenset(
    "partner partners partenaire partenaires socio socios партнер партнеры партнери الشريك الشركاء"
    " شريك".split()
)
_LEVELLED = frozenset({*ADMIN_NAMES, *ADMIN_CODES, Field.PLACE, Field.PLACE_CODE})
_PLACES = frozenset({*ADMIN_NAMES, Field.PLACE, Field.SITE, Field.COUNTRY})


def settled(
    found: Sequence[Recognized | None],
    headings: Sequence[str],
    meanings: Sequence[Meaning | None],
    tags: Sequence[Tag | None],
    contents: Sequence[Contents],
) -> Columns:
    """Return what each column is taken for, after a look at all of them."""
    columns = list(found)
    last_rows = [heading.split(" | ")[-1] for heading in headings]
    _levels(columns, tags)
    _parts(columns, meanings)
    _generic_codes(columns, last_rows, tags, contents)
    _generic_organizations(columns, last_rows, tags)
    _partners(columns, last_rows, tags)
    _months_and_units(columns)
    _people(columns, last_rows, tags)
    _only_acronyms(columns)
    _taken_once(columns, headings, contents)
    return columns


def _levels(columns: Columns, tags: Sequence[Tag | None]) -> None:
    words = []
    for position, each in enumerate(columns):
        if each is None or each.kind != "column" or each.field not in _LEVELLED:
            continue
        tag = tags[position]
        level = admin_level(each.field)
        by_tag = tag is not None and field_of_tag(tag) is each.field
        stated = level is not None and (by_tag or each.rank is None)
        if stated and level is not None:
            if each.rank is None and each.field in ADMIN_CODES:
                continue  # "ADM1_PCODE" beside "Governorate" is the governorate's
            rank = each.rank or _STATED_RANKS[level]
        elif each.rank is not None:
            rank = each.rank
        else:
            continue
        language = next((r.data["language"] for r in each.because if "language" in r.data), "")
        words.append(LevelWord(position, each.field, rank, stated, language))
    for position, field in decided_levels(words).items():
        each = columns[position]
        if each is not None and field is not each.field:
            columns[position] = each.become(
                field, min(each.sureness, 0.9), "mapping.by_levels", heading=str(each.field)
            )


def _parts(columns: Columns, meanings: Sequence[Meaning | None]) -> None:
    """ "Name", "Code", "Type": of what stands on the left, else of what stands on the right."""
    taken = {each.field for each in columns if each is not None}
    for position, meaning in enumerate(meanings):
        if columns[position] is not None or meaning is None or meaning.part is None:
            continue
        for beside in (position - 1, position + 1):
            neighbour = columns[beside] if 0 <= beside < len(columns) else None
            if neighbour is None or neighbour.kind != "column":
                continue
            field = with_part(neighbour.field, meaning.part)
            if field is not None and field not in taken:
                reason = Reason("mapping.by_neighbour", {"heading": str(neighbour.field)})
                columns[position] = Recognized(field, 0.7, (reason,))
                taken.add(field)
                break


def _generic_codes(
    columns: Columns,
    headings: Sequence[str],
    tags: Sequence[Tag | None],
    contents: Sequence[Contents],
) -> None:
    for position, each in enumerate(columns):
        is_open = each is not None and each.field is Field.PLACE_CODE and tags[position] is None
        if not is_open or each is None or not is_generic_code(headings[position]):
            continue
        taken = {other.field for other in columns if other is not None}
        field = _code_beside(position, columns, contents, taken)
        if field is not None:
            columns[position] = each.become(field, 0.88, "mapping.by_neighbour", heading=str(field))


def _code_beside(
    position: int, columns: Columns, contents: Sequence[Contents], taken: set[Field]
) -> Field | None:
    """The code of the place on the left, else of that on the right, else of the finest."""
    for beside in (position - 1, position + 1, position - 2):
        neighbour = columns[beside] if 0 <= beside < len(columns) else None
        if neighbour is None or neighbour.field not in _PLACES:
            continue
        codes, names = contents[position].distinct, contents[beside].distinct
        field = with_part(neighbour.field, "code")
        if field is not None and field not in taken and codes <= 1.5 * max(names, 1):
            return field
        if field is not None and field not in taken and not names:
            return field
    finest = [each.field for each in columns if each is not None and each.field in ADMIN_NAMES]
    field = with_part(max(finest), "code") if finest else None
    return field if field is not None and field not in taken else None


def _generic_organizations(
    columns: Columns, headings: Sequence[str], tags: Sequence[Tag | None]
) -> None:
    """ "Acronym" and "Organization type" of the organization that stands beside them."""
    for position, each in enumerate(columns):
        if each is None or tags[position] is not None:
            continue
        taken = {other.field for other in columns if other is not None}
        is_acronym = each.field is Field.ORGANIZATION_ACRONYM and len(core(headings[position])) == 1
        is_lone = (
            each.field in (Field.ORGANIZATION_TYPE, Field.ORGANIZATION_ACRONYM)
            and Field.ORGANIZATION not in taken
        )
        if not (is_acronym or is_lone):
            continue
        part = "acronym" if each.field is Field.ORGANIZATION_ACRONYM else "type"
        for beside in (position - 1, position + 1):
            neighbour = columns[beside] if 0 <= beside < len(columns) else None
            if neighbour is None or neighbour.field not in WHO:
                continue
            field = with_part(without_part(neighbour.field), part)
            if field is not None and field is not each.field and field not in taken:
                columns[position] = each.become(
                    field, 0.85, "mapping.by_neighbour", heading=str(neighbour.field)
                )
            break


def _partners(columns: Columns, headings: Sequence[str], tags: Sequence[Tag | None]) -> None:
    """A "Partner" beside the organization itself implements for it."""
    fields = [each.field if each is not None else None for each in columns]
    if Field.IMPLEMENTING_ORGANIZATION in fields:
        return
    named = [
        position
        for position, each in enumerate(columns)
        if each is not None
        and each.field is Field.ORGANIZATION
        and tags[position] is None
        and _PARTNER.intersection(core(headings[position]))
    ]
    others = (Field.ORGANIZATION, Field.PROGRAMME_ORGANIZATION, Field.REPORTING_ORGANIZATION)
    is_beside = any(f in others for p, f in enumerate(fields) if p not in named)
    for position in named if is_beside else ():
        each = columns[position]
        if each is not None:
            columns[position] = each.become(
                Field.IMPLEMENTING_ORGANIZATION, 0.8, "mapping.by_neighbour", heading="organization"
            )


def _months_and_units(columns: Columns) -> None:
    """A month without a year beside it is the period; what is "planned" in units is no people."""
    fields = {each.field for each in columns if each is not None}
    for position, each in enumerate(columns):
        if each is None or each.kind != "column":
            continue
        if each.field is Field.MONTH and Field.YEAR not in fields:
            columns[position] = each.become(Field.PERIOD, each.sureness, "mapping.month_of_row")


def _people(columns: Columns, headings: Sequence[str], tags: Sequence[Tag | None]) -> None:
    """Give "Men", "Women", "Total" the measure of the columns beside them."""
    measures = {
        each.field for each in columns if each is not None and each.field in PEOPLE - {Field.PEOPLE}
    } & {Field.PEOPLE_TARGETED, Field.PEOPLE_REACHED}
    before: Field | None = None
    for position, each in enumerate(columns):
        if each is None or each.kind != "column":
            before = None
            continue
        left = columns[position - 1] if position else None
        if each.field is Field.TOTAL and left is not None and left.field in PEOPLE:
            columns[position] = each.become(
                left.field, 0.75, "mapping.by_neighbour", heading=str(left.field)
            )
            continue
        if each.field in PEOPLE and each.field is not Field.PEOPLE:
            before = each.field
            continue
        is_plain = (
            each.field is Field.PEOPLE
            and tags[position] is None
            and _says_who(each)
            and " | " not in headings[position]
        )
        if not is_plain:
            before = before if each.field in PEOPLE else None
            continue
        measure = next(iter(measures)) if len(measures) == 1 else before
        if measure is not None and _stands_with(columns, position, measure):
            columns[position] = each.become(
                measure,
                min(each.sureness, 0.75 if measure is before else 0.65),
                "mapping.by_neighbour",
                heading=str(measure),
            )


def _says_who(each: Recognized) -> bool:
    people = each.people
    return people is not None and any((people.sex, people.age, people.status, people.disability))


def _stands_with(columns: Columns, position: int, measure: Field) -> bool:
    """Whether only columns of people stand between a column and the one that has the measure."""
    for step in (-1, 1):
        at = position + step
        while 0 <= at < len(columns) and (each := columns[at]) is not None:
            if each.field is measure:
                return True
            if each.field not in PEOPLE and each.field is not Field.TOTAL:
                break
            at += step
    return False


def _only_acronyms(columns: Columns) -> None:
    """An organization that only an acronym names is named by it."""
    fields = {each.field for each in columns if each is not None}
    for position, each in enumerate(columns):
        if each is None or not each.field.endswith("organization_acronym"):
            continue
        name = without_part(each.field)
        if name not in fields:
            columns[position] = each.become(name, each.sureness, "mapping.only_acronym")
            fields.add(name)


def _taken_once(columns: Columns, headings: Sequence[str], contents: Sequence[Contents]) -> None:
    """Where several columns say the same and only one can, the surest one does."""
    by_field: dict[Field, list[int]] = {}
    for position, each in enumerate(columns):
        if each is not None and each.kind == "column" and not may_repeat(each.field):
            by_field.setdefault(each.field, []).append(position)

    def rank(position: int) -> tuple[bool, bool, float, int]:
        each, cells = columns[position], contents[position]
        sureness = each.sureness if each is not None else 0.0
        is_key = each is not None and each.field is Field.ACTIVITY_ID and not cells.repeats
        return cells.filled > 0, is_key, sureness, -position

    for field, positions in by_field.items():
        best = max(positions, key=rank)
        for position in positions:
            each = columns[position]
            if position != best and each is not None:
                columns[position] = replace(each, rank=None).become(
                    Field.OTHER, 0.5, "mapping.taken", taken=str(field), heading=headings[best]
                )
