"""What titles and descriptions say: sets of numbered words, comparable in any script."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates import codes, text_kernel
from intarsia.analysis.duplicates.sets import Sets, chosen
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
    is_code  of each word of the vocabulary, whether it is a code
    figures  the numbers among them, years left out
    phases   int32[n]; a bit a number; 0 where none is stated
    years    int64[n]; a bit a year from 1990 on
    number   how many different words there are
    tasks    int16[n]: tasks beside an activity, a bit a line of TASKS
    tongues  int8[n]: the language that small words give away, a number of SMALL_WORDS from 1 on;
             0 where they do not
    is_small of each word of the vocabulary, whether it is one of SMALL_WORDS
    hashes   uint64: the vocabulary; words are numbered in the order of these
    """

    sets: Sets
    named: Sets
    figures: Sets
    is_code: Ints
    phases: Ints
    years: Ints
    number: int
    tasks: Ints
    tongues: Ints
    is_small: Ints
    hashes: Ints


def words_of(texts: pa.Array, coded: int = 0) -> Words:
    """Return the words of texts; null has none.

    coded   of the first so many texts codes count as words in all their spellings, see codes.py
    """
    data, offsets = _bytes(texts)
    starts, hashes, marks, phases, years, tasks = text_kernel.scan(data, offsets, *_telling())
    if coded:
        more = codes.variants(data, offsets, coded)
        starts, hashes, marks = codes.joined_to(starts, hashes, marks, *more, text_kernel.CODE)
    ids, number = text_kernel.numbered(hashes, 1 << 12)
    sets = Sets(*text_kernel.sorted_sets(starts, ids))
    is_code = np.zeros(number, bool)
    is_code[ids[marks == text_kernel.CODE]] = True
    named = _marked(starts, ids, (marks == text_kernel.CODE) | (marks == text_kernel.ACRONYM))
    figures = _marked(starts, ids, marks == text_kernel.FIGURE)
    tongues, small = _tongues(starts, hashes)
    is_small = np.zeros(number, bool)
    is_small[ids[small]] = True
    vocabulary = np.empty(number, np.uint64)
    vocabulary[ids] = hashes
    return Words(
        sets, named, figures, is_code, phases, years, number, tasks, tongues, is_small, vocabulary
    )


def words_joined(one: Words, other: Words, which: Ints) -> Words:
    """Return the words of some texts of two lists, as `words_of` has them of all in one.

    which   numbers of texts; those of `other` follow those of `one`
    """
    hashes = np.union1d(one.hashes, other.hashes)
    places = [np.searchsorted(hashes, words.hashes).astype(np.int32) for words in (one, other)]
    parts: dict[str, Any] = {}
    for name in ("sets", "named", "figures"):
        first, second = getattr(one, name), getattr(other, name)
        starts = np.concatenate((first.starts, first.starts[-1] + second.starts[1:]))
        ids = np.concatenate((places[0][first.ids], places[1][second.ids]))
        parts[name] = chosen(Sets(starts, ids), which)
    for name in ("phases", "years", "tasks", "tongues"):
        parts[name] = np.concatenate((getattr(one, name), getattr(other, name)))[which]
    for name in ("is_code", "is_small"):
        parts[name] = np.zeros(hashes.size, bool)
        for words, place in zip((one, other), places, strict=True):
            parts[name][place] |= getattr(words, name)
    return Words(number=hashes.size, hashes=hashes, **parts)


def _marked(starts: Ints, ids: Ints, is_meant: Ints) -> Sets:
    before = np.concatenate(([0], np.cumsum(is_meant)))
    return Sets(*text_kernel.sorted_sets(before[starts], ids[is_meant]))


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
    for at, script in enumerate(SCRIPTS):
        letters = 1 if script == "Han" else 3
        is_in = pc.match_substring_regex(titles, rf"\p{{{script}}}{{{letters}}}")
        found[np.asarray(pc.fill_null(is_in, False).combine_chunks()).astype(bool)] = RUSSIAN + at
    return found


def _tongues(starts: Ints, hashes: Ints) -> tuple[Ints, Ints]:
    """The language with most small words in each text, and which words are small.

    0 where there are none, or as many of two languages.
    """
    counts = []
    is_small = np.zeros(hashes.size, bool)
    for small in SMALL_WORDS.values():
        wanted = [text_kernel.hash_of(np.frombuffer(word.encode(), np.uint8)) for word in small]
        is_wanted = np.isin(hashes, np.array(wanted, np.uint64))
        is_small |= is_wanted
        before = np.concatenate(([0], np.cumsum(is_wanted)))
        counts.append(before[starts[1:]] - before[starts[:-1]])
    found = np.stack(counts)
    ordered = np.sort(found, axis=0)
    is_clear = ordered[-1] > ordered[-2]
    return np.where(is_clear, found.argmax(axis=0) + 1, 0).astype(np.int8), is_small


def told(texts: pa.ChunkedArray) -> pa.Array:
    """Return texts as one array in Latin letters, null where they say nothing."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    is_plain = pc.fill_null(pc.string_is_ascii(whole), True)
    if not pc.all(is_plain).as_py():
        whole = _replaced(whole, pc.invert(is_plain), latin_letters)
    whole = pc.replace_substring_regex(whole, _REDACTED, "")
    is_short = pc.fill_null(pc.less_equal(pc.binary_length(whole), _SHORT), False)
    short = pc.unique(whole.filter(is_short))
    said = [text for text in short.to_pylist() if text is not None]
    nothing = pa.array([text for text in said if not text or says_nothing(text)], pa.string())
    if len(nothing):
        whole = pc.if_else(pc.is_in(whole, nothing), pa.scalar(None, pa.string()), whole)
    return whole


def _replaced(texts: pa.Array, where: pa.Array, change: Any) -> pa.Array:
    """The texts with each distinct one of those chosen changed."""
    encoded = texts.filter(where).dictionary_encode()
    changed = pa.array([change(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(texts, where, changed.take(encoded.indices))


def _bytes(texts: pa.Array) -> tuple[Ints, Ints]:
    filled = pc.fill_null(texts, "").cast(pa.large_string())
    _, offsets, data = filled.buffers()
    bounds = np.frombuffer(offsets, np.int64)[filled.offset : filled.offset + len(filled) + 1]
    letters = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    return letters, bounds


@cache
def _telling() -> tuple[Ints, Ints]:
    """Sorted hashes of the words that say something of phase or task, and what they say."""
    meanings = dict.fromkeys(STAGES, text_kernel.STAGE)
    for number, words in ORDINALS.items():
        meanings |= dict.fromkeys(words.split(), number)
    for task, words in enumerate(TASKS):
        meanings |= dict.fromkeys(words.split(), text_kernel.TASK + task)
    hashes = np.array(
        [text_kernel.hash_of(np.frombuffer(word.encode(), np.uint8)) for word in meanings],
        np.uint64,
    )
    order = np.argsort(hashes)
    return hashes[order], np.array(list(meanings.values()), np.int16)[order]
