"""Who: the organizations of each row and what they are to its activity; PARTICIPATIONS out."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from intarsia.codelists.named import code_named
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.known_names import is_registered
from intarsia.readers.activity_list.listed import (
    Column,
    Listed,
    each_distinct,
    joined,
    numbered,
    without_persons,
)
from intarsia.readers.activity_list.no_organization import names_none
from intarsia.readers.activity_list.splitting import split_at, split_codes, split_lines, split_names
from intarsia.readers.activity_list.templates import from_templates
from intarsia.spelling import folded
from intarsia.tables import PARTICIPATIONS, ProblemLog
from intarsia.terms import Role, Severity

_WHO = ("reporting_organization", "programme_organization", "organization")
#: Field of the name -> the role it gives, in the order in which the rows are written.
_ROLES = {
    "reporting_organization": (),
    "programme_organization": (Role.ACCOUNTABLE,),
    "accountable_organization": (Role.ACCOUNTABLE,),
    "funding_organization": (Role.FUNDING,),
    "implementing_organization": (Role.IMPLEMENTING,),
}

#: Endings of the fields that say who: name, acronym, identifier, kind.
_PARTS = ("", "_acronym", "_id", "_type")

#: What a participation says, besides whose it is.
_SAID = (
    "ordinal",
    "role",
    "identifier_as_reported",
    "name_as_reported",
    "acronym_as_reported",
    "organization_type",
)

#: One organization as a row names it: name, acronym, identifier, type code.
Named = tuple[str | None, str | None, str | None, str | None]
#: What one set of columns says of a row: organizations, and the columns whose texts are in none.
_Said = tuple[list[Named], tuple[Column, ...]]
_NOTHING: _Said = ([], ())
#: What rows say under one role: the different things, and for each row the number of its own.
Chosen = tuple[list[list[Named]], list[int]]


def participations(listed: Listed, ids: list[str], log: ProblemLog) -> pa.Table:
    """Return PARTICIPATIONS of the rows.

    ids  the activity of each row

    Who reports is the reporting organization, else the one of the programme, else the one whose
    role the list does not say, else the implementing one. An organization without a role
    implements, where no other column says who does. What a cell says of no organization, or of
    one that has no role here, is left in `listed.unread`.
    """
    is_known = _known_names(listed)
    _say_where_none_is_named(listed, log)
    named = {role: _named(listed, role, is_known, log) for role in (*_ROLES, "organization")}
    reporters = next(
        (name for name in (*_WHO, "implementing_organization") if named[name] is not None), None
    )
    # Few rows say something new about who: what follows from it is worked out once.
    sides = {role: said for role, said in named.items() if said is not None}
    left: dict[tuple[int, ...], list[str]] = {}

    def rows_of(said: tuple[int, ...]) -> list[tuple[object, ...]]:
        here: dict[str, list[Named]] = {role: [] for role in named}
        for (role, (choices, _)), number in zip(sides.items(), said, strict=True):
            here[role] = choices[number]
        rows = _rows(here, reporters)
        if roles := _without_role(here, rows):
            left[said] = roles
        return rows

    said = list(zip(*(numbers for _, numbers in sides.values()), strict=True))
    said = said or [()] * len(listed)
    table = from_templates(PARTICIPATIONS, _SAID, ids, said, rows_of)
    if left:
        columns = {
            one: listed.of(*(Field(f"{role}{part}") for role in roles for part in _PARTS))
            for one, roles in left.items()
        }
        for row, one in enumerate(said):
            listed.unread.extend((row, column) for column in columns.get(one, ()))
    return table


def _say_where_none_is_named(listed: Listed, log: ProblemLog) -> None:
    roles = (*_ROLES, "organization")
    for column in listed.of(*(Field(f"{role}{part}") for role in roles for part in _PARTS[:3])):
        for text, times in column.distinct.items():
            if names_none(text):
                log.tally(
                    "organization.none_named",
                    severity=Severity.NOTE,
                    sheet=listed.sheet,
                    column=column.heading,
                    value=text,
                    times=times,
                )


def _without_role(said: dict[str, list[Named]], rows: list[tuple[object, ...]]) -> list[str]:
    """The columns that name an organization which none of the rows is about."""
    about = {(row[3], row[4], row[2]) for row in rows}
    return [role for role, named in said.items() if any(one[:3] not in about for one in named)]


def _rows(said: dict[str, list[Named]], reporters: str | None) -> list[tuple[object, ...]]:
    """The participations of a row, without its activity."""
    reporting = said[reporters] if reporters is not None else []
    if not reporting:
        reporting = next((said[name] for name in (*_WHO, *_ROLES) if said[name]), [])
    plain, implementing = said["organization"], said["implementing_organization"]
    accountable = list(said["programme_organization"])
    accountable += [one for one in said["accountable_organization"] if one not in accountable]
    if plain and implementing and not accountable:
        accountable = [one for one in plain if one not in implementing]
    by_role = (
        (Role.REPORTING, reporting[:1]),
        (Role.ACCOUNTABLE, accountable),
        (Role.FUNDING, said["funding_organization"]),
        # Who shares an activity implements it together with who reports it.
        (Role.IMPLEMENTING, implementing or plain or reporting),
    )
    return [
        (ordinal, str(role), identifier, name, acronym, kind)
        for role, organizations in by_role
        for ordinal, (name, acronym, identifier, kind) in enumerate(organizations)
    ]


def key_of_who(listed: Listed) -> list[str]:
    """Return for each row the folded names of who it is about: a part of its stable key."""
    roles = (*_WHO, "implementing_organization", "funding_organization")
    ending = "" if any(_states(listed, Field(name)) for name in roles) else "_acronym"
    # A column that says nothing is as none: the next file may leave it out.
    fields = [Field(f"{name}{ending}") for name in roles]
    parts = [
        each_distinct(without_persons(listed.texts(field)), folded) if listed.says(field) else None
        for field in fields
    ]
    return joined(parts, "/", len(listed))


def _known_names(listed: Listed) -> Callable[[str], bool]:
    """Names of the register, and what stands alone in a cell of the list."""
    fields = [Field(name) for name in (*_ROLES, "organization")]
    fields += [Field(f"{name}_acronym") for name in (*_ROLES, "organization")]
    alone = {
        text
        for column in listed.of(*fields)
        for text in column.distinct
        if not any(sign in text for sign in ";|/\\,&+") and text not in column.lines
    }
    return lambda text: text in alone or is_registered(text)


def _named(
    listed: Listed, role: str, is_known: Callable[[str], bool], log: ProblemLog
) -> Chosen | None:
    """The organizations of each row under one role; None where no column has that role."""
    columns = [listed.of(Field(f"{role}{part}")) for part in _PARTS]
    fixed = listed.fixed.get(Field(role))
    if fixed is None and not any(columns):
        return None
    choices: list[list[Named]] = [[] if fixed is None else [(fixed, None, None, None)]]
    # Whether a choice is what holds where no column says anything.
    is_default = [True]
    chosen = [0] * len(listed)
    for number in range(max(map(len, columns))):
        sides = [_nth(each, number) for each in columns]
        texts = [[None] * len(listed) if side is None else side.texts for side in sides]
        distinct, at = numbered(list(zip(*texts, strict=True)))
        known = [
            _split(said, is_known, listed, sides, log) if any(said) else _NOTHING
            for said in distinct
        ]
        if any(left for _, left in known):
            for row, one in enumerate(at):
                listed.unread.extend((row, column) for column in known[one][1])
        pairs, chosen = numbered(list(zip(chosen, at, strict=True)))
        together = [(choices[before], is_default[before], known[one][0]) for before, one in pairs]
        choices = [_both(*one) for one in together]
        is_default = [default and not found for _, default, found in together]
    return choices, chosen


def _both(before: list[Named], is_default: bool, found: list[Named]) -> list[Named]:
    """What two columns of one role say of a row; what they found goes before what always holds."""
    if not found:
        return before
    return found if is_default else [*before, *(one for one in found if one not in before)]


def _states(listed: Listed, field: Field) -> bool:
    return field in listed.fixed or any(column.distinct for column in listed.of(field))


def _nth(columns: list[Column], number: int) -> Column | None:
    return columns[number] if number < len(columns) else None


def _split(
    said: tuple[str | None, ...],
    is_known: Callable[[str], bool],
    listed: Listed,
    sides: list[Column | None],
    log: ProblemLog,
) -> _Said:
    none = [text is not None and names_none(text) for text in said]
    # "Other" is a type of organizations.
    none[3] = False
    left = [column for column, is_none in zip(sides, none, strict=True) if is_none]
    name, acronym, identifier, kind = (
        None if is_none else text for text, is_none in zip(said, none, strict=True)
    )
    if name is None and acronym is None and identifier is None:
        return [], _there(*left, sides[3] if kind else None)

    def several(text: str | None, column: Column | None) -> list[str | None]:
        if text is None:
            return [None]
        if listed.split:
            return [*split_at(text, listed.split)]
        lines = column.lines.get(text, ()) if column is not None else ()
        return [*(split_lines(lines, is_known) or split_names(text, is_known))]

    names, acronyms = several(name, sides[0]), several(acronym, sides[1])
    identifiers: list[str | None] = [None]
    if identifier is not None:
        identifiers = [*split_codes(identifier, listed.split)]
    code = None
    if kind is not None:
        code = code_named("organization_types", kind)
        if code is None and sides[3] is not None:
            log.tally(
                "organization.unknown_type",
                severity=Severity.NOTE,
                sheet=listed.sheet,
                column=sides[3].heading,
                value=kind,
            )
    if name is None:
        # Without a name the acronym is what it is called.
        names, acronyms = acronyms, [None]
    many = len(names)
    if many == 1 or len(acronyms) != many:
        # Which of several names an acronym is of, nobody says.
        left += [sides[1]] if many > 1 and name is not None and acronym is not None else []
        acronyms = [acronym if many == 1 and name is not None else None] * many
    if len(identifiers) != many:
        left += [sides[2]] if many > 1 and identifier is not None else []
        identifiers = [identifier if many == 1 else None] * many
    found = [
        (one, short if short != one else None, number, code)
        for one, short, number in zip(names, acronyms, identifiers, strict=True)
    ]
    return found, _there(*left)


def _there(*columns: Column | None) -> tuple[Column, ...]:
    return tuple(column for column in columns if column is not None)
