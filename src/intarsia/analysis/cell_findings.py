"""Findings that are about organizations, sectors and places, and not about a pair of activities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from intarsia.analysis.duplicates.findings import finding_id
from intarsia.analysis.duplicates.limits import with_limits
from intarsia.analysis.duplicates.reasons import Reason, as_json
from intarsia.tables import FINDINGS


def findings_table(
    found: Iterable[Mapping[str, Any]], *, method: str, left_out: list[Reason]
) -> pa.Table:
    """Return FINDINGS, what is most pressing first.

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
    rows.sort(key=lambda row: -row["score"])
    return with_limits(pa.Table.from_pylist(rows, FINDINGS.schema), left_out)


def _numbered(subjects: Iterable[str]) -> list[str]:
    """Subjects with their places: unlike two activities, sector and place are not the same."""
    return [f"{number}:{subject}" for number, subject in enumerate(subjects)]
