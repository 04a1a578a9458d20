"""What a register of organizations is: its table, its rows while they are read, its errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from intarsia.errors import IntarsiaError
from intarsia.tables import ORGANIZATIONS, Column, Table, from_rows

#: What `source` says of an organization that Intarsia brings with it.
PACKAGED = "packaged"

REGISTER = Table(
    "register",
    "a known organization",
    ("organization_id",),
    (
        *ORGANIZATIONS.columns,
        Column("country_code", pa.string(), "ISO 3166-1 alpha-2 of its country; null = of several"),
        Column("source", pa.string(), "packaged, or the file that says so", required=True),
    ),
)

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−_"), "-")
_DAC_CODE = re.compile(r"\d{5}")


class RegisterError(IntarsiaError):
    """A file is no register of organizations, or says something that cannot be."""


@dataclass
class Entry:
    """One organization while registers are read and laid over each other."""

    organization_id: str
    name: str
    source: str
    acronym: str | None = None
    type_code: str | None = None
    level: str | None = None
    parent_id: str | None = None
    country_code: str | None = None
    identifiers: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)

    def also(self, name: str | None, language: str = "") -> None:
        """Take in a further name, unless it is known already."""
        if name and name != self.name:
            self.aliases[name] = self.aliases.get(name) or language


def identifier_key(text: str) -> str:
    """Return an identifier in the form in which identifiers are compared.

    >>> identifier_key("41119"), identifier_key(" gb–chc 202918")
    ('XM-DAC-41119', 'GB-CHC-202918')
    """
    key = re.sub(r"[\s/\\-]+", "-", text.translate(_DASHES).strip().upper()).strip("-")
    return f"XM-DAC-{key}" if _DAC_CODE.fullmatch(key) else key


def name_id(name: str) -> str:
    """Return the id of an organization that has nothing but a name.

    >>> name_id("Save the Children (UK)")
    'name:save-the-children-uk'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "name:" + re.sub(r"[^\w]+", "-", folded).strip("-_")


def register_table(entries: Iterable[Entry]) -> pa.Table:
    """Return the REGISTER table of the entries, sorted by id."""
    rows = [
        (
            entry.organization_id,
            entry.name,
            entry.acronym,
            entry.type_code,
            entry.level,
            entry.parent_id,
            entry.identifiers,
            list(entry.aliases.items()),
            False,
            entry.country_code,
            entry.source,
        )
        for entry in sorted(entries, key=lambda entry: entry.organization_id)
    ]
    return from_rows(rows, REGISTER.schema)


def entries_of(table: pa.Table) -> list[Entry]:
    """Return the rows of a REGISTER or ORGANIZATIONS table as entries of their own.

    An ORGANIZATIONS table says neither country nor source: the country is null, the source
    "picture".
    """
    return [
        Entry(
            organization_id=row["organization_id"],
            name=row["name"],
            source=row.get("source") or "picture",
            acronym=row["acronym"],
            type_code=row["type_code"],
            level=row["level"],
            parent_id=row["parent_id"],
            country_code=row.get("country_code"),
            identifiers=list(row["identifiers"] or []),
            aliases=dict(row["aliases"] or []),
        )
        for row in table.to_pylist()
    ]
