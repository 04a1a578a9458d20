"""What the texts of activities say: words, names of their own, numbers that lead to each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from intarsia.analysis.duplicates import text_kernel, words
from intarsia.analysis.duplicates.sets import Sets, owners_of, sets_of, where
from intarsia.analysis.duplicates.vocabulary import (
    Run,
    Vocabulary,
    joined,
    pieces,
    run_of,
    runs_joined,
)
from intarsia.analysis.duplicates.words import Facts, Words

Ints = NDArray[Any]

#: An acronym or number that more activities have than this is nobody's own.
MOST_NAMED = 12
#: Of a description so many words are compared, the rarest; those in more texts than this part
#: of all are left out.
MOST_SAID, TOO_COMMON = 16, 0.05


class Texts(NamedTuple):
    """What n activities say, but for the words of titles in one vocabulary.

    titles      the words of titles, numbered by themselves, and what these say of phase, year, task
    said        the rarest words of the description
    named       acronyms and numbers of the title, where few titles have them
    mentioned   numbers that few titles have, where the description holds them
    references  numbers of title and identifier, where few activities have them
    """

    titles: Words
    said: Sets
    named: Sets
    mentioned: Sets
    references: Sets


class Told(NamedTuple):
    """The texts of n activities, each read by itself.

    titles   in Latin letters, null where they say nothing
    facts    what titles say of phase, year, task and language
    own, described, stated   the words of titles, of descriptions, of identifiers, in runs
    """

    titles: pa.Array
    facts: Facts
    own: list[Run]
    described: list[Run]
    stated: list[Run]


def told_of(activities: pa.Table, threads: int = 2) -> Told:
    """Return the texts of activities; null says nothing."""
    titles, identifiers = words.told(activities["title"]), words.told(activities["identifier"])
    descriptions = activities["description"]
    with ThreadPoolExecutor(threads) as pool:
        return Told(
            titles,
            words.facts_of(titles),
            list(pool.map(lambda one: run_of(one, True), pieces(titles))),
            list(pool.map(lambda one: run_of(words.told(one), True), pieces(descriptions))),
            list(pool.map(lambda one: run_of(one, False), pieces(identifiers))),
        )


def told_joined(one: Told, other: Told, kept: Ints) -> Told:
    """Return the texts of some activities, those `kept` (sorted), and after them of others."""
    return Told(
        pa.concat_arrays([one.titles.take(pa.array(kept)), other.titles]),
        Facts(*(np.concatenate((a[kept], b)) for a, b in zip(one.facts, other.facts, strict=True))),
        runs_joined(one.own, other.own, kept),
        runs_joined(one.described, other.described, kept),
        runs_joined(one.stated, other.stated, kept),
    )


def texts_of(told: Told, threads: int = 2, *, lets_go: bool = False) -> Texts:
    """Return what the texts of n activities say among each other.

    lets_go   whether the words of descriptions are not wanted again: there are as many as texts
    """
    count = len(told.titles)
    marked = text_kernel.CODE | text_kernel.ACRONYM
    vocabulary = Vocabulary([*told.own, *told.described, *told.stated])
    number = vocabulary.number
    of_titles = words.titles_of(vocabulary, told.own, told.facts)
    in_titles, in_identifiers = of_titles.named, vocabulary.numbered(told.stated, marked)
    uses = vocabulary.uses(told.described)
    named = _rare(in_titles, number, MOST_NAMED)
    is_named = _flags(named.ids, number) & vocabulary.is_code & (uses <= MOST_NAMED)
    limit = max(3, int(TOO_COMMON * count))
    # Where few have descriptions "of" and "the" are rare, and say no more than elsewhere.
    uses[vocabulary.among(words.small_words())] = limit + 1
    described: list[Any] = told.described if lets_go else list(told.described)

    def read(at: int) -> tuple[Sets, Sets]:
        run, described[at] = described[at], None
        numbers, found = vocabulary.of(run), run.marked(marked)
        rarest = text_kernel.rarest(*run.sets, numbers, uses, MOST_SAID, limit)
        return Sets(*rarest), _only_those(Sets(found.starts, numbers[found.ids]), is_named)

    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(read, range(len(described))))
    said, mentioned = (joined(part[at] for part in parts) for at in (0, 1))
    del parts
    numbers = sets_of(
        np.concatenate((owners_of(in_titles), owners_of(in_identifiers))),
        np.concatenate((in_titles.ids, in_identifiers.ids)),
        count,
    )
    is_reference = _flags(in_identifiers.ids, number) & vocabulary.is_code
    references = _only_those(_rare(numbers, number, MOST_NAMED), is_reference)
    return Texts(_compact(of_titles), said, named, mentioned, references)


def _flags(ids: Ints, number: int) -> Ints:
    flags = np.zeros(number, bool)
    flags[ids] = True
    return flags


def _compact(titles: Words) -> Words:
    """Titles whose words are numbered among themselves, in the same order."""
    is_used = _flags(titles.sets.ids, titles.number)
    ranks = (np.cumsum(is_used) - 1).astype(np.int32)
    sets = Sets(titles.sets.starts, ranks[titles.sets.ids])
    return titles._replace(sets=sets, number=int(is_used.sum()))


def _only_those(sets: Sets, wanted: Ints) -> Sets:
    return where(sets, wanted[sets.ids])


def _rare(sets: Sets, number: int, most: int) -> Sets:
    """The sets without the ids that more records than `most` have."""
    uses = np.bincount(sets.ids, minlength=number)
    return where(sets, uses[sets.ids] <= most)
