"""What number is that? Cells as people type numbers in, numbers out; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from intarsia.readers.grids import Cell

#: Words that people put before a number they are not sure of, in six languages.
_ABOUT = re.compile(
    r"^(?:about|approx(?:imately|\.)?|around|circa|ca\.?|c\.|some|over|more than|environ|env\.?|"
    r"près de|plus de|aprox(?:imadamente|\.)?|alrededor de|más de|unos|unas|около|примерно|ок\.|"
    r"близько|приблизно|حوالي|نحو|~|≈|>|≥|>=)\s*",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s'’]+")
_NUMBER = re.compile(r"[-+(]?\d[\d.,]*\)?")
_MONEY_SIGNS = re.compile(r"[$€£¥₴₽₾]|\b(?:usd|eur|gbp|chf)\b", re.IGNORECASE)
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")


@dataclass(frozen=True)
class Number:
    """A number, and whether its cell said that it is only about so."""

    value: float
    is_about: bool = False


def decimal_sign(texts: Iterable[str]) -> str | None:
    """Return "," or "." where a column's numbers can only be written with it, else None.

    >>> decimal_sign(["6 592 000,03", "1 280"]), decimal_sign(["1,250", "3.5"])
    (',', '.')
    >>> decimal_sign(["1,250", "3.250"]) is None
    True
    """
    said = set()
    for text in texts:
        if "," not in text and "." not in text:
            continue
        bare = _bare(text)
        both = "," in bare and "." in bare
        for sign in ",.":
            whole, _, part = bare.rpartition(sign)
            if sign not in bare or not part.isdigit():
                continue
            if bare.count(sign) == 1 and (
                len(part) != 3 or (both and bare.rfind(sign) > bare.rfind(_other(sign)))
            ):
                said.add(sign)
            elif bare.count(sign) > 1 and whole:
                said.add(_other(sign))
    return said.pop() if len(said) == 1 else None


def number_of(cell: Cell, decimal: str | None = None) -> Number | None:
    """Return the number a cell states, or None where it states none or could mean two.

    decimal  the sign before decimals in this column, where that is known

    >>> number_of("3 090").value, number_of("about 32"), number_of("1,250.75").value
    (3090.0, Number(value=32.0, is_about=True), 1250.75)
    >>> number_of("10-20") is None, number_of("1.250", ",").value, number_of(True) is None
    (True, 1250.0, True)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return Number(float(cell))
    if not isinstance(cell, str):
        return None
    bare = _bare(cell)
    stripped = _ABOUT.sub("", bare)
    is_about = stripped != bare or bare.endswith("+")
    found = _NUMBER.fullmatch(_SPACES.sub("", stripped).rstrip("+"))
    if found is None:
        return None
    text = found[0]
    negative = text.startswith(("-", "("))
    value = _value(text.strip("()+-"), decimal)
    if value is None:
        return None
    return Number(-value if negative else value, is_about)


def _bare(text: str) -> str:
    """Without signs of money and spaces between digits."""
    plain = _MONEY_SIGNS.sub("", text.translate(_ARABIC_DIGITS)).strip()
    return re.sub(r"(?<=\d)[\s'’](?=\d{3})", "", plain)


def _other(sign: str) -> str:
    return "." if sign == "," else ","


def _value(text: str, decimal: str | None) -> float | None:
    comma, point = text.count(","), text.count(".")
    if comma and point:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
    elif comma + point > 1:
        # Thousands are grouped; 1,2,3 is a list and no number.
        sign = "," if comma else "."
        groups = text.split(sign)
        if any(len(group) != 3 for group in groups[1:]) or not 1 <= len(groups[0]) <= 3:
            return None
        return float("".join(groups))
    elif comma + point == 1 and decimal is None:
        sign = "," if comma else "."
        if len(text.rpartition(sign)[2]) != 3:
            decimal = sign
        elif sign == ".":
            return None
        else:
            decimal = "."
    try:
        return float(text.replace(_other(decimal or "."), "").replace(decimal or ".", "."))
    except ValueError:
        return None
