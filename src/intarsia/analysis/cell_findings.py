"""Findings that are about organizations, sectors and places, and not about a pair of activities:
the time they are asked about, and the table they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from intarsia.analysis.duplicates.findings import finding_id
from intarsia.analysis.duplicates.limits import with_limits
from intarsia.analysis.duplicates.reasons import Reason, as_json
from intarsia.errors import IntarsiaError
from intarsia.tables import FINDINGS, Picture


class DayError(IntarsiaError):
    """No day is known that a question could be asked about, or the last lies before the first."""


def period_asked(
    picture: Picture, from_on: dt.date | None, to_on: dt.date | None
) -> tuple[dt.date, dt.date]:
    """Return the first and last day asked about: one day where one is named, else the picture's.

    Raises  DayError "findings.no_day" or "findings.days_turned".
    """
    first, last = from_on or to_on or picture.as_of, to_on or from_on or picture.as_of
    if first is None or last is None:
        raise DayError(
            "findings.no_day",
            "The picture has no day and none was named. Name one: --from and --to, or from_on and "
            "to_on; or read the reports again with --as-of.",
        )
    if last < first:
        raise DayError(
            "findings.days_turned",
            f"The last day asked about, {last}, lies before the first, {first}. Turn them round.",
            first=first.isoformat(),
            last=last.isoformat(),
        )
    return first, last


def findings_table(
    found: Iterable[Mapping[str, Any]],
    *,
    method: str,
    left_out: list[Reason],
    is_ordered: bool = False,
) -> pa.Table:
    """Return FINDINGS, what is most pressing first; in their own order where they have one.

    found      what each says: kind, subjects, score, reasons, unknowns; stake_usd, shared_days,
               people where known. Equals stay in their order
    method     method and its version
    left_out   what could not be used, read back with `limits_in`
    """
    rows = [
        {
            **dict.fromkeys(FINDINGS.schema.names),
            **one,
            "finding_id": finding_id(f"kind:{one['kind']}", *_numbered(one["subjects"])),
            "method_version": method,
            "reasons": as_json(one["reasons"]),
            "unknowns": as_json(one["unknowns"]),
        }
        for one in found
    ]
    if not is_ordered:
        rows.sort(key=lambda row: -row["score"])
    return with_limits(pa.Table.from_pylist(rows, FINDINGS.schema), left_out)


def _numbered(subjects: Iterable[str]) -> list[str]:
    """Subjects with their places: unlike two activities, sector and place are not the same."""
    return [f"{number}:{subject}" for number, subject in enumerate(subjects)]
