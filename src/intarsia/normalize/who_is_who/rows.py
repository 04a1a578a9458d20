"""The ORGANIZATIONS table of a settled picture: one row an organization, parents among them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

from intarsia.normalize.organizations import normalized_identifier
from intarsia.normalize.who_is_who.governments import WHOLE, GovernmentBody, body_name
from intarsia.normalize.who_is_who.index import Index
from intarsia.normalize.who_is_who.match import Context, Decision
from intarsia.register.table import entries_of
from intarsia.tables import ORGANIZATIONS, from_rows

if TYPE_CHECKING:
    from intarsia.normalize.who_is_who.settle import Settled

#: IATI organization type of a government.
_GOVERNMENT = "10"


def organization_rows(
    settled: list[Settled], index: Index, register: pa.Table, context: Context
) -> pa.Table:
    """Return ORGANIZATIONS: what the register knows, and every name and identifier as reported.

    Names in other languages come from the register; parents, and theirs, have rows of their own.
    """
    by_key: dict[str, list[Settled]] = defaultdict(list)
    for one in settled:
        by_key[one.key].append(one)
    parents = {one.match.branch_of for one in settled if one.match.branch_of is not None}
    for key in list(by_key):
        parents.update(index.ancestors(key))
    for key in list(parents):
        parents.update(index.ancestors(key))
    known = {entry.organization_id: entry for entry in entries_of(register)}
    rows = {}
    for key in {*by_key, *parents}:
        entry = known.get(key)
        row = _row(key, by_key[key], context) if key in by_key else _government(key, settled)
        if entry is not None:
            reported = dict(row["aliases"])  # type: ignore[call-overload]
            reported.setdefault(row["name"], "")
            languages = {name: code for name, code in entry.aliases.items() if code}
            aliases = {**{name: entry.aliases.get(name, "") for name in reported}, **languages}
            aliases.pop(entry.name, None)
            if not by_key.get(key):
                aliases = languages
            row = {
                **row,
                "name": entry.name,
                "acronym": entry.acronym or row["acronym"],
                "type_code": entry.type_code or row["type_code"],
                "level": entry.level,
                "parent_id": entry.parent_id,
                "identifiers": _identifiers([*entry.identifiers, *row["identifiers"]]),  # type: ignore[misc]
                "aliases": sorted(aliases.items()),
                "is_placeholder": False,
            }
        rows[key] = row
    columns = ORGANIZATIONS.schema.names
    return from_rows(
        ([rows[key][column] for column in columns] for key in sorted(rows)), ORGANIZATIONS.schema
    )


def _government(key: str, settled: list[Settled]) -> dict[str, object]:
    """A row for the government of a ministry, where nobody has named it."""
    countries = (
        str(reason.data["country"])
        for one in settled
        if one.match.branch_of == key
        for reason in one.match.because
        if reason.code == "match.field"
    )
    country = next(countries, None)
    return {
        "organization_id": key,
        "name": key if country is None else body_name(GovernmentBody(country, WHOLE), ""),
        "acronym": None,
        "type_code": _GOVERNMENT,
        "level": None,
        "parent_id": None,
        "identifiers": [],
        "aliases": [],
        "is_placeholder": False,
    }


def _row(key: str, settled: list[Settled], context: Context) -> dict[str, object]:
    """A row from what was reported: the first name, all others aliases."""
    # The row whose own id stays is the most frequent writing of a name that nobody knows.
    ordered = sorted(settled, key=lambda one: (one.row["organization_id"] != key,))
    rows = [one.row for one in ordered]
    match = ordered[0].match
    is_new = match.decision == Decision.NEW
    name = str(match.name) if is_new and match.name else str(rows[0]["name"])
    aliases: dict[str, str] = {}
    for row in rows:
        if not row["is_placeholder"]:
            aliases.setdefault(str(row["name"]), "")
        for alias, language in row["aliases"] or ():  # type: ignore[attr-defined]
            aliases[alias] = aliases.get(alias) or language
    aliases.pop(name, None)
    identifiers = [text for row in rows for text in row["identifiers"] or ()]  # type: ignore[attr-defined]
    return {
        "organization_id": key,
        "name": name,
        "acronym": next((row["acronym"] for row in rows if row["acronym"]), None),
        "type_code": next((row["type_code"] for row in rows if row["type_code"]), None),
        "level": _level(ordered[0], context),
        "parent_id": match.branch_of,
        "identifiers": _identifiers(identifiers),
        "aliases": sorted(aliases.items()),
        "is_placeholder": all(row["is_placeholder"] for row in rows),
    }


def _identifiers(texts: list[str]) -> list[str]:
    """Identifiers as published, one of each that are the same in another writing."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(normalized_identifier(text) or text, text)
    return sorted(found.values())


def _level(one: Settled, context: Context) -> str | None:
    """A branch in the host country, or in a place of it, is in the field."""
    for reason in one.match.because:
        if reason.code == "match.branch":
            places = reason.data.get("places") or []
            at_host = isinstance(places, list) and any(
                place == context.country or place in context.place_names for place in places
            )
            return "field" if at_host else None
    level = one.row["level"]
    return None if level is None else str(level)
