"""Who is who, by the identifiers they publish: participations in, organization ids out.

Free names are not resolved here: a name without an identifier is an organization of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

import pyarrow as pa

from intarsia.normalize.columns import with_columns
from intarsia.spelling import NOTHING
from intarsia.tables import ORGANIZATIONS, PARTICIPATIONS, TRANSACTIONS, ProblemLog, from_rows
from intarsia.terms import Role

#: An OECD-DAC donor or channel code written without its prefix.
_DAC_CODE = re.compile(r"\d{5}")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−_"), "-")
_SEPARATORS = re.compile(r"[\s/\\]+")
_NO_WORD = re.compile(r"[^\w]+")


def published_identifier(text: str | None) -> str | None:
    """Return an identifier as its owner published it, tidied, or None.

    Case, spaces, slashes and kinds of dash do not tell two identifiers apart. What only fills a
    field is no identifier.

    >>> published_identifier(" gb–chc 202918 ")
    'GB-CHC-202918'
    >>> published_identifier("n/a") is None
    True
    """
    if text is None or text.strip().casefold() in NOTHING:
        return None
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().upper()
    folded = re.sub(r"-{2,}", "-", _SEPARATORS.sub("-", folded)).strip("-")
    return folded if any(sign.isalnum() for sign in folded) else None


def normalized_identifier(text: str | None) -> str | None:
    """Return an identifier in the form in which identifiers are compared, or None.

    A bare five-digit OECD-DAC code meets its XM-DAC form. Whether two registrations are one
    organization is for the register to say, not for this comparison.

    >>> normalized_identifier("41119"), normalized_identifier("xm-dac-41119")
    ('XM-DAC-41119', 'XM-DAC-41119')
    """
    published = published_identifier(text)
    if published is not None and _DAC_CODE.fullmatch(published):
        return f"XM-DAC-{published}"
    return published


def folded_name(name: str | None) -> str | None:
    """Return a name in the form in which names are compared, or None where it says nothing.

    >>> folded_name("  Save the Children (UK) ")
    'save-the-children-uk'
    """
    if name is None or name.strip().casefold() in NOTHING:
        return None
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _NO_WORD.sub("-", folded).strip("-_") or None


def organization_id(identifier: str | None, name: str | None) -> str | None:
    """Return our key of an organization: its identifier, else its name, else None.

    >>> organization_id("xm-dac-41119", "UNFPA"), organization_id(None, "Local NGO")
    ('XM-DAC-41119', 'name:local-ngo')
    """
    known = published_identifier(identifier)
    folded = folded_name(name)
    # A short bare number is somebody's own count: two publishers' "2" are not one organization.
    if known is not None and not (folded is not None and known.isdigit() and len(known) < 5):
        return known
    return None if folded is None else f"name:{folded}"


def normalize_organizations(
    tables: dict[str, pa.Table], log: ProblemLog, *, names_are_registered: bool = False
) -> tuple[dict[str, pa.Table], pa.Table]:
    """Fill organization ids of participations and transactions; return them and ORGANIZATIONS.

    names_are_registered  the names were put in from a register of publishers, so that two
                          reporters of different names under one identifier are two

    A participation that states neither identifier nor name keeps a null id and is counted in
    the problems.
    """
    seen: dict[str, _Seen] = defaultdict(_Seen)
    participations = tables["participations"]
    shared = _shared_identifiers(participations) if names_are_registered else frozenset()
    ids = _ids(
        participations,
        "identifier_as_reported",
        "name_as_reported",
        "organization_type",
        seen,
        shared,
        acronym="acronym_as_reported",
    )
    nameless = ids.null_count
    if nameless:
        log.tally("organization.unnamed", column="participations", times=nameless)
    transactions = tables["transactions"]
    added = {
        f"{side}_id": _ids(
            transactions, f"{side}_identifier", f"{side}_name", f"{side}_type", seen, shared
        )
        for side in ("provider", "receiver")
    }
    budgets = tables["budgets"]
    for side in ("provider", "receiver"):
        _ids(budgets, f"{side}_identifier", f"{side}_name", None, seen, shared)
    filled = {
        **tables,
        "participations": with_columns(participations, PARTICIPATIONS, {"organization_id": ids}),
        "transactions": with_columns(transactions, TRANSACTIONS, added),
    }
    return filled, _organizations(seen)


class _Seen:
    """How one organization is written in a report."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.identifiers: set[str] = set()
        self.types: Counter[str] = Counter()
        self.acronyms: Counter[str] = Counter()


def _shared_identifiers(participations: pa.Table) -> frozenset[str]:
    """The identifiers under which reporters of different names report."""
    names: dict[str, set[str | None]] = defaultdict(set)
    columns = ("role", "identifier_as_reported", "name_as_reported")
    rows = set(zip(*(participations[name].to_pylist() for name in columns), strict=True))
    for role, identifier, name in rows:
        key = published_identifier(identifier)
        if role == str(Role.REPORTING) and key is not None:
            names[key].add(folded_name(name))
    return frozenset(key for key, found in names.items() if len(found - {None}) > 1)


def _ids(
    table: pa.Table,
    identifier: str,
    name: str,
    kind: str | None,
    seen: dict[str, _Seen],
    shared: frozenset[str],
    *,
    acronym: str | None = None,
) -> pa.Array:
    """One id a row; each distinct (identifier, name, type, acronym) is looked at once."""
    columns = [identifier, name, *([kind] if kind else []), *([acronym] if acronym else [])]
    rows = list(zip(*(table[column].to_pylist() for column in columns), strict=True))
    keys: dict[tuple[str | None, ...], str | None] = {}
    for row, times in Counter(rows).items():
        key = organization_id(row[0], row[1])
        if key in shared and folded_name(row[1]) is not None:
            key = f"{key}/{folded_name(row[1])}"
        keys[row] = key
        if key is None:
            continue
        found = seen[key]
        if row[1]:
            found.names[" ".join(row[1].split())] += times
        if published_identifier(row[0]) is not None:
            found.identifiers.add(str(row[0]).strip())
        if kind and row[2]:
            found.types[str(row[2])] += times
        if acronym and row[-1]:
            found.acronyms[str(row[-1])] += times
    return pa.array([keys[row] for row in rows], pa.string())


def _organizations(seen: dict[str, _Seen]) -> pa.Table:
    rows = []
    for key in sorted(seen):
        found = seen[key]
        # The most frequent spelling; between equals the longer, then the alphabet, says more.
        names = sorted(found.names, key=lambda name: (-found.names[name], -len(name), name))
        kinds = sorted(found.types, key=lambda kind: (-found.types[kind], kind))
        acronyms = sorted(found.acronyms, key=lambda text: (-found.acronyms[text], text))
        rows.append(
            (
                key,
                names[0] if names else key,
                acronyms[0] if acronyms else None,
                kinds[0] if kinds else None,
                None,
                None,
                sorted(found.identifiers),
                [(name, "") for name in names[1:]],
                not names,
            )
        )
    return from_rows(rows, ORGANIZATIONS.schema)
