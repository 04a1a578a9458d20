"""What titles and descriptions say: sets of numbered words, comparable in any script."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates import text_kernel
from intarsia.analysis.duplicates.sets import Sets
from intarsia.analysis.duplicates.vocabulary import Run, Vocabulary, bytes_of, pieces, run_of
from intarsia.spelling import latin_letters, says_nothing

Ints = NDArray[Any]

#: After these the number of a phase follows: Latin letters stand for Cyrillic and Arabic ones.
STAGES = tuple(
    "phase phases stage tranche round lot etape fase tramo etapa ronda faza etap stadiya "
    "stadii ochered ocheredi raund mrhlh part partie chast".split()
)
#: Numbers written out.
ORDINALS = {
    2: "second 2nd deuxieme seconde segundo segunda vtoroi vtoroy vtoraya vtoraia",
    3: "third 3rd troisieme tercer tercero tercera tretii tretiy tretya tretia",
    4: "fourth 4th quatrieme cuarto cuarta chetvertyi chetvertyy chetvertaya chetvertaia",
    5: "fifth 5th cinquieme quinto quinta pyatyi piatyi pyataya piataia",
}
#: What stands beside an activity and is not the activity: its audit, evaluation, preparation.
TASKS = (
    "audit audits verification auditoria proverka",
    "evaluation evaluations evaluacion otsenka otsenki",
    "ppg preparation preparatory feasibility faisabilite factibilidad preparacion podgotovka",
)
#: Small words that give a language away, in Latin letters. A word of two languages is in neither.
SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset("the of and for with from by through among their".split()),
    "fr": frozenset("le les et du des aux pour dans l d appui une".split()),
    "es": frozenset("el los y del para las por al una con".split()),
    "ru": frozenset("i v na dlya dlia po ot raionov oblasti podderzhka".split()),
}
#: Russian among them, as a number of a tongue: a script of its own tells it. Those of the other
#: SCRIPTS follow.
RUSSIAN = 1 + list(SMALL_WORDS).index("ru")
SCRIPTS = ("Cyrillic", "Armenian", "Arabic", "Georgian", "Greek", "Hebrew", "Han")
#: A sign behind those of Latin letters and their accents; all of SCRIPTS stand there.
_BEYOND_LATIN = r"[^\x{0}-\x{36F}]"
_SHORT = 24
#: What some publishers write in place of a text they hold back.
_REDACTED = (
    r"(?is)(?:\b(?:information|the \S+ team|\w+) (?:has been )?)?"
    r"\bredacted (?:this field|in accordance|with the).*"
)


class Words(NamedTuple):
    """Words of n texts.

    sets     the words of each text
    named    those that look like names of their own: acronyms, codes
    figures  the numbers among them, years left out
    phases   int32[n]; a bit a number; 0 where none is stated
    years    int64[n]; a bit a year from 1990 on
    number   how many different words there are
    tasks    int16[n]: tasks beside an activity, a bit a line of TASKS
    tongues  int8[n]: the language that small words give away, a number of SMALL_WORDS from 1 on;
             0 where they do not
    """

    sets: Sets
    named: Sets
    figures: Sets
    phases: Ints
    years: Ints
    number: int
    tasks: Ints
    tongues: Ints


class Facts(NamedTuple):
    """What n titles say of phase, year, task and language, as in `Words`."""

    phases: Ints
    years: Ints
    tasks: Ints
    tongues: Ints


def words_of(texts: pa.Array, coded: int = 0) -> Words:
    """Return the words of texts; null has none.

    coded   of the first so many texts codes count as words in all their spellings, see codes.py
    """
    runs = [run_of(one, True) for one in pieces(texts.slice(0, coded))]
    runs += [run_of(one, False) for one in pieces(texts.slice(coded))]
    return titles_of(Vocabulary(runs), runs, facts_of(texts))


def facts_of(titles: pa.Array) -> Facts:
    """Return what titles say of phase, year, task and language."""
    telling = _telling()
    facts = [text_kernel.title_facts(*bytes_of(one), *telling) for one in pieces(titles)]
    phases, years, tasks, small = (
        np.concatenate([none, *found])
        for none, found in zip(
            (
                np.zeros(0, np.int32),
                np.zeros(0, np.int64),
                np.zeros(0, np.int16),
                np.zeros((0, len(SMALL_WORDS)), np.int16),
            ),
            zip(*facts, strict=True) if facts else [()] * 4,
            strict=True,
        )
    )
    return Facts(phases, years, tasks, _tongues(small))


def titles_of(vocabulary: Vocabulary, runs: list[Run], facts: Facts) -> Words:
    """Return what titles say; their words are those of `runs`."""
    return Words(
        sets=vocabulary.numbered(runs),
        named=vocabulary.numbered(runs, text_kernel.CODE | text_kernel.ACRONYM),
        figures=vocabulary.numbered(runs, text_kernel.FIGURE),
        number=vocabulary.number,
        **facts._asdict(),
    )


def tongue_numbers(languages: pa.ChunkedArray) -> Ints:
    """Return stated languages as numbers of SMALL_WORDS from 1 on; 0 for others and null."""
    codes = pc.utf8_slice_codeunits(pc.utf8_lower(languages), 0, 2)
    found = pc.index_in(codes, pa.array(list(SMALL_WORDS)))
    return np.asarray(pc.fill_null(found, -1).combine_chunks(), np.int8) + np.int8(1)


def script_tongues(titles: pa.ChunkedArray) -> Ints:
    """Return the tongue that the script of each title tells, from RUSSIAN on; 0 for Latin letters.

    A few letters among others are no script: they may only look like those they stand for.
    """
    found = np.zeros(len(titles), np.int8)
    # Most titles hold none of these letters: they are asked once, not for each script.
    is_other = pc.fill_null(pc.match_substring_regex(titles, _BEYOND_LATIN), False)
    others = np.flatnonzero(np.asarray(is_other.combine_chunks()).astype(bool))
    asked = titles.filter(is_other)
    for at, script in enumerate(SCRIPTS):
        letters = 1 if script == "Han" else 3
        is_in = pc.match_substring_regex(asked, rf"\p{{{script}}}{{{letters}}}")
        is_so = np.asarray(pc.fill_null(is_in, False).combine_chunks()).astype(bool)
        found[others[is_so]] = RUSSIAN + at
    return found


def _tongues(small_words: Ints) -> Ints:
    """The language with most small words in each text; 0 for none, or as many of two."""
    ordered = np.sort(small_words, axis=1)
    is_clear = ordered[:, -1] > ordered[:, -2]
    return np.where(is_clear, small_words.argmax(axis=1) + 1, 0).astype(np.int8)


def told(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return texts as one array in Latin letters, null where they say nothing."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    is_other, is_redacted = text_kernel.looks(*bytes_of(whole))
    if is_other.any():
        whole = _replaced(whole, pa.array(is_other), _latin_letters)
        is_redacted = text_kernel.looks(*bytes_of(whole))[1]
    if is_redacted.any():
        whole = _replaced(whole, pa.array(is_redacted), _without_redacted)
    is_short = pc.fill_null(pc.less_equal(pc.binary_length(whole), _SHORT), False)
    short = pc.unique(whole.filter(is_short))
    said = [text for text in short.to_pylist() if text is not None]
    nothing = pa.array([text for text in said if not text or says_nothing(text)], pa.string())
    if len(nothing):
        whole = pc.if_else(pc.is_in(whole, nothing), pa.scalar(None, pa.string()), whole)
    return whole


def _latin_letters(texts: pa.Array) -> pa.Array:
    return pa.array([latin_letters(text) for text in texts.to_pylist()], pa.string())


def _without_redacted(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(texts, _REDACTED, "")


def _replaced(texts: pa.Array, where: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """The texts with each distinct one of those chosen changed."""
    encoded = texts.filter(where).dictionary_encode()
    return pc.replace_with_mask(texts, where, change(encoded.dictionary).take(encoded.indices))


@cache
def small_words() -> Ints:
    """Return the hashes of SMALL_WORDS, uint64."""
    return _hashes(sorted(frozenset().union(*SMALL_WORDS.values())))


def _hashes(words: list[str]) -> Ints:
    return np.array(
        [text_kernel.hash_of(np.frombuffer(word.encode(), np.uint8)) for word in words], np.uint64
    )


@cache
def _telling() -> tuple[Ints, Ints, Ints, Ints]:
    """Hashes of the words that say something, a table of them, and what they say.

    Of phase or task, and of which language they are a small word.
    """
    meanings = dict.fromkeys(STAGES, text_kernel.STAGE)
    for number, words in ORDINALS.items():
        meanings |= dict.fromkeys(words.split(), number)
    for task, words in enumerate(TASKS):
        meanings |= dict.fromkeys(words.split(), text_kernel.TASK + task)
    tongues = {
        word: number for number, small in enumerate(SMALL_WORDS.values(), 1) for word in small
    }
    every = sorted(meanings.keys() | tongues.keys())
    hashes = _hashes(every)
    return (
        hashes,
        text_kernel.telling_table(hashes),
        np.array([meanings.get(word, 0) for word in every], np.int16),
        np.array([tongues.get(word, 0) for word in every], np.int8),
    )
