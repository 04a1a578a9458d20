"""Which country do the words of a name speak of: "Norwegian", "Norvège", "Норвегии", "UK".

Names of countries are from Unicode's CLDR (as Babel brings it) and from the list of countries;
adjectives and further short names are `country_adjectives.csv` beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

from intarsia import codelists
from intarsia.normalize.who_is_who.words import Phrases, packaged_rows, phrases_of
from intarsia.spelling import folded

LANGUAGES = ("en", "fr", "es", "ru", "uk", "ar")

#: Endings of adjectives: (language, ending of the first form, what else it may end in).
_ENDINGS = (
    ("fr", "ien", ("ien", "iens", "ienne", "iennes")),
    ("fr", "c", ("c", "cs", "que", "ques")),
    ("fr", "", ("", "s", "e", "es")),
    ("es", "o", ("o", "a", "os", "as")),
    ("es", "es", ("es", "esa", "eses", "esas")),
    ("es", "", ("", "s", "a", "as", "es")),
    ("ru", "ий", ("ий", "ая", "ое", "ие", "ого", "ой", "ому", "им", "их", "ую")),
    ("uk", "ий", ("ий", "а", "е", "і", "ого", "ої", "ому", "им", "их", "у")),
)
#: Endings of the second case of a country's name: what its first case ends in, and instead.
_GENITIVES = {
    "ru": (("ия", "ии"), ("а", "ы"), ("а", "и"), ("я", "и"), ("ь", "я"), ("", "а")),
    "uk": (("ія", "ії"), ("а", "и"), ("я", "і"), ("ь", "і"), ("", "у"), ("", "а")),
}
#: Words in which a country's name does not mean the country.
_NOT_COUNTRIES = (
    "latin american",
    "latin america",
    "north american",
    "north america",
    "central american",
    "central america",
    "south american",
    "south america",
    "inter american",
    "pan american",
    "interamericano de",
    "interamericana de",
    "new mexico",
    "gulf of mexico",
    "new guinea",
    "central african",
    "dutch reformed",
    "french polynesia",
    "american samoa",
)


@cache
def country_names(code: str) -> tuple[str, ...]:
    """Return a country's folded names in six languages; none for a code nobody knows.

    >>> country_names("NO")[:3]
    ('norway', 'norvege', 'noruega')
    """
    listed = [codelists.name("countries", code, language) for language in ("en", "fr", "ru")]
    names = [] if listed[0] == code else listed
    if not _is_ours(code):
        names = [*(_cldr(language).get(code, "") for language in LANGUAGES), *names]
    plain = [re.sub(r"\s*\(.*\)|,.*", "", name) for name in names]
    return tuple(dict.fromkeys(folded(name) for name in plain if name))


def country_name(code: str) -> str:
    """Return a country's short English name, else the code."""
    name = None if _is_ours(code) else _cldr("en").get(code)
    return name or codelists.name("countries", code)


def _cldr(language: str) -> Mapping[str, str]:
    return Locale.parse(language).territories


def _is_ours(code: str) -> bool:
    """Whether a code is assigned by its users: CLDR uses some of these for tests."""
    return code.startswith("X") and code != "XK"


@cache
def country_forms(code: str) -> frozenset[str]:
    """Return the single words that name a country: names and adjectives in all languages."""
    return frozenset(
        words[0]
        for words, word in country_phrases().words.items()
        if word == f"@{code}" and len(words) == 1
    )


@cache
def country_phrases() -> Phrases:
    """Return the names and adjectives of all countries as phrases; "@NO" stands for Norway."""
    found: dict[tuple[str, ...], str] = {}
    for form in _NOT_COUNTRIES:
        found[tuple(form.split())] = form
    # A name of its own is stronger than the adjective of another country.
    for row in packaged_rows("country_adjectives.csv"):
        for form in filter(None, row["also"].split("|")):
            found.setdefault(tuple(folded(form).split()), f"@{row['code']}")
    for code in codelists.names("countries"):
        for name in country_names(code):
            found.setdefault(tuple(name.split()), f"@{code}")
    for code in codelists.names("countries"):
        for name in _genitives(code):
            found.setdefault(tuple(name.split()), f"@{code}")
    for row in packaged_rows("country_adjectives.csv"):
        for form in _adjectives(row):
            found.setdefault(tuple(form.split()), f"@{row['code']}")
    return phrases_of({words: word for words, word in found.items() if words})


def _genitives(code: str) -> Iterator[str]:
    for language, endings in _GENITIVES.items():
        name = "" if _is_ours(code) else folded(_cldr(language).get(code, ""))
        if " " in name or len(name) < 4:
            continue
        for ending, instead in endings:
            if name.endswith(folded(ending)):
                yield name[: len(name) - len(folded(ending))] + folded(instead)


def _adjectives(row: Mapping[str, str]) -> Iterator[str]:
    for language in LANGUAGES:
        for form in filter(None, row[language].split("|")):
            yield from _endings(language, folded(form))


def _endings(language: str, form: str) -> Iterator[str]:
    if language == "ar":
        for article in ("", "ال"):
            # Folding writes the feminine ending as the letter he.
            yield from (f"{article}{form}", f"{article}{form}ه")
        return
    yield form
    for its, first, endings in _ENDINGS:
        stem = folded(first)
        if its == language and form.endswith(stem):
            base = form[: len(form) - len(stem)]
            yield from (base + folded(ending) for ending in endings)
            return
