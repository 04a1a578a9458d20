"""What was decided about each organization of a picture: a table to look through and confirm.

Saved as csv, corrected by a person and given back as a register file, it decides the next time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from intarsia.normalize.who_is_who.match import Match
from intarsia.register import RegisterError
from intarsia.tables import Column, Table, from_rows

DECISIONS = Table(
    "decisions",
    "what was decided about an organization as reported",
    ("name",),
    (
        Column("name", pa.string(), "name as reported, the most frequent writing", required=True),
        Column("organization_id", pa.string(), "whom it means; null while that is open"),
        Column("decision", pa.string(), "resolved, doubtful or new", required=True),
        Column("confidence", pa.float64(), "0-1", required=True),
        Column("because", pa.string(), "reasons: codes with data, JSON", required=True),
        Column("candidates", pa.string(), "who else may be meant: id (confidence), | between"),
        Column("branch_of", pa.string(), "the organization it belongs to, where it is a branch"),
        Column("proposed_name", pa.string(), "what a new organization is called"),
        Column("uses", pa.int32(), "in how many rows it stands", required=True),
    ),
)


def decisions_table(matches: Iterable[tuple[str, Match, int]]) -> pa.Table:
    """Return the DECISIONS table: what is open first, then the most used.

    matches   (name as reported, match, uses)
    """
    order = {"doubtful": 0, "new": 1, "resolved": 2}
    rows = [
        (
            name,
            match.organization_id,
            str(match.decision),
            match.confidence,
            match.because_json(),
            "|".join(
                f"{option.organization_id} ({option.confidence:.2f})" for option in match.candidates
            )
            or None,
            match.branch_of,
            match.name,
            uses,
        )
        for name, match, uses in matches
    ]
    rows.sort(key=lambda row: (order[row[2]], -row[8], row[0]))
    return from_rows(rows, DECISIONS.schema)


def write_decisions(table: pa.Table, path: Path) -> None:
    """Write the DECISIONS table as csv; `intarsia.register.read_confirmed` reads it back.

    Raises   RegisterError "register.unwritable".
    """
    path = Path(path)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, DECISIONS.schema.names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table.to_pylist())
    except OSError as reason:
        raise RegisterError(
            "register.unwritable",
            f"{path} cannot be written: {reason.strerror}. Name another place.",
            file=path.name,
        ) from None
