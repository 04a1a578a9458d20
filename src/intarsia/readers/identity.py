"""Keeps activity ids unique in a file and independent of the order in which it states them.

A second statement under an id gets `~2`, a third `~3`. Which is which is decided by what they
say, not by where they stand, so that a file in another order gives the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

#: Columns of ACTIVITIES that say where a statement stands, not what it says.
_PLACE = frozenset({"activity_id", "report_id", "file", "sheet", "row", "xpath"})


class Ids:
    """Hands out an id for each statement; remembers which were asked for again.

    >>> ids = Ids()
    >>> ids.claim("A"), ids.claim("B"), ids.claim("A")
    ('A', 'B', 'A~2')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self.repeated: dict[str, list[str]] = {}

    def claim(self, wanted: str) -> str:
        """Return `wanted`, or `wanted~n` where it is taken."""
        if wanted not in self._taken:
            self._taken.add(wanted)
            return wanted
        given = self.repeated.setdefault(wanted, [wanted])
        number = len(given) + 1
        while (name := f"{wanted}~{number}") in self._taken:
            number += 1
        self._taken.add(name)
        given.append(name)
        return name


def settle(
    tables: Mapping[str, pa.Table], repeated: Mapping[str, list[str]]
) -> dict[str, pa.Table]:
    """Return the tables with repeated ids numbered by content instead of by position.

    tables    by name, each with a column `activity_id`
    repeated  id -> the ids given to its statements, in the order of the file
    """
    if not repeated:
        return dict(tables)
    concerned = pa.array([name for names in repeated.values() for name in names], pa.string())
    said: dict[str, list[str]] = {}
    for table_name in sorted(tables):
        table = tables[table_name]
        rows = table.filter(pc.is_in(table["activity_id"], concerned))
        kept = [name for name in rows.column_names if name not in _PLACE]
        for activity_id, row in zip(
            rows["activity_id"].to_pylist(), rows.select(kept).to_pylist(), strict=True
        ):
            said.setdefault(activity_id, []).append(f"{table_name}{sorted(row.items())!r}")
    renamed: dict[str, str] = {}
    for given in repeated.values():
        by_content = sorted(given, key=lambda name: (_fingerprint(said.get(name, [])), name))
        renamed.update((old, new) for old, new in zip(by_content, given, strict=True) if old != new)
    return {name: renamed_ids(table, renamed) for name, table in tables.items()}


def _fingerprint(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def renamed_ids(table: pa.Table, renamed: Mapping[str, str]) -> pa.Table:
    """Return the table with these activity ids replaced by others.

    renamed  old id -> new id; ids that are not in it stay
    """
    if not renamed or not table.num_rows:
        return table
    at = table.schema.get_field_index("activity_id")
    # Ids repeat within a table: rename the few distinct ones, not every row.
    coded = table.column(at).combine_chunks().dictionary_encode()
    names = pa.array([renamed.get(name, name) for name in coded.dictionary.to_pylist()])
    column = pa.DictionaryArray.from_arrays(coded.indices, names).cast(pa.string())
    return table.set_column(at, table.schema.field(at), column)
