"""What was not compared? A search in, codes with figures out: nothing is left out unsaid.

The words stand in `intarsia.phrases`, domain `overlap`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from intarsia.analysis.duplicates.reasons import Reason

if TYPE_CHECKING:
    from intarsia.analysis.overlaps.search import Search


def limits_of(search: Search) -> list[Reason]:
    """Return what was left out: activities by reason, then cells that were not swept whole.

    Each is a code and its data: `activities`, or of a cell `members`, `left_out` (pairs), `sector`.
    """
    _ = search.meeting
    limits: list[Reason] = [
        (f"overlap.bounded.{reason}", {"activities": count})
        for reason, count in search.kept.left_out.items()
        if count
    ]
    cells = search.ground.cells
    blank = cells.filter(pc.is_null(cells["sector_code"]))["activity_id"]
    without = len(pc.unique(blank))
    if without:
        limits.append(("overlap.bounded.no_sector", {"activities": without}))
    for one in sorted(search.bounded, key=lambda one: -one.left_out):
        sector = search.named.sectors[int(search.strands.sectors[one.strands[0]])]
        data = {"members": int(one.strands.size), "left_out": one.left_out, "sectors": [sector]}
        limits.append(("overlap.bounded.cell", data))
    if search.pairs_left_out:
        limits.append(("overlap.bounded.pairs", {"left_out": search.pairs_left_out}))
    return limits
