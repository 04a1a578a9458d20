"""What the texts of activities say: words, names of their own, numbers that lead to each other."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from intarsia.analysis.duplicates import text_kernel
from intarsia.analysis.duplicates.sets import Sets, owners_of, sets_of, where
from intarsia.analysis.duplicates.words import Words, told, words_joined, words_of

Ints = NDArray[Any]

#: An acronym or number that more activities have than this is nobody's own.
MOST_NAMED = 12
#: Of a description so many words are compared, the rarest; those in more texts than this part
#: of all are left out.
MOST_SAID, TOO_COMMON = 16, 0.05


class Texts(NamedTuple):
    """What n activities say, in one vocabulary.

    titles      the words of titles, and what these say of phase, year and task
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
    words    of all titles, then of all descriptions, then of all identifiers
    """

    titles: pa.Array
    words: Words


def told_of(activities: pa.Table) -> Told:
    """Return the texts of activities."""
    texts = [told(activities[name]) for name in ("title", "description", "identifier")]
    return Told(texts[0], words_of(pa.concat_arrays(texts), 2 * activities.num_rows))


def told_joined(one: Told, other: Told, kept: Ints) -> Told:
    """Return the texts of some activities, those `kept`, and after them of others."""
    counts = len(one.titles), len(other.titles)
    added = 3 * counts[0] + np.arange(counts[1])
    which = [
        rows for part in range(3) for rows in (part * counts[0] + kept, part * counts[1] + added)
    ]
    titles = pa.concat_arrays([one.titles.take(pa.array(kept)), other.titles])
    return Told(titles, words_joined(one.words, other.words, np.concatenate(which)))


def texts_of(words: Words) -> Texts:
    """Return what the texts of n activities say among each other.

    words   as `Told` has them
    """
    count = words.phases.size // 3
    of_titles, of_descriptions, _ = _parts(words.sets, count)
    in_titles, in_told, in_identifiers = _parts(words.named, count)
    uses = np.bincount(of_descriptions.ids, minlength=words.number)
    named = _rare(in_titles, words.number, MOST_NAMED)
    is_named = np.zeros(words.number, bool)
    is_named[named.ids] = True
    is_named &= words.is_code & (uses <= MOST_NAMED)
    numbers = sets_of(
        np.concatenate((owners_of(in_titles), owners_of(in_identifiers))),
        np.concatenate((in_titles.ids, in_identifiers.ids)),
        count,
    )
    rare = _rare(numbers, words.number, MOST_NAMED)
    is_reference = np.zeros(words.number, bool)
    is_reference[in_identifiers.ids] = True
    is_reference &= words.is_code
    limit = max(3, int(TOO_COMMON * count))
    # Where few have descriptions "of" and "the" are rare, and say no more than elsewhere.
    uses[words.is_small] = limit + 1
    return Texts(
        words._replace(
            sets=of_titles,
            figures=_parts(words.figures, count)[0],
            phases=words.phases[:count],
            years=words.years[:count],
            tasks=words.tasks[:count],
            tongues=words.tongues[:count],
        ),
        Sets(*text_kernel.rarest(*of_descriptions, uses, MOST_SAID, limit)),
        named,
        _only_those(in_told, is_named),
        _only_those(rare, is_reference),
    )


def _parts(sets: Sets, count: int) -> list[Sets]:
    """The sets of titles, of descriptions, of identifiers: `count` of each."""
    parts = []
    for first in (0, count, 2 * count):
        starts = sets.starts[first : first + count + 1]
        parts.append(Sets(starts - starts[0], sets.ids[starts[0] : starts[-1]].copy()))
    return parts


def _only_those(sets: Sets, wanted: Ints) -> Sets:
    return where(sets, wanted[sets.ids])


def _rare(sets: Sets, number: int, most: int) -> Sets:
    """The sets without the ids that more records than `most` have."""
    uses = np.bincount(sets.ids, minlength=number)
    return where(sets, uses[sets.ids] <= most)
