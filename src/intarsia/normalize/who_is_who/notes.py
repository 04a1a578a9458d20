"""What people should know about settled organizations, as problems of the reports they stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from intarsia.normalize.who_is_who.index import index_of
from intarsia.normalize.who_is_who.match import Decision, Match
from intarsia.tables import Picture, ProblemLog
from intarsia.terms import Severity

if TYPE_CHECKING:
    from intarsia.normalize.who_is_who.settle import Settled


def notes_on(
    picture: Picture,
    settled: Sequence[Settled],
    near: Sequence[tuple[str, str]],
    uses: Mapping[str, int],
    register: pa.Table,
) -> list[pa.Table]:
    """Return PROBLEMS tables, one a report: doubtful organizations, branches, assumed countries,
    and new ones whose names only a slip tells apart.

    Each stands in the first report that names the organization.
    """
    logs: dict[tuple[str, str | None], ProblemLog] = {}
    reports = _first_reports(picture)
    names = {one.key: one.match.name or str(one.row["name"]) for one in settled}
    names.update({known.id: known.name for known in index_of(register).known.values()})

    def log_of(one: Settled) -> ProblemLog:
        where = reports.get(str(one.row["organization_id"]), ("", None))
        return logs.setdefault(where, ProblemLog(where[0], where[1]))

    by_key = {one.key: one for one in settled}
    for one in settled:
        times = max(uses.get(str(one.row["organization_id"]), 0), 1)
        name = str(one.row["name"])
        log = log_of(one)
        if one.match.decision == Decision.DOUBTFUL:
            log.note("organization.doubtful", value=name, suggestion=_candidates(one.match, names))
        elif one.match.branch_of is not None and _is(one.match, "match.branch"):
            _tally(log, "organization.branch", name, names.get(one.match.branch_of), times)
        elif one.match.decision == Decision.NEW and _assumed(one):
            _tally(log, "organization.country_assumed", name, one.match.name, times)
    for key, other in near:
        log_of(by_key[key]).note("organization.alike", value=names[key], suggestion=names[other])
    return [log.table() for log in logs.values() if len(log)]


def _tally(log: ProblemLog, code: str, name: str, expected: str | None, times: int) -> None:
    log.tally(code, severity=Severity.NOTE, value=name, expected=expected, times=times)


def _is(match: Match, code: str) -> bool:
    return any(reason.code == code for reason in match.because)


def _assumed(one: Settled) -> bool:
    """Whether the name does not say the country that it was given."""
    return _is(one.match, "match.field") and str(one.match.name) not in (
        str(one.row["name"]),
        one.row["name"],
    )


def _candidates(match: Match, names: Mapping[str, str]) -> str:
    return "; ".join(
        f"{names.get(option.organization_id, option.organization_id)} ({option.organization_id})"
        for option in match.candidates
    )


def _first_reports(picture: Picture) -> dict[str, tuple[str, str | None]]:
    """The first report that names each organization: its file and id."""
    activities = picture["activities"]
    where = {
        key: (file, report)
        for key, file, report in zip(
            *(activities[name].to_pylist() for name in ("activity_id", "file", "report_id")),
            strict=True,
        )
    }
    found: dict[str, tuple[str, str | None]] = {}
    for table, column in (
        ("participations", "organization_id"),
        ("transactions", "provider_id"),
        ("transactions", "receiver_id"),
    ):
        pairs = zip(
            picture[table]["activity_id"].to_pylist(),
            picture[table][column].to_pylist(),
            strict=True,
        )
        for activity, key in pairs:
            if key is not None and key not in found and activity in where:
                found[key] = where[activity]
    return found
