"""Where are the rows that state names and codes of places? ACTIVITY_LOCATIONS in, units out.

Different paths are looked up once each; what no unit was found for becomes a list that people can
complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.known_places import KnownPlaces
from intarsia.normalize.place_of import PlaceMatch, place_of
from intarsia.places import PlaceAlias
from intarsia.spelling import folded, says_nothing
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

__all__ = [
    "UNMATCHED",
    "KnownPlaces",
    "PlaceMatch",
    "Stated",
    "log_places",
    "match_places",
    "place_of",
    "unmatched_table",
]

_SEVERITY = {
    "place.code_repaired": Severity.CHANGED,
    "place.code_outvoted": Severity.CHANGED,
}


@dataclass
class Stated:
    """A path as rows state it, the unit it means, and the rows it stands in."""

    path_names: tuple[str | None, ...]
    path_codes: tuple[str | None, ...]
    country: str | None
    match: PlaceMatch
    rows: list[int] = field(default_factory=list)


def match_places(
    locations: pa.Table,
    tree: KnownPlaces,
    rows: Iterable[int],
    countries: Sequence[str | None] | None = None,
) -> list[Stated]:
    """Return each different path that rows of ACTIVITY_LOCATIONS state, with the unit it means.

    rows       those to look at; rows without names and codes are passed over
    countries  alpha-2 code of each row's country, where the tree has several
    """
    if not {"path_names", "path_codes"} <= set(locations.column_names):
        return []
    wanted = np.fromiter(rows, dtype=np.int64)
    if not wanted.size:
        return []
    columns = [_joined(locations[name].take(wanted)) for name in ("path_names", "path_codes")]
    if countries is not None:
        columns.append(pa.array([countries[row] or "" for row in wanted.tolist()], pa.string()))
    coded = pc.binary_join_element_wise(*columns, _BETWEEN_PATHS).dictionary_encode()
    numbers = coded.indices.to_numpy()
    order = np.argsort(numbers, kind="stable")
    groups = np.split(wanted[order], np.cumsum(np.bincount(numbers))[:-1])
    found = []
    for text, group in zip(coded.dictionary.to_pylist(), groups, strict=True):
        joined_names, joined_codes, *stated_country = text.split(_BETWEEN_PATHS)
        if joined_names or joined_codes:
            names, codes = _parts(joined_names), _parts(joined_codes)
            country = (stated_country[0] or None) if stated_country else None
            match = place_of(tree, names, codes, country)
            found.append(Stated(names, codes, country, match, group.tolist()))
    return found


# Signs that no text of a report holds: between the parts of a path, for a part that is not
# stated, between paths.
_BETWEEN_PARTS, _NOT_STATED, _BETWEEN_PATHS = "\x1f", "\x1e", "\x1d"


def _joined(paths: pa.ChunkedArray) -> pa.Array:
    """Lists of texts, each written as one text; "" where nothing is stated."""
    lists = paths.combine_chunks()
    if isinstance(lists, pa.ChunkedArray):
        lists = lists.chunk(0) if lists.num_chunks else pa.array([], paths.type)
    parts = pc.fill_null(lists.values, _NOT_STATED)
    filled = pa.ListArray.from_arrays(lists.offsets, parts)
    joined = pc.if_else(lists.is_valid(), pc.binary_join(filled, _BETWEEN_PARTS), "")
    nothing = pc.match_substring_regex(joined, f"^[{_NOT_STATED}{_BETWEEN_PARTS}]*$")
    return pc.if_else(nothing, "", joined)


def _parts(text: str) -> tuple[str | None, ...]:
    parts = text.split(_BETWEEN_PARTS) if text else []
    return tuple(None if part == _NOT_STATED else part for part in parts)


def log_places(stated: Iterable[Stated], log: ProblemLog) -> None:
    """Count what there is to say about the places, alike things together.

    Logs "place.code_repaired", "place.code_finer", "place.code_unknown", "place.code_outvoted",
    "place.name_disagrees", "place.other_parent", "place.unmatched", "place.ambiguous" and
    "place.whole_country".
    """
    paths = list(stated)
    foreign = _with_foreign_codes(paths)
    written: dict[tuple[str, str], str] = {}
    for one in paths:
        for note in one.match.notes:
            # Codes of another list altogether are one thing to say, not a thousand.
            is_one = note.code == "place.code_unknown" and foreign
            # BAY / Baidoa is said together with Bay / Baidoa, as it was first written.
            value = note.value and written.setdefault((note.code, folded(note.value)), note.value)
            log.tally(
                note.code,
                severity=_SEVERITY.get(note.code, Severity.NOTE),
                column="place",
                value=foreign if is_one else value,
                expected=None if is_one else note.expected,
                times=len(one.rows),
            )


def _with_foreign_codes(paths: Sequence[Stated]) -> str | None:
    """The first of the stated codes, where not one of several is known."""
    coded = [one for one in paths if any(one.path_codes)]
    unknown = [
        note.value
        for one in coded
        for note in one.match.notes
        if note.code == "place.code_unknown" and not one.match.because.startswith("code")
    ]
    return unknown[0] if len(unknown) == len(coded) > 1 else None


UNMATCHED = pa.schema(
    [
        ("name", pa.string()),
        ("parent", pa.string()),
        ("level", pa.int64()),
        ("code_as_reported", pa.string()),
        ("times", pa.int64()),
        ("candidate_codes", pa.string()),
        ("candidate_names", pa.string()),
        ("confirmed_code", pa.string()),
    ]
)


def unmatched_table(stated: Iterable[Stated]) -> pa.Table:
    """Return the names that no unit was found for, the most frequent first, to be confirmed.

    Returns  name, parent, level, code_as_reported, times, candidate_codes and candidate_names
             (the nearest first, "; " between), confirmed_code (empty: a person fills it in).
             Written as csv and filled in, `intarsia.places.read_place_aliases` reads it back.
    """
    rows: dict[tuple[str, str, int], dict[str, object]] = {}
    for one in stated:
        if one.match.because not in ("several", "nothing", "name of the unit above"):
            continue
        levels = [n for n, name in enumerate(one.path_names) if name and not says_nothing(name)]
        open_levels = [note.level for note in one.match.notes if note.level is not None]
        if not levels:
            continue
        at = open_levels[0] if open_levels else levels[-1]
        parent = next((one.path_names[n] for n in reversed(levels) if n < at), None)
        name = str(one.path_names[at])
        key = (folded(name), folded(parent or ""), at + 1)
        stated_so = {"name": name, "parent": parent, "level": at + 1, "times": 0}
        row = rows.setdefault(key, {**dict.fromkeys(UNMATCHED.names), **stated_so})
        codes = [code for code in one.path_codes if code]
        row["times"] = int(str(row["times"])) + len(one.rows)
        row["code_as_reported"] = row["code_as_reported"] or (codes[-1] if codes else None)
        row["candidate_codes"] = "; ".join(c.place_code for c in one.match.candidates) or None
        row["candidate_names"] = "; ".join(c.name for c in one.match.candidates) or None
    ordered = sorted(rows.values(), key=lambda row: (-int(str(row["times"])), str(row["name"])))
    return pa.Table.from_pylist(ordered, UNMATCHED)


def unmatched_places(
    picture: Mapping[str, pa.Table], places: pa.Table | None, aliases: Iterable[PlaceAlias] = ()
) -> pa.Table:
    """Return the names of places of a picture that no unit was found for, to be confirmed.

    Returns  as `unmatched_table`; no rows where no places are known
    """
    if places is None or not places.num_rows:
        return UNMATCHED.empty_table()
    tree = KnownPlaces.of(places, aliases)
    locations = picture["activity_locations"]
    kinds = locations["kind"].to_pylist()
    rows = [row for row, kind in enumerate(kinds) if kind == "location"]
    countries = [tree.country] * locations.num_rows
    return unmatched_table(match_places(locations, tree, rows, countries))
