"""The organizations of a register one by one: a REGISTER table in, what is looked up out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from intarsia.normalize.who_is_who.names import Reading
from intarsia.register import PACKAGED


@dataclass(frozen=True, slots=True)
class Known:
    """An organization of the register."""

    id: str
    name: str
    acronym: str | None
    type_code: str | None
    parent_id: str | None
    country: str | None
    is_packaged: bool


@dataclass(frozen=True, slots=True)
class Written:
    """One name of an organization of the register."""

    organization: str
    reading: Reading
    is_main: bool


def known_rows(register: pa.Table) -> Iterator[tuple[Known, list[str], list[str]]]:
    """Each organization with its identifiers and aliases; column by column, which is faster."""

    def column(name: str) -> list[Any]:
        there = name in register.column_names
        return register[name].to_pylist() if there else [None] * register.num_rows

    known = zip(
        *(column(name) for name in ("organization_id", "name", "acronym", "type_code")),
        *(column(name) for name in ("parent_id", "country_code", "source")),
        strict=True,
    )
    for row, identifiers, aliases in zip(
        known, column("identifiers"), column("aliases"), strict=True
    ):
        names = [name for name, _ in aliases or ()]
        key, name, acronym, kind, parent, country, source = row
        known_one = Known(key, name, acronym, kind, parent, country, source == PACKAGED)
        yield known_one, identifiers or [], names
