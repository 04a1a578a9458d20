"""Who is charged with the same thing, where does nobody hold the charge, what lies outside?

In: a picture. Out: FINDINGS of the kinds mandate_overlap, mandate_gap and outside_mandate. See
docs/methods/mandates.md. `charges` makes mandates comparable, `overlaps`, `gaps` and `outside`
each answer one question.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from intarsia.analysis.actors import actors_of
from intarsia.analysis.cell_findings import findings_table
from intarsia.analysis.mandates.charges import charges_of
from intarsia.analysis.mandates.gaps import mandate_gaps
from intarsia.analysis.mandates.outside import outside_mandates
from intarsia.analysis.mandates.overlaps import COMPETING, mandate_overlaps
from intarsia.analysis.needs import needs_of
from intarsia.analysis.place_tree import place_tree

if TYPE_CHECKING:
    import pyarrow as pa

    from intarsia.tables import Picture

__all__ = ["COMPETING", "METHOD", "compare_mandates"]

#: Raised whenever the method changes what it finds.
METHOD = "mandates 1"


def compare_mandates(picture: Picture, *, as_of: dt.date | None = None) -> pa.Table:
    """Return FINDINGS of what the mandates of a picture say side by side, most pressing first.

    picture   a combined picture, its organizations settled; MANDATES, NEEDS and what is done
    as_of     the day by which mandates are in force; the picture's if left out. Where neither is
              known, days are not judged
    Kinds     mandate_overlap: organizations with one function that competes, in one sector, place
              and time; mandate_gap: people in need and nobody known to lead or to carry out;
              outside_mandate: activities outside any known mandate of their organization, a
              question and no charge. `score` is how pressing, 0-1
    Said      mandates that could not be used: `limits_in(findings)`
    Source    docs/methods/mandates.md
    """
    day = picture.as_of if as_of is None else as_of
    actors, tree = actors_of(picture), place_tree(picture)
    charges, needs = charges_of(picture, actors, tree), needs_of(picture)
    found = [
        *mandate_overlaps(charges.charges, actors, tree, day),
        *mandate_gaps(charges.charges, needs.needs, actors, tree, day),
        *outside_mandates(picture, charges.charges, actors, tree, day),
    ]
    return findings_table(found, method=METHOD, left_out=[*charges.left_out, *needs.left_out])
