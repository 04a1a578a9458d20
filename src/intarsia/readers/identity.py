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
        self._given: dict[str, list[str]] = {}

    def claim(self, wanted: str) -> str:
        """Return `wanted`, or `wanted~n` where it is taken."""
        given = self._given.setdefault(wanted, [])
        name, number = wanted, len(given) + 1
        while name in self._taken:
            name = f"{wanted}~{max(number, 2)}"
            number += 1
        self._taken.add(name)
        given.append(name)
        return name

    @property
    def repeated(self) -> dict[str, list[str]]:
        """Stated id -> the ids given to its statements, where these are not it alone."""
        return {key: given for key, given in self._given.items() if given != [key]}


def settle(
    tables: Mapping[str, pa.Table], repeated: Mapping[str, list[str]]
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """Return the tables with repeated ids numbered by content instead of by position.

    The second thing returned is what was renamed, old id -> new id.

    tables    by name, each with a column `activity_id`
    repeated  id -> the ids given to its statements, in the order of the file
    """
    if not repeated:
        return dict(tables), {}
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
    names = _names(repeated, said, set(tables["activities"]["activity_id"].to_pylist()))
    renamed = {old: new for old, new in names.items() if old != new}
    return {name: renamed_ids(table, renamed) for name, table in tables.items()}, renamed


def _names(
    repeated: Mapping[str, list[str]], said: Mapping[str, list[str]], ids: set[str]
) -> dict[str, str]:
    """Given id -> final id: the first by content keeps what is stated, the others get a number."""
    taken = (ids - {name for given in repeated.values() for name in given}) | set(repeated)
    names: dict[str, str] = {}
    for stated in sorted(repeated):
        by_content = sorted(
            repeated[stated], key=lambda name: (_fingerprint(said.get(name, [])), name)
        )
        names[by_content[0]] = stated
        number = 2
        for name in by_content[1:]:
            while (final := f"{stated}~{number}") in taken:
                number += 1
            taken.add(final)
            names[name] = final
    return names


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
