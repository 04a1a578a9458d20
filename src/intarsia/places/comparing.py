"""What does a newer set say otherwise? Two PLACES tables in, the difference unit by unit out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from intarsia.places.codes import folded_code


@dataclass(frozen=True)
class Renamed:
    """A unit's name in one language: what it was, None where there was none, and what it is."""

    language: str
    before: str | None
    after: str


@dataclass(frozen=True)
class UnitChange:
    """What a newer set says of one unit; `before` and `after` are rows of PLACES, None: not there.

    renamed        names that differ, and names that are added
    is_moved       lies in another unit, or has another level
    has_boundary   has another boundary
    """

    code: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    renamed: tuple[Renamed, ...] = ()
    is_moved: bool = False
    has_boundary: bool = False

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_gone(self) -> bool:
        return self.after is None


def compare_places(before: pa.Table, after: pa.Table) -> list[UnitChange]:
    """Return the units of which the newer set says something else, in the order of their codes.

    Codes are compared without case and signs; a unit keeps the code it had. A unit is gone only
    where the newer set has units of its level: a file of districts ends no region. Languages and
    boundaries that the newer set does not have are no difference.
    before, after   PLACES, names by language; a name without a language under "und"
    """
    old = {folded_code(row["place_code"]): row for row in before.to_pylist()}
    new = {folded_code(row["place_code"]): row for row in after.to_pylist()}
    levels = {row["level"] for row in new.values()}
    called = {key: row["place_code"] for key, row in {**new, **old}.items()}
    changes = []
    for key in sorted({*old, *new}):
        was, row = old.get(key), new.get(key)
        if row is None:
            if was is not None and was["level"] in levels:
                changes.append(UnitChange(called[key], was, None))
            continue
        parent = row["parent_code"]
        row = {
            **row,
            "place_code": called[key],
            "parent_code": called.get(folded_code(parent), parent) if parent else None,
        }
        change = UnitChange(called[key], was, row, *_differences(was, row))
        if change.is_new or change.renamed or change.is_moved or change.has_boundary:
            changes.append(change)
    return changes


def _differences(
    was: Mapping[str, Any] | None, row: Mapping[str, Any]
) -> tuple[tuple[Renamed, ...], bool, bool]:
    if was is None:
        return (), False, False
    renamed = tuple(_renamed(_names(was), _names(row)))
    moved = was["level"] != row["level"] or (
        row["level"] > 1 and was["parent_code"] != row["parent_code"]
    )
    drawn = row["boundary"] is not None and row["boundary"] != was["boundary"]
    return renamed, moved, drawn


def _renamed(before: dict[str, str], after: dict[str, str]) -> Iterator[Renamed]:
    known = set(before.values())
    for language, name in after.items():
        # Further names have no language: such a one is new, or it is there.
        if language.startswith("x-other"):
            if name not in known:
                yield Renamed(language, None, name)
        elif language == "und" and language not in before and name in known:
            continue
        elif before.get(language) != name:
            yield Renamed(language, before.get(language), name)


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    """Names by language; the one without a language under "und", where no other says it."""
    names = dict(row["names"] or ())
    if row["name"] not in (*names.values(), row["place_code"]):
        names["und"] = row["name"]
    return names


def names_of(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (language, name) of a row of PLACES; a name without a language has "und"."""
    return sorted(_names(row).items())


def levels_of(rows: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """Return level -> how many units it has, the coarser ones first."""
    found: dict[int, int] = {}
    for row in rows:
        found[row["level"]] = found.get(row["level"], 0) + 1
    return dict(sorted(found.items()))
