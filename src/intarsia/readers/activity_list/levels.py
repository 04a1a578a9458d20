"""Which administrative level is a "district" in this list? Decided over all its headings at once.

"Region" is admin 1 beside "District", and no level at all beside "Province" and "District";
"Commune" is admin 2 after "Département" in Haiti and admin 3 after "Cercle" in Mali. Words have a
rank, coarse to fine, and a level that they usually stand for; levels are given out by rank, below
the levels that tags or headings such as "Admin 1" state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intarsia.readers.activity_list.fields import ADMIN_CODES, Field, admin_level

__all__ = ["LevelWord", "decided_levels"]

#: Ranks in `codelists/list_headings.csv`.
_REGION, _STATE, _PROVINCE, _DEPARTMENT, _COUNTY, _ZONE = 10, 20, 22, 24, 27, 30
_CANTON, _MUNICIPALITY, _COMMUNE, _SUBDISTRICT, _FOURTH, _VILLAGE = 34, 35, 36, 40, 50, 60
_FINEST = 5


@dataclass(frozen=True)
class LevelWord:
    """One column that names a unit of some level, or holds its code.

    field     what its heading alone stands for: a name or a code
    is_stated whether a tag or a number in the heading states the level
    language  of the heading, "" where not known
    """

    position: int
    field: Field
    rank: int
    is_stated: bool = False
    language: str = ""


def decided_levels(words: Sequence[LevelWord]) -> dict[int, Field]:
    """Return the field of each column: `admin1` to `admin5`, their codes, `region` or `place`.

    >>> def read(*ranks):
    ...     words = [LevelWord(i, Field.ADMIN1, rank, False, "en") for i, rank in enumerate(ranks)]
    ...     return [field.value for field in decided_levels(words).values()]
    >>> read(10, 32), read(10, 22, 32), read(10, 30, 40)
    (['admin1', 'admin2'], ['region', 'admin1', 'admin2'], ['admin1', 'admin2', 'admin3'])
    >>> read(10, 22, 36), read(24, 36), read(32)
    (['admin1', 'admin2', 'admin3'], ['admin1', 'admin2'], ['admin2'])
    """
    words = _in_their_order(words)
    free = [word for word in words if not word.is_stated]
    stated = {
        word.rank: level
        for word in words
        if word.is_stated and (level := admin_level(word.field)) is not None
    }
    levels = _levels(free, stated)
    return {word.position: _field(word, levels[word.rank]) for word in free}


def _in_their_order(words: Sequence[LevelWord]) -> list[LevelWord]:
    """Departments stand over provinces in Peru, under them in Argentina: as the list has them."""
    department = [word.position for word in words if word.rank == _DEPARTMENT]
    province = [word.position for word in words if word.rank == _PROVINCE]
    if not department or not province or min(province) < min(department):
        return list(words)
    swapped = {_DEPARTMENT: _PROVINCE, _PROVINCE: _DEPARTMENT}
    return [replace(word, rank=swapped.get(word.rank, word.rank)) for word in words]


def _levels(free: Sequence[LevelWord], stated: dict[int, int]) -> dict[int, int | None]:
    """The level of each rank; None where the word stands for no level."""
    ranks = sorted({word.rank for word in free} | set(stated))
    aside = _beside_the_levels(free, ranks)
    levels: dict[int, int | None] = dict(stated)
    above = 0
    for rank in ranks:
        if rank in stated:
            above = stated[rank]
            continue
        if rank in aside:
            levels[rank] = None
            continue
        level = max(above + 1, _usual(rank, ranks))
        below = [stated[finer] for finer in ranks if finer > rank and finer in stated]
        if level > _FINEST or (below and level >= min(below)) or not _is_level(rank, above, free):
            levels[rank] = None
            continue
        levels[rank] = above = level
    return levels


def _usual(rank: int, ranks: Sequence[int]) -> int:
    """The level a word stands for where nothing coarser is there."""
    if rank == _COUNTY:
        # Kenya and Liberia: counties with something finer, and nothing coarser.
        return 1 if min(ranks) == _COUNTY and len(ranks) > 1 else 2
    return 1 + sum(rank >= first for first in (_COUNTY, _SUBDISTRICT, _FOURTH))


def _is_level(rank: int, above: int, free: Sequence[LevelWord]) -> bool:
    """Villages and towns are a level only below the third: under hromadas and village tracts.

    The "localité" under an "aire de santé" is none.
    """
    if rank < _VILLAGE:
        return True
    languages = {word.language for word in free if word.rank == rank}
    return above >= 3 and any(word.rank == _SUBDISTRICT for word in free) and "fr" not in languages


def _beside_the_levels(free: Sequence[LevelWord], ranks: Sequence[int]) -> frozenset[int]:
    """Ranks of words that stand beside the levels: "Region" over Afghan provinces."""
    by_rank = {word.rank: word for word in reversed(free)}
    aside = set()
    if _ZONE in by_rank and _STATE in ranks and _REGION not in ranks:
        state = next((word for word in free if word.rank == _STATE), None)
        if state is not None and by_rank[_ZONE].position < state.position:
            aside.add(_ZONE)  # Nigeria: geopolitical zone, state, local government area
    if _REGION in by_rank and not _has_code(free, _REGION):
        second = next((r for r in ranks if _REGION < r <= _DEPARTMENT), None)
        if second is not None and _is_over(second, by_rank[_REGION], free, ranks):
            aside.add(_REGION)
    return frozenset(aside)


def _is_over(
    second: int, region: LevelWord, free: Sequence[LevelWord], ranks: Sequence[int]
) -> bool:
    """Whether a region stands over the first level, or is the first level itself."""
    if second == _STATE:
        return True
    if second == _DEPARTMENT:
        return region.language == "es"
    finer = [rank for rank in ranks if rank > second]
    if finer:
        # Burkina Faso, the Philippines, Chile: region, province, commune or municipality.
        return finer[0] not in (_DEPARTMENT, _CANTON, _MUNICIPALITY, _COMMUNE)
    return region.language not in ("fr", "es") or _has_code(free, second)


def _has_code(free: Sequence[LevelWord], rank: int) -> bool:
    return any(word.rank == rank and word.field in ADMIN_CODES for word in free)


def _field(word: LevelWord, level: int | None) -> Field:
    is_code = word.field in (*ADMIN_CODES, Field.PLACE_CODE)
    if level is not None:
        return Field(f"admin{level}_code") if is_code else Field(f"admin{level}")
    if word.rank <= _ZONE and not is_code:
        return Field.REGION
    return Field.PLACE_CODE if is_code else Field.PLACE
