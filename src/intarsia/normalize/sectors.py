"""On what: the sector codes and names of every vocabulary in, Intarsia's sectors with shares out.

One vocabulary is counted per activity, the finest that the crosswalk knows; its percentages are
made to add up to 1. The others stay as stated, without a share. Names of the reporter's own are
read by `sector_names` and counted last, where no code of another vocabulary is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import NamedTuple

import pyarrow as pa

from intarsia import codelists
from intarsia.normalize.columns import with_columns
from intarsia.sectors.names import MULTI, SectorMatch, sector_named, suggestions
from intarsia.tables import ACTIVITY_SECTORS, ProblemLog
from intarsia.terms import Basis, Severity

#: Vocabularies in the order in which they are counted: DAC 5-digit, DAC 3-digit, clusters …
_ORDER = ("1", "2", "10", "aiddata", "8", "7")
#: IATI's code for AidData's coding scheme, and ours in the crosswalk.
_ALIASES = {"6": "aiddata"}
#: The reporter's own names and codes, the second list of a report being the finer one.
_OWN = ("98", "99")
#: Vocabularies whose unknown codes are read as names: the own ones, and clusters.
_READ = frozenset({*_OWN, "10"})
#: So many unknown names of a report get suggestions; more are no list of sectors.
_SUGGESTED = 100
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
    table, sectors, divided = _with_names(tables["activity_sectors"], log)
    ids = table["activity_id"].to_pylist()
    vocabularies = table["source_vocabulary"].to_pylist()
    percentages = table["percentage"].to_pylist()
    elsewhere = _known_in_transactions(tables) if _OWN[-1] in set(vocabularies) else frozenset()
    shares: list[float | None] = [None] * len(ids)
    bases: list[str | None] = [None] * len(ids)
    by_activity: dict[str, list[int]] = defaultdict(list)
    for position, activity_id in enumerate(ids):
        by_activity[activity_id].append(position)
    for activity_id, positions in by_activity.items():
        counted = _counted(positions, vocabularies, sectors, percentages)
        if vocabularies[counted[0]] in _OWN and activity_id in elsewhere:
            continue
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
            bases[position] = _DERIVED if basis == _STATED and position in divided else basis
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


def _with_names(
    table: pa.Table, log: ProblemLog
) -> tuple[pa.Table, list[str | None], frozenset[int]]:
    """The table, its sectors by code or name, and the positions of rows that were divided.

    A row whose name says several sectors becomes as many, the later ones with new ordinals;
    a percentage is divided equally among them.
    """
    vocabularies = table["source_vocabulary"].to_pylist()
    codes = table["source_code"].to_pylist()
    said = list(zip(vocabularies, codes, table["name_as_reported"].to_pylist(), strict=True))
    known = {pair: sector_of(*pair) for pair in set(zip(vocabularies, codes, strict=True))}
    found: dict[tuple[str, str | None, str | None], list[str | None]] = {}
    readable = {vocabulary for vocabulary, _ in codelists.sector_crosswalk()}
    unknown = 0
    for row, times in Counter(said).items():
        vocabulary, code, name = row
        sector = known[vocabulary, code]
        match = None
        is_read = vocabulary in _READ and sector is None and _says_something(code, name)
        if is_read:
            match = sector_named(name, code)
            stated = _Stated(name or code or "", code if name else None, vocabulary, times)
            _report(stated, match, log, suggest=unknown < _SUGGESTED)
            unknown += match is None or bool(match.unknown)
        if match is not None:
            found[row] = [*match.sector_codes, *(None for _ in match.unknown)] or [None]
        else:
            found[row] = [sector]
            if sector is None and not is_read and _ALIASES.get(vocabulary, vocabulary) in readable:
                column = f"sector vocabulary {vocabulary}"
                log.tally("sector.unknown_code", column=column, value=code or "", times=times)
    table, divided = _divided(table, [len(found[row]) for row in said])
    return table, list(chain.from_iterable(found[row] for row in said)), divided


def _says_something(code: str | None, name: str | None) -> bool:
    return bool(name) or any(map(str.isalpha, code or ""))


class _Stated(NamedTuple):
    """One way in which rows state a sector: what they say, the code beside it, how often."""

    value: str
    code: str | None
    vocabulary: str
    times: int


def _report(stated: _Stated, match: SectorMatch | None, log: ProblemLog, *, suggest: bool) -> None:
    """Name what was not understood, taken for something, or divided, once for each name."""
    value, code, vocabulary, times = stated

    def tally(kind: str, severity: Severity, value: str, expected: str | None) -> None:
        log.tally(
            f"sector.{kind}",
            severity=severity,
            column=f"sector vocabulary {vocabulary}",
            value=value,
            expected=expected,
            times=times,
        )

    for part in (value,) if match is None else match.unknown:
        near = suggestions(part) if suggest else []
        called = codelists.names("sectors", "en")
        expected = "; ".join(called[sector] for sector, _name, _ in near)
        tally("unknown_name", Severity.CHANGED, part, expected or None)
    if match is None:
        return
    sectors = ", ".join(match.sector_codes)
    if not sectors:
        tally("name_of_none", Severity.NOTE, value, None)
    elif match.is_multi:
        tally("name_of_many", Severity.NOTE, value, match.because)
    elif match.is_nearest:
        tally("nearest_name", Severity.CHANGED, value, f"{sectors}: {match.because}")
    if len(match.sector_codes) > 1:
        tally("several_in_name", Severity.CHANGED, value, sectors)
    coded = sector_named(None, code) if code else None
    if coded is not None and set(coded.sector_codes) - set(match.sector_codes):
        differs = f"{sectors}; {code}: {', '.join(coded.sector_codes)}"
        tally("code_differs", Severity.NOTE, value, differs)


def _divided(table: pa.Table, times: list[int]) -> tuple[pa.Table, frozenset[int]]:
    """Each row as often as said, with ordinals of their own and the percentage divided."""
    if all(number == 1 for number in times):
        return table, frozenset()
    last: dict[str, int] = {}
    ids, ordinals = table["activity_id"].to_pylist(), table["ordinal"].to_pylist()
    for activity_id, ordinal in zip(ids, ordinals, strict=True):
        last[activity_id] = max(ordinal, last.get(activity_id, 0))
    percentages = table["percentage"].to_pylist()
    rows: list[int] = []
    given: list[int] = []
    parts: list[float | None] = []
    divided: list[int] = []
    for row, number in enumerate(times):
        part = percentages[row]
        for again in range(number):
            if again:
                last[ids[row]] += 1
            if number > 1:
                divided.append(len(rows))
            rows.append(row)
            given.append(last[ids[row]] if again else ordinals[row])
            parts.append(part if part is None else part / number)
    table = table.take(pa.array(rows, pa.int64()))
    for name, values in (("ordinal", given), ("percentage", parts)):
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        table = table.set_column(at, field, pa.array(values, field.type))
    return table, frozenset(divided)


def _known_in_transactions(tables: dict[str, pa.Table]) -> frozenset[str]:
    """Activities whose transactions name known sectors by code: those go before own names."""
    columns = ["activity_id", "sector_vocabulary", "sector_code"]
    distinct = tables["transactions"].select(columns).group_by(columns).aggregate([])
    return frozenset(
        activity_id
        for activity_id, vocabulary, code in zip(
            *(distinct[column].to_pylist() for column in columns), strict=True
        )
        if sector_of(vocabulary or "1", code) is not None
    )


def _counted(
    positions: list[int],
    vocabularies: list[str],
    sectors: list[str | None],
    percentages: list[float | None],
) -> list[int]:
    """The rows of the vocabulary that counts: the first in order with a known code, then the
    finer of the own names, then any.

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
    own = [by_vocabulary[vocabulary] for vocabulary in _OWN if vocabulary in by_vocabulary]
    for unsaid in ((None, MULTI), (None,)):
        for found in own:
            if any(sectors[position] not in unsaid for position in found):
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
