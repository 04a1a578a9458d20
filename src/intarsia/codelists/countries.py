"""Which country is that? A name or code as reports write it in, ISO 3166-1 alpha-2 out."""

from __future__ import annotations

from functools import cache

from babel import Locale

from intarsia.codelists import rows
from intarsia.spelling import folded

_LANGUAGES = ("en", "fr", "es", "ru", "uk", "ar")


@cache
def country_names() -> dict[str, str]:
    """Return folded names and codes of all countries -> alpha-2, in six languages.

    A name that several countries bear is left out.
    """
    found: dict[str, str | None] = {}
    for row in rows("countries"):
        for column in ("code", "alpha3", "name_en", "name_fr", "name_ru"):
            _add(found, row[column], row["code"])
    codes = set(found.values())
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in codes:
                _add(found, str(name), code)
    return {name: code for name, code in found.items() if code is not None}


def _add(found: dict[str, str | None], name: str, code: str) -> None:
    key = folded(name)
    if key and found.setdefault(key, code) != code:
        found[key] = None


def country_named(text: str) -> str | None:
    """Return the alpha-2 code of the country that a text names, or None.

    >>> country_named("Colombia"), country_named("AFG"), country_named("Украина")
    ('CO', 'AF', 'UA')
    >>> country_named("Arkadia") is None
    True
    """
    return country_names().get(folded(text))
