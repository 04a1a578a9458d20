"""What else does a heading say: a currency, thousands, the order of dates, a month?

Heading in, what it says of the figures and dates of its column out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from intarsia import codelists
from intarsia.dates import DayOrder, Precision, Span, read_span
from intarsia.readers.activity_list.heading_words import core

__all__ = ["currency_in", "day_order_in", "factor_in", "month_of"]

_DAY_FIRST = re.compile(
    r"\b(?:dd?|jj?|дд?)[\s./-]*(?:mm+|мм+)[\s./-]*(?:y|a|г|р)+\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"\bmm?[\s./-]*dd?[\s./-]*y+\b", re.IGNORECASE)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₴": "UAH", "₽": "RUB"}
_CURRENCY_WORDS = {
    "UAH": "грн гривня гривні гривень",
    "RUB": "руб рублей рубль",
    "USD": "долл долларов дол доларів dollars dollar dolares долларах",
    "EUR": "euro euros евро євро",
    "ETB": "birr",
    "KGS": "сом сомов",
    "KZT": "тенге",
    "TJS": "сомони",
    "GEL": "лари",
    "AMD": "драм драмов",
    "AZN": "манат манатов",
    "NGN": "naira",
    "BDT": "taka",
}
_FACTORS = (
    (1_000_000, r"\b(?:millions?|mln|mio|million(?:es|s)|миллион\w*|млн|мільйон\w*)\b|مليون"),
    (
        1_000,
        r"\b(?:thousands?|milliers|miles|тыс\w*|тис\w*|тысяч\w*)\b|[(\s,'’]000s?\b|ألف|\bk(?:USD|EUR)\b",
    ),
)


def currency_in(text: str) -> str | None:
    """Return the ISO 4217 code of the currency a heading names, None where it names none.

    >>> currency_in("Budget (USD)"), currency_in("Бюджет (тыс. грн)"), currency_in("Coût (FCFA)")
    ('USD', 'UAH', None)
    """
    for code in re.findall(r"\b[A-Z]{3}\b", text):
        if codelists.has("currencies", code):
            return str(code)
    # Codes that ISO 4217 leaves free begin with X; only brackets make one a currency.
    own = re.search(r"[(\[](X[A-Z]{2})[)\]]", text)
    if own:
        return own[1]
    if re.search(r"\bUS ?\$", text):
        return "USD"
    words = set(core(text))
    found = {code for sign, code in _SIGNS.items() if sign in text}
    found |= {code for code, named in _CURRENCY_WORDS.items() if words.intersection(named.split())}
    return found.pop() if len(found) == 1 else None


def factor_in(text: str) -> int:
    """Return what the figures below a heading count in: 1, 1000 or 1000000.

    >>> factor_in("Бюджет (тыс. грн)"), factor_in("Budget, USD million"), factor_in("Budget")
    (1000, 1000000, 1)
    """
    plain = text.casefold()
    found = (factor for factor, words in _FACTORS if re.search(words, plain))
    return next(found, 1)


def day_order_in(text: str) -> DayOrder | None:
    """Return how a heading says that its dates are written.

    >>> str(day_order_in("Fecha de Inicio (dd/mm/aaaa)")), day_order_in("Start date")
    ('dmy', None)
    """
    if _DAY_FIRST.search(text):
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if _MONTH_FIRST.search(text) else None


_SPANS = (Precision.MONTH, Precision.QUARTER, Precision.HALF)


@lru_cache(maxsize=4096)
def month_of(text: str, year: int | None = None) -> Span | None:
    """Return the month or quarter that a heading stands for, or None.

    >>> str(month_of("Sep-10").first), str(month_of("2010-09-01 00:00:00").last), month_of("3")
    ('2010-09-01', '2010-09-30', None)
    """
    bare = re.sub(r"[T ]00:00(:00)?(\.0+)?$", "", text.strip())
    day = re.fullmatch(r"(\d{4}-\d{2})-01", bare)
    span = read_span(day[1] if day else bare, year=year) if not bare.isdigit() else None
    return span if span is not None and span.precision in _SPANS else None
