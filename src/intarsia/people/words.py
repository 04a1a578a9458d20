"""Finds known names in a text: a text in, the codes that it names and the words left over out.

Names stand in tables of code, language and name. Nothing is matched by likeness: a name stands
there in full, save for the plural s, the Arabic article and what `spelling.folded` forgets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from intarsia import codelists
from intarsia.spelling import folded

__all__ = ["SIGNS", "Found", "Stems", "book", "find", "stems"]

Stems = tuple[str, ...]
#: "and the", "for the", "the" before an Arabic word, as `folded` leaves them.
_ARTICLES = ("وال", "بال", "لل", "ال")
_AND = "و"
#: Signs between names are kept: "IDPs & returnees" is not "IDP returnees".
_SIGNS = re.compile(r"([;|\n\r•,،&/]|\+(?=\s*\w))")
SIGNS = frozenset(";|\n\r•,،&/+")


@dataclass(frozen=True)
class Found:
    """What was found in a text.

    codes   in the order of the text, each once
    rest    the words that belong to no name
    """

    codes: tuple[str, ...]
    rest: Stems


@lru_cache(maxsize=1 << 14)
def stems(text: str) -> Stems:
    """Return the words of a text as they are compared, and the signs that stand between names.

    >>> stems("Out-of-camp IDPs"), stems("Réfugiés/Hôtes"), stems("النساء والفتيات")
    (('out', 'of', 'camp', 'idp'), ('refugie', '/', 'hote'), ('نساء', 'و', 'فتيات'))
    """
    words: list[str] = []
    for part in _SIGNS.split(text):
        if part in SIGNS:
            if words and words[-1] not in SIGNS:
                words.append(part)
        else:
            words.extend(stem for word in folded(part).split() for stem in _stems(word))
    return tuple(words[:-1] if words and words[-1] in SIGNS else words)


def _stems(word: str) -> Stems:
    if word.isascii():
        is_plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
        return (word[:-1] if is_plural else word,)
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 1:
            bare = word.removeprefix(article)
            return (_AND, bare) if article.startswith(_AND) else (bare,)
    return (word,)


@cache
def book(table: str) -> Mapping[Stems, tuple[str, ...]]:
    """Return words of a name -> the codes it means, of one packaged table of names.

    table   "target_group_names", "modality_names" or "people_words"
    An empty code marks words that look like a name and are none ("child protection").
    """
    found: dict[Stems, list[str]] = {}
    for row in codelists.rows(table):
        codes = found.setdefault(stems(row["name"]), [])
        if row["code"] not in codes:
            codes.append(row["code"])
    return {words: tuple(codes) for words, codes in found.items()}


@cache
def _longest(table: str) -> int:
    return max(map(len, book(table)))


def find(table: str, words: Stems, *, shortest: int = 1) -> Found:
    """Return the names in a row of words, the longest first at each place.

    shortest   letters; names of one word that have fewer are not looked for

    >>> find("people_words", stems("Number of girls reached"))
    Found(codes=('f+children',), rest=('number', 'of', 'reached'))
    """
    known, longest = book(table), _longest(table)
    codes: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        least = 1 if len(words[at]) >= shortest else 2
        for length in range(min(longest, len(words) - at), least - 1, -1):
            named = _named(known, words[at : at + length])
            if named is not None:
                codes.extend(code for code in named if code and code not in codes)
                at += length
                break
        else:
            rest.append(words[at])
            at += 1
    return Found(tuple(codes), tuple(rest))


def _named(known: Mapping[Stems, tuple[str, ...]], words: Stems) -> tuple[str, ...] | None:
    named = known.get(words)
    if named is None and words[0].startswith(_AND) and len(words[0]) > 3:
        named = known.get((words[0].removeprefix(_AND), *words[1:]))
    return named
