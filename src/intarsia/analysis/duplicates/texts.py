"""What the texts of activities say: words, names of their own, numbers that lead to each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from intarsia.analysis.duplicates import text_kernel, words
from intarsia.analysis.duplicates.sets import Sets, owners_of, sets_of
from intarsia.analysis.duplicates.vocabulary import Vocabulary, joined, pieces, run_of
from intarsia.analysis.duplicates.words import Words

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


def texts_of(
    titles: pa.Array,
    descriptions: pa.ChunkedArray,
    identifiers: pa.Array,
    threads: int = 2,
) -> Texts:
    """Return what the texts of n activities say; null says nothing.

    titles, identifiers   as `words.told` leaves them; descriptions as they are reported
    """
    count = len(titles)
    marked = text_kernel.CODE | text_kernel.ACRONYM
    with ThreadPoolExecutor(threads) as pool:
        own = list(pool.map(lambda one: run_of(one, True), pieces(titles)))
        told: list[Any] = list(
            pool.map(lambda one: run_of(words.told(one), True), pieces(descriptions))
        )
        stated = list(pool.map(lambda one: run_of(one, False), pieces(identifiers)))
        vocabulary = Vocabulary([*own, *told, *stated])
        number = vocabulary.number
        of_titles = words.titles_of(vocabulary, own, titles)
        in_titles, in_identifiers = of_titles.named, vocabulary.numbered(stated, marked)
        uses = vocabulary.uses(told)
        named = _rare(in_titles, number, MOST_NAMED)
        is_named = _flags(named.ids, number) & vocabulary.is_code & (uses <= MOST_NAMED)
        limit = max(3, int(TOO_COMMON * count))

        def read(at: int) -> tuple[Sets, Sets]:
            run = told[at]
            numbers = vocabulary.of(run)
            found = run.marked(marked)
            rarest = text_kernel.rarest(*run.sets, numbers, uses, MOST_SAID, limit)
            told[at] = None  # A run is let go once it is read: there are as many as texts.
            return Sets(*rarest), _only_those(Sets(found.starts, numbers[found.ids]), is_named)

        parts = list(pool.map(read, range(len(told))))
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
    count = sets.starts.size - 1
    return sets_of(owners_of(sets), np.where(wanted[sets.ids], sets.ids, -1), count)


def _rare(sets: Sets, number: int, most: int) -> Sets:
    """The sets without the ids that more records than `most` have."""
    uses = np.bincount(sets.ids, minlength=number)
    count = sets.starts.size - 1
    return sets_of(owners_of(sets), np.where(uses[sets.ids] <= most, sets.ids, -1), count)
