"""How the example's money is spread over time and currencies.

The yearly rates are close to the real ones, so that a reader who uses the European Central Bank's
daily rates comes within a few per cent. The dinar XAD is invented: nobody else knows its rate.
"""

import datetime as dt
import random

_USD_PER_UNIT = {
    "EUR": {2009: 1.39, 2010: 1.33, 2011: 1.39, 2012: 1.28},
    "CHF": {2009: 0.92, 2010: 0.96, 2011: 1.13, 2012: 1.07},
    "XAD": dict.fromkeys(range(2009, 2013), 1 / 64),
}


def from_usd(usd: float, currency: str, year: int) -> float:
    """Return an amount of dollars in another currency, at a rate of the year."""
    if currency == "USD":
        return usd
    rates = _USD_PER_UNIT[currency]
    return usd / rates[min(max(year, 2009), 2012)]


def by_year(amount: float, starts_on: dt.date, ends_on: dt.date) -> list[tuple[int, int]]:
    """Return (year, amount), the whole amount spread over the calendar years by days."""
    days = (ends_on - starts_on).days + 1
    found, left = [], round(amount)
    for year in range(starts_on.year, ends_on.year + 1):
        first = max(starts_on, dt.date(year, 1, 1))
        last = min(ends_on, dt.date(year, 12, 31))
        part = left if year == ends_on.year else round(amount * ((last - first).days + 1) / days)
        left -= part
        found.append((year, part))
    return found


def payments(
    chance: random.Random, amount: float, starts_on: dt.date, ends_on: dt.date, until: dt.date
) -> list[tuple[dt.date, int]]:
    """Return (day, amount) of what is paid up to a day, about once in a quarter."""
    days = max(1, (ends_on - starts_on).days + 1)
    steps = max(1, min(8, round(days / 91)))
    found = []
    for step in range(steps):
        day = starts_on + dt.timedelta(days=int(days * (step + chance.uniform(0.1, 0.9)) / steps))
        part = amount / steps * chance.uniform(0.75, 1.2)
        if day <= until:
            found.append((day, max(1, round(part))))
    return found
