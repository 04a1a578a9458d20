"""What do a column's cells look like? A sample of them in, shares of what they hold out.

A heading is believed until its column says otherwise: a "Sector" of numbers, an "Estado" of "En
ejecución" and "Finalizada", "Beneficiaries" who are "women and girls at risk".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from intarsia import codelists
from intarsia.codelists.named import organization_type_named, status_code_named
from intarsia.dates import read_span
from intarsia.sharing.personal_data import MARKS
from intarsia.spelling import folded, says_nothing

__all__ = ["Contents", "SectorOfName", "contents_of"]

#: Gives anything for the name of a sector, None for other texts.
SectorOfName = Callable[[str], object]

_PCODE = re.compile(r"[A-Za-z]{2,3}[A-Z]?\d{2,12}(?:[A-Z]\d{2,5}){0,3}")
_NUMBER = re.compile(r"[-+]?\d[\d\s.,'\u00a0\u202f]*%?")
#: "480 (80 HH)", "≈ 300": a figure with words or signs about it.
_BEGINS = re.compile(r"[~≈<>≥≤±+-]?\s*\d")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_TELEPHONE = re.compile(r"\+\d[\d\s()./-]{7,17}\d")
#: What stands in their place in a file from which they were taken out.
_TAKEN_OUT = frozenset(MARKS.values())
_YES_NO = frozenset("yes no y n true false oui non o si sí s да нет так ні نعم لا 1 0".split())
_ENOUGH = 400


@dataclass(frozen=True)
class Contents:
    """What a column's filled cells hold, as shares from 0 to 1 of its distinct values.

    filled      number of filled cells in the sample
    distinct    number of different values
    repeats     whether values come more than once
    """

    filled: int = 0
    distinct: int = 0
    repeats: bool = False
    numbers: float = 0.0
    begin_with_numbers: float = 0.0
    dates: float = 0.0
    pcodes: float = 0.0
    persons: float = 0.0
    urls: float = 0.0
    yes_no: float = 0.0
    organization_types: float = 0.0
    statuses: float = 0.0
    sectors: float = 0.0
    currencies: float = 0.0


def contents_of(cells: Iterable[object], *, sector_of_name: SectorOfName | None = None) -> Contents:
    """Return what a sample of a column's cells holds.

    >>> found = contents_of(["XA0503", "XA0303", None, "XA0503"])
    >>> found.filled, found.distinct, found.pcodes, found.numbers
    (3, 2, 1.0, 0.0)
    """
    filled = [c for c in cells if c is not None and not (isinstance(c, str) and says_nothing(c))]
    kinds = {(type(cell), cell): cell for cell in filled}
    values = list(kinds.values())[:_ENOUGH]
    if not values:
        return Contents()
    texts = [value.strip() for value in values if isinstance(value, str)]
    size = len(values)

    def share(known: Callable[[str], object]) -> float:
        return sum(1 for text in texts if known(text)) / size

    figures = sum(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    days = sum(isinstance(v, dt.date) for v in values)
    truths = sum(isinstance(v, bool) for v in values)
    return Contents(
        filled=len(filled),
        distinct=len(kinds),
        repeats=len(kinds) < len(filled),
        numbers=figures / size + share(_NUMBER.fullmatch),
        begin_with_numbers=figures / size + share(_BEGINS.match),
        dates=days / size + share(_is_date),
        pcodes=share(_PCODE.fullmatch),
        persons=share(_names_a_person),
        urls=share(lambda text: text.casefold().startswith(("http://", "https://", "www."))),
        yes_no=truths / size + share(lambda text: folded(text) in _YES_NO),
        organization_types=share(_is_organization_type),
        statuses=share(_is_status),
        sectors=share(_found_by(sector_of_name)) if sector_of_name is not None else 0.0,
        currencies=share(lambda text: codelists.has("currencies", text.upper())),
    )


def _names_a_person(text: str) -> bool:
    """Whether a cell holds an address or a number of a person, or held one."""
    return bool(
        text in _TAKEN_OUT
        or MARKS["email"] in text
        or MARKS["telephone"] in text
        or _EMAIL.search(text)
        or _TELEPHONE.search(text)
    )


def _found_by(known: SectorOfName) -> Callable[[str], bool]:
    return lambda text: known(text) is not None


@lru_cache(maxsize=8192)
def _is_date(text: str) -> bool:
    # "05/06/2012" is a date whichever of the two it means.
    return bool(re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", text)) or (
        not text.isdigit() and len(text) < 40 and read_span(text) is not None
    )


@lru_cache(maxsize=8192)
def _is_organization_type(text: str) -> bool:
    return organization_type_named(text) is not None


@lru_cache(maxsize=8192)
def _is_status(text: str) -> bool:
    return status_code_named(text) is not None
