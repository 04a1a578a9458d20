"""Activities as arrays that a kernel can compare: a picture in, `Records` out.

Every column is a number or a set of numbers a record; what is not known is marked as such and
never compared. See docs/methods/duplicates.md.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia import codelists
from intarsia.analysis.duplicates import text_kernel
from intarsia.analysis.duplicates.links import compared_ids
from intarsia.analysis.duplicates.owners import Owners
from intarsia.analysis.duplicates.sets import Sets, chosen, sets_of, where
from intarsia.analysis.duplicates.texts import Told, texts_of, told_of
from intarsia.analysis.duplicates.words import script_tongues, tongue_numbers
from intarsia.tables import Picture
from intarsia.terms import Basis

Ints = NDArray[Any]

#: A day that is not known.
NO_DAY = -(2**31)
#: A payment below this says little; one that more activities have is a usual sum.
LEAST_PAYMENT, MOST_PAYMENTS = 1_000, 4
#: The code of a sector that is not stated, and vocabularies in which a code of one publisher is
#: another thing than the same code of another.
NO_SECTOR, _OWN_VOCABULARIES = "unallocated", ("98", "99")
#: More US dollars or people than there are: a slip, and not known.
MOST = 1e15


class Records(NamedTuple):
    """What is compared, for n activities.

    words, norms      a title's words, and the root of the sum of their weights' squares
    weights           float32: ln(n / titles with the word), a word of the vocabulary each
    titles            int32: number of the whole title; -1: none
    title_bits        float32: ln(n / activities of that title)
    alike             int32: how many activities have that title
    said              the rarest words of the description
    named             acronyms and numbers of the title
    mentioned         numbers of other titles that the description holds
    references        numbers of title and identifier, where few activities have them
    tongues           int8: the language of the title, see words.py; 0 unknown
    figures           the numbers that stand in the title, years left out
    phases, years     what the title says of them: int32, a bit a number; int64, a bit a year
                      from 1990
    tasks             int16: a bit a task beside an activity that the title names, see words.py
    reporters         int32: the organization that reports, branches as their parent; -1 unknown
    publishers        int32: who reports under an identifier of its own
    identifiers       int32: the activity's own identifier; -1: none stated
    parties           all the others it names; `funders` and `implementers` of them
    purposes          OECD-DAC purpose codes and others, each of its vocabulary
    sectors, groups   our sectors, and groups of sectors
    areas, places     units of the first level, and of the second or finer, or names as stated
    starts, ends      int32: days since 1970, NO_DAY unknown
    is_weak           whether payments alone tell these days
    budgets, spent    float32: US dollars, NaN unknown
    payments          US dollars of single transactions of 1,000 and more, as numbers
    targets           int64: target groups, a bit each; 0 unknown
    people            float32, NaN unknown
    """

    words: Sets
    norms: Ints
    weights: Ints
    titles: Ints
    title_bits: Ints
    alike: Ints
    said: Sets
    named: Sets
    mentioned: Sets
    references: Sets
    figures: Sets
    tongues: Ints
    phases: Ints
    years: Ints
    tasks: Ints
    reporters: Ints
    publishers: Ints
    identifiers: Ints
    parties: Sets
    funders: Sets
    implementers: Sets
    purposes: Sets
    sectors: Sets
    groups: Sets
    areas: Sets
    places: Sets
    starts: Ints
    ends: Ints
    is_weak: Ints
    budgets: Ints
    spent: Ints
    payments: Sets
    targets: Ints
    people: Ints


class Known(NamedTuple):
    """The activities of a picture, ready to be compared.

    ids         pa string: activity ids, in the records' order
    countries   the countries of each, as numbers of `country_codes`
    """

    ids: pa.Array
    records: Records
    countries: Sets
    country_codes: list[str]


def records_of(picture: Picture, texts_told: Told | None = None) -> Known:
    """Return the activities of a picture as records, words of titles not yet weighed.

    texts_told   their texts, where they are read already
    """
    activities = picture["activities"]
    count = activities.num_rows
    at = Owners(activities["activity_id"].combine_chunks())
    said = told_of(activities) if texts_told is None else texts_told
    texts = texts_of(said, lets_go=texts_told is None)
    titles, numbers_of_titles = texts.titles, _numbers(pc.utf8_lower(said.titles))
    del said
    roots = _Organizations(picture["organizations"])
    people = picture["participations"]
    owners, roles = at(people["activity_id"]), people["role"]
    parties = roots(people["organization_id"])
    is_reporting = _mask(pc.equal(roles, "reporting"))
    reporters = roots(activities["organization_id"])
    others = np.where(is_reporting, -1, parties)
    areas, places = _places(picture, at, count)
    sectors = picture["activity_sectors"]
    sectors = sectors.filter(_mask(pc.equal(sectors["sector_code"], NO_SECTOR)) == 0)
    of_sector = at(sectors["activity_id"])
    codes = sectors["sector_code"]
    countries, country_codes = _countries(picture["activity_locations"], at, count)
    records = Records(
        words=titles.sets,
        norms=np.zeros(count, np.float32),
        weights=np.zeros(titles.number, np.float32),
        titles=numbers_of_titles,
        title_bits=np.zeros(count, np.float32),
        alike=np.zeros(count, np.int32),
        said=texts.said,
        named=texts.named,
        mentioned=texts.mentioned,
        references=texts.references,
        figures=titles.figures,
        tongues=_tongues(titles.tongues, activities),
        phases=titles.phases,
        years=titles.years,
        tasks=titles.tasks,
        reporters=reporters,
        publishers=_publishers(
            people.select(["activity_id", "identifier_as_reported"]).filter(
                pc.equal(roles, "reporting")
            ),
            at,
            activities["organization_id"],
        ),
        identifiers=_numbers(compared_ids(activities["identifier"])),
        parties=sets_of(owners, others, count),
        funders=sets_of(owners, _only(others, roles, ("funding",)), count),
        implementers=sets_of(owners, _only(others, roles, ("implementing", "extending")), count),
        purposes=sets_of(of_sector, _numbers(_purposes(sectors)), count),
        sectors=sets_of(of_sector, _numbers(codes), count),
        groups=sets_of(of_sector, _groups(codes), count),
        areas=areas,
        places=places,
        starts=_days(activities["starts_on"]),
        ends=_days(activities["ends_on"]),
        is_weak=_mask(pc.equal(activities["period_basis"], str(Basis.WEAK))),
        budgets=_amounts(activities["budget_usd"]),
        spent=_amounts(activities["spent_usd"]),
        payments=_payments(picture["transactions"], at, count),
        targets=_bits(activities["target_group_code"]),
        people=_amounts(activities["people_targeted"]),
    )
    ids = activities["activity_id"].combine_chunks()
    return Known(ids, records, countries, country_codes)


def weighed(records: Records) -> Records:
    """Return records whose words and titles weigh the more the rarer they are among them."""
    count = max(records.titles.size, 1)
    uses = np.bincount(records.words.ids, minlength=records.weights.size)
    weights = np.log(np.float32(count + 1) / np.maximum(uses, 1)).astype(np.float32)
    norms = text_kernel.norms(*records.words, weights)
    known = records.titles >= 0
    uses_of_title = np.bincount(records.titles[known], minlength=1)
    alike = np.zeros(records.titles.size, np.int32)
    alike[known] = uses_of_title[records.titles[known]]
    bits = np.log((count + 1) / np.maximum(alike, 1)).astype(np.float32)
    return records._replace(weights=weights, norms=norms, title_bits=bits, alike=alike)


def taken(records: Records, which: Ints) -> Records:
    """Return some of the records, weighed among themselves."""
    parts: dict[str, Any] = {}
    for name, value in zip(Records._fields, tuple(records), strict=True):
        if name == "weights":
            parts[name] = value
        elif isinstance(value, Sets):
            parts[name] = chosen(value, which)
        else:
            parts[name] = np.asarray(value)[which]
    return weighed(Records(**parts))


class _Organizations:
    """Organization ids as numbers, each branch as the organization at the head of its family."""

    def __init__(self, organizations: pa.Table) -> None:
        rows = organizations.select(["organization_id", "parent_id", "is_placeholder"]).to_pylist()
        parents = {row["organization_id"]: row["parent_id"] for row in rows}
        number: dict[str, int] = {}
        self._ids = [row["organization_id"] for row in rows]
        self._roots = np.full(len(rows) + 1, -1, np.int64)
        for at, row in enumerate(rows):
            root, seen = row["organization_id"], set()
            while parents.get(root) and root not in seen:
                seen.add(root)
                root = parents[root]
            if not row["is_placeholder"]:
                self._roots[at] = number.setdefault(root, len(number))

    def __call__(self, ids: pa.ChunkedArray) -> Ints:
        found = pc.fill_null(pc.index_in(ids, pa.array(self._ids, pa.string())), -1)
        return self._roots[np.asarray(found.combine_chunks(), np.int64)].astype(np.int32)


def _mask(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(values, False).combine_chunks()).astype(bool)


def _only(ids: Ints, roles: pa.ChunkedArray, wanted: tuple[str, ...]) -> Ints:
    return np.where(_mask(pc.is_in(roles, pa.array(wanted))), ids, -1)


def _numbers(values: pa.ChunkedArray | pa.Array) -> Ints:
    """Texts as numbers from 0; -1 for null."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if whole.null_count == len(whole):
        return np.full(len(whole), -1, np.int32)
    encoded = whole.dictionary_encode()
    return np.asarray(pc.fill_null(encoded.indices, -1), np.int32)


def _purposes(sectors: pa.Table) -> pa.ChunkedArray:
    """Codes with their vocabulary; null for those of vocabularies that a publisher makes itself."""
    vocabularies = sectors["source_vocabulary"]
    is_own = pc.is_in(vocabularies, pa.array(_OWN_VOCABULARIES))
    codes = pc.binary_join_element_wise(vocabularies, sectors["source_code"], ":")
    return pc.if_else(is_own, pa.scalar(None, pa.string()), codes)


def _groups(codes: pa.ChunkedArray) -> Ints:
    groups = {row["code"]: row["group"] for row in codelists.rows("sectors")}
    encoded = codes.combine_chunks().dictionary_encode()
    names = pa.array([groups.get(code) for code in encoded.dictionary.to_pylist()], pa.string())
    return _numbers(names.take(encoded.indices)) if len(names) else _numbers(codes)


def _tongues(told_by_words: Ints, activities: pa.Table) -> Ints:
    """The language of each title: what its script tells, else its small words, else the source."""
    script = script_tongues(activities["title"])
    stated = tongue_numbers(activities["language"])
    return np.where(script > 0, script, np.where(told_by_words > 0, told_by_words, stated)).astype(
        np.int8
    )


def _publishers(reporting: pa.Table, at: Owners, organizations: pa.ChunkedArray) -> Ints:
    """Who publishes, by the identifier it publishes under, else by our id of it."""
    stated = np.full(len(organizations), -1, np.int64)
    owners = at(reporting["activity_id"])
    stated[owners] = _numbers(compared_ids(reporting["identifier_as_reported"]))
    ours = _numbers(organizations)
    return np.where(stated >= 0, stated + ours.max(initial=-1) + 1, ours)


def _places(picture: Picture, at: Owners, count: int) -> tuple[Sets, Sets]:
    """The units of the first level, and of the second, of each activity; finer ones as theirs.

    A location that no unit was found for counts as a place of its own name.
    """
    stated = picture["activity_locations"]
    # Only the columns that are wanted: a filter copies all.
    stated = stated.select(["activity_id", "place_code", "name_as_reported"]).filter(
        pc.equal(stated["kind"], "location")
    )
    owners = at(stated["activity_id"])
    tree = picture["places"].select(["place_code", "parent_code", "level"]).to_pylist()
    above = {row["place_code"]: row["parent_code"] for row in tree}
    levels = {row["place_code"]: row["level"] for row in tree}
    encoded = stated["place_code"].combine_chunks().dictionary_encode()
    codes = encoded.dictionary.to_pylist()
    found = {level: np.full(len(codes) + 1, -1, np.int64) for level in (1, 2)}
    number: dict[str, int] = {}
    for position, code in enumerate(codes):
        unit = code
        while unit is not None and levels.get(unit, 0) > 0:
            if levels[unit] in found:
                found[levels[unit]][position] = number.setdefault(unit, len(number))
            parent = above.get(unit)
            # A tree that is a circle leads nowhere up.
            unit = parent if levels.get(parent, 0) < levels[unit] else None
    which = np.asarray(pc.fill_null(encoded.indices, -1), np.int64)
    names = _numbers(pc.utf8_lower(stated["name_as_reported"]))
    unplaced = np.where((which < 0) & (names >= 0), len(number) + names, -1)
    places = np.where(found[2][which] >= 0, found[2][which], unplaced)
    return sets_of(owners, found[1][which], count), sets_of(owners, places, count)


def _countries(stated: pa.Table, at: Owners, count: int) -> tuple[Sets, list[str]]:
    stated = stated.select(["activity_id", "source_code"]).filter(
        pc.equal(stated["kind"], "country")
    )
    encoded = pc.utf8_upper(stated["source_code"]).combine_chunks().dictionary_encode()
    which = np.asarray(pc.fill_null(encoded.indices, -1), np.int32)
    return sets_of(at(stated["activity_id"]), which, count), encoded.dictionary.to_pylist()


def _days(days: pa.ChunkedArray) -> Ints:
    return np.asarray(pc.fill_null(days.cast(pa.int32()), NO_DAY).combine_chunks(), np.int32)


def _amounts(values: pa.ChunkedArray) -> Ints:
    """Positive numbers as they are; what is not above zero, or above MOST, is not known."""
    known = np.asarray(pc.fill_null(values.cast(pa.float64()), np.nan).combine_chunks())
    return np.where((known > 0) & (known <= MOST), known, np.nan).astype(np.float32)


def _payments(transactions: pa.Table, at: Owners, count: int) -> Sets:
    values = np.asarray(pc.fill_null(transactions["value_usd"], 0).combine_chunks(), np.float64)
    rounded = np.where(values >= LEAST_PAYMENT, np.round(values), -1)
    rounded = np.where(rounded < 2**31, rounded, -1)
    sets = sets_of(at(transactions["activity_id"]), rounded.astype(np.int64), count)
    different, which = np.unique(sets.ids, return_inverse=True)
    uses = np.bincount(which, minlength=different.size)
    return where(sets, uses[which] <= MOST_PAYMENTS)


def _bits(codes: pa.ChunkedArray) -> Ints:
    encoded = codes.combine_chunks().dictionary_encode()
    number: dict[str, int] = {}
    bits = [
        sum({1 << number.setdefault(code, len(number) % 62) for code in str(text).split()})
        for text in encoded.dictionary.to_pylist()
    ]
    table = np.array([*bits, 0], np.int64)
    return table[np.asarray(pc.fill_null(encoded.indices, -1), np.int64)]
