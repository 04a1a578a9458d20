"""Take in what a table file asks for: each row kept, changed or proposed, and none lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import User
from intarsia_site.registry.nouns import Noun
from intarsia_site.registry.queries.table_file import RowChange
from intarsia_site.registry.services.proposal import propose_change, propose_record
from intarsia_site.registry.services.record import change_record, keep_record


@dataclass(frozen=True)
class Outcome:
    """What became of one row: `kept`, `changed`, `proposed` or `refused` with a sentence."""

    row: int
    became: str
    problem: str = ""


def take_in(
    noun: Noun, rows: Iterable[RowChange], *, by: User, at: dt.datetime, because: str
) -> list[Outcome]:
    """Carry out each row by itself, and return what became of each, in order.

    Whoever may keep or propose such records; each row leaves its own audit entry. A row that
    cannot be kept does not stop the others.
    """
    return [
        _taken(noun, row, by=by, at=at, because=because)
        for row in rows
        if row.kind in ("new", "change")
    ]


def _taken(noun: Noun, row: RowChange, *, by: User, at: dt.datetime, because: str) -> Outcome:
    wanted = {"by": by, "at": at, "because": because}
    try:
        try:
            if row.kind == "new":
                keep_record(noun, row.texts, **wanted)  # type: ignore[arg-type]
                return Outcome(row.row, "kept")
            change_record(noun, row.public_id, row.texts, revision=row.revision, **wanted)  # type: ignore[arg-type]
            return Outcome(row.row, "changed")
        except NotAllowed as refused:
            if refused.data:
                raise
        if row.kind == "new":
            propose_record(noun, row.texts, **wanted)  # type: ignore[arg-type]
        else:
            propose_change(noun, row.public_id, row.texts, **wanted)  # type: ignore[arg-type]
        return Outcome(row.row, "proposed")
    except Refused as refused:
        fields: dict[str, str] = refused.data["fields"]  # type: ignore[assignment]
        said = " ".join(f"{name}: {sentence}" for name, sentence in fields.items())
        return Outcome(row.row, "refused", said or refused.message)
    except (NotAllowed, NotFound, Stale) as refused:
        return Outcome(row.row, "refused", refused.message)
