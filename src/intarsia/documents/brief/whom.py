"""For whom: target groups with the people that activities mean to reach and have reached."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia.analysis.coverage import Coverage
from intarsia.documents.brief.speech import Speech

#: Groups with a row of their own; the others share one, so that nothing is cut silently.
_ROWS = 12


@dataclass(frozen=True)
class GroupRow:
    """One target group: its figures, and its bar in per cent of the longest."""

    name: str
    activities: int
    targeted: str
    reached: str
    length: int


def group_rows(coverage: Coverage, speech: Speech) -> list[GroupRow]:
    """Return the target groups that activities name, those with most activities first.

    An activity for several groups stands under each; its people are then said for none of them
    alone.
    """
    rows = coverage.people_groups.to_pylist()
    most = max((row["activities"] for row in rows), default=1)
    shown, rest = rows[:_ROWS], rows[_ROWS:]
    if len(rest) == 1:
        shown, rest = rows, []
    found = [
        GroupRow(
            name=speech.named("target_groups", row["code"]),
            activities=row["activities"],
            targeted=_people(row["people_targeted"], speech),
            reached=_people(row["people_reached"], speech),
            length=max(round(100 * row["activities"] / most), 1),
        )
        for row in shown
    ]
    if rest:
        found.append(
            GroupRow(
                name=speech.say("whom.other_groups", count=len(rest)),
                activities=sum(row["activities"] for row in rest),
                targeted=_people(_added([row["people_targeted"] for row in rest]), speech),
                reached=_people(_added([row["people_reached"] for row in rest]), speech),
                length=0,
            )
        )
    return found


def _people(number: float | None, speech: Speech) -> str:
    return "" if number is None else speech.number(round(number))


def _added(sums: list[float | None]) -> float | None:
    known = [number for number in sums if number is not None]
    return sum(known) if known else None
