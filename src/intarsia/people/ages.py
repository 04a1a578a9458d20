"""Which ages does a text state? A heading or cell in, youngest and oldest in whole years out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["Ages", "age_group", "ages_in"]

#: Youngest and oldest, in years and inclusive; None = open.
Ages = tuple[int | None, int | None]

_YEARS = (
    r"(?:years?|yrs?|y\.?o\.?|ans?|años?|anos?|лет|года?|л\.|років|роки|рік|р\.|سنوات|سنة|عام[اً]*)"
)
#: No part of a longer number, and no quarter or week ("Q1-4").
_NUMBER = r"(?<![\d.,/qtsk])(\d{1,3})(?![\d.,]*\d)"
_AGE_WORD = re.compile(
    rf"(?<!\w)(?:{_YEARS}|ages?d?|âge|âgée?s?|edad|возраст\w*|вік\w*|عمر)(?!\w)", re.IGNORECASE
)
#: Months of age are no years: "6-59 months" is kept as under five.
_MONTHS = re.compile(
    r"(\d{1,2})\s*(?:[-–—]|to|à|a|до)\s*(\d{1,3})\s*(?:months?|mos?\b|mois|meses|мес\w*|міс\w*|شهر\w*)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"{_NUMBER}\s*{_YEARS}?\s*(?:[-–—_/]|to|à|a|al|hasta|до|y|and|إلى|الى)\s*{_NUMBER}",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:<|(?<!\w)(?:under|below|less than|younger than|lt|moins de|menores? de|menos de|младше|"
    r"моложе|до|молодше|دون سن|دون|أقل من|تحت|u))\s*-?\s*" + _NUMBER,
    re.IGNORECASE,
)
_UP_TO = re.compile(rf"(?:≤|<=|⩽)\s*{_NUMBER}")
_ABOVE = re.compile(rf"(?<![=<])>\s*{_NUMBER}")
_FROM = re.compile(
    r"(?:≥|>=|⩾|(?<!\w)(?:over|above|aged?|older than|from|plus de|mayores? de|más de|старше|от|"
    r"понад|старші за|від|أكثر من|فوق))\s*" + _NUMBER,
    re.IGNORECASE,
)
_PLUS = re.compile(
    rf"{_NUMBER}\s*(?:{_YEARS}\s*)?(?:\+|plus(?!\w)|and (?:above|over|older|more)|or (?:over|older|"
    r"more)|et plus|ans et plus|y más|o más|y mas|лет и старше|и старше|і старше|та старше|فأكثر|"
    r"وما فوق)",
    re.IGNORECASE,
)
_OLDEST = 120
_CALENDAR_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@lru_cache(maxsize=1 << 12)
def ages_in(text: str, is_about_people: bool = False) -> tuple[Ages, str] | None:
    """Return the ages that a text states, and the text without them; None where it states none.

    is_about_people  whether its words name people: then "18-59" is an age, else only where the
                     text says so ("years", "ans", "лет") or holds nothing else

    >>> ages_in("Women 18-59", is_about_people=True), ages_in("60+"), ages_in("18-59 ans")
    (((18, 59), 'Women  '), ((60, None), ' '), ((18, 59), '  ans'))
    >>> ages_in("Moins de 5 ans"), ages_in("Weeks 1-4"), ages_in("March 2022")
    (((None, 4), '  ans'), None, None)
    """
    text = unicodedata.normalize("NFKC", text)
    if months := _MONTHS.search(text):
        oldest = max(0, -(-int(months[2]) // 12) - 1)
        return (int(months[1]) // 12, oldest), _without(text, months)
    if not _is_trusted(text, is_about_people):
        return None
    for pattern, from_to in (
        (_RANGE, lambda m: (int(m[1]), int(m[2]))),
        (_UP_TO, lambda m: (None, int(m[1]))),
        (_PLUS, lambda m: (int(m[1]), None)),
        (_ABOVE, lambda m: (int(m[1]) + 1, None)),
        (_FROM, lambda m: (int(m[1]), None)),
        (_BELOW, lambda m: (None, int(m[1]) - 1)),
    ):
        if (found := pattern.search(text)) and _is_age(ages := from_to(found)):
            return ages, _without(text, found)
    return None


def _is_trusted(text: str, is_about_people: bool) -> bool:
    if not any(letter.isdigit() for letter in text):
        return False
    if _AGE_WORD.search(text):
        return True
    if is_about_people:
        return _CALENDAR_YEAR.search(text) is None
    return not any(letter.isalpha() for letter in text)


def _is_age(ages: Ages) -> bool:
    youngest, oldest = ages
    if youngest is not None and oldest is not None and youngest >= oldest:
        return False
    return all(0 <= age <= _OLDEST for age in ages if age is not None)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def age_group(youngest: int | None, oldest: int | None) -> str | None:
    """Return the group that a span of years is usually called, None where it fits none.

    >>> [age_group(*span) for span in ((0, 17), (18, 59), (60, None), (None, 4), (12, 17), (5, 40))]
    ['children', 'adults', 'older', 'infants', 'adolescents', None]
    """
    if oldest is not None:
        if oldest <= 5:
            return "infants"
        if oldest <= 18:
            return "adolescents" if (youngest or 0) >= 10 else "children"
        if youngest is not None and youngest >= 12 and oldest <= 35:
            # "18-25" is youth too: grown up, and young.
            return "youth"
    if youngest is None or youngest < 18:
        return None
    return "older" if youngest >= 50 and (oldest is None or oldest > 65) else "adults"
