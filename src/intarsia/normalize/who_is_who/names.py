"""What does a name of an organization consist of? A name in, its reading out.

A reading is what two names are compared by: the letters, the words in one spelling and one
language, the countries, the numbers, and the sides of "NAME (ACR)" or "ACR - Name".
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from intarsia.normalize.who_is_who.countries import country_phrases
from intarsia.normalize.who_is_who.words import one_word, replaced, word_lists
from intarsia.spelling import folded, latin

#: "W.H.O." and "e.V.": letters with dots are one word.
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
#: "l'eau", "d’appui": what is left out before a vowel is no word of its own.
_ELISION = re.compile(r"\b(?:[ldsnmtcj]|qu)['’ʼ](?=\w)", re.IGNORECASE)
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_DIGITS = re.compile(r"\d+")
_ROMAN = frozenset("ii iii iv vi vii viii ix xi xii".split())
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]?")
_DIVIDERS = re.compile(r"\s+[-–—|:]+\s+|\s*[/|;*]\s*|\s*[–—]\s*|:\s+")
_COMMAS = re.compile(r",\s+")
_TIGHT_DASH = re.compile(r"^([A-Z][A-Za-z]*[A-Z]|[A-Z]{2,})-(?=[A-Z])|-(?=[A-Z]{2,}$)")
_CAPITALS = re.compile(r"(?:[^\W\d_a-z]|&|\d)[\w&.-]*[^\W\d_a-z]")
_LONGEST_ACRONYM = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """One name taken apart.

    text       the name as it stands, spaces put right
    letters    its letters and digits, in Latin script
    words      its words with weight, in one spelling: "@NO" for Norway and Norwegian
    weak       legal forms among its words, which do not count
    key        the words without their order
    countries  the countries that it names, as ISO codes
    opposites  words of which another of the same kind means another organization
    """

    text: str
    letters: str
    words: tuple[str, ...]
    weak: frozenset[str]
    key: frozenset[str]
    countries: frozenset[str]
    opposites: frozenset[str]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its numbers, in Arabic and Roman figures, in their order."""
        roman = [word for word in self.words if word in _ROMAN]
        return (*_DIGITS.findall(self.letters), *roman)


_NONE: frozenset[str] = frozenset()


def reading_of(text: str, letters: str, words: tuple[str, ...], weak: frozenset[str]) -> Reading:
    """Return the reading of a name whose words are known."""
    known = word_lists().opposite
    countries = [word[1:] for word in words if word[0] == "@"]
    opposites = [known[word] for word in words if word in known]
    return Reading(
        text,
        letters,
        words,
        weak,
        frozenset(words),
        frozenset(countries) if countries else _NONE,
        frozenset(opposites) if opposites else _NONE,
    )


@lru_cache(maxsize=1 << 15)
def read_name(text: str) -> Reading:
    """Return the reading of a name.

    >>> read_name("The Norwegian Refugee Council (NRC)").words
    ('@NO', 'refugee', 'council', 'nrc')
    >>> read_name("Fonds des Nations Unies pour l’enfance").words
    ('fund', 'united nations', 'child')
    """
    plain = html.unescape(text) if "&" in text else text
    spaced = _DOTTED.sub(_joined, plain) if "." in plain else plain
    # Signs do not tell two names apart, nor does "&" in place of a word that has no weight.
    letters = (latin(spaced) or folded(spaced)).replace(" ", "")
    if not spaced.isascii() or "'" in spaced:
        spaced = _APOSTROPHES.sub("", _ELISION.sub("", spaced))
    words, weak = _words(folded(spaced).split())
    return reading_of(" ".join(text.split()), letters, words, weak)


def _joined(match: re.Match[str]) -> str:
    return match.group().replace(".", "")


def _words(plain: list[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    lists = word_lists()
    found = replaced(replaced(plain, lists.phrases), country_phrases())
    words = []
    weak = []
    for position, word in enumerate(found):
        if word[0] == "@" or " " in word:
            words.append(word)
        elif word in lists.stop and word not in lists.same:
            continue
        elif word == "rc" and _beside_a_country(found, position):
            words.append("red cross")
        elif word in lists.legal and position:
            weak.append(word)
        else:
            words.append(one_word(word))
    if not words:
        words, weak = found, []
    return tuple(words), frozenset(weak) if weak else _NONE


def _beside_a_country(words: list[str], position: int) -> bool:
    around = words[max(position - 1, 0) : position + 2]
    return any(word[0] == "@" for word in around)


@dataclass(frozen=True)
class Sides:
    """A name that is written as two: outside and inside of brackets, before and after a dash."""

    first: str
    second: str
    how: str


@lru_cache(maxsize=1 << 15)
def sides_of(text: str) -> tuple[Sides, ...]:
    """Return the ways to take a name apart into two, none where it is one.

    >>> [(s.first, s.second, s.how) for s in sides_of("World Food Programme (WFP)")]
    [('World Food Programme', 'WFP', 'brackets')]
    >>> [(s.first, s.second, s.how) for s in sides_of("GIZ - Deutsche Gesellschaft")]
    [('GIZ', 'Deutsche Gesellschaft', 'dash')]
    >>> sides_of("Norwegian Refugee Council")
    ()
    """
    found = []
    bracket = _BRACKETS.search(text)
    if bracket and bracket.group(1).strip():
        outside = f"{text[: bracket.start()]} {text[bracket.end() :]}"
        found.append(_two(outside, bracket.group(1), "brackets"))
    for divider, how in ((_DIVIDERS, "dash"), (_TIGHT_DASH, "dash"), (_COMMAS, "comma")):
        between = divider.search(text, 1) if divider is not _TIGHT_DASH else divider.search(text)
        if between is None:
            continue
        kept = between.group(1) or "" if divider is _TIGHT_DASH else ""
        found.append(_two(text[: between.start()] + kept, text[between.end() :], how))
        if divider is _COMMAS:
            last = text.rfind(", ")
            if last != between.start():
                found.append(_two(text[:last], text[last + 2 :], how))
    return tuple(sides for sides in found if sides.first and sides.second)


def _two(first: str, second: str, how: str) -> Sides:
    return Sides(_bare(first), _bare(second), how)


def _bare(text: str) -> str:
    return " ".join(text.strip(" -–—,;:*|/()[]").split())


def looks_like_acronym(text: str) -> bool:
    """Whether a text has the form of an acronym: one short word, mostly capitals.

    >>> [looks_like_acronym(t) for t in ("WHO", "UNHCR", "CoE", "MoH", "Oxfam", "who", "ФАО")]
    [True, True, True, True, False, False, True]
    """
    bare = text.replace(".", "").strip()
    if not 2 <= len(bare) <= _LONGEST_ACRONYM or " " in bare:
        return False
    capitals = sum(sign.isupper() for sign in bare)
    return capitals >= 2 and capitals * 2 >= sum(sign.isalpha() for sign in bare)


def initials_of(text: str, keep: Callable[[str], bool] | None = None) -> frozenset[str]:
    """Return what an acronym of this name may be: the initials of its words, with and without
    the words that have no weight.

    >>> sorted(initials_of("Ministry of Foreign Affairs"))
    ['mfa', 'mofa']
    """
    words = [word for word in latin(_ELISION.sub("", text)).split() if keep is None or keep(word)]
    stop = word_lists().stop
    everything = "".join(word[0] for word in words)
    weighty = "".join(word[0] for word in words if word not in stop)
    return frozenset(found for found in (everything, weighty) if len(found) > 1)
