"""How concentrated or scattered is something among several? Amounts in, measures out.

Sources: O. C. Herfindahl, Concentration in the Steel Industry (1950), and A. O. Hirschman;
H. Theil, Economics and Information Theory (1967); OECD, Report on Division of Labour: Addressing
Fragmentation and Concentration of Aid Across Countries (2011), which asks of donors and countries
what is asked here of donors and sectors of one country.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

#: Those that together give so much of a sector matter in it, the largest first (OECD).
MOST_OF_IT = 0.9


def herfindahl(amounts: Sequence[float]) -> float | None:
    """Return the sum of squared shares: 1 where one has all, 1/n where n have the same; else None.

    >>> herfindahl([50, 30, 20]), herfindahl([]), herfindahl([0, 0])
    (0.38, None, None)
    """
    total = math.fsum(amounts)
    return math.fsum((one / total) ** 2 for one in amounts) if total > 0 else None


def theil(amounts: Sequence[float]) -> float | None:
    """Return Theil's index: 0 where all have the same, ln n where one of n has all; else None.

    >>> round(theil([50, 30, 20]), 4), theil([7, 7]), theil([])
    (0.069, 0.0, None)
    """
    total = math.fsum(amounts)
    if not total > 0:
        return None
    shares = [one / total for one in amounts]
    return math.fsum(s * math.log(s * len(shares)) for s in shares if s > 0)


def significant(amounts: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], bool]:
    """Return whether each relation of a donor to a sector is significant, as the OECD asks.

    amounts   money by donor and sector

    It is where the donor's part of the sector is at least its part of all money, or where the donor
    is one of the largest that together give MOST_OF_IT of the sector; equals all are.

    >>> significant({("A", "x"): 60, ("B", "x"): 35, ("C", "x"): 5, ("C", "y"): 100})
    {('A', 'x'): True, ('B', 'x'): True, ('C', 'x'): False, ('C', 'y'): True}
    """
    of_donor: dict[str, float] = {}
    of_sector: dict[str, float] = {}
    for (donor, sector), amount in amounts.items():
        of_donor[donor] = of_donor.get(donor, 0.0) + amount
        of_sector[sector] = of_sector.get(sector, 0.0) + amount
    total = math.fsum(of_donor.values())
    found = {}
    for (donor, sector), amount in amounts.items():
        larger = math.fsum(
            other for (_, of), other in amounts.items() if of == sector and other > amount
        )
        is_large = larger < MOST_OF_IT * of_sector[sector]
        is_own_field = amount * total >= of_donor[donor] * of_sector[sector]
        found[donor, sector] = amount > 0 and (is_large or is_own_field)
    return found
