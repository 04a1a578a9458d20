"""Do a column's cells fit its heading? What columns are taken for in, corrected by contents out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intarsia.readers.activity_list.contents import Contents
from intarsia.readers.activity_list.fields import (
    ADMIN_NAMES,
    MONEY,
    PEOPLE,
    WHAT,
    WHERE,
    WHO,
    Field,
    may_repeat,
)
from intarsia.readers.activity_list.recognized import Reason, Recognized

__all__ = ["corrected", "rescued"]

_MOST = 0.8
#: Above it a heading is believed against its cells where both may be right.
_SURE = 0.75
_DAYS = frozenset({Field.STARTS_ON, Field.ENDS_ON, Field.REPORTED_ON, Field.UPDATED_ON})
_NAMES = frozenset({Field.SECTOR, Field.SUBSECTOR, Field.STATUS, Field.REGION, *ADMIN_NAMES}) | {
    field for field in WHO if not field.endswith("_id")
}
#: Texts in which persons are named among other things: those are taken out of the text.
_FREE_TEXTS = frozenset({Field.REMARKS, Field.DESCRIPTION, Field.TITLE, Field.URL, Field.OTHER})
_ASKED = WHO | WHAT | PEOPLE | MONEY


def corrected(found: Recognized, cells: Contents) -> Recognized:
    """Return what a column is taken for after a look at its cells.

    >>> cells = Contents(filled=9, distinct=2, statuses=1.0)
    >>> corrected(Recognized(Field.ADMIN1, 0.97), cells).field.value
    'status'
    """
    if found.kind != "column" or cells.filled == 0 or found.field in (Field.CONTACT, Field.IGNORED):
        return found
    # An address here and there is taken out of the cells; only a column of addresses is one of
    # persons in spite of a heading that surely says something else.
    is_sure = found.sureness >= _SURE and found.field in WHO | WHAT | WHERE
    if cells.persons > (0.9 if is_sure else 0.3) and found.field not in _FREE_TEXTS:
        return found.become(Field.CONTACT, 0.95, "mapping.holds_persons")
    if _names_types(found, cells):
        role = str(found.field).split("organization", maxsplit=1)[0]
        kind = Field(f"{role}organization_type")
        return found.become(kind, 0.6, "mapping.holds_organization_types")
    other = _other_field(found.field, cells)
    if other is not None:
        field, code = other
        sureness = min(found.sureness, 0.8) if field is not Field.OTHER else found.sureness
        return found.become(field, sureness, code, heading=str(found.field))
    doubt = _doubt(found.field, cells)
    if doubt is None:
        return found
    return found.become(found.field, round(found.sureness * 0.5, 2), doubt)


def _names_types(found: Recognized, cells: Contents) -> bool:
    is_name = found.field in WHO and not found.field.endswith("_type")
    return is_name and found.sureness < _SURE and cells.organization_types > _MOST and cells.repeats


def _other_field(field: Field, cells: Contents) -> tuple[Field, str] | None:
    """The field that a column really holds, and the code that says why."""
    if cells.yes_no > 0.95 and field in _ASKED and cells.numbers < 0.05:
        return Field.OTHER, "mapping.holds_yes_no"
    if field in (Field.ADMIN1, Field.STATUS) and cells.distinct < 12:
        if field is Field.ADMIN1 and cells.statuses > 0.6:
            return Field.STATUS, "mapping.holds_statuses"
        if field is Field.STATUS and cells.pcodes > _MOST:
            return Field.ADMIN1_CODE, "mapping.holds_codes"
    words = max(cells.numbers, cells.dates) < 0.1 and cells.begin_with_numbers < 0.5
    if field in PEOPLE and words and cells.distinct > 1:
        return Field.TARGET_GROUP, "mapping.holds_words"
    if field is Field.TARGET_GROUP and cells.numbers > _MOST:
        return Field.PEOPLE, "mapping.holds_numbers"
    if field in ADMIN_NAMES and cells.pcodes > _MOST:
        return Field(f"{field}_code"), "mapping.holds_codes"
    if field is Field.PLACE and cells.pcodes > _MOST:
        return Field.PLACE_CODE, "mapping.holds_codes"
    if field in (Field.BUDGET, Field.VALUE) and cells.currencies > _MOST:
        return Field.CURRENCY, "mapping.holds_currencies"
    return None


def _doubt(field: Field, cells: Contents) -> str | None:
    if field in _NAMES and cells.numbers > _MOST:
        return "mapping.holds_numbers"
    if field in _DAYS and cells.dates + cells.numbers < 0.2 and cells.distinct > 3:
        return "mapping.holds_no_dates"
    if field in (Field.LATITUDE, Field.LONGITUDE) and cells.numbers < 0.2:
        return "mapping.holds_words"
    is_count = field in PEOPLE or field in (Field.BUDGET, Field.SPENT)
    if is_count and cells.numbers < 0.2 and cells.distinct > 3:
        return "mapping.holds_words"
    return None


def rescued(
    found: Sequence[Recognized | None], contents: Sequence[Contents]
) -> list[Recognized | None]:
    """Return the columns with those that only their contents tell, never surely.

    An "Activity" of sectors' names in a list without a sector column is its sector; an
    organization type that is none, beside one that is, is some other text.
    """
    columns = list(found)
    have = {each.field for each in columns if each is not None}
    for position, (each, cells) in enumerate(zip(columns, contents, strict=True)):
        if cells.filled == 0:
            continue
        if each is None:
            columns[position] = _by_contents(cells, have)
            if (rescued_column := columns[position]) is not None:
                have.add(rescued_column.field)
        elif _names_sectors(each, cells) and not have & {Field.SECTOR, Field.SECTOR_CODE}:
            columns[position] = each.become(
                Field.SECTOR, 0.75, "mapping.holds_sectors", heading=str(each.field)
            )
            have.add(Field.SECTOR)
    _types(columns, contents)
    return columns


def _names_sectors(found: Recognized, cells: Contents) -> bool:
    return found.field is Field.TITLE and cells.sectors > _MOST and cells.distinct > 1


def _by_contents(cells: Contents, have: set[Field]) -> Recognized | None:
    choices = (
        (cells.persons > 0.3, Field.CONTACT, "mapping.holds_persons"),
        (cells.urls > _MOST, Field.URL, "mapping.holds_links"),
        (cells.pcodes > _MOST, Field.PLACE_CODE, "mapping.holds_codes"),
        (
            cells.organization_types > 0.7 and cells.repeats,
            Field.ORGANIZATION_TYPE,
            "mapping.holds_organization_types",
        ),
        (cells.sectors > 0.7 and cells.distinct > 1, Field.SECTOR, "mapping.holds_sectors"),
        (
            cells.statuses > _MOST and cells.distinct > 1 and cells.repeats,
            Field.STATUS,
            "mapping.holds_statuses",
        ),
    )
    for is_so, field, code in choices:
        if is_so and (may_repeat(field) or field not in have):
            sureness = 0.9 if field is Field.CONTACT else 0.5
            return Recognized(field, sureness, (Reason(code),))
    return None


def _types(columns: list[Recognized | None], contents: Sequence[Contents]) -> None:
    types = [
        position
        for position, each in enumerate(columns)
        if each is not None and each.field in WHO and each.field.endswith("_type")
    ]
    if not any(contents[position].organization_types > 0.5 for position in types):
        return
    for position in types:
        each, cells = columns[position], contents[position]
        if each is not None and 0 < cells.distinct <= 4 and cells.organization_types == 0:
            heading = str(each.field)
            columns[position] = replace(each, rank=None).become(
                Field.OTHER, 0.6, "mapping.holds_other_words", heading=heading
            )
