"""Overlaps as FINDINGS: an id that stays, what is at stake, reasons and unknowns.

A pair is named by its two activities. A group is named by its organizations, what they do for whom
and their sector, so that the row of another month leaves it the same finding.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from intarsia.analysis.duplicates.findings import finding_id
from intarsia.analysis.duplicates.limits import with_limits
from intarsia.analysis.duplicates.reasons import as_json
from intarsia.analysis.overlaps.limits import limits_of
from intarsia.analysis.overlaps.reasons import reasons_of, unknowns_of
from intarsia.analysis.overlaps.search import Found, Search
from intarsia.analysis.overlaps.stakes import stake_of
from intarsia.tables import FINDINGS, from_rows

#: Raised whenever the method changes what it finds.
METHOD = "overlaps 1"


def findings_of(search: Search, found: list[Found]) -> pa.Table:
    """Return FINDINGS of what was found, in its order."""
    taken: dict[str, int] = {}
    rows = []
    for one in found:
        row = _row(search, one)
        # Two groups of the same organizations on the same: told apart by their order.
        key = row[0]
        taken[key] = taken.get(key, 0) + 1
        if taken[key] > 1:
            row = (finding_id(key, str(taken[key])), *row[1:])
        rows.append(row)
    return with_limits(from_rows(rows, FINDINGS.schema), limits_of(search))


def _row(search: Search, found: Found) -> tuple[Any, ...]:
    strands = search.strands
    stake = stake_of(strands, found.strands, search.people, found.ones, found.others)
    ids = search.activities_of(found.strands)
    pair = ids if len(ids) == 2 else [None, None]
    fingerprint = finding_id(*ids) if len(ids) == 2 else _of_group(search, found)
    return (
        fingerprint,
        METHOD,
        str(found.kind),
        *pair,
        None if len(ids) == 2 else ids,
        float(round(min(1.0, max(0.0, found.score)), 4)),
        None if stake.usd is None else float(round(stake.usd, 2)),
        stake.shared_days,
        stake.people,
        as_json(reasons_of(found, search, stake)),
        as_json(unknowns_of(found, search, stake)),
    )


def _of_group(search: Search, found: Found) -> str:
    strands, named = search.strands, search.named
    owners = {named.owners[at] for at in np.unique(strands.owners[found.strands]).tolist()}
    sectors = {named.sectors[at] for at in np.unique(strands.sectors[found.strands]).tolist()}
    done = {search.theme_of(int(strand)) for strand in found.strands}
    return finding_id(*owners, *(f"in {sector}" for sector in sectors), *(f"do {d}" for d in done))
