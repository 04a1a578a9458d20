"""Which rows speak of one activity, and what the activity is called.

Rows of one identifier and one reporter are one organization's statement of one activity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa

from intarsia.readers.columns import fill
from intarsia.readers.country_sheet.lines import Lines
from intarsia.readers.country_sheet.said import Codes, Column
from intarsia.readers.identity import Ids
from intarsia.readers.source import SourceFile
from intarsia.tables import ACTIVITIES, NARRATIVES, ProblemLog

CURRENCY = "USD"

T = TypeVar("T")


@dataclass(frozen=True)
class Groups:
    """The activities of a sheet.

    of_row     the activity of each row, a position in the lists below
    first      position of each activity's first row
    ids        each activity's id, unique
    repeated   ids that several reporters use, for `identity.settle`
    """

    of_row: Codes
    first: list[int]
    ids: list[str]
    repeated: dict[str, list[str]]

    def distinct(self, codes: Codes, rows: Codes | None = None) -> tuple[list[int], list[int]]:
        """Return activities and codes of the distinct pairs, in the order of first appearance.

        rows    positions to look at, in order; all where left out
        """
        of_row = self.of_row if rows is None else self.of_row[rows]
        codes = codes if rows is None else codes[rows]
        if not len(codes):
            return [], []
        many = int(codes.max()) + 1
        pairs, _, _ = first_appearance(of_row * many + codes)
        return (pairs // many).tolist(), (pairs % many).tolist()

    def having(self, column: Column[bool | None], wanted: bool) -> set[int]:
        """Return the activities of which at least one row says `wanted`."""
        return set(self.of_row[column.where(lambda one: one is wanted)].tolist())

    def ids_of(self, activities: Codes | Sequence[int]) -> pa.Array:
        """Return the ids of activities given by position."""
        return pa.array(self.ids, pa.string()).take(pa.array(activities, pa.int64()))


def group(lines: Lines, log: ProblemLog, sheet: str) -> Groups:
    """Return which rows belong together; a row without an identifier stands for itself."""
    reporters: dict[str, int] = {}
    reporter_of = [
        reporters.setdefault("|".join(one.key for one in ones), len(reporters))
        for ones in lines.reporter.said
    ]
    keys = lines.identifier.codes * (len(reporters) + 1)
    if len(lines):
        keys = keys + np.array(reporter_of, np.int64)[lines.reporter.codes]
    nameless = lines.identifier.where(lambda text: text is None)
    keys[nameless] = -1 - nameless
    _, first, of_row = first_appearance(keys)
    ids = Ids()
    claimed = [ids.claim(_wanted(lines, row)) for row in first.tolist()]
    for identifier, given in ids.repeated.items():
        if not identifier.startswith("row:"):
            log.tally(
                "country_sheet.identifier_shared",
                sheet=sheet,
                value=identifier,
                times=len(given),
                cell=str(lines.row[int(first[claimed.index(identifier)])]),
            )
    _name_shared_reporters(lines, log, sheet)
    return Groups(of_row, first.tolist(), claimed, ids.repeated)


def _name_shared_reporters(lines: Lines, log: ProblemLog, sheet: str) -> None:
    """Name the identifiers under which several organizations report."""
    names: dict[str, dict[str, None]] = {}
    for ones in lines.reporter.said:
        for one in ones:
            if one.identifier and one.name:
                names.setdefault(one.identifier, {})[one.name] = None
    for identifier, found in names.items():
        if len(found) > 1:
            log.note(
                "country_sheet.reporters_share",
                sheet=sheet,
                value=identifier,
                expected="; ".join(found),
            )


def first_appearance(keys: Codes) -> tuple[Codes, Codes, Codes]:
    """Return the distinct keys in order of appearance, where each first stands, and which is which.

    >>> [part.tolist() for part in first_appearance(np.array([7, 3, 7]))]
    [[7, 3], [0, 1], [0, 1, 0]]
    """
    distinct, first, which = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return distinct[order], first[order], rank[which]


def _wanted(lines: Lines, row: int) -> str:
    identifier = _at(lines.identifier, row)
    if identifier is not None:
        return identifier
    keys = (
        " ".join(one.key for one in _at(lines.reporter, row)),
        _at(lines.title, row) or "",
        _at(lines.country, row).code or "",
    )
    return f"row:{hashlib.sha256('|'.join(keys).encode()).hexdigest()[:16]}"


def _at(column: Column[T], row: int) -> T:
    return column.said[int(column.codes[row])]


def activities(
    lines: Lines, groups: Groups, source: SourceFile, sheet: str, log: ProblemLog
) -> dict[str, pa.Table]:
    """Return ACTIVITIES, and NARRATIVES for titles beside the one that most rows have."""
    titles, further = _titles(lines, groups)
    humanitarian = groups.having(lines.humanitarian, True)
    not_humanitarian = groups.having(lines.humanitarian, False)
    count = len(groups.ids)
    shared = {name for names in groups.repeated.values() for name in names}
    for position, _, row in further:
        log.note(
            "country_sheet.several_titles",
            sheet=sheet,
            cell=str(lines.row[row]),
            activity_id=None if groups.ids[position] in shared else groups.ids[position],
            value=_at(lines.title, row),
            expected=titles[position],
        )
    tables = {
        "activities": fill(
            ACTIVITIES,
            {
                "activity_id": groups.ids,
                "identifier": [_at(lines.identifier, row) for row in groups.first],
                "report_id": [source.report_id] * count,
                "file": [source.name] * count,
                "sheet": [sheet] * count,
                "row": [lines.row[row] for row in groups.first],
                "title": titles,
                "currency": [CURRENCY] * count,
                "is_humanitarian": [
                    True if at in humanitarian else False if at in not_humanitarian else None
                    for at in range(count)
                ],
            },
        )
    }
    if further:
        tables["narratives"] = fill(
            NARRATIVES,
            {
                "activity_id": [groups.ids[position] for position, _, _ in further],
                "element": ["title"] * len(further),
                "of": [0] * len(further),
                "ordinal": [ordinal for _, ordinal, _ in further],
                "text": [_at(lines.title, row) for _, _, row in further],
            },
        )
    return tables


def _titles(lines: Lines, groups: Groups) -> tuple[list[str | None], list[tuple[int, int, int]]]:
    """Return each activity's most frequent title, and (activity, ordinal, row) of the others."""
    many = len(lines.title.said)
    keys = groups.of_row * many + lines.title.codes
    pairs, rows, which = first_appearance(keys)
    times = np.bincount(which, minlength=len(pairs)) if len(pairs) else which
    titles: list[str | None] = [None] * len(groups.ids)
    candidates: dict[int, list[tuple[int, str, int]]] = {}
    for pair, row, count in zip(pairs.tolist(), rows.tolist(), times.tolist(), strict=True):
        title = lines.title.said[pair % many]
        if title is not None:
            candidates.setdefault(pair // many, []).append((-count, title, row))
    others: list[tuple[int, int, int]] = []
    for position, found in candidates.items():
        found.sort()
        titles[position] = found[0][1]
        others.extend((position, at, found[at][2]) for at in range(1, len(found)))
    return titles, others


def ordinals(of: Codes | Sequence[int]) -> Codes:
    """Return for each entry how many of the same activity stand before it.

    >>> ordinals([7, 8, 7]).tolist()
    [0, 0, 1]
    """
    of = np.asarray(of, np.int64)
    order = np.argsort(of, kind="stable")
    in_order = of[order]
    starts = np.flatnonzero(np.concatenate(([True], in_order[1:] != in_order[:-1]))[: len(of)])
    lengths = np.diff(np.append(starts, len(of)))
    places = np.empty(len(of), np.int64)
    places[order] = np.arange(len(of)) - np.repeat(starts, lengths)
    return places
