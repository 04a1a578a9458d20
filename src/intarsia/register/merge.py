"""One register laid over another: what the upper one says holds, what it leaves open is kept."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from intarsia.register.table import Entry, RegisterError, entries_of, identifier_key, register_table
from intarsia.spelling import folded


def merged(lower: pa.Table, upper: pa.Table) -> pa.Table:
    """Return the register `lower` with `upper` laid over it.

    Two rows are one organization where they have one id, or where the upper one's id or an
    identifier of it is the lower one's id or identifier, or where their names are the same. The
    upper row's id, name and codes hold; the other names become aliases, the other id an
    identifier.

    lower, upper   REGISTER tables
    Raises         RegisterError "register.parent_unknown" where the parent of an upper row is in
                   neither; "register.own_parent" where an organization stands above itself.

    A bare number of fewer than five figures is somebody's own count and brings nobody together.
    """
    below = {entry.organization_id: entry for entry in entries_of(lower)}
    above = entries_of(upper)
    known, named = _by_identifier(below), _by_name(below)
    renamed: dict[str, str] = {}
    result = dict(below)
    for entry in above:
        other = below.get(entry.organization_id) or _met(entry, known, below, renamed)
        if other is None:
            same = named.get(folded(entry.name))
            other = below[same] if same is not None and same not in renamed else None
        if other is None:
            result[entry.organization_id] = entry
            continue
        result.pop(other.organization_id, None)
        renamed[other.organization_id] = entry.organization_id
        result[entry.organization_id] = _laid_over(entry, other)
    for entry in result.values():
        if entry.parent_id is not None:
            entry.parent_id = renamed.get(entry.parent_id, entry.parent_id)
    _check_parents(result, above)
    return register_table(result.values())


def _keys(entry: Entry) -> list[str]:
    keys = (identifier_key(text) for text in (entry.organization_id, *entry.identifiers))
    return [
        key
        for key in keys
        if any(sign.isdigit() for sign in key) and (len(key) >= 5 or not key.isdigit())
    ]


def _by_name(entries: dict[str, Entry]) -> dict[str, str | None]:
    """Folded main name -> the id, None where several bear it."""
    known: dict[str, str | None] = {}
    for entry in entries.values():
        key = folded(entry.name)
        known[key] = None if key in known else entry.organization_id
    return known


def _by_identifier(entries: dict[str, Entry]) -> dict[str, str]:
    known: dict[str, str] = {}
    for entry in entries.values():
        for key in _keys(entry):
            known.setdefault(key, entry.organization_id)
    return known


def _met(
    entry: Entry, known: dict[str, str], below: dict[str, Entry], renamed: dict[str, str]
) -> Entry | None:
    for key in _keys(entry):
        other = known.get(key)
        if other is not None and other not in renamed:
            return below[other]
    return None


def _laid_over(upper: Entry, lower: Entry) -> Entry:
    """The upper entry, with what only the lower one knows."""
    identifiers = [*upper.identifiers, *lower.identifiers]
    if lower.organization_id != upper.organization_id:
        identifiers.append(lower.organization_id)
    entry = replace(
        upper,
        acronym=upper.acronym or lower.acronym,
        type_code=upper.type_code or lower.type_code,
        level=upper.level or lower.level,
        parent_id=upper.parent_id or lower.parent_id,
        country_code=upper.country_code or lower.country_code,
        identifiers=list(dict.fromkeys(identifiers)),
        aliases=dict(upper.aliases),
    )
    entry.also(lower.name, "")
    for name, language in lower.aliases.items():
        entry.also(name, language)
    if lower.acronym != entry.acronym:
        entry.also(lower.acronym, "")
    return entry


def _check_parents(entries: dict[str, Entry], above: list[Entry]) -> None:
    for entry in above:
        parent = entries[entry.organization_id].parent_id
        if parent is not None and parent not in entries:
            raise RegisterError(
                "register.parent_unknown",
                f"{entry.source}: {entry.name} belongs to {parent}, and there is no organization "
                "of that id. Add a row for it, or correct the id.",
                file=entry.source,
                value=parent,
                organization_id=entry.organization_id,
            )
    for entry in above:
        passed = {entry.organization_id}
        parent = entries[entry.organization_id].parent_id
        while parent is not None and parent in entries:
            if parent in passed:
                raise RegisterError(
                    "register.own_parent",
                    f"{entry.source}: {entry.name} ({entry.organization_id}) stands above itself. "
                    "Correct the column parent.",
                    file=entry.source,
                    value=parent,
                    organization_id=entry.organization_id,
                )
            passed.add(parent)
            parent = entries[parent].parent_id
