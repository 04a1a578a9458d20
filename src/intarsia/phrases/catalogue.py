"""Which sentences are there? Reads the TOML files of a language, once; code -> phrase comes out.

A phrase is a text, or one text per plural form: a TOML table with `by` (the figure that decides;
`times` where it is left out) and the CLDR forms `one`, `few`, `many`, `other`. Tables within
tables make dotted codes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from intarsia.errors import IntarsiaError

#: The languages every code is said in, the one to fall back on first.
LANGUAGES = ("en", "fr", "ru")
#: CLDR's plural categories.
FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


class CatalogueError(IntarsiaError):
    """A file of phrases cannot be used as it stands; nobody but its writer can mend it."""


@dataclass(frozen=True)
class Phrase:
    """One code's wording in one language.

    forms  text by plural form; "other" alone where the wording does not change with a figure
    by     the placeholder whose figure decides the form
    """

    forms: Mapping[str, str]
    by: str | None = None


def codes(language: str = "en") -> tuple[str, ...]:
    """Return every code that a language has words of its own for, sorted.

    >>> "where.sheet" in codes("ru")
    True
    """
    return tuple(sorted(phrases(language)))


@cache
def phrases(language: str) -> Mapping[str, Phrase]:
    """Return code -> phrase of one language; empty for a language that is not there.

    Raises  CatalogueError "phrases.unreadable_file" or "phrases.said_twice".
    """
    found: dict[str, Phrase] = {}
    folder = files("intarsia.phrases").joinpath(language)
    if language not in LANGUAGES or not folder.is_dir():
        return MappingProxyType(found)
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        for code, phrase in _read(f"{language}/{entry.name}", entry.read_text(encoding="utf-8")):
            if code in found:
                raise CatalogueError(
                    "phrases.said_twice",
                    f"The code {code} is in two files of {language}, {entry.name} is one of them.",
                    phrase=code,
                    file=f"{language}/{entry.name}",
                )
            found[code] = phrase
    return MappingProxyType(found)


def _read(file: str, text: str) -> Iterator[tuple[str, Phrase]]:
    try:
        yield from _flat(tomllib.loads(text), ())
    except (tomllib.TOMLDecodeError, TypeError) as reason:
        raise CatalogueError(
            "phrases.unreadable_file", f"{file} is no file of phrases: {reason}", file=file
        ) from None


def _flat(table: Mapping[str, object], above: tuple[str, ...]) -> Iterator[tuple[str, Phrase]]:
    for key, value in table.items():
        code = ".".join((*above, key))
        if isinstance(value, str):
            yield code, Phrase(MappingProxyType({"other": value.strip()}))
        elif isinstance(value, dict) and "other" in value:
            yield code, _plural(code, value)
        elif isinstance(value, dict):
            yield from _flat(value, (*above, key))
        else:
            raise TypeError(f"{code} is neither a text nor a table")


def _plural(code: str, table: Mapping[str, object]) -> Phrase:
    forms = {form: str(text).strip() for form, text in table.items() if form != "by"}
    if not forms.keys() <= FORMS:
        raise TypeError(f"{code} takes `by` and plural forms, nothing else")
    return Phrase(MappingProxyType(forms), str(table.get("by", "times")))
