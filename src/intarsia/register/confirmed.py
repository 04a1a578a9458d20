"""Matches that a person has confirmed: name and organization_id in, further aliases out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from intarsia.register.sheets import read_sheet
from intarsia.register.table import Entry, RegisterError, entries_of, register_table

#: Columns of a file of decisions; name and organization_id must be there.
DECISION_COLUMNS = (
    "name",
    "organization_id",
    "decision",
    "confidence",
    "because",
    "candidates",
    "branch_of",
    "proposed_name",
    "uses",
)


@dataclass(frozen=True)
class Confirmed:
    """One confirmed match, and where it stands.

    is_new   the organization is no register's: it was decided to be a new one
    """

    file: str
    row: int
    name: str
    organization_id: str
    branch_of: str | None = None
    proposed_name: str | None = None
    is_new: bool = False


def read_confirmed(path: Path) -> list[Confirmed]:
    """Return the matches of a csv or xlsx file with the columns name and organization_id.

    A row without organization_id is still open and is left out. The other columns of a saved
    table of decisions may stand beside them.
    Raises   RegisterError "register.column_missing", "register.name_missing",
             "register.match_twice" and what `read_register` raises about files.
    """
    sheet = read_sheet(Path(path), DECISION_COLUMNS)
    for needed in ("name", "organization_id"):
        if needed not in sheet.headings:
            raise RegisterError(
                "register.column_missing",
                f'{sheet.file} has no column "{needed}". Confirmed matches need name and '
                "organization_id.",
                file=sheet.file,
                column=needed,
            )
    found: dict[str, Confirmed] = {}
    for number, row in sheet.rows:
        if not row["organization_id"]:
            continue
        name = " ".join(row["name"].split())
        if not name:
            raise RegisterError(
                "register.name_missing",
                f"{sheet.file}, row {number}: there is no name. Fill it in or take the row out.",
                file=sheet.file,
                row=number,
            )
        match = Confirmed(
            sheet.file,
            number,
            name,
            row["organization_id"],
            row.get("branch_of") or None,
            row.get("proposed_name") or None,
            is_new=row["organization_id"].startswith("name:") or row.get("decision") == "new",
        )
        other = found.setdefault(name, match)
        if other.organization_id != match.organization_id:
            raise RegisterError(
                "register.match_twice",
                f'{sheet.file}, row {number}: "{name}" is said to be {match.organization_id}, '
                f"and in row {other.row} {other.organization_id}. Keep one of the two.",
                file=sheet.file,
                row=number,
                value=name,
            )
    return list(found.values())


def with_confirmed(register: pa.Table, confirmed: list[Confirmed]) -> pa.Table:
    """Return the register with each confirmed name as an alias of its organization.

    What was decided to be new, and an id beginning with "name:", becomes an organization of its
    own where the register does not have it, under its parent where the file states one.
    Raises   RegisterError "register.match_unknown" for any other id that it does not have.

    The name is taken from every other organization that had it as an alias: a confirmed match
    decides between them.
    """
    entries = {entry.organization_id: entry for entry in entries_of(register)}
    for match in confirmed:
        entry = entries.get(match.organization_id)
        if entry is None:
            entry = entries[match.organization_id] = _new(match, entries)
        for other in entries.values():
            if other is not entry:
                other.aliases.pop(match.name, None)
        entry.also(match.name)
    return register_table(entries.values())


def _new(match: Confirmed, entries: dict[str, Entry]) -> Entry:
    if not match.is_new:
        raise RegisterError(
            "register.match_unknown",
            f'{match.file}, row {match.row}: "{match.name}" is said to be '
            f"{match.organization_id}, and no organization of the register has that id. Correct "
            "it, or add the organization to a register file of your own.",
            file=match.file,
            row=match.row,
            value=match.organization_id,
        )
    parent = match.branch_of if match.branch_of in entries else None
    return Entry(
        organization_id=match.organization_id,
        name=match.proposed_name or match.name,
        source=match.file,
        parent_id=parent,
    )
