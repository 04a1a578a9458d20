"""A picture: the set of tables that says who does what, where, when and for whom.

On disk it is a folder of Parquet files named after the tables, beside `picture.json` with the
schema version. It is written beside its place and moved there whole: a reader of the folder
sees the old picture or the new one, never half of one.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from intarsia.errors import IntarsiaError
from intarsia.tables.activities import (
    ACTIVITIES,
    ACTIVITY_LOCATIONS,
    ACTIVITY_SECTORS,
    BUDGETS,
    PARTICIPATIONS,
    PEOPLE,
    TRANSACTIONS,
)
from intarsia.tables.context import (
    ASSIGNMENTS,
    FINDINGS,
    MANDATES,
    NEEDS,
    ORGANIZATIONS,
    PLACES,
)
from intarsia.tables.details import (
    ACTIVITY_LINKS,
    CODES,
    DOCUMENTS,
    NARRATIVES,
    PROBLEMS,
    REMAINDERS,
    REPORTS,
    RESULTS,
)
from intarsia.tables.spec import Table, TableShapeError, check

#: Raised by one whenever a table's columns change; a picture of a newer version is refused.
SCHEMA_VERSION = 2

#: What a report says about its activities, each keyed by `activity_id`.
ACTIVITY_TABLES = (
    ACTIVITIES,
    PARTICIPATIONS,
    ACTIVITY_SECTORS,
    ACTIVITY_LOCATIONS,
    TRANSACTIONS,
    BUDGETS,
    RESULTS,
    DOCUMENTS,
    CODES,
    NARRATIVES,
    REMAINDERS,
    ACTIVITY_LINKS,
    PEOPLE,
)
#: What a reader hands over.
READER_TABLES = (*ACTIVITY_TABLES, NEEDS, MANDATES)
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        *READER_TABLES,
        REPORTS,
        PROBLEMS,
        PLACES,
        ORGANIZATIONS,
        FINDINGS,
        ASSIGNMENTS,
    )
}
_MARK = "picture.json"


class PictureError(IntarsiaError):
    """A folder is no picture, or one that this version cannot read or must not overwrite."""


@dataclass(frozen=True)
class Picture(Mapping[str, pa.Table]):
    """All tables by name; a table that was not given is there without rows.

    as_of  the day the picture speaks of, by which open ends and states were judged

    >>> Picture()["activities"].num_rows
    0
    """

    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    as_of: dt.date | None = None

    def __post_init__(self) -> None:
        for name, table in self.tables.items():
            check(table, TABLES[name])

    def __getitem__(self, name: str) -> pa.Table:
        spec = TABLES[name]
        return self.tables[name] if name in self.tables else spec.empty()

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def having(self, **tables: pa.Table) -> Picture:
        """Return the picture with these tables in place of its own."""
        return Picture({**self.tables, **tables}, self.as_of)


def save_picture(picture: Picture, folder: Path) -> None:
    """Write the picture to a folder, whole or not at all; only who writes it may read it.

    Raises  PictureError "picture.not_a_picture" where the folder holds anything else.
    """
    folder = Path(folder)
    refuse_other_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name in picture:
            # Zstandard reads as fast as Snappy here and is a third smaller.
            pq.write_table(picture[name], fresh / f"{name}.parquet", compression="zstd")
        rows = {name: picture[name].num_rows for name in picture}
        as_of = picture.as_of.isoformat() if picture.as_of else None
        mark = {"schema_version": SCHEMA_VERSION, "as_of": as_of, "rows": rows}
        (fresh / _MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
        _put_in_place(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _put_in_place(fresh: Path, folder: Path) -> None:
    """Move the new folder to its place; put the old one back where that fails.

    What people have put into the folder beside the tables goes with it.
    """
    if not folder.exists():
        fresh.rename(folder)
        return
    for stranger in folder.iterdir():
        if stranger.name != _MARK and stranger.suffix != ".parquet":
            copy = shutil.copytree if stranger.is_dir() else shutil.copy2
            copy(stranger, fresh / stranger.name)
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(old / "picture")
    try:
        fresh.rename(folder)
    except OSError:
        (old / "picture").rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def refuse_other_folder(folder: Path) -> None:
    """Refuse a folder that holds anything but a picture, before work is done for it.

    Raises  PictureError "picture.not_a_picture".
    """
    if (
        folder.exists()
        and not (folder / _MARK).is_file()
        and (not folder.is_dir() or any(folder.iterdir()))
    ):
        raise PictureError(
            "picture.not_a_picture",
            f"{folder} is there already and is no picture; nothing was written. "
            "Name another folder, or empty this one.",
            folder=str(folder),
        )


def load_picture(folder: Path) -> Picture:
    """Read a picture folder back; every table is checked at the door.

    Raises  PictureError "picture.not_a_picture", "picture.newer_version" or
            "picture.unreadable"; TableShapeError where a table is not what it should be.
    """
    folder = Path(folder)
    try:
        mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
        version = int(mark["schema_version"])
        as_of = dt.date.fromisoformat(mark["as_of"]) if mark.get("as_of") else None
    except (OSError, ValueError, KeyError, TypeError):
        raise PictureError(
            "picture.not_a_picture",
            f"{folder} is no picture: it has no readable {_MARK}. "
            "Make one with: intarsia read FILE… -o FOLDER",
            folder=str(folder),
        ) from None
    if version != SCHEMA_VERSION:
        raise PictureError(
            "picture.newer_version" if version > SCHEMA_VERSION else "picture.older_version",
            f"{folder} has schema version {version}; this Intarsia reads version "
            f"{SCHEMA_VERSION}. Read the report files again, or use the Intarsia that made it.",
            folder=str(folder),
            version=version,
        )
    tables = {}
    for name, spec in TABLES.items():
        try:
            table = pq.read_table(folder / f"{name}.parquet")
            # Parquet keeps no "not null": put it back where the columns are the right ones.
            same = table.column_names == spec.schema.names
            tables[name] = table.cast(spec.schema) if same else table
            check(tables[name], spec)
        except (OSError, pa.ArrowException, TableShapeError) as reason:
            raise PictureError(
                "picture.unreadable",
                f"{folder / name}.parquet cannot be read as the table {name}: {reason}",
                folder=str(folder),
                table=name,
            ) from None
    return Picture(tables, as_of)
