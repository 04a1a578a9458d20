"""How far do two strands that meet do the same? Pairs in, the level of each field out."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates import fields as of_pairs
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.packed import Packed
from intarsia.analysis.ground import Ground
from intarsia.analysis.overlaps.doing import function_levels, target_levels
from intarsia.analysis.overlaps.fields import FIELDS, Field, level
from intarsia.analysis.overlaps.strands import NO_DAY, Strands
from intarsia.analysis.overlaps.titles import Titles, shared_weights

Ints = NDArray[Any]

#: Days; two that run together for less only touch.
LEAST_DAYS = 30
#: US dollars at stake, and people, from which on a stake is small, middle and large.
SMALL, MIDDLE, LARGE = (2_000.0, 50.0), (20_000.0, 500.0), (200_000.0, 5_000.0)
#: Cosine of two titles from which on they share some words, much, or, with so many nats of what is
#: shared, fewer and rarer ones; that of titles that are nearly the same.
SOME, MUCH, MUCH_RARE, SAME = 0.1, 0.4, (0.25, 12.0), 0.85
#: Sectors under which very different work is reported: to share one says little.
BROAD = (
    "protection", "food_security", "public_administration", "civil_society", "environment",
    "human_rights", "agriculture", "education", "primary_health", "business_development",
)  # fmt: skip


class Meeting(NamedTuple):
    """n pairs of strands, side by side.

    one, other  numbers of strands
    levels      uint8[n, FIELDS]; STAKE and ACTORS are filled where stakes are known
    days        days that both run, as far as days are stated; 0 where they are not
    """

    one: Ints
    other: Ints
    levels: Ints
    days: Ints


def compared(
    strands: Strands, ground: Ground, packed: Packed, titles: Titles, one: Ints, other: Ints
) -> Meeting:
    """Return pairs of strands with the levels of their fields.

    packed   the records of the ground's pairs
    titles   of the activities
    """
    a, b = strands.works[one], strands.works[other]
    levels = np.zeros((one.size, FIELDS), np.uint8)
    known = levels_of(packed, a, b, np.zeros(one.size, np.uint8))
    levels[:, Field.GROUND] = _ground(strands, one, other)
    levels[:, Field.SECTOR] = _sector(strands, ground, one, other, known)
    levels[:, Field.TIME], days = _time(strands, one, other)
    levels[:, Field.TARGET] = target_levels(ground, a, b)
    levels[:, Field.FUNCTION] = function_levels(ground, a, b)
    levels[:, Field.WORDING] = _wording(known, titles, a, b)
    return Meeting(one, other, levels, days)


def _ground(strands: Strands, one: Ints, other: Ints) -> Ints:
    found = np.full(one.size, level(Field.GROUND, "spread"))
    firsts, seconds, sites = strands.firsts, strands.seconds, strands.sites
    # Of a place that is not known it is not known that it is the other's.
    nowhere = (firsts < 0) & (seconds < 0)
    hidden = nowhere & ~strands.is_national
    is_country = (nowhere[one] & nowhere[other]) | hidden[one] | hidden[other]
    found[is_country] = level(Field.GROUND, "country")
    same_first = (firsts[one] == firsts[other]) & (firsts[one] >= 0)
    coarse = seconds < 0
    found[same_first] = level(Field.GROUND, "within")
    found[same_first & coarse[one] & coarse[other]] = level(Field.GROUND, "region")
    same_second = (seconds[one] == seconds[other]) & (seconds[one] >= 0)
    found[same_second] = level(Field.GROUND, "district")
    same_site = (sites[one] == sites[other]) & (sites[one] >= 0)
    # A name that no unit was found for may be a district's: it is no village of one.
    found[same_site] = level(Field.GROUND, "district")
    found[same_site & same_second] = level(Field.GROUND, "site")
    return found


def _sector(strands: Strands, ground: Ground, one: Ints, other: Ints, known: Ints) -> Ints:
    found = np.full(one.size, level(Field.SECTOR, "sector"))
    purposes = of_pairs.LEVELS[of_pairs.Field.SECTOR].index("purpose")
    found[known[:, of_pairs.Field.SECTOR] == purposes] = level(Field.SECTOR, "purpose")
    codes = ground.cells["sector_code"].combine_chunks().dictionary_encode().dictionary
    broad = np.asarray(pc.is_in(codes, pa.array(BROAD)))
    is_broad = broad[strands.sectors[one]] & (found == level(Field.SECTOR, "sector"))
    found[is_broad] = level(Field.SECTOR, "broad")
    found[strands.sectors[one] != strands.sectors[other]] = level(Field.SECTOR, "near")
    return found


def _time(strands: Strands, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Levels, and the days that both run; derived days never count."""
    starts, ends = strands.starts, strands.ends
    lacks = (starts == NO_DAY) | (ends == NO_DAY)
    known = ~(lacks[one] | lacks[other])
    shared = np.minimum(ends[one], ends[other]) - np.maximum(starts[one], starts[other]) + 1
    counts = known & strands.is_stated[one] & strands.is_stated[other]
    days = np.where(counts, shared, 0)
    shorter = np.minimum(ends[one] - starts[one], ends[other] - starts[other]) + 1
    found = np.where(known, level(Field.TIME, "weak"), 0)
    found[counts] = np.where(
        days[counts] < LEAST_DAYS,
        level(Field.TIME, "short"),
        np.where(
            2 * days[counts] >= shorter[counts],
            level(Field.TIME, "together"),
            level(Field.TIME, "partly"),
        ),
    )
    return found, days


def _wording(known: Ints, titles: Titles, a: Ints, b: Ints) -> Ints:
    """How much titles and descriptions share: rare words count, everybody's do not.

    Of two languages that share no word nothing is known.
    """
    described = known[:, of_pairs.Field.DESCRIPTION]
    has = (titles.norms[a] > 0) & (titles.norms[b] > 0)
    has &= known[:, of_pairs.Field.TITLE] > 0
    sums, squares = shared_weights(*titles.words, titles.weights, a, b)
    cosines = squares / np.maximum(titles.norms[a] * titles.norms[b], 1e-9)
    found = np.where(has | (described > 0), level(Field.WORDING, "none"), 0)
    part = of_pairs.LEVELS[of_pairs.Field.DESCRIPTION].index("15")
    found[(cosines >= SOME) | (described >= part)] = level(Field.WORDING, "some")
    much = (cosines >= MUCH) | ((cosines >= MUCH_RARE[0]) & (sums >= MUCH_RARE[1]))
    found[much] = level(Field.WORDING, "much")
    found[cosines >= SAME] = level(Field.WORDING, "same")
    return found
