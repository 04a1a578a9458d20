"""What a column says: each distinct thing once, and which of them each row says.

A sheet has few distinct cells in a column, so a cell is understood once however often it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")
#: Whole numbers, mostly positions.
Codes = npt.NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Column(Generic[T]):
    """What the rows say in one column: the distinct things said, and which of them each row says.

    said    in the order of their first appearance
    codes   one per row, a position in `said`
    """

    codes: Codes
    said: list[T]

    def each(self, part: Callable[[T], U]) -> list[U]:
        """Return a part of what is said, one per row."""
        parts = [part(one) for one in self.said]
        return [parts[code] for code in self.codes.tolist()]

    def where(self, wanted: Callable[[T], bool]) -> Codes:
        """Return the positions of the rows that say what is wanted, in order."""
        codes = [code for code, one in enumerate(self.said) if wanted(one)]
        return np.flatnonzero(np.isin(self.codes, codes)) if codes else _NONE


def numbered(column: Sequence[V]) -> tuple[Codes, list[V]]:
    """Return which of the distinct cells each row has, and those."""
    try:
        texts = pa.array(column, pa.string())
    except (pa.ArrowException, TypeError):
        texts = None
    if texts is None or texts.null_count:
        # Not text alone: numbers, days, truth values or nothing.
        distinct = list(dict.fromkeys(column))
        codes = {cell: code for code, cell in enumerate(distinct)}
        return np.fromiter(map(codes.__getitem__, column), np.int64, len(column)), distinct
    coded = texts.dictionary_encode()
    return coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_pylist()


def said_in(codes: Codes, distinct: Sequence[V], say: Callable[[V], T]) -> Column[T]:
    """Return what the distinct cells say as a column; cells that say the same are one."""
    said: dict[T, int] = {}
    renumbered = [said.setdefault(say(cell), len(said)) for cell in distinct]
    return Column(np.array(renumbered, np.int64)[codes], list(said))


def encoded(column: Sequence[V], say: Callable[[V], T]) -> Column[T]:
    """Return what a column of cells says."""
    return said_in(*numbered(column), say)


def positions_of(column: Sequence[V], wanted: Set[V]) -> list[int]:
    """Return the positions of the wanted cells in a column, in order."""
    if not wanted:
        return []
    return [position for position, cell in enumerate(column) if cell in wanted]
