"""The same organizations under one id in a whole picture: a combined picture and a register in,
the picture with one row an organization, and the table of what was decided, out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.organizations import normalized_identifier, published_identifier
from intarsia.normalize.who_is_who.alike import alike
from intarsia.normalize.who_is_who.decisions import decisions_table
from intarsia.normalize.who_is_who.index import index_of
from intarsia.normalize.who_is_who.match import Because, Context, Decision, Match, Stated
from intarsia.normalize.who_is_who.notes import notes_on
from intarsia.normalize.who_is_who.resolve import Resolver
from intarsia.normalize.who_is_who.rows import organization_rows
from intarsia.spelling import folded
from intarsia.tables import TABLES, Picture

#: Where a picture names organizations.
_COLUMNS = (
    ("activities", "organization_id"),
    ("participations", "organization_id"),
    ("transactions", "provider_id"),
    ("transactions", "receiver_id"),
    ("mandates", "organization_id"),
    ("assignments", "organization_id"),
)
Row = dict[str, object]


@dataclass(frozen=True)
class Settled:
    """An organization of the picture and what was decided about it.

    row     its ORGANIZATIONS row as it was
    match   whom it means
    key     its id from now on
    """

    row: Row
    match: Match
    key: str


def settle_organizations(
    picture: Picture, register: pa.Table, *, country: str | None = None
) -> tuple[Picture, pa.Table]:
    """Return the picture with one id an organization, and the DECISIONS table.

    picture   a combined picture; its PLACES, if any, tell branches by their place
    register  REGISTER table, see `intarsia.register`
    country   ISO code of the host country; if left out, the one that all reports cover

    Every name as reported is kept as an alias, every identifier kept. A doubtful organization
    keeps its own id and is named in the problems with its candidates. Parents are added as rows.
    Source    docs/methods/organizations.md
    """
    uses = _uses(picture)
    context = Context(
        country=country or _country(picture), place_names=_place_names(picture["places"])
    )
    rows = _with_types(picture["organizations"].to_pylist(), picture["participations"], uses)
    matches = _matches(rows, register, context, picture)
    settled, near = _with_keys(rows, matches, uses)
    renamed = {str(one.row["organization_id"]): one.key for one in settled}
    tables = _renamed(picture, renamed)
    tables["organizations"] = organization_rows(settled, index_of(register), register, context)
    fresh = picture.having(**tables)
    problems = notes_on(picture, settled, near, uses, register)
    fresh = fresh.having(problems=pa.concat_tables([picture["problems"], *problems]))
    named = [one for one in settled if one.match.stated.name]
    decisions = decisions_table(
        (str(one.match.stated.name), one.match, uses[str(one.row["organization_id"])])
        for one in named
    )
    return fresh, decisions


def _uses(picture: Picture) -> Counter[str]:
    found: Counter[str] = Counter()
    for table, column in _COLUMNS[1:]:
        found.update(key for key in picture[table][column].to_pylist() if key is not None)
    return found


def _with_types(rows: list[Row], participations: pa.Table, uses: Counter[str]) -> list[Row]:
    """The rows with their type where at least half of the rows that name them state one.

    A list often states the type of one column's organizations; the same name in another column
    may stand beside somebody else's.
    """
    stated = participations.filter(pc.is_valid(participations["organization_type"]))
    typed = Counter(stated["organization_id"].to_pylist())
    return [
        row
        if typed[str(row["organization_id"])] * 2 >= uses[str(row["organization_id"])]
        else {**row, "type_code": None}
        for row in rows
    ]


def _country(picture: Picture) -> str | None:
    """The one country that every report covers, as far as they say."""
    covered = [
        set(text.split()) for text in picture["reports"]["covers_countries"].to_pylist() if text
    ]
    common = set.intersection(*covered) if covered else set()
    return next(iter(common)) if len(common) == 1 else None


def _place_names(places: pa.Table) -> frozenset[str]:
    below = places.filter(pc.greater(places["level"], 0))
    return frozenset(folded(name) for name in below["name"].to_pylist())


# Whom each row means


def _matches(
    rows: list[Row], register: pa.Table, context: Context, picture: Picture
) -> list[Match]:
    """The match of each row; what remains doubtful is looked at again, knowing who reports."""
    first = _resolved(rows, register, context)
    meant = {
        str(row["organization_id"]): match.organization_id
        for row, match in zip(rows, first, strict=True)
        if match.decision == Decision.RESOLVED
    }
    reporting = picture["activities"]["organization_id"].unique().to_pylist()
    others = frozenset(key for key in map(meant.get, reporting) if key is not None)
    open_ = [at for at, match in enumerate(first) if match.decision == Decision.DOUBTFUL]
    if not others or not open_:
        return first
    again = _resolved([rows[at] for at in open_], register, replace(context, others=others))
    for at, match in zip(open_, again, strict=True):
        first[at] = match
    return first


def _resolved(rows: list[Row], register: pa.Table, context: Context) -> list[Match]:
    resolver = Resolver(index_of(register), context)
    asked = [_stated(row) for row in rows]
    further = [_further(row) for row in rows]
    every = dict.fromkeys([*asked, *(one for several in further for one in several)])
    found = resolver.matches(list(every))
    return [
        _joint(found[stated], [found[one] for one in several])
        for stated, several in zip(asked, further, strict=True)
    ]


def _stated(row: Row) -> Stated:
    identifiers = _identifiers(row)
    return Stated(
        name=None if row["is_placeholder"] else str(row["name"]),
        acronym=row["acronym"],  # type: ignore[arg-type]
        identifier=identifiers[0] if identifiers else None,
        type_code=row["type_code"],  # type: ignore[arg-type]
    )


def _identifiers(row: Row) -> list[str]:
    """Its identifiers, but for one under which reporters of several names report."""
    key = str(row["organization_id"])
    return [
        identifier
        for identifier in row["identifiers"] or ()  # type: ignore[attr-defined]
        if not key.startswith(f"{published_identifier(identifier)}/")
    ]


def _further(row: Row) -> list[Stated]:
    """Its other identifiers, and its other names by themselves."""
    identifiers = [Stated(identifier=text) for text in _identifiers(row)[1:]]
    return identifiers + [Stated(name=name) for name, _ in row["aliases"] or ()]  # type: ignore[attr-defined]


def _joint(match: Match, further: list[Match]) -> Match:
    """What a row's name and identifier say together with its further ones."""
    if match.decision == Decision.RESOLVED:
        return match
    meant = {other.organization_id: other for other in further if other.decision == "resolved"}
    if len(meant) != 1 or match.branch_of is not None:
        return match
    (other,) = meant.values()
    because = (*other.because, Because("match.other_name", {"name": other.stated.name}))
    return replace(other, stated=match.stated, because=because)


# Under which id each row goes on


def _with_keys(
    rows: list[Row], matches: list[Match], uses: Mapping[str, int]
) -> tuple[list[Settled], list[tuple[str, str]]]:
    settled = []
    for row, match in zip(rows, matches, strict=True):
        key = str(row["organization_id"])
        if match.decision == Decision.RESOLVED:
            key = str(match.organization_id)
        elif match.decision == Decision.NEW:
            key = _new_key(row, match)
        settled.append(Settled(row, match, key))
    names = {
        one.key: str(one.match.name)
        for one in settled
        if one.match.decision == Decision.NEW and one.key.startswith("name:") and one.match.name
    }
    counted: Counter[str] = Counter()
    for one in settled:
        counted[one.key] += uses.get(str(one.row["organization_id"]), 0)
    found = alike(names, counted)
    joined = [replace(one, key=found.joined.get(one.key, one.key)) for one in settled]
    return joined, list(found.near)


def _new_key(row: Row, match: Match) -> str:
    key = str(row["organization_id"])
    if "/" in key and not key.startswith("name:"):
        # Reporters of several names under one identifier stay apart.
        return key
    if key.startswith("name:"):
        return match.organization_id or key
    return normalized_identifier(key) or key


def _renamed(picture: Picture, renamed: Mapping[str, str]) -> dict[str, pa.Table]:
    tables: dict[str, pa.Table] = {}
    for name, column in _COLUMNS:
        table = tables.get(name, picture[name])
        at = table.schema.get_field_index(column)
        values = pc.dictionary_encode(table[column]).combine_chunks()
        if isinstance(values, pa.ChunkedArray):
            values = values.chunk(0) if values.num_chunks else pa.array([], pa.string())
        if not len(table):
            continue
        words = [renamed.get(word, word) for word in values.dictionary.to_pylist()]
        column_now = pa.array(words, pa.string()).take(values.indices)
        tables[name] = table.set_column(at, TABLES[name].schema.field(column), column_now)
    return tables
