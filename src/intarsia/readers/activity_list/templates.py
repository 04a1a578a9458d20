"""Rows of a table that follow from a few different things said: worked out once for each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa

from intarsia.readers.columns import fill
from intarsia.tables import Table

Said = TypeVar("Said", bound=Hashable)


def from_templates(
    spec: Table,
    columns: Sequence[str],
    ids: Sequence[str],
    said: Sequence[Said],
    rows_of: Callable[[Said], Iterable[tuple[object, ...]]],
) -> pa.Table:
    """Return what follows from each thing that the rows of a list say, in the order of the rows.

    columns  names of the columns that `rows_of` fills; `activity_id` is not among them
    ids      the activity of each row of the list
    said     what each row of the list says
    rows_of  the rows that follow from it; asked once for each different thing, in their order

    >>> from intarsia.tables import CODES
    >>> def coded(said):
    ...     return [("other_identifier", 0, said)]
    >>> names = ("kind", "ordinal", "code")
    >>> table = from_templates(CODES, names, ["A", "B", "C"], ["P1", "P2", "P1"], coded)
    >>> table["activity_id"].to_pylist(), table["code"].to_pylist()
    (['A', 'B', 'C'], ['P1', 'P2', 'P1'])
    """
    numbers = {one: number for number, one in enumerate(dict.fromkeys(said))}
    rows: list[tuple[object, ...]] = []
    counts = []
    for one in numbers:
        before = len(rows)
        rows.extend(rows_of(one))
        counts.append(len(rows) - before)
    filled = list(zip(*rows, strict=True)) or [()] * len(columns)
    once = fill(spec, {"activity_id": [""] * len(rows), **dict(zip(columns, filled, strict=True))})
    placed = np.fromiter(map(numbers.__getitem__, said), np.int64, len(said))
    length = np.array(counts, dtype=np.int64)
    lengths = length[placed]
    starts = (np.cumsum(length) - length)[placed]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    # For each row of the result: its place among the rows of its template.
    within = np.arange(total) - np.repeat(ends - lengths, lengths)
    chosen = once.take(pa.array(np.repeat(starts, lengths) + within))
    activity = pa.array(ids, pa.string()).take(pa.array(np.repeat(np.arange(len(placed)), lengths)))
    at = chosen.schema.get_field_index("activity_id")
    return chosen.set_column(at, chosen.schema.field(at), activity)
