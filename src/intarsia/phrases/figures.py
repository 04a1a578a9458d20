"""How is a figure written? Numbers, shares, dates and money in the manner of a language.

Everything goes through Babel's CLDR data; `en` is written as in Europe: 31 May 2011, 8,000.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from intarsia import codelists

if TYPE_CHECKING:
    from babel import Locale

#: British English writes the day before the month, as the organizations of the field do.
_LOCALES = {"en": "en_GB", "fr": "fr", "ru": "ru"}
#: From which sum on, and how, short money is written: what stands before and behind the number.
_MONEY: Mapping[str, tuple[tuple[float, str, str], ...]] = {
    "en": ((1e9, "$", "bn"), (1e6, "$", "m"), (1e3, "$", "k"), (1, "$", "")),
    "fr": ((1e9, "", "Md$"), (1e6, "", "M$"), (1e3, "", "k$"), (1, "", "$")),
    "ru": (
        (1e9, "", "млрд долл."),
        (1e6, "", "млн долл."),
        (1e3, "", "тыс. долл."),
        (1, "", "долл."),
    ),
}
_NARROW = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class ShortMoney:
    """A sum in three pieces, so that a page can set the number larger than its unit."""

    before: str
    number: str
    after: str

    def __str__(self) -> str:
        return _NARROW.join(part for part in (self.before, self.number, self.after) if part)


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES.get(language, "en_GB"))


def plural_form(count: float, language: str) -> str:
    """Return the CLDR plural category of a number.

    >>> [plural_form(n, "ru") for n in (1, 3, 5, 21)]
    ['one', 'few', 'many', 'one']
    """
    # A whole float is the same number to a reader, and another one to the plural rules.
    whole = int(count) if float(count).is_integer() else count
    return str(_locale(language).plural_form(whole))


def number(value: float, language: str = "en") -> str:
    """Return a number with grouped digits and at most two decimals.

    >>> number(7830), number(2.5, "fr")
    ('7,830', '2,5')
    """
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.##", locale=_locale(language))


def percent(share: float, language: str = "en") -> str:
    """Return a part (0-1) in per cent; what is not nothing never reads as nothing.

    >>> percent(0.127), percent(0.002), percent(0.9999)
    ('13%', '<1%', '>99%')
    """
    from babel.numbers import format_percent

    def written(value: float) -> str:
        return format_percent(value, format=None, locale=_locale(language))

    if 0 < share < 0.01:
        return f"<{written(0.01)}"
    if 0.99 < share < 1:
        return f">{written(0.99)}"
    return written(share)


def day(value: dt.date | str, language: str = "en") -> str:
    """Return a date in words; one kept as YYYY-MM-DD too, any other text as it is.

    >>> day(dt.date(2011, 5, 31)), day("2011-05-31", "fr"), day("May")
    ('31 May 2011', '31 mai 2011', 'May')
    """
    from babel.dates import format_date

    if isinstance(value, str):
        try:
            return day(dt.date.fromisoformat(value), language)
        except ValueError:
            return str(value)
    return format_date(value, format="long", locale=_locale(language))


def short_money(usd: float, language: str = "en") -> ShortMoney:
    """Return US dollars with three digits that count, in pieces.

    >>> str(short_money(86_412_000)), str(short_money(86_412_000, "fr"))
    ('$\\xa086.4\\xa0m', '86,4\\xa0M$')
    """
    from babel.numbers import format_decimal

    scales = _MONEY.get(language, _MONEY["en"])
    size = abs(usd)
    # 999,999 rounds up to "1 m", not to "1,000 k".
    at = next((n for n, scale in enumerate(scales) if size >= scale[0] * 0.9995), len(scales) - 1)
    unit, before, after = scales[at]
    scaled = usd / unit
    decimals = 0 if unit == 1 or abs(scaled) >= 99.95 else 1
    text = format_decimal(round(scaled, decimals), format="#,##0.#", locale=_locale(language))
    return ShortMoney(before, text, after)


def dollars(usd: float, language: str = "en") -> str:
    """Return US dollars to the dollar.

    >>> dollars(780000.4)
    '$\\xa0780,000'
    """
    _, before, after = _MONEY.get(language, _MONEY["en"])[-1]
    return str(ShortMoney(before, number(round(usd), language), after))


def sector_name(code: str, language: str = "en") -> str:
    """Return the short name of one of our sectors or groups of them; the code of any other.

    >>> sector_name("water_sanitation"), sector_name("police", "fr"), sector_name("none")
    ('Water and sanitation', 'Police', 'none')
    """
    return _sector_names(language).get(code, code)


@cache
def _sector_names(language: str) -> Mapping[str, str]:
    return {
        row["code"]: row.get(f"short_{language}") or row.get(f"name_{language}") or row["name_en"]
        for name in ("sector_groups", "sectors")
        for row in codelists.rows(name)
    }


def language_name(code: str, language: str = "en") -> str:
    """Return what a language is called; its code where nobody knows it.

    >>> language_name("ru"), language_name("ru", "fr"), language_name("zz")
    ('Russian', 'russe', 'zz')
    """
    return str(_locale(language).languages.get(code.lower(), code))


#: What a placeholder may ask for behind its colon: {value:number}, {day:date}, {usd:money} …
FORMATS: Mapping[str, Callable[..., str]] = {
    "number": number,
    "percent": percent,
    "date": day,
    "money": lambda usd, language: str(short_money(usd, language)),
    "dollars": dollars,
    "plain": lambda value, language: str(value),
    "sector": sector_name,
}
#: Formats that a text has too: a code, or a day as it is kept in JSON.
OF_TEXTS = frozenset({"date", "sector"})
