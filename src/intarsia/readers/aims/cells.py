"""What one cell of a release says: lists, days, numbers, codes of countries."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from intarsia import codelists, periods

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def listed(cell: str) -> list[str]:
    """Return the entries of a list that is written with bars between.

    >>> listed("Austria| Norway|")
    ['Austria', 'Norway']
    """
    return [entry for entry in (part.strip() for part in cell.split("|")) if entry]


def day(cell: str) -> dt.date | None:
    """Return a day written as YYYY-MM-DD; null where it is none or cannot be meant.

    >>> day("2011-05-31"), day("0201-05-31"), day("31/05/2011")
    (datetime.date(2011, 5, 31), None, None)
    """
    try:
        found = dt.date.fromisoformat(cell.strip()[:10])
    except ValueError:
        return None
    return found if periods.is_plausible(found) else None


def last_day_of(cell: str) -> dt.date | None:
    """Return the last day of a year.

    >>> last_day_of("2010"), last_day_of("soon")
    (datetime.date(2010, 12, 31), None)
    """
    return day(f"{cell.strip().removesuffix('.0')}-12-31")


def number(cell: str) -> float | None:
    """Return a number; thousands may be set apart with commas where that is unmistakable.

    >>> number("72010000.5"), number("1,234.50"), number("1,234"), number("n/a")
    (72010000.5, 1234.5, None, None)
    """
    said = cell.strip()
    if _NUMBER.fullmatch(said):
        found = float(said)
        return found if found - found == 0 else None
    if _THOUSANDS.fullmatch(said) and ("." in said or said.count(",") > 1):
        return float(said.replace(",", ""))
    return None


@cache
def _alpha2() -> dict[str, str]:
    return {row["alpha3"]: row["code"] for row in codelists.rows("countries") if row["alpha3"]}


def country(cell: str) -> tuple[str, bool]:
    """Return a country's ISO 3166-1 alpha-2 code, and whether it is one; else what is written.

    >>> country("NPL"), country("NP"), country("DAC")
    (('NP', True), ('NP', True), ('DAC', False))
    """
    code = cell.strip().upper()
    found = _alpha2().get(code, code)
    known = codelists.has("countries", found)
    return (found, True) if known else (cell.strip(), False)
