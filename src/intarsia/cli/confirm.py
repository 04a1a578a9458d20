"""What is known of places and organizations before reading, and what a person should confirm
afterwards."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.cli.cells import harmless
from intarsia.normalize import unmatched_places
from intarsia.places import PlaceAlias, read_place_aliases, read_places
from intarsia.register import register_with
from intarsia.tables import Picture, ProblemLog


@dataclass(frozen=True)
class Known:
    """The tree of places, names people have confirmed, and the register of organizations."""

    places: pa.Table | None
    place_aliases: list[PlaceAlias]
    register: pa.Table
    problems: ProblemLog


def known_things(given: argparse.Namespace) -> Known:
    """Read what --places and --register name."""
    confirmed = [path for path in given.places if _is_confirmed(path)]
    trees = [path for path in given.places if path not in confirmed]
    log = ProblemLog(", ".join(path.name for path in trees))
    places = read_places(trees, country=given.country, log=log) if trees else None
    aliases = [alias for path in confirmed for alias in read_place_aliases(path)]
    return Known(places, aliases, register_with(given.register), log)


def _is_confirmed(path: Path) -> bool:
    """Whether a file is a list of places to confirm, as written beside a picture."""
    if path.suffix.casefold() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"confirmed_code" in file.readline(4096)


def write_to_confirm(
    picture: Picture, decisions: pa.Table, known: Known, output: Path
) -> Iterator[str]:
    """Write what a person should confirm beside the picture; yield a line about each file."""
    doubtful = decisions.filter(pc.equal(decisions["decision"], "doubtful"))
    path = output.with_name(output.name + ".organizations.csv")
    if _written(doubtful, path):
        yield (
            f"{doubtful.num_rows} names of organizations are doubtful and were kept apart. Confirm "
            f"them in {path} (column organization_id) and read again with --register {path}"
        )
    unmatched = unmatched_places(picture, known.places, known.place_aliases)
    path = output.with_name(output.name + ".places.csv")
    if _written(unmatched, path):
        yield (
            f"{unmatched.num_rows} names of places were not found. Confirm them in {path} (column "
            f"confirmed_code) and read again with --places … {path}"
        )


def _written(table: pa.Table, path: Path) -> bool:
    """Write a table that has rows; take away what an earlier run left."""
    if not table.num_rows:
        path.unlink(missing_ok=True)
        return False
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        for row in table.to_pylist():
            writer.writerow([harmless(value) for value in row.values()])
    return True
