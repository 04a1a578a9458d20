"""Where are people in need and nobody is reported, or too few? A picture in, FINDINGS out.

See docs/methods/gaps.md. `cells` asks who is in each cell of need (`presence_sql`), `unmet` how
many people are left, `near` who could be asked, `findings` what is a gap and how pressing.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pyarrow as pa

from intarsia.analysis.actors import actors_of, doers_of
from intarsia.analysis.advantage import measure_advantage
from intarsia.analysis.cell_findings import findings_table, period_asked
from intarsia.analysis.gaps.cells import cells_in_need, finest
from intarsia.analysis.gaps.findings import (
    findings_of_gaps,
    gaps_in,
    one_call,
    scale_of,
    silent_sectors,
)
from intarsia.analysis.gaps.near import near_gaps
from intarsia.analysis.gaps.unmet import costs_of
from intarsia.analysis.ground import Ground, lay_out
from intarsia.analysis.mandates.charges import charges_of
from intarsia.analysis.needs import needs_of
from intarsia.analysis.place_tree import place_tree
from intarsia.places.neighbours import neighbours

if TYPE_CHECKING:
    from intarsia.tables import Picture

__all__ = ["METHOD", "find_gaps", "gaps_page"]

#: Raised whenever the method changes what it finds.
METHOD = "gaps 1"


def find_gaps(
    picture: Picture,
    *,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    ground: Ground | None = None,
) -> pa.Table:
    """Return FINDINGS of need without enough activity, most pressing first.

    picture   a combined picture, its organizations settled, with NEEDS
    from_on, to_on   first and last day asked about; the picture's `as_of` if left out
    ground    what `lay_out` made of it; laid out here if left out
    Kind      gap. `people` is how many are left at most, `stake_usd` what the fewest would cost at
              the lower price of such work, null where not known; `score` how pressing, 0-1
    Said      needs that could not be used: `limits_in(findings)`
    Raises    DayError "findings.no_day", "findings.days_turned"
    Source    docs/methods/gaps.md
    """
    first, last = period_asked(picture, from_on, to_on)
    laid_out = lay_out(picture) if ground is None else ground
    tree, actors, stated = place_tree(picture), actors_of(picture), needs_of(picture)
    needs = finest(stated.needs, tree)
    cells = cells_in_need(picture, laid_out, needs, tree, (first, last))
    gaps = gaps_in(cells, last)
    charges = charges_of(picture, actors, tree).charges
    asked = [gap.cell for gap in gaps]
    near = near_gaps(
        asked,
        {
            "activities": picture["activities"].select(["activity_id", "status"]),
            "doers": doers_of(picture, actors),
            "asked": pa.table({"from_on": [first], "to_on": [last]}),
        },
        laid_out,
        [one for one in charges if one.is_in_force(last)],
        tree,
        neighbours(picture["places"], {str(cell.need.place) for cell in asked}),
        measure_advantage(picture, as_of=last, ground=laid_out),
    )
    spoken = dict.fromkeys(laid_out.cells["sector_code"].unique().to_pylist(), True)
    whole = [need for need in needs if need.place is None]
    found = [
        *findings_of_gaps(gaps, near, costs_of(laid_out), actors, tree),
        *silent_sectors(cells, whole, spoken, scale_of(cells)),
    ]
    return findings_table(found, method=METHOD, left_out=stated.left_out)


def gaps_page(findings: pa.Table) -> pa.Table:
    """Return the gaps of a page: of one sector and region the first, which names the others.

    findings   what `find_gaps` returned, in its order
    """
    seen: set[tuple[str, str]] = set()
    kept = []
    for at, reasons in enumerate(findings["reasons"].to_pylist()):
        key = one_call(json.loads(reasons))
        if key is None or key not in seen:
            kept.append(at)
        if key is not None:
            seen.add(key)
    return findings.take(pa.array(kept, pa.int64()))
