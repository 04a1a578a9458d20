"""The register that Intarsia brings with it, and a user's files laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow as pa

from intarsia.register.confirmed import DECISION_COLUMNS, read_confirmed, with_confirmed
from intarsia.register.files import COLUMNS, read_entries, read_register
from intarsia.register.merge import merged
from intarsia.register.sheets import read_sheet
from intarsia.register.table import PACKAGED, Entry, RegisterError, register_table


@cache
def packaged_register() -> pa.Table:
    """Return the organizations that Intarsia knows by itself, as a REGISTER table.

    Source   docs/methods/organizations.md

    Raises   RegisterError "register.id_twice", "register.parent_unknown" where the packaged
             files contradict each other.
    """
    with as_file(files("intarsia.register") / "data") as folder:
        paths = sorted(folder.glob("*.csv"))
        entries: dict[str, Entry] = {}
        for path in paths:
            for entry in read_entries(path, source=PACKAGED):
                _add(entry, entries, path.name)
    for entry in entries.values():
        if entry.parent_id is not None and entry.parent_id not in entries:
            raise RegisterError(
                "register.parent_unknown",
                f"{entry.name} belongs to {entry.parent_id}, which no packaged file has.",
                value=entry.parent_id,
                organization_id=entry.organization_id,
            )
    return register_table(entries.values())


def _add(entry: Entry, entries: dict[str, Entry], file: str) -> None:
    if entry.organization_id in entries:
        raise RegisterError(
            "register.id_twice",
            f'{file}: the id "{entry.organization_id}" stands in another packaged file already.',
            file=file,
            value=entry.organization_id,
        )
    entries[entry.organization_id] = entry


def register_with(paths: Sequence[Path]) -> pa.Table:
    """Return the packaged register with a user's files laid over it, the later over the earlier.

    paths    registers (`read_register`) and confirmed matches (`read_confirmed`), in any order:
             a file with a column organization_id holds matches
    Raises   RegisterError, see there.
    """
    register = packaged_register()
    matches = []
    for path in map(Path, paths):
        headings = read_sheet(path, (*COLUMNS, *DECISION_COLUMNS)).headings
        if "organization_id" in headings:
            matches.extend(read_confirmed(path))
        else:
            register = merged(register, read_register(path))
    # Matches may name organizations of any of the files.
    return with_confirmed(register, matches) if matches else register
