"""Where do different organizations do the same, for the same people, in one place and time?

In: a picture. Out: FINDINGS of the kinds overlap and complementary, with reasons and unknowns.
See docs/methods/overlaps.md. The steps stand in the order of their names below:

    actors, strands   who does what where, as rows        meeting    which of them meet
    titles, doing, comparing   what two do, field by field         fields     what each field adds
    grouping          which pairs are one question        stakes     money, days, people
    ranking           what comes first                    search     the steps together
    reasons, findings, limits   told, with ids, and what was bounded
    one               one activity against a country
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intarsia.analysis.ground import lay_out
from intarsia.analysis.overlaps.findings import findings_of
from intarsia.analysis.overlaps.one import (
    PreparedOverlaps,
    find_overlaps_of,
    prepare_overlaps,
)
from intarsia.analysis.overlaps.search import Found, Search
from intarsia.terms import FindingKind

if TYPE_CHECKING:
    import pyarrow as pa

    from intarsia.analysis.duplicates.pairs import Pairs
    from intarsia.analysis.ground import Ground
    from intarsia.tables import Picture

__all__ = [
    "PreparedOverlaps",
    "Search",
    "find_overlaps",
    "find_overlaps_of",
    "findings_of",
    "page_of",
    "prepare_overlaps",
]

#: A page of findings, and how many of them may be what is complementary.
PAGE, _COMPLEMENTARY = 20, 5


def find_overlaps(
    picture: Picture,
    *,
    most: int | None = PAGE,
    pairs: Pairs | None = None,
    ground: Ground | None = None,
) -> pa.Table:
    """Return FINDINGS of activities that overlap, or complement each other, the first ones first.

    picture   a combined picture, its organizations settled
    most      so many findings, of what is not over, a quarter of them complementary at the
              most; None: all
    pairs     what `find_pairs` found in the picture; found here if left out
    ground    what `lay_out` made of it; laid out here if left out
    Kinds     overlap: the same work on one ground for the same people; complementary: another
              function or group there. Where more than two activities are one question, `subjects`
              names them and `activity_a`, `activity_b` are null.
    Score     0-1, added up of what each field says, see the reasons' weights
    Stake     US dollars, days and people, see docs/methods/overlaps.md; null where not known
    Bounded   what was not compared is said in the table: `limits_in(findings)`
    Source    docs/methods/overlaps.md
    """
    search = Search(lay_out(picture, pairs=pairs) if ground is None else ground, picture)
    found = search.found(most)
    return findings_of(search, found if most is None else page_of(found, most))


def page_of(found: list[Found], most: int = PAGE) -> list[Found]:
    """Return the first findings that one would still ask about: `most`, few complementary ones."""
    current = [one for one in found if one.is_open]
    overlaps = [one for one in current if one.kind == FindingKind.OVERLAP]
    others = [one for one in current if one.kind == FindingKind.COMPLEMENTARY]
    beside = min(len(others), max(_COMPLEMENTARY * most // PAGE, most - len(overlaps)))
    beside = min(beside, _COMPLEMENTARY * most // PAGE)
    return [*overlaps[: most - beside], *others[:beside]]
