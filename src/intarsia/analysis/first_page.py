"""What should somebody with five minutes know? Findings of every question in, the first ten out.

In: a picture. Out: FINDINGS of several kinds, in the order of the page.
See docs/methods/first-page.md.
"""

from __future__ import annotations

import datetime as dt
import json
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa

from intarsia.analysis.crowding import find_crowding
from intarsia.analysis.duplicates import find_pairs, findings_of
from intarsia.analysis.gaps import find_gaps, gaps_page
from intarsia.analysis.ground import lay_out
from intarsia.analysis.mandates import compare_mandates
from intarsia.analysis.overlaps import find_overlaps
from intarsia.tables import FINDINGS
from intarsia.terms import FindingKind

if TYPE_CHECKING:
    from intarsia.analysis.duplicates.pairs import Pairs
    from intarsia.tables import Picture

__all__ = ["MOST", "first_page"]

#: A page that is read whole.
MOST = 10
#: How many of each kind stand on it where there are enough of all, in the order of the page.
_SHARES = {
    FindingKind.OVERLAP: 3,
    FindingKind.GAP: 3,
    FindingKind.SAME_ACTIVITY: 1,
    FindingKind.MANDATE_OVERLAP: 1,
    FindingKind.CROWDING: 1,
    FindingKind.COMPLEMENTARY: 1,
}


def first_page(
    picture: Picture, *, as_of: dt.date, pairs: Pairs | None = None, most: int = MOST
) -> pa.Table:
    """Return the findings to be read first: a few of each kind, those that weigh most.

    picture   a combined picture, its organizations settled
    as_of     the day that gaps, mandates and crowding are asked about
    pairs     what `find_pairs` found in the picture; found here if left out
    Returns   FINDINGS, at most `most` rows, kind after kind; within a kind in its own order. Where
              there are too few of a kind, the next of the others take their place
    Source    docs/methods/first-page.md
    """
    found = find_pairs(picture) if pairs is None else pairs
    ground = lay_out(picture, pairs=found)
    overlaps = find_overlaps(picture, ground=ground)
    gaps = gaps_page(find_gaps(picture, from_on=as_of, ground=ground))
    by_kind = {
        FindingKind.OVERLAP: _of(overlaps, FindingKind.OVERLAP),
        FindingKind.GAP: gaps,
        FindingKind.SAME_ACTIVITY: _counted_twice(findings_of(picture, found)),
        FindingKind.MANDATE_OVERLAP: _of(
            compare_mandates(picture, as_of=as_of), FindingKind.MANDATE_OVERLAP
        ),
        FindingKind.CROWDING: _on_the_ground(find_crowding(picture, from_on=as_of, ground=ground)),
        FindingKind.COMPLEMENTARY: _of(overlaps, FindingKind.COMPLEMENTARY),
    }
    counts = _shared_out({kind: table.num_rows for kind, table in by_kind.items()}, most)
    parts = [by_kind[kind].slice(0, count) for kind, count in counts.items()]
    return pa.concat_tables([FINDINGS.empty(), *parts])


def _of(findings: pa.Table, kind: FindingKind) -> pa.Table:
    return findings.filter(pa.compute.equal(findings["kind"], str(kind)))


def _on_the_ground(findings: pa.Table) -> pa.Table:
    """Return crowded cells; that a donor gives in many sectors is for its own capital to weigh."""
    first = [json.loads(reasons)[0][0] for reasons in findings["reasons"].to_pylist()]
    return findings.filter(pa.array([code == "crowding.cell" for code in first], pa.bool_()))


def _counted_twice(findings: pa.Table) -> pa.Table:
    """Return pairs that are one activity, those with most money counted twice first."""
    same = _of(findings, FindingKind.SAME_ACTIVITY)
    order = [("stake_usd", "descending"), ("score", "descending"), ("finding_id", "ascending")]
    return same.sort_by(order)


def _shared_out(there: dict[FindingKind, int], most: int) -> dict[FindingKind, int]:
    """Return how many of each kind are shown.

    >>> _shared_out({FindingKind.OVERLAP: 9, FindingKind.GAP: 2}, 4)
    {<FindingKind.OVERLAP: 'overlap'>: 3, <FindingKind.GAP: 'gap'>: 1}
    >>> _shared_out({FindingKind.OVERLAP: 9, FindingKind.GAP: 2}, 10)
    {<FindingKind.OVERLAP: 'overlap'>: 8, <FindingKind.GAP: 'gap'>: 2}
    """
    counts = dict.fromkeys(there, 0)
    shares = chain.from_iterable([kind] * share for kind, share in _SHARES.items())
    rest = chain.from_iterable([kind] * there.get(kind, 0) for kind in _SHARES)
    for kind in chain(shares, rest):
        if kind in there and counts[kind] < there[kind] and sum(counts.values()) < most:
            counts[kind] += 1
    return counts
