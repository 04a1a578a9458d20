"""On what: the sector codes of every vocabulary in, Intarsia's sectors with shares out.

One vocabulary is counted per activity, the finest that the crosswalk knows; its percentages are
made to add up to 1. The others stay as stated, without a share.
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from intarsia import codelists
from intarsia.normalize.columns import with_columns
from intarsia.tables import ACTIVITY_SECTORS, ProblemLog
from intarsia.terms import Basis

#: Vocabularies in the order in which they are counted: DAC 5-digit, DAC 3-digit, clusters …
_ORDER = ("1", "2", "10", "aiddata", "8", "7")
#: IATI's code for AidData's coding scheme, and ours in the crosswalk.
_ALIASES = {"6": "aiddata"}
#: Percentages that miss 100 by more than this are named.
_TOLERANCE = 1.0

_STATED, _DERIVED, _WEAK = str(Basis.STATED), str(Basis.DERIVED), str(Basis.WEAK)


def sector_of(vocabulary: str, code: str | None) -> str | None:
    """Return Intarsia's sector of a code, or None where the crosswalk does not know it.

    Three digits under the 5-digit vocabulary are read as the category they are.

    >>> sector_of("1", "15132") == sector_of("1", "15132 ")
    True
    >>> sector_of("99", "anything") is None
    True
    """
    if code is None:
        return None
    crosswalk = codelists.sector_crosswalk()
    code = code.strip()
    vocabulary = _ALIASES.get(vocabulary, vocabulary)
    found = crosswalk.get((vocabulary, code))
    if found is None and vocabulary == "1" and len(code) == 3:
        found = crosswalk.get(("2", code))
    return found


def normalize_sectors(tables: dict[str, pa.Table], log: ProblemLog) -> dict[str, pa.Table]:
    """Fill `sector_code`, `share` and `share_basis` of activity_sectors."""
    table = tables["activity_sectors"]
    ids = table["activity_id"].to_pylist()
    vocabularies = table["source_vocabulary"].to_pylist()
    codes = table["source_code"].to_pylist()
    percentages = table["percentage"].to_pylist()
    sectors = _sectors(vocabularies, codes, log)
    shares: list[float | None] = [None] * len(ids)
    bases: list[str | None] = [None] * len(ids)
    by_activity: dict[str, list[int]] = defaultdict(list)
    for position, activity_id in enumerate(ids):
        by_activity[activity_id].append(position)
    for activity_id, positions in by_activity.items():
        counted = _counted(positions, vocabularies, sectors, percentages)
        parts, basis = _shares([percentages[position] for position in counted])
        if basis == _WEAK:
            log.changed(
                "sector.percentages_off",
                activity_id=activity_id,
                column="sector",
                value=f"{sum(percentages[p] or 0 for p in counted):g}",
                expected="100",
            )
        for position, part in zip(counted, parts, strict=True):
            shares[position] = part
            bases[position] = basis
    filled = with_columns(
        table,
        ACTIVITY_SECTORS,
        {
            "sector_code": pa.array(sectors, pa.string()),
            "share": pa.array(shares, pa.float64()),
            "share_basis": pa.array(bases, pa.string()),
        },
    )
    return {**tables, "activity_sectors": filled}


def _sectors(vocabularies: list[str], codes: list[str | None], log: ProblemLog) -> list[str | None]:
    known = {pair: sector_of(*pair) for pair in set(zip(vocabularies, codes, strict=True))}
    readable = {vocabulary for vocabulary, _ in codelists.sector_crosswalk()}
    found = []
    for pair in zip(vocabularies, codes, strict=True):
        sector = known[pair]
        if sector is None and _ALIASES.get(pair[0], pair[0]) in readable:
            log.tally(
                "sector.unknown_code", column=f"sector vocabulary {pair[0]}", value=pair[1] or ""
            )
        found.append(sector)
    return found


def _counted(
    positions: list[int],
    vocabularies: list[str],
    sectors: list[str | None],
    percentages: list[float | None],
) -> list[int]:
    """The rows of the vocabulary that counts: the first in order with a known code, else any.

    Purposes and categories of the DAC count together where only together they make up 100.
    """
    by_vocabulary: dict[str, list[int]] = defaultdict(list)
    for position in positions:
        vocabulary = vocabularies[position]
        by_vocabulary[_ALIASES.get(vocabulary, vocabulary)].append(position)
    for vocabulary in _ORDER:
        found = by_vocabulary.get(vocabulary, [])
        if vocabulary == "1" and found:
            both = found + by_vocabulary.get("2", [])
            alone, together = (
                sum(percentages[position] or 0.0 for position in rows) for rows in (found, both)
            )
            if alone < 100 - _TOLERANCE and abs(together - 100) <= _TOLERANCE:
                return sorted(both)
        if any(sectors[position] is not None for position in found):
            return found
    return next(iter(by_vocabulary.values()))


def _shares(percentages: list[float | None]) -> tuple[list[float], str]:
    """Parts of 1 from percentages; what is missing shares equally in what is left.

    >>> _shares([75.0, 25.0]), _shares([None, None]), _shares([110.0, 10.0])[1]
    (([0.75, 0.25], 'stated'), ([0.5, 0.5], 'derived'), 'derived, weak')
    """
    usable = [min(max(0.0, part), 1e6) if part is not None else None for part in percentages]
    total = sum(part for part in usable if part is not None)
    missing = sum(part is None for part in usable)
    if missing:
        left = max(0.0, 100.0 - total) / missing
        usable = [left if part is None else part for part in usable]
    whole = sum(part for part in usable if part is not None)
    if whole <= 0:
        return [1 / len(usable)] * len(usable), _WEAK if not missing else _DERIVED
    parts = [(part or 0.0) / whole for part in usable]
    if abs(whole - 100) > _TOLERANCE:
        return parts, _WEAK
    return parts, _DERIVED if missing and len(usable) > 1 else _STATED
