"""Who: the organizations of each row and what they are to its activity; PARTICIPATIONS out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pyarrow as pa

from intarsia.codelists.named import code_named
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.listed import Column, Listed, each_distinct
from intarsia.readers.activity_list.splitting import split_codes, split_names
from intarsia.readers.activity_list.templates import Templates
from intarsia.register import packaged_register
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


def participations(listed: Listed, ids: list[str], log: ProblemLog) -> pa.Table:
    """Return PARTICIPATIONS of the rows.

    ids  the activity of each row

    Who reports is the reporting organization, else the one of the programme, else the one whose
    role the list does not say, else the implementing one. An organization without a role
    implements, where no other column says who does.
    """
    is_known = _known_names(listed)
    named = {role: _named(listed, role, is_known, log) for role in (*_ROLES, "organization")}
    reporters = next(
        (name for name in (*_WHO, "implementing_organization") if named[name] is not None), None
    )
    # Few rows say something new about who: what follows from it is worked out once.
    sides = {role: said for role, said in named.items() if said is not None}
    templates = Templates(_SAID)
    for said in zip(*sides.values(), strict=True):
        key = tuple(map(id, said))
        if templates.is_new(key):
            here = {role: [] for role in named} | dict(zip(sides, said, strict=True))
            templates.add(key, _rows(here, reporters))
        templates.place(key)
    return templates.table(PARTICIPATIONS, ids)


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
    parts = [
        each_distinct(listed.texts(Field(name)), folded)
        for name in (*_WHO, "implementing_organization", "funding_organization")
        if listed.of(Field(name)) or Field(name) in listed.fixed
    ] or [
        each_distinct(listed.texts(Field(f"{name}_acronym")), folded)
        for name in (*_WHO, "implementing_organization")
    ]
    return ["/".join(part or "" for part in row) for row in zip(*parts, strict=True)]


@cache
def _registered() -> frozenset[str]:
    register = packaged_register()
    names = {folded(name) for name in register["name"].to_pylist()}
    names |= {folded(text) for text in register["acronym"].to_pylist() if text}
    for aliases in register["aliases"].to_pylist():
        names.update(folded(alias) for alias, _ in aliases or ())
    return frozenset(names)


def _known_names(listed: Listed) -> Callable[[str], bool]:
    """Names of the register, and what stands alone in a cell of the list."""
    fields = [Field(name) for name in (*_ROLES, "organization")]
    fields += [Field(f"{name}_acronym") for name in (*_ROLES, "organization")]
    alone = {
        text
        for column in listed.of(*fields)
        for text in column.distinct
        if not any(sign in text for sign in ";|/\\,&+")
    }
    return lambda text: text in alone or folded(text) in _registered()


def _named(
    listed: Listed, role: str, is_known: Callable[[str], bool], log: ProblemLog
) -> list[list[Named]] | None:
    """The organizations of each row under one role; None where no column has that role."""
    names = listed.of(Field(role))
    if Field(role) in listed.fixed and not names:
        return [[(listed.fixed[Field(role)], None, None, None)]] * len(listed)
    acronyms = listed.of(Field(f"{role}_acronym"))
    identifiers = listed.of(Field(f"{role}_id"))
    types = listed.of(Field(f"{role}_type"))
    if not (names or acronyms or identifiers):
        return None
    none: list[Named] = []
    result: list[list[Named]] = [none] * len(listed)
    for number in range(max(len(names), len(acronyms), len(identifiers))):
        sides = [_nth(columns, number) for columns in (names, acronyms, identifiers, types)]
        known: dict[tuple[str | None, ...], list[Named]] = {}
        for row, said in enumerate(zip(*(_texts(side, listed) for side in sides), strict=True)):
            if said[0] is None and said[1] is None and said[2] is None:
                continue
            if said not in known:
                known[said] = _split(said, is_known, listed, sides, log)
            before = result[row]
            # The same list for the same cells, so that what follows is worked out once.
            result[row] = (
                [*before, *(one for one in known[said] if one not in before)]
                if before
                else known[said]
            )
    return result


def _nth(columns: list[Column], number: int) -> Column | None:
    return columns[number] if number < len(columns) else None


def _texts(column: Column | None, listed: Listed) -> list[str | None]:
    return [None] * len(listed) if column is None else column.texts


def _split(
    said: tuple[str | None, ...],
    is_known: Callable[[str], bool],
    listed: Listed,
    sides: list[Column | None],
    log: ProblemLog,
) -> list[Named]:
    name, acronym, identifier, kind = said
    names: list[str | None] = [*split_names(name, is_known)] if name else [None]
    acronyms: list[str | None] = [*split_names(acronym, is_known)] if acronym else [None]
    identifiers: list[str | None] = [*split_codes(identifier)] if identifier else [None]
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
        acronyms = [acronym if many == 1 and name is not None else None] * many
    if len(identifiers) != many:
        identifiers = [identifier if many == 1 else None] * many
    return [
        (one, short if short != one else None, number, code)
        for one, short, number in zip(names, acronyms, identifiers, strict=True)
    ]
