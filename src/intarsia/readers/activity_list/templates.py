"""Rows of a table that follow from a few different things said: worked out once for each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import pyarrow as pa

from intarsia.readers.columns import fill
from intarsia.tables import Table


class Templates:
    """What follows from each thing that rows of a list say, and which row says which.

    >>> from intarsia.tables import CODES
    >>> templates = Templates(("kind", "ordinal", "code"))
    >>> for said in ("P1", "P2", "P1"):
    ...     if templates.is_new(said):
    ...         templates.add(said, [("other_identifier", 0, said)])
    ...     templates.place(said)
    >>> templates.table(CODES, ["A", "B", "C"])["code"].to_pylist()
    ['P1', 'P2', 'P1']
    """

    def __init__(self, columns: Sequence[str]) -> None:
        """Take the names of the columns, without `activity_id`."""
        self._columns = columns
        self._numbers: dict[Hashable, int] = {}
        self._rows: list[tuple[object, ...]] = []
        self._starts: list[int] = []
        self._lengths: list[int] = []
        self._placed: list[int] = []

    def is_new(self, said: Hashable) -> bool:
        """Whether nothing was added for this yet."""
        return said not in self._numbers

    def add(self, said: Hashable, rows: Iterable[tuple[object, ...]]) -> None:
        """Keep the rows that follow from what was said."""
        self._numbers[said] = len(self._starts)
        self._starts.append(len(self._rows))
        self._rows.extend(rows)
        self._lengths.append(len(self._rows) - self._starts[-1])

    def place(self, said: Hashable) -> None:
        """Let the next row of the list say this."""
        self._placed.append(self._numbers[said])

    def table(self, spec: Table, ids: Sequence[str]) -> pa.Table:
        """Return the rows of all activities, in their order.

        ids  the activity of each row of the list
        """
        columns = list(zip(*self._rows, strict=True)) or [()] * len(self._columns)
        once = fill(
            spec,
            {
                "activity_id": [""] * len(self._rows),
                **dict(zip(self._columns, columns, strict=True)),
            },
        )
        placed = np.array(self._placed, dtype=np.int64)
        lengths = np.array(self._lengths, dtype=np.int64)[placed]
        starts = np.array(self._starts, dtype=np.int64)[placed]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        # For each row of the result: its place among the rows of its template.
        within = np.arange(total) - np.repeat(ends - lengths, lengths)
        chosen = once.take(pa.array(np.repeat(starts, lengths) + within))
        activity = pa.array(ids, pa.string()).take(
            pa.array(np.repeat(np.arange(len(placed)), lengths))
        )
        at = chosen.schema.get_field_index("activity_id")
        return chosen.set_column(at, chosen.schema.field(at), activity)
