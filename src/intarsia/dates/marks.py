"""Turns the words of dates into signs that do not depend on the language.

"1er trimestre de 2022" goes in, "q1 2022" comes out; "31 мая 2011 г." becomes "31 m05 2011".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from babel.dates import get_month_names

_LOCALES = ("en", "fr", "es", "ru", "uk", "ar", "ar_SY", "ar_MA", "ar_DZ", "pt")
#: Forms that calendars do not list but lists of activities do.
_MORE_MONTHS = {
    1: "januar ene jänner янв",
    2: "febr fev feb",
    3: "marz",
    4: "avr",
    6: "juni",
    7: "juli jul",
    8: "aout agosto",
    9: "sept setiembre set",
    10: "okt",
    12: "dez",
}
_DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_QUARTER_WORDS = r"quarters?|qtr|trimestres?|trim|quadrimestre|квартал[ауе]?|кв|ربع|الربع"
_HALF_WORDS = r"half(?:[- ]year)?|semesters?|semestres?|полугоди[еяи]|півріччя|نصف|النصف"
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "premier": 1, "premiere": 1, "deuxieme": 2,
    "second e": 2, "troisieme": 3, "quatrieme": 4, "primer": 1, "primero": 1, "primera": 1,
    "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "cuarto": 4, "первыи": 1, "второи": 2,
    "третии": 3, "четвертыи": 4, "первое": 1, "второе": 2, "перше": 1, "друге": 2, "перший": 1,
    "другии": 2, "третіи": 3, "четвертии": 4, "الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4,
    "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_NUMBER = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_ENDING = r"(?:st|nd|rd|th|er|re|ere|eme|e|o|a|ro|do|to|er|ndo|-?и|-?ыи|-?ои|-?е|-?ое|-?і?и)?"
_QUARTER = re.compile(
    rf"\b(?:(?P<a>[1-4]){_ENDING}|(?P<w>{_NUMBER}))[ .-]*(?:{_QUARTER_WORDS})\b\.?"
    rf"|\b(?:{_QUARTER_WORDS})[ .-]*(?:(?P<b>[1-4])|(?P<x>{_NUMBER}))\b"
    rf"|\b[qt] ?(?P<c>[1-4])\b|(?<![\w])(?P<d>[1-4])[qt]\b"
)
_HALF = re.compile(
    rf"\b(?:(?P<a>[12]){_ENDING}|(?P<w>{_NUMBER}))[ .-]*(?:{_HALF_WORDS})\b"
    rf"|\b(?:{_HALF_WORDS})[ .-]*(?:(?P<b>[12])|(?P<x>{_NUMBER}))\b|\b[hs] ?(?P<c>[12])\b"
)
_ORDINAL_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er|-?го|-?е|ro)\b")
#: Words between the parts of a date that say nothing, and words that join two dates.
_FILLERS = re.compile(
    r"\bfy ?(?=\d)|\b(?:de l'annee|of|the|de|del|le|la|el|annee|ano|year|fy|cy|года|году|год|гг?|"
    r"рок[уи]|рік|р|"
    r"from|since|du|des|desde|с|з|від|от|в|من|سنة|عام|"
    r"mon|tue|wed|thu|fri|sat|sun|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|"
    r"sundays?)\b\.?"
)
_JOINS = re.compile(r"\s+(?:to|till|until|through|au|a|al|hasta|jusqu'?au|по|до|and|et|y|и|الى)\s+")
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:z|[+-]\d{2}:?\d{2})?\b")


@cache
def months_named() -> dict[str, int]:
    """Return the folded names of the months in the languages reports come in, name -> 1-12.

    >>> months_named()["fevrier"], months_named()["мая"], months_named()["شباط"]
    (2, 5, 2)
    """
    names: dict[str, int] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, locale).items():
                    names.setdefault(_plain(str(name)).strip(". "), month)
    for month, more in _MORE_MONTHS.items():
        for name in more.split():
            names.setdefault(_plain(name), month)
    return names


@cache
def _month_pattern() -> re.Pattern[str]:
    names = sorted(months_named(), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])({'|'.join(map(re.escape, names))})(?![^\W\d_])\.?")


@lru_cache(maxsize=1 << 14)
def marked(text: str) -> str:
    """Return a text with its months as m01-m12, quarters as q1-q4, halves as h1-h2.

    >>> marked("31 мая 2011 г."), marked("2nd quarter 2022"), marked("Janvier – Avril 2022")
    ('31 m05 2011', 'q2 2022', 'm01 - m04 2022')
    """
    plain = _plain(text).replace("_", " ")
    plain = _TIME.sub("", plain)
    plain = _QUARTER.sub(lambda found: f" q{_number(found)} ", plain)
    plain = _HALF.sub(lambda found: f" h{_number(found)} ", plain)
    plain = _month_pattern().sub(lambda found: f" m{months_named()[found[1]]:02d} ", plain)
    plain = _ORDINAL_DAY.sub(r"\1", plain)
    plain = _JOINS.sub(" - ", plain)
    plain = _FILLERS.sub(" ", plain).replace(",", " ").replace("'", " ")
    return " ".join(plain.split()).strip(" .")


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    digit = groups.get("a") or groups.get("b") or groups.get("c") or groups.get("d")
    return int(digit) if digit else _ORDINALS[groups.get("w") or groups["x"]]


def _plain(text: str) -> str:
    """Case folded, accents off, one kind of dash and digit; signs stay."""
    text = text.translate(_DIGITS).translate(_DASHES).replace("’", "'").casefold()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("أ", "ا")
