"""How alike are two activities, field by field? Two records in, one small number a field out.

Level 0 of a field always means that one of the two does not state it: it is never evidence.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.fields import FIELDS, Field
from intarsia.analysis.duplicates.packed import (
    ALIKE,
    BITS,
    BUDGET,
    END,
    NORM,
    PEOPLE,
    PHASE,
    PUBLISHER,
    REPORTER,
    SPENT,
    START,
    TARGETS,
    TASKS,
    TITLE,
    TONGUE,
    WEAK,
    YEARS,
    Packed,
    Set,
)
from intarsia.analysis.duplicates.records import NO_DAY
from intarsia.analysis.duplicates.text_kernel import FIRST_YEAR, LAST_YEAR
from intarsia.analysis.duplicates.words import RUSSIAN

Ints = NDArray[Any]


_REPORTER, _FUNDER, _IMPLEMENTER, _SECTOR, _PLACE = 0, 1, 2, 3, 4
_START, _END, _TIME, _AMOUNT, _TARGET, _PHASE, _YEAR, _PEOPLE = 5, 6, 7, 8, 9, 10, 11, 12
_TASK, _REFERENCE, _NAMED, _PAYMENT, _FIGURE = 13, 14, 15, 16, 17
_TITLE, _RARE, _DESCRIPTION = 18, 19, 20
#: A title that more activities have than these says only how rare it is.
FEW_ALIKE = 4
#: Payments of a single quarter do not say when an activity ran.
_DAYS_OF_QUARTER, _DAYS_OF_YEAR = 92, 366
#: Titles in two languages that share fewer words than this say nothing.
_SOME_TITLE, _SOME_RARE = 4, 3


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _shared(bounds: Ints, ids: Ints, which: int, a: int, b: int) -> int:
    """How many ids of a set two records share; -1 where a set is empty."""
    at_a, end_a = bounds[a, which], bounds[a, which + 1]
    at_b, end_b = bounds[b, which], bounds[b, which + 1]
    if at_a == end_a or at_b == end_b:
        return -1
    shared = 0
    # Without branches: which id is the smaller cannot be foretold.
    while at_a < end_a and at_b < end_b:
        one, other = ids[at_a], ids[at_b]
        shared += one == other
        at_a += one <= other
        at_b += other <= one
    return shared


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _holds(bounds: Ints, ids: Ints, which: int, record: int, wanted: int) -> bool:
    for at in range(bounds[record, which], bounds[record, which + 1]):  # noqa: SIM110
        if ids[at] == wanted:
            return True
    return False


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_in(bounds: Ints, ids: Ints, which: int, record: int, wanted: int, other: int) -> bool:
    """Whether one of a record's ids of one set is among another record's ids of another."""
    for at in range(bounds[other, wanted], bounds[other, wanted + 1]):
        if _holds(bounds, ids, which, record, ids[at]):
            return True
    return False


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _days_apart(first: int, second: int, is_weak: bool) -> int:
    """How far two days lie apart; days that payments tell speak by the quarter, if they agree."""
    if first == NO_DAY or second == NO_DAY:
        return 0
    days = abs(first - second)
    if is_weak:
        return 3 if days <= 92 else 0
    apart = 1
    for edge in (0, 31, 92, 183, 366, 731):
        apart += days > edge
    return apart


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _time(start_a: int, end_a: int, start_b: int, end_b: int, is_weak: bool) -> int:
    if start_a == NO_DAY or start_b == NO_DAY or end_a == NO_DAY or end_b == NO_DAY:
        return 0
    if end_a < start_a or end_b < start_b:
        return 0
    shared = min(end_a, end_b) - max(start_a, start_b) + 1
    if shared <= 0:
        if is_weak:
            both = min(end_a - start_a, end_b - start_b) >= _DAYS_OF_QUARTER
            return 6 if both and shared <= -_DAYS_OF_YEAR else 5
        return 3 if shared > -366 else 4
    return 1 if 2 * shared >= min(end_a - start_a, end_b - start_b) + 1 else 2


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_outside(years: int, start: int, end: int) -> bool:
    """Whether none of a title's years, a bit each, lies within a year of a span of days."""
    if start == NO_DAY or end == NO_DAY or end < start:
        return False
    first = 1970 + int(start / 365.2425) - 1
    last = 1970 + int(end / 365.2425) + 1
    for year in range(max(first, FIRST_YEAR), min(last, LAST_YEAR) + 1):
        if years & (np.int64(1) << (year - FIRST_YEAR)):
            return False
    return True


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _ratio(one: float, other: float) -> float:
    """The larger of two amounts in terms of the smaller; infinite where one is not known."""
    if not (one > 0 and other > 0):
        return np.inf
    return max(one, other) / min(one, other)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _amount(amounts: Ints, a: int, b: int) -> int:
    """How far two amounts lie apart; what is planned here and spent there, where it agrees only."""
    budget_a, spent_a = amounts[a, BUDGET], amounts[a, SPENT]
    budget_b, spent_b = amounts[b, BUDGET], amounts[b, SPENT]
    alike = min(_ratio(budget_a, budget_b), _ratio(spent_a, spent_b))
    unlike = min(_ratio(budget_a, spent_b), _ratio(spent_a, budget_b))
    ratio = min(alike, unlike)
    if ratio <= 1.05:
        return 1 + int(ratio > 1.002) + int(ratio > 1.012)
    if np.isinf(alike):
        return 0
    apart = 4
    for edge in (1.18, 1.6, 2.5, 6.0):
        apart += alike > edge
    return apart


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _place(bounds: Ints, ids: Ints, a: int, b: int) -> int:
    fine = _shared(bounds, ids, Set.PLACES, a, b)
    coarse = _shared(bounds, ids, Set.AREAS, a, b)
    if fine > 0:
        return 5
    if fine == 0:
        return 2 if coarse > 0 else 1
    if coarse < 0:
        return 0
    if coarse == 0:
        return 1
    is_fine = (
        bounds[a, Set.PLACES] < bounds[a, Set.PLACES + 1]
        or bounds[b, Set.PLACES] < bounds[b, Set.PLACES + 1]
    )
    return 4 if is_fine else 3


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _sector(bounds: Ints, ids: Ints, a: int, b: int) -> int:
    if _shared(bounds, ids, Set.PURPOSES, a, b) > 0:
        return 4
    sector: int = _shared(bounds, ids, Set.SECTORS, a, b)
    if sector > 0:
        return 3
    if _shared(bounds, ids, Set.GROUPS, a, b) > 0:
        return 2
    return sector + 1


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def set_levels(numbers: Ints, bounds: Ints, ids: Ints, a: int, b: int, out: Ints) -> None:
    """Fill the levels that organizations, sectors and places tell."""
    one, other = numbers[a, REPORTER], numbers[b, REPORTER]
    out[_REPORTER] = 0
    if one >= 0 and other >= 0:
        if one == other:
            is_same = numbers[a, PUBLISHER] == numbers[b, PUBLISHER]
            out[_REPORTER] = 1 if is_same else 2
        else:
            named = _holds(bounds, ids, Set.PARTIES, b, one)
            out[_REPORTER] = 3 + named + _holds(bounds, ids, Set.PARTIES, a, other)
    out[_FUNDER] = 1 + min(_shared(bounds, ids, Set.FUNDERS, a, b), 1)
    out[_IMPLEMENTER] = 1 + min(_shared(bounds, ids, Set.IMPLEMENTERS, a, b), 1)
    out[_SECTOR] = _sector(bounds, ids, a, b)
    out[_PLACE] = _place(bounds, ids, a, b)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def number_levels(numbers: Ints, amounts: Ints, a: int, b: int, out: Ints) -> None:
    """Fill the levels that days, amounts and what titles say of phase, year and task tell."""
    start_a, start_b = numbers[a, START], numbers[b, START]
    end_a, end_b = numbers[a, END], numbers[b, END]
    is_weak = numbers[a, WEAK] + numbers[b, WEAK] > 0
    out[_START] = _days_apart(start_a, start_b, is_weak)
    out[_END] = _days_apart(end_a, end_b, is_weak)
    out[_TIME] = _time(start_a, end_a, start_b, end_b, is_weak)
    out[_AMOUNT] = _amount(amounts, a, b)
    targets_a, targets_b = numbers[a, TARGETS], numbers[b, TARGETS]
    out[_TARGET] = 0
    if targets_a and targets_b:
        out[_TARGET] = 2 if targets_a & targets_b else 1
    phase_a, phase_b = numbers[a, PHASE], numbers[b, PHASE]
    out[_PHASE] = 0
    if phase_a or phase_b:
        out[_PHASE] = 3
        if phase_a == phase_b:
            out[_PHASE] = 1
        elif phase_a and phase_b and not phase_a & phase_b:
            out[_PHASE] = 2
    years_a, years_b = numbers[a, YEARS], numbers[b, YEARS]
    out[_YEAR] = 0
    if years_a and years_b:
        out[_YEAR] = 1 if years_a & years_b else 2
    elif years_a or years_b:
        start, end = (start_b, end_b) if years_a else (start_a, end_a)
        out[_YEAR] = 3 if _is_outside(years_a | years_b, start, end) else 0
    ratio = _ratio(amounts[a, PEOPLE], amounts[b, PEOPLE])
    out[_PEOPLE] = 0
    if not np.isinf(ratio):
        out[_PEOPLE] = 1 if ratio <= 1.002 else 2 if ratio <= 1.25 else 3
    tasks_a, tasks_b = numbers[a, TASKS], numbers[b, TASKS]
    out[_TASK] = 0
    if tasks_a or tasks_b:
        out[_TASK] = 1 if tasks_a == tasks_b else 2


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def title_levels(
    numbers: Ints, amounts: Ints, bounds: Ints, ids: Ints, weights: Ints, a: int, b: int, out: Ints
) -> None:
    """Fill the levels that the words of titles tell."""
    out[_TITLE] = 0
    out[_RARE] = 0
    norms = amounts[a, NORM] * amounts[b, NORM]
    if numbers[a, TITLE] >= 0 and numbers[b, TITLE] >= 0 and norms > 0:
        squares, shared = title_in_common(bounds, ids, weights, a, b)
        cosine = squares / norms
        title = 1
        for edge in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97):
            title += cosine >= edge
        out[_TITLE] = title
        if numbers[a, TITLE] == numbers[b, TITLE] and amounts[a, ALIKE] > FEW_ALIKE:
            shared = min(shared, 2 * amounts[a, BITS])
        rare = 1
        for edge in (3.0, 6.0, 9.0, 12.0, 16.0, 24.0, 32.0):
            rare += shared >= edge
        out[_RARE] = rare
        if _is_translated(numbers, a, b):
            if title < _SOME_TITLE:
                out[_TITLE] = 0
            if rare < _SOME_RARE:
                out[_RARE] = 0


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_translated(numbers: Ints, a: int, b: int) -> bool:
    """Whether two titles are of two languages: that they share few words is not evidence."""
    one, other = numbers[a, TONGUE], numbers[b, TONGUE]
    both_known = one > 0 and other > 0
    return bool(one != other and (both_known or max(one, other) >= RUSSIAN))


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def rest_levels(numbers: Ints, bounds: Ints, ids: Ints, a: int, b: int, out: Ints) -> None:
    """Fill the levels that references, names, payments, figures and descriptions tell."""
    out[_REFERENCE] = 1 + min(_shared(bounds, ids, Set.REFERENCES, a, b), 2)
    out[_NAMED] = 1 + min(_shared(bounds, ids, Set.NAMED, a, b), 2)
    if out[_NAMED] < 2 and (
        _is_in(bounds, ids, Set.NAMED, a, Set.MENTIONED, b)
        or _is_in(bounds, ids, Set.NAMED, b, Set.MENTIONED, a)
    ):
        out[_NAMED] = 2
    out[_PAYMENT] = 1 + min(_shared(bounds, ids, Set.PAYMENTS, a, b), 2)
    figures = _shared(bounds, ids, Set.FIGURES, a, b)
    out[_FIGURE] = 0
    if figures == 0:
        out[_FIGURE] = 3
    elif figures > 0:
        size = bounds[a, Set.FIGURES + 1] - bounds[a, Set.FIGURES]
        is_all = figures == size == bounds[b, Set.FIGURES + 1] - bounds[b, Set.FIGURES]
        out[_FIGURE] = 1 if is_all else 2
    both = _shared(bounds, ids, Set.SAID, a, b)
    out[_DESCRIPTION] = 1 + min(both, 1)
    if both == 0 and _is_translated(numbers, a, b):
        out[_DESCRIPTION] = 0
    if both > 0:
        said_a = bounds[a, Set.SAID + 1] - bounds[a, Set.SAID]
        said_b = bounds[b, Set.SAID + 1] - bounds[b, Set.SAID]
        part = both / min(said_a, said_b)
        out[_DESCRIPTION] = 2 + (part >= 0.15) + (part >= 0.3) + (part >= 0.5) + (part >= 0.8)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def title_in_common(bounds: Ints, ids: Ints, weights: Ints, a: int, b: int) -> tuple[float, float]:
    """Return the sum of squared weights, and of weights, of the words two titles share."""
    at_a, end_a = bounds[a, Set.WORDS], bounds[a, Set.WORDS + 1]
    at_b, end_b = bounds[b, Set.WORDS], bounds[b, Set.WORDS + 1]
    squares, total = 0.0, 0.0
    while at_a < end_a and at_b < end_b:
        one, other = ids[at_a], ids[at_b]
        if one == other:
            weight = weights[one]
            squares += weight * weight
            total += weight
        at_a += one <= other
        at_b += other <= one
    return squares, total


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _beside(
    numbers: Ints, amounts: Ints, bounds: Ints, ids: Ints, weights: Ints, first: Ints, second: Ints
) -> tuple[Ints, Ints]:
    payers = np.zeros(first.size, np.int8)
    contained = np.zeros(first.size, np.bool_)
    for pair in range(first.size):
        a, b = first[pair], second[pair]
        one, other = numbers[a, REPORTER], numbers[b, REPORTER]
        if one != other:
            a_pays = _holds(bounds, ids, Set.FUNDERS, b, one) or _holds(
                bounds, ids, Set.IMPLEMENTERS, a, other
            )
            b_pays = _holds(bounds, ids, Set.FUNDERS, a, other) or _holds(
                bounds, ids, Set.IMPLEMENTERS, b, one
            )
            payers[pair] = np.int8(a_pays) - np.int8(b_pays)
        squares, _ = title_in_common(bounds, ids, weights, a, b)
        smaller = min(amounts[a, NORM], amounts[b, NORM])
        contained[pair] = squares > 0 and squares >= 0.9 * smaller * smaller
    return payers, contained


def beside_levels(records: Packed, first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Return who pays whom, and whether one title holds the other's words, for pairs of records.

    Returns   int8: 1 where the first's reporter pays the second's, -1 the other way round, 0
              where the roles do not say; bool
    """
    payers, contained = _beside(*records, first, second)
    return payers, contained


def levels_of(records: Packed, first: Ints, second: Ints, linked: Ints) -> Ints:
    """Return the levels, uint8[pairs, FIELDS], of pairs of records.

    linked   uint8[pairs]: 1 where a source states that the two belong together
    """
    out: Ints = _levels_of(*records, first, second)
    out[:, Field.LINK] = linked
    return out


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _levels_of(
    numbers: Ints, amounts: Ints, bounds: Ints, ids: Ints, weights: Ints, first: Ints, second: Ints
) -> Ints:
    out = np.zeros((first.size, FIELDS), np.uint8)
    for pair in range(first.size):
        a, b = first[pair], second[pair]
        number_levels(numbers, amounts, a, b, out[pair])
        set_levels(numbers, bounds, ids, a, b, out[pair])
        title_levels(numbers, amounts, bounds, ids, weights, a, b, out[pair])
        rest_levels(numbers, bounds, ids, a, b, out[pair])
    return out
