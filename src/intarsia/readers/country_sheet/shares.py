"""How an activity divides among sectors and countries: by the money of its rows.

The sheets state no percentages, only a sector beside each sum. A share is the part of the money
disbursed and spent; of the commitments, where nothing was; of all money, where there is neither;
and equal, where the sums are nought. Each of these is counted in the problems.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa

from intarsia.readers.columns import fill
from intarsia.readers.country_sheet.grouping import Groups, ordinals
from intarsia.readers.country_sheet.lines import Lines
from intarsia.readers.country_sheet.money import country_code
from intarsia.readers.country_sheet.said import Codes, Column
from intarsia.tables import ACTIVITY_LOCATIONS, ACTIVITY_SECTORS, ProblemLog
from intarsia.terms import Severity

#: IATI TransactionType: 3 disbursement, 4 expenditure; 2 outgoing commitment.
_SPENT = frozenset({"3", "4"})
_COMMITTED = frozenset({"2"})

T = TypeVar("T")
#: Sums of what was spent, committed, and of all money.
_Sums = list[float]


@dataclass(frozen=True)
class _Shares:
    """Distinct pairs of activity and code, the per cent of each, and on what how many rest."""

    activities: list[int]
    codes: list[int]
    percentages: list[float]
    bases: dict[str, int]


def sectors(lines: Lines, groups: Groups, log: ProblemLog, sheet: str) -> pa.Table:
    """Return ACTIVITY_SECTORS: one row per activity and distinct sector."""
    column = _merged(lines.sector, lambda one: (one.vocabulary, one.code or one.name))
    shares = _shares(lines, groups, column)
    for code, times in sorted(shares.bases.items()):
        log.tally(code, severity=Severity.NOTE, sheet=sheet, times=times)
    without = len(column.where(lambda one: one is None))
    if without:
        log.tally(
            "country_sheet.row_without_sector",
            severity=Severity.NOTE,
            sheet=sheet,
            times=without,
        )
    said = [column.said[code] for code in shares.codes]
    return fill(
        ACTIVITY_SECTORS,
        {
            "activity_id": groups.ids_of(shares.activities),
            "ordinal": ordinals(shares.activities),
            "source_vocabulary": [one.vocabulary if one else "99" for one in said],
            "source_code": [one.code if one else None for one in said],
            "name_as_reported": [one.name if one else None for one in said],
            "percentage": shares.percentages,
        },
    )


def locations(lines: Lines, groups: Groups) -> pa.Table:
    """Return ACTIVITY_LOCATIONS: one row per activity and distinct country or region.

    The percentage is there only where an activity has several of them.
    """
    stated = Column(
        lines.country.codes,
        [
            one if one.code is not None or one.name is not None else None
            for one in lines.country.said
        ],
    )
    column = _merged(stated, lambda one: one.code or one.name)
    shares = _shares(lines, groups, column)
    kinds = {
        code: "region" if one is not None and one.code and not country_code(one) else "country"
        for code, one in enumerate(column.said)
    }
    is_region = np.array([kinds[code] == "region" for code in shares.codes], np.int64)
    positions = np.array(shares.activities, np.int64)
    said = [column.said[code] for code in shares.codes]
    return fill(
        ACTIVITY_LOCATIONS,
        {
            "activity_id": groups.ids_of(shares.activities),
            "ordinal": ordinals(positions * 2 + is_region),
            "kind": [kinds[code] for code in shares.codes],
            # IATI RegionVocabulary 1 = OECD-DAC.
            "source_vocabulary": [
                "1" if kinds[code] == "region" else None for code in shares.codes
            ],
            "source_code": [one.code if one else None for one in said],
            "name_as_reported": [one.name if one else None for one in said],
            "percentage": [
                percentage if several else None
                for percentage, several in zip(shares.percentages, _several(positions), strict=True)
            ],
        },
    )


def _merged(column: Column[T | None], key: Callable[[T], object]) -> Column[T | None]:
    """Return the column with what has one key said in one way, the first."""
    first: dict[object, int] = {}
    said: list[T | None] = []
    codes: list[int] = []
    for one in column.said:
        found = first.setdefault(None if one is None else key(one), len(said))
        if found == len(said):
            said.append(one)
        codes.append(found)
    return Column(np.array(codes, np.int64)[column.codes], said)


def _several(positions: Codes) -> list[bool]:
    """Whether each entry's activity has further entries."""
    if not len(positions):
        return []
    alone: list[bool] = (np.bincount(positions)[positions] > 1).tolist()
    return alone


def _shares(lines: Lines, groups: Groups, column: Column[T | None]) -> _Shares:
    said = column.where(lambda one: one is not None)
    positions, codes = groups.distinct(column.codes, said)
    several: dict[int, list[int]] = {}
    is_shared = _several(np.array(positions, np.int64))
    for entry, is_one_of_several in enumerate(is_shared):
        if is_one_of_several:
            several.setdefault(positions[entry], []).append(entry)
    sums = _sums(lines, groups, column, said, several)
    percentages = [100.0] * len(positions)
    bases: dict[str, int] = {}
    for position, entries in several.items():
        basis, parts = _divide([sums[position, codes[entry]] for entry in entries])
        bases[basis] = bases.get(basis, 0) + 1
        for entry, part in zip(entries, parts, strict=True):
            percentages[entry] = 100 * part
    return _Shares(positions, codes, percentages, bases)


def _sums(
    lines: Lines,
    groups: Groups,
    column: Column[T | None],
    said: Codes,
    several: dict[int, list[int]],
) -> dict[tuple[int, int], _Sums]:
    sums: dict[tuple[int, int], _Sums] = {}
    rows = said[np.isin(groups.of_row[said], list(several))]
    for row in rows.tolist():
        one = sums.setdefault((int(groups.of_row[row]), int(column.codes[row])), [0.0, 0.0, 0.0])
        value = lines.value[row]
        if value is None:
            continue
        kind = lines.kind.said[lines.kind.codes[row]]
        if kind in _SPENT:
            one[0] += value
        elif kind in _COMMITTED:
            one[1] += value
        one[2] += value
    return sums


def _divide(sums: list[_Sums]) -> tuple[str, list[float]]:
    """Return on what money the parts rest, and the parts, 0-1.

    A sum that corrections bring below nought counts as if it were above.
    """
    for basis, code in enumerate(
        (
            "country_sheet.shares_by_spending",
            "country_sheet.shares_by_commitments",
            "country_sheet.shares_by_all_money",
        )
    ):
        parts = [abs(one[basis]) for one in sums]
        if sum(parts) > 0:
            return code, [part / sum(parts) for part in parts]
    return "country_sheet.shares_equal", [1 / len(sums)] * len(sums)
