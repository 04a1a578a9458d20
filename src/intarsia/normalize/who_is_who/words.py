"""What the words of an organization's name are worth: one word for its spellings and translations.

The lists are `words.csv` beside this module: words without weight, legal forms, words that only
say "part of", opposites, and the words that names are made of in six languages.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from intarsia.spelling import folded, latin

_PLURAL = re.compile(r"(?<=[a-z]{3}[^siu])s$")


@dataclass(frozen=True)
class Phrases:
    """Several words each of which one word stands for: looked up by their first word.

    lengths  first word -> how many words its phrases have, the longest first
    first    the first words of all
    """

    words: Mapping[tuple[str, ...], str]
    lengths: Mapping[str, tuple[int, ...]]
    first: frozenset[str]


@dataclass(frozen=True)
class Words:
    """The lists of words, ready to look up by a folded word."""

    same: Mapping[str, str]
    phrases: Phrases
    stop: frozenset[str]
    legal: frozenset[str]
    light: frozenset[str]
    branch: frozenset[str]
    ordinary: frozenset[str]
    opposite: Mapping[str, str]


def packaged_rows(file: str) -> list[dict[str, str]]:
    """Return the rows of a csv file beside this module."""
    text = files("intarsia.normalize.who_is_who").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def phrases_of(words: Mapping[tuple[str, ...], str]) -> Phrases:
    """Return phrases ready to look up: several words -> the one that stands for them."""
    lengths: dict[str, set[int]] = {}
    for phrase in words:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    longest_first = {
        first: tuple(sorted(several, reverse=True)) for first, several in lengths.items()
    }
    return Phrases(words, longest_first, frozenset(longest_first))


def replaced(words: Sequence[str], phrases: Phrases, *, inside: bool = False) -> list[str]:
    """Return the words with each phrase replaced by its one word, the longest phrase first.

    inside   leave out a phrase that is all of the words

    >>> replaced(["the", "red", "cross"], phrases_of({("red", "cross"): "red cross"}))
    ['the', 'red cross']
    """
    if phrases.first.isdisjoint(words):
        return list(words)
    result = []
    position = 0
    while position < len(words):
        for length in phrases.lengths.get(words[position], ()):
            if position + length > len(words) or (inside and length == len(words)):
                continue
            word = phrases.words.get(tuple(words[position : position + length]))
            if word is not None:
                result.append(word)
                position += length
                break
        else:
            result.append(words[position])
            position += 1
    return result


@cache
def word_lists() -> Words:
    """Return the packaged lists of words."""
    same: dict[str, str] = {}
    phrases: dict[tuple[str, ...], str] = {}
    sets: dict[str, set[str]] = {
        kind: set() for kind in ("stop", "legal", "light", "branch", "ordinary")
    }
    opposite: dict[str, str] = {}
    for row in packaged_rows("words.csv"):
        forms = [[folded(form) for form in part.split("|")] for part in row["forms"].split(";")]
        kind = row["kind"]
        if kind == "opposite":
            for part in forms:
                for form in part:
                    same.setdefault(form, part[0])
                    opposite[same[form]] = f"{row['word']}:{part[0]}"
            continue
        for form in forms[0]:
            parts = tuple(form.split())
            if kind in ("same", "light"):
                if len(parts) == 1:
                    same.setdefault(form, row["word"])
                else:
                    phrases.setdefault(parts, row["word"])
            if kind in sets:
                sets[kind].add(row["word"] if kind == "light" else same.get(form, form))
            if kind == "legal" and len(parts) > 1:
                phrases.setdefault(parts, form)
    return Words(
        same,
        phrases_of(phrases),
        frozenset(sets["stop"]),
        frozenset(sets["legal"]),
        frozenset(sets["light"]),
        frozenset(sets["branch"]),
        frozenset(sets["ordinary"]),
        opposite,
    )


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for form, word in word_lists().same.items():
        found.setdefault(word, []).append(_PLURAL.sub("", latin(form)))
    return {word: tuple(dict.fromkeys(several)) for word, several in found.items()}


def forms_of(word: str) -> tuple[str, ...]:
    """Return how the one word of several may be written, in Latin letters, without plural.

    >>> forms_of("defense")
    ('defense', 'defence', 'defensa', 'oborony', 'oboroni', 'ldf')
    """
    return _forms().get(word, (word,))


@lru_cache(maxsize=1 << 16)
def one_word(word: str) -> str:
    """Return the one word for a folded word: British and American, plural, translation, script.

    >>> one_word("organisations"), one_word("défense"), one_word("беженцев"), one_word("clinics")
    ('organization', 'defense', 'refugee', 'clinic')
    >>> one_word("specialised"), one_word("harbour")
    ('specialized', 'harbor')
    """
    known = word_lists().same.get(word)
    if known is not None:
        return known
    if not word.isascii():
        # A script that nobody writes in Latin letters is kept.
        word = latin(word) or word
        known = word_lists().same.get(word)
        if known is not None:
            return known
    word = re.sub(r"(?<=[a-z]{3})is(?=(e|ed|es|ing|ation|ations)$)", "iz", word)
    word = re.sub(r"(?<=[a-z]{3})our(?=s?$)", "or", word)
    word = re.sub(r"(?<=[a-z]{2})tre(?=s?$)", "ter", word)
    return _PLURAL.sub("", word)
