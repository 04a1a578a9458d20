"""Who knows whom already? Organizations of which one names the other in the work of a sector.

A donor beside its implementer, or two names of one body, need no telephone call to learn of each
other. Their findings stand among all; a page is for strangers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz

from intarsia.analysis.ground import Ground

#: Names of which so much is alike, words in any order, are one body's; less with one acronym.
_ALIKE, _ALIKE_WITH_ACRONYM = 90, 75
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z-]+)\)")


class Acquainted:
    """Pairs of organizations that name each other, by sector; and what they are called."""

    def __init__(self, ground: Ground, names: dict[str, str]) -> None:
        self._names = names
        works, parties, cells = ground.works, ground.parties, ground.cells
        owners = works.select(["activity_id", "owner_id"])
        named = parties.select(["activity_id", "organization_id"]).join(
            owners, "activity_id", join_type="inner"
        )
        named = named.filter(pc.not_equal(named["owner_id"], named["organization_id"]))
        sectors = cells.select(["activity_id", "sector_code"]).group_by(
            ["activity_id", "sector_code"]
        )
        told = named.join(sectors.aggregate([]), "activity_id", join_type="inner")
        columns = ("owner_id", "organization_id", "sector_code")
        told = told.group_by(list(columns)).aggregate([])
        self._pairs = {
            (frozenset((one, other)), sector)
            for one, other, sector in zip(*(_texts(told[name]) for name in columns), strict=True)
        }

    def has_strangers(self, owners: Iterable[str], sectors: Iterable[str]) -> bool:
        """Return whether two of these are two bodies, and neither names the other's work there."""
        asked = set(sectors)
        return any(
            not self._are_one(one, other)
            and not any((frozenset((one, other)), sector) in self._pairs for sector in asked)
            for one, other in combinations(sorted(owners), 2)
        )

    def _are_one(self, one: str, other: str) -> bool:
        """Return whether two names are nearly the same, or bear one acronym."""
        a, b = self._names.get(one) or one, self._names.get(other) or other
        alike = fuzz.token_sort_ratio(a.casefold(), b.casefold())
        acronyms = set(_ACRONYM.findall(a)) & set(_ACRONYM.findall(b))
        return alike >= (_ALIKE_WITH_ACRONYM if acronyms else _ALIKE)


def _texts(column: pa.ChunkedArray) -> list[str]:
    texts: list[str] = column.to_pylist()
    return texts
