"""Do two columns of a list change places half-way down? Rows in which they did are named.

A list that was pasted together of two has the districts of its second half under "Sector". Which
half is right nobody can tell from the cells, so both are kept as they stand.
"""

from __future__ import annotations

from itertools import combinations

from intarsia.readers.activity_list.fields import ADMIN_NAMES, WHO, Field
from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

__all__ = ["crossed_rows", "name_crossed"]

#: Names of different kinds: what stands in one of them is no name of another.
_KINDS = (
    frozenset(one for one in WHO if one.endswith("organization")),
    frozenset({Field.SECTOR, Field.SUBSECTOR}),
    frozenset({Field.REGION, Field.PLACE, *ADMIN_NAMES}),
)


def name_crossed(listed: Listed, log: ProblemLog) -> None:
    """Note the columns of names that change places, with the first row in which they do."""
    columns = [
        (kind, column)
        for kind, fields in enumerate(_KINDS)
        for column in listed.of(*sorted(fields))
        if column.sector is None
    ]
    for (kind, one), (other, two) in combinations(columns, 2):
        if kind == other:
            continue
        rows = crossed_rows(one, two)
        if rows:
            log.tally(
                "list.columns_crossed",
                severity=Severity.NOTE,
                sheet=listed.sheet,
                column=one.heading,
                value=one.texts[rows[0]],
                expected=two.heading,
                cell=listed.cell(rows[0], one),
                times=len(rows),
            )


def crossed_rows(one: Column, two: Column) -> list[int]:
    """Return the rows in which each of two columns says what stood in the other above.

    >>> cells = [["Health", "Kestrel"], ["Water", "Ostmark"], ["Kestrel", "Water"]]
    >>> left, right = ([row[n] for row in cells] for n in (0, 1))
    >>> crossed_rows(Column(0, "Sector", Field.SECTOR, left), Column(1, "At", Field.PLACE, right))
    [2]
    """
    if one.distinct.keys().isdisjoint(two.distinct):
        return []
    found: list[int] = []
    above: tuple[set[str], set[str]] = (set(), set())
    for row, (first, second) in enumerate(zip(one.texts, two.texts, strict=True)):
        if first in above[1] and second in above[0] and first != second:
            found.append(row)
            continue
        if first is not None:
            above[0].add(first)
        if second is not None:
            above[1].add(second)
    return found
