"""Where are many, who pays for what, how scattered is it? A picture in, measures, FINDINGS out.

See docs/methods/crowding.md. `shares` holds the formulas, `measures` asks who is where and who pays
(`who_sql`), `findings` says where there are many for little need. Nobody is ranked: organizations
stand in the order of their names.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from intarsia.analysis.actors import actors_of
from intarsia.analysis.cell_findings import findings_table
from intarsia.analysis.crowding.findings import crowded_cells, over_limits
from intarsia.analysis.crowding.measures import Crowding, measure_crowding
from intarsia.analysis.needs import needs_of
from intarsia.analysis.place_tree import place_tree

if TYPE_CHECKING:
    import pyarrow as pa

    from intarsia.analysis.ground import Ground
    from intarsia.tables import Picture

__all__ = ["METHOD", "Crowding", "find_crowding", "measure_crowding"]

#: Raised whenever the method changes what it finds.
METHOD = "crowding 1"


def find_crowding(
    picture: Picture,
    *,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    ground: Ground | None = None,
    crowding: Crowding | None = None,
) -> pa.Table:
    """Return FINDINGS of cells with many organizations for little need, most pressing first.

    picture, from_on, to_on, ground   as for `measure_crowding`
    crowding  what that returned; measured here if left out
    Kind      crowding. Donors in more than three broad sectors, and broad sectors with more than
              five donors, are findings too; no organization is put before another
    Source    docs/methods/crowding.md
    """
    measured = crowding or measure_crowding(picture, from_on=from_on, to_on=to_on, ground=ground)
    actors, tree, stated = actors_of(picture), place_tree(picture), needs_of(picture)
    found = [
        *crowded_cells(measured, stated.needs, actors, tree),
        *over_limits(measured, actors),
    ]
    return findings_table(found, method=METHOD, left_out=stated.left_out)
