"""What little of a record says at once, for very many pairs, that two cannot be one thing.

Sets are drawn on 32 bits, a bit an id: two drawings that share no bit are of sets that share no id.
From these, days and amounts follows the most that a pair can add up to, for many pairs at a time;
hardly one in twenty is then compared field by field.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.fields import Field
from intarsia.analysis.duplicates.packed import (
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
    TONGUE,
    WEAK,
    YEARS,
    Packed,
    Set,
)
from intarsia.analysis.duplicates.reach import best_of
from intarsia.analysis.duplicates.records import NO_DAY

Ints = NDArray[Any]

#: The columns of `floats` and of `bits`.
FROM, TO, BUDGETED, PAID, PART, RARE, OWN = range(7)
(
    WHO, PUBLISHED_BY, WHO_BIT, PARTIES, FUNDERS, IMPLEMENTERS, PURPOSES, GROUPS, HAS_SECTOR, AREAS,
    PLACES, TARGETED, WORDS, MORE_WORDS, REFERENCES, SPEECH, IS_WEAK,
) = range(17)  # fmt: skip
_DRAWN = ((PARTIES, Set.PARTIES), (FUNDERS, Set.FUNDERS), (IMPLEMENTERS, Set.IMPLEMENTERS),
          (PURPOSES, Set.PURPOSES), (GROUPS, Set.GROUPS), (GROUPS, Set.SECTORS),
          (AREAS, Set.AREAS), (PLACES, Set.PLACES), (REFERENCES, Set.REFERENCES))  # fmt: skip
#: Words weigh between 0 and the logarithm of all titles; those below this part of it are many's.
_COMMON = 0.4
_EDGES_RARE = (3.0, 6.0, 9.0, 12.0, 16.0, 24.0, 32.0)
_REPORTER, _FUNDER, _IMPLEMENTER, _SECTOR, _PLACE, _START, _END, _TIME, _AMOUNT, _TARGET = range(10)
_TITLE, _RARE, _REFERENCE = int(Field.TITLE), int(Field.RARE_WORDS), int(Field.REFERENCE)
_OF_NUMBERS = ((PHASE, int(Field.PHASE)), (YEARS, int(Field.YEAR)), (TASKS, int(Field.TASK)))
#: Of fields that both must state each brings half of the most that they may add.
_OF_SETS = ((int(Set.PAYMENTS), int(Field.PAYMENT)), (int(Set.FIGURES), int(Field.FIGURE)),
            (int(Set.SAID), int(Field.DESCRIPTION)))  # fmt: skip
_PEOPLE, _NAMED = int(Field.PEOPLE), int(Field.NAMED)
_NONE: Any = np.float32(0)
_INFINITE: Any = np.float32(np.inf)
_MONTH, _QUARTER, _HALF_YEAR, _YEAR, _TWO_YEARS = map(np.float32, (31, 92, 183, 366, 731))
#: Where levels of titles begin, a little lower: no rounding takes a pair below its level.
_PARTS = tuple(np.float32(0.9999 * edge) for edge in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97))


def _below(edge: float) -> np.float32:
    """The largest float32 that is not above a number: ratios of float32 are compared with it."""
    near = np.float32(edge)
    return near if float(near) <= edge else np.nextafter(near, np.float32(0))


#: How many times larger an amount is, level by level.
_TIMES = tuple(_below(edge) for edge in (1.002, 1.012, 1.05, 1.18, 1.6, 2.5, 6.0))


class Sketch(NamedTuple):
    """n records drawn small.

    floats   float32[n, 7]: days and US dollars, NaN unknown; the part of the title's length that
             common words make, NaN without a title; the most that rare words add if only common
             ones are shared; the most that a record brings from what is not drawn
    bits     int32[n, 17]
    most     float32[FIELDS, MOST_LEVELS]: the most that a level or one below it adds
    """

    floats: Ints
    bits: Ints
    most: Ints


def sketch_of(records: Packed, weights: Ints) -> Sketch:
    """Return the records drawn small, for a model's weights."""
    most = np.maximum.accumulate(np.asarray(weights, np.float32)[:, 1:], axis=1)
    most = np.concatenate((np.zeros((most.shape[0], 1), np.float32), most), axis=1)
    count = records.numbers.shape[0]
    common = _COMMON * float(np.log(count + 1))
    floats, bits = _drawn(*records, most, best_of(weights), common)
    return Sketch(floats, bits, most)


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _bit(number: int) -> int:
    """One of 32 bits."""
    return int(np.int64(1) << ((number * np.int64(0x9E3779B1) >> 20) & 31))


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _drawn(
    numbers: Ints,
    amounts: Ints,
    bounds: Ints,
    ids: Ints,
    words: Ints,
    most: Ints,
    best: Ints,
    common: float,
) -> tuple[Ints, Ints]:
    count = numbers.shape[0]
    floats = np.full((count, 7), np.nan, np.float32)
    bits = np.zeros((count, 17), np.int32)
    for record in range(count):
        for column, of in ((FROM, START), (TO, END)):
            if numbers[record, of] != NO_DAY:
                floats[record, column] = numbers[record, of]
        for column, of in ((BUDGETED, BUDGET), (PAID, SPENT)):
            if amounts[record, of] > 0:
                floats[record, column] = amounts[record, of]
        own = 0.0
        for of, field in _OF_NUMBERS:
            if numbers[record, of]:
                own += best[field]
        if amounts[record, PEOPLE] > 0:
            own += best[_PEOPLE] / 2
        for which, field in _OF_SETS:
            if bounds[record, which] < bounds[record, which + 1]:
                own += best[field] / 2
        if (
            bounds[record, Set.NAMED] < bounds[record, Set.NAMED + 1]
            or bounds[record, Set.MENTIONED] < bounds[record, Set.MENTIONED + 1]
        ):
            own += best[_NAMED] / 2
        floats[record, OWN] = own
        bits[record, WHO] = numbers[record, REPORTER]
        bits[record, PUBLISHED_BY] = numbers[record, PUBLISHER]
        bits[record, WHO_BIT] = _bit(numbers[record, REPORTER])
        bits[record, SPEECH] = numbers[record, TONGUE]
        bits[record, IS_WEAK] = numbers[record, WEAK]
        targets = numbers[record, TARGETS]
        bits[record, TARGETED] = (targets | (targets >> 32)) & 0xFFFFFFFF
        sector = bounds[record, Set.SECTORS] < bounds[record, Set.SECTORS + 1]
        bits[record, HAS_SECTOR] = sector
        for column, which in _DRAWN:
            for at in range(bounds[record, which], bounds[record, which + 1]):
                bits[record, column] |= _bit(ids[at])
        squares, total = 0.0, 0.0
        for at in range(bounds[record, Set.WORDS], bounds[record, Set.WORDS + 1]):
            weight = words[ids[at]]
            if weight >= common:
                bits[record, WORDS + (ids[at] & 1)] |= _bit(ids[at] >> 1)
            else:
                squares += np.float64(weight) ** 2
                total += weight
        if amounts[record, NORM] > 0:
            floats[record, PART] = 1.0001 * np.sqrt(squares) / amounts[record, NORM]
            level = 1
            for edge in _EDGES_RARE:
                level += 1.0001 * total >= edge
            floats[record, RARE] = most[_RARE, level]
    return floats, bits


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _row(weights: Ints, field: int) -> tuple[float, ...]:
    """The weights of a field's levels: a loop keeps these at hand."""
    row = weights[field]
    return row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8]


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _days(days: float, is_weak: bool, by: tuple[float, ...]) -> float:
    apart = by[6] if days <= _TWO_YEARS else by[7]
    apart = by[5] if days <= _YEAR else apart
    apart = by[4] if days <= _HALF_YEAR else apart
    apart = by[3] if days <= _QUARTER else apart
    apart = by[2] if days <= _MONTH else apart
    apart = by[1] if days <= _NONE else apart
    weak = by[3] if days <= _QUARTER else _NONE
    apart = weak if is_weak else apart
    return apart if days == days else _NONE


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _together(
    start_a: float, end_a: float, start_b: float, end_b: float, is_weak: bool, by: tuple[float, ...]
) -> float:
    one = np.float32(1)
    length_a, length_b = end_a - start_a, end_b - start_b
    shortest = length_a if length_a < length_b else length_b
    latest = start_a if start_a > start_b else start_b
    earliest = end_a if end_a < end_b else end_b
    shared = earliest - latest + one
    time = by[1] if shared + shared >= shortest + one else by[2]
    after = by[3] if shared > -_YEAR else by[4]
    paid = by[6] if (shortest >= _QUARTER) & (shared <= -_YEAR) else by[5]
    after = paid if is_weak else after
    time = after if shared <= _NONE else time
    # No day that is not known, no end before its start.
    return time if (length_a >= _NONE) & (length_b >= _NONE) else _NONE


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _times(one: float, other: float) -> float:
    times = one / other if one > other else other / one
    return times if times == times else _INFINITE


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _money(
    budget_a: float, paid_a: float, budget_b: float, paid_b: float, by: tuple[float, ...]
) -> float:
    budgets, spent = _times(budget_a, budget_b), _times(paid_a, paid_b)
    crossed, turned = _times(budget_a, paid_b), _times(paid_a, budget_b)
    alike = budgets if budgets < spent else spent
    unlike = crossed if crossed < turned else turned
    ratio = alike if alike < unlike else unlike
    money = by[7] if alike <= _TIMES[6] else by[8]
    money = by[6] if alike <= _TIMES[5] else money
    money = by[5] if alike <= _TIMES[4] else money
    money = by[4] if alike <= _TIMES[3] else money
    money = _NONE if alike == _INFINITE else money
    money = by[3] if ratio <= _TIMES[2] else money
    money = by[2] if ratio <= _TIMES[1] else money
    return by[1] if ratio <= _TIMES[0] else money


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _title(part: float, by: tuple[float, ...]) -> float:
    title = by[2] if part >= _PARTS[0] else by[1]
    title = by[3] if part >= _PARTS[1] else title
    title = by[4] if part >= _PARTS[2] else title
    title = by[5] if part >= _PARTS[3] else title
    title = by[6] if part >= _PARTS[4] else title
    title = by[7] if part >= _PARTS[5] else title
    return by[8] if part >= _PARTS[6] else title


@nb.njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def most_of(
    floats: Ints, bits: Ints, weights: Ints, most: Ints, at: int, last: int, out: Ints
) -> None:
    """Write to `out` the most that record `at` adds up to with each of those after it, to `last`.

    floats, bits    of the records of a block, a row a column: the loops run many pairs at a time
    weights, most   float32[FIELDS, MOST_LEVELS]; see Sketch

    Levels are those of levels.py, said without branches.
    """
    beside, drawn = floats[:, at + 1 : last], bits[:, at + 1 : last]
    count = beside.shape[1]
    start_a, end_a = floats[FROM, at], floats[TO, at]
    own_a, weak_a = floats[OWN, at], bits[IS_WEAK, at]
    start, end, time = _row(weights, _START), _row(weights, _END), _row(weights, _TIME)
    for other in range(count):
        start_b, end_b = beside[FROM, other], beside[TO, other]
        is_weak = (weak_a | drawn[IS_WEAK, other]) != 0
        out[other] = (
            own_a
            + beside[OWN, other]
            + _days(abs(start_a - start_b), is_weak, start)
            + _days(abs(end_a - end_b), is_weak, end)
            + _together(start_a, end_a, start_b, end_b, is_weak, time)
        )
    budget_a, paid_a = floats[BUDGETED, at], floats[PAID, at]
    part_a, rare_a = floats[PART, at], floats[RARE, at]
    words_a, more_a, speech_a = bits[WORDS, at], bits[MORE_WORDS, at], bits[SPEECH, at]
    amount, titles = _row(weights, _AMOUNT), _row(most, _TITLE)
    most_rare = most[_RARE, 8]
    for other in range(count):
        money = _money(budget_a, paid_a, beside[BUDGETED, other], beside[PAID, other], amount)
        part = part_a * beside[PART, other]
        is_shared = ((words_a & drawn[WORDS, other]) | (more_a & drawn[MORE_WORDS, other])) != 0
        rare_b = beside[RARE, other]
        rare = rare_a if rare_a < rare_b else rare_b
        rare = most_rare if is_shared else rare
        title = titles[8] if is_shared else _title(part, titles)
        # Words of two languages: levels that speak against a pair may be left out.
        is_translated = speech_a != drawn[SPEECH, other]
        title = _NONE if is_translated & (title < _NONE) else title
        rare = _NONE if is_translated & (rare < _NONE) else rare
        out[other] += money + (title + rare if part == part else _NONE)
    who_a, by_a, bit_a, named_a = (
        bits[WHO, at], bits[PUBLISHED_BY, at], bits[WHO_BIT, at], bits[PARTIES, at],
    )  # fmt: skip
    who = _row(weights, _REPORTER)
    either = max(who[3], who[4])
    both = max(either, who[5])
    funders_a, implementers_a = bits[FUNDERS, at], bits[IMPLEMENTERS, at]
    targets_a, references_a = bits[TARGETED, at], bits[REFERENCES, at]
    funder, implementer = weights[_FUNDER, 1], weights[_IMPLEMENTER, 1]
    same_funder, same_implementer = most[_FUNDER, 2], most[_IMPLEMENTER, 2]
    target, same_target = weights[_TARGET, 1], most[_TARGET, 2]
    reference, same_reference = weights[_REFERENCE, 1], most[_REFERENCE, 3]
    for other in range(count):
        is_named = (bit_a & drawn[PARTIES, other]) != 0
        is_naming = (drawn[WHO_BIT, other] & named_a) != 0
        told = either if is_named | is_naming else who[3]
        told = both if is_named & is_naming else told
        own = who[1] if by_a == drawn[PUBLISHED_BY, other] else who[2]
        told = own if who_a == drawn[WHO, other] else told
        told = _NONE if (who_a < 0) | (drawn[WHO, other] < 0) else told
        out[other] += (
            told
            + _met(funders_a, drawn[FUNDERS, other], funder, same_funder)
            + _met(implementers_a, drawn[IMPLEMENTERS, other], implementer, same_implementer)
            + _met(targets_a, drawn[TARGETED, other], target, same_target)
            + _met(references_a, drawn[REFERENCES, other], reference, same_reference)
        )
    sectors_a, groups_a, purposes_a = bits[HAS_SECTOR, at], bits[GROUPS, at], bits[PURPOSES, at]
    areas_a, places_a = bits[AREAS, at], bits[PLACES, at]
    sector, same_sector, same_purpose = weights[_SECTOR, 1], most[_SECTOR, 3], most[_SECTOR, 4]
    place, near, within, same_place = (
        weights[_PLACE, 1], most[_PLACE, 2], most[_PLACE, 4], most[_PLACE, 5],
    )  # fmt: skip
    for other in range(count):
        what = sector if (sectors_a & drawn[HAS_SECTOR, other]) != 0 else _NONE
        what = same_sector if (groups_a & drawn[GROUPS, other]) != 0 else what
        what = same_purpose if (purposes_a & drawn[PURPOSES, other]) != 0 else what
        areas_b, places_b = drawn[AREAS, other], drawn[PLACES, other]
        is_near = (areas_a & areas_b) != 0
        where = within if is_near else place
        where = _NONE if (areas_a == 0) | (areas_b == 0) else where
        fine = near if is_near else place
        where = fine if (places_a != 0) & (places_b != 0) else where
        where = same_place if (places_a & places_b) != 0 else where
        out[other] += what + where


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _met(one: int, other: int, apart: float, same: float) -> float:
    """The most of two drawn sets; what is not stated adds nothing."""
    met = same if (one & other) != 0 else apart
    return _NONE if (one == 0) | (other == 0) else met
