"""Does an activity still say the same? A picture in, one text for each activity out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from intarsia.changes.stated import statements_sql
from intarsia.tables import ACTIVITIES, ACTIVITY_LOCATIONS, ACTIVITY_TABLES, Picture

FINGERPRINTS = pa.schema([("activity_id", pa.string()), ("fingerprint", pa.string())])

#: Raised where the same statements would give other fingerprints than before.
_FORM = "2"
#: Hexadecimal digits kept of SHA-256: 128 bits.
_DIGITS = 32

_SETTINGS = {
    "threads": 2,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}

#: Statements in no order: the hash of each, sorted. Of whole texts the sorting takes longer.
_TOGETHER = "sha256(array_to_string(list_sort(list(sha256(said))), ' '))"
_FIELDS_SQL = f"""
SELECT activity_id, field, {_TOGETHER} AS fingerprint
FROM ({{statements}}) WHERE said <> '' GROUP BY activity_id, field
"""  # noqa: S608 - composed of names in this package only
_WHOLE_SQL = f"""
WITH whole AS (
    SELECT activity_id, {_TOGETHER} AS said
    FROM ({{statements}}) WHERE said <> '' GROUP BY activity_id
)
SELECT activity_id, left(sha256('{_FORM} ' || coalesce(said, '')), {_DIGITS}) AS fingerprint
FROM (SELECT DISTINCT activity_id FROM activities) LEFT JOIN whole USING (activity_id)
ORDER BY activity_id
"""  # noqa: S608 - composed of names in this package only


def fingerprints(picture: Picture) -> pa.Table:
    """Return activity_id and fingerprint of each activity, in the order of the ids.

    Two activities with the same fingerprint state the same: in title, texts, days, figures,
    organizations, sectors, places, money, results, documents and all that was kept beside them.
    In which file, row, cell or order they state it makes no difference, nor how a code beside it is
    named, as in a report in another language; and neither do the day of reading, rates of
    exchange, known places and registered organizations.

    Returns  FINGERPRINTS; a fingerprint is 32 hexadecimal digits of SHA-256
    Source   docs/methods/changes.md

    >>> fingerprints(Picture()).column_names
    ['activity_id', 'fingerprint']
    """
    with _stated_tables(picture) as db:
        query = _WHOLE_SQL.format(statements=statements_sql(picture))
        found = db.sql(query).to_arrow_table()
    return found.cast(FINGERPRINTS)


def field_fingerprints(picture: Picture) -> dict[str, dict[str, str]]:
    """Return activity_id -> field -> fingerprint; what is not stated is not there."""
    with _stated_tables(picture) as db:
        query = _FIELDS_SQL.format(statements=statements_sql(picture))
        found = db.sql(query).to_arrow_table()
    said: dict[str, dict[str, str]] = {
        one: {} for one in picture["activities"]["activity_id"].to_pylist()
    }
    columns = (found[name].to_pylist() for name in ("activity_id", "field", "fingerprint"))
    for activity_id, field, fingerprint in zip(*columns, strict=True):
        if activity_id in said:
            said[activity_id][field] = fingerprint
    return said


@contextmanager
def _stated_tables(picture: Picture) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that sees the picture's tables about activities, nothing else."""
    with duckdb.connect(":memory:", config=_SETTINGS) as db:
        for spec in ACTIVITY_TABLES:
            # A code is looked up among the locations; else what is empty is not asked.
            if picture[spec.name].num_rows or spec in (ACTIVITIES, ACTIVITY_LOCATIONS):
                db.register(spec.name, picture[spec.name])
        yield db
