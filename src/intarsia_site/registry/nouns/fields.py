"""What a field of a registry noun holds: how it is read from text, and which choices it has."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from intarsia import codelists
from intarsia_site.access.checks import classified, holds_other_signs


class Holds(StrEnum):
    """The sort of value."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    CHOICE = "choice"
    SECTOR = "sector"
    PLACE = "place"
    COUNTRY = "country"
    ORGANIZATION = "organization"
    ADDRESS = "address"


@dataclass(frozen=True)
class Field:
    """One field: its name in files, addresses and the API, its label, what it holds.

    label, help   translated when shown
    column        the model's field, where it has another name
    """

    name: str
    label: Any
    holds: Holds = Holds.LINE
    required: bool = False
    help: Any = ""
    longest: int = 400
    choices: Callable[[], list[tuple[str, Any]]] | None = None
    column: str = ""
    in_list: bool = True
    in_filter: bool = False

    def parsed(self, text: str) -> tuple[Any, str]:
        """Return the value that the text states and "", or None and what is wrong with it.

        Organizations, countries and places are looked up by the service that keeps the record.
        """
        text = text.strip()
        if not text:
            return self.empty(), _("This is needed.") if self.required else ""
        if holds_other_signs(text):
            return None, _("It holds a sign that cannot be kept.")
        if self.holds in _READERS:
            return _READERS[self.holds](self, text)
        if len(text) > self.longest:
            said = _("It has %(has)d characters; at most %(most)d can be kept.")
            return None, said % {"has": len(text), "most": self.longest}
        if sentence := classified(text):
            return None, sentence
        return text, ""

    def empty(self) -> Any:
        return None if self.holds in _WITHOUT_TEXT else ""

    def written(self, value: Any) -> str:
        """Return the value as text that `parsed` reads back."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, float):
            return f"{value:.2f}".removesuffix(".00")
        return str(value)


_WITHOUT_TEXT = (Holds.DAY, Holds.COUNT, Holds.AMOUNT, Holds.YES_NO)


def _day(field: Field, text: str) -> tuple[Any, str]:
    try:
        return dt.date.fromisoformat(text), ""
    except ValueError:
        said = _('"%(text)s" is not a day. Write it as 2011-05-31.')
        return None, said % {"text": text[:40]}


def _count(field: Field, text: str) -> tuple[Any, str]:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text), ""
    said = _('"%(text)s" is not a whole number from 0 to 999999999.')
    return None, said % {"text": text[:40]}


#: At most thirteen digits; a comma before three digits divides thousands.
_MONEY = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?")


def _amount(field: Field, text: str) -> tuple[Any, str]:
    """Read an amount of money as people write it: 120000, 1 200 000.50, 1,200,000, 99,5."""
    plain = "".join(text.split()).replace("\u2019", "").replace("'", "")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    if _MONEY.fullmatch(plain):
        return float(plain), ""
    said = _('"%(text)s" is not an amount. Write it as 120000 or 120000.50.')
    return None, said % {"text": text[:40]}


_YES, _NO = {"yes", "true", "1", "on"}, {"no", "false", "0"}


def _yes_no(field: Field, text: str) -> tuple[Any, str]:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES, ""
    return None, _('"%(text)s" is neither yes nor no.') % {"text": text[:40]}


def _choice(field: Field, text: str) -> tuple[Any, str]:
    codes = [code for code, _label in (field.choices or list)()]
    if text in codes:
        return text, ""
    said = _('"%(text)s" is none of: %(choices)s.')
    return None, said % {"text": text[:40], "choices": ", ".join(codes)}


def _sector(field: Field, text: str) -> tuple[Any, str]:
    if codelists.has("sectors", text):
        return text, ""
    said = _('"%(text)s" is no code of a sector. The page on sectors lists them.')
    return None, said % {"text": text[:40]}


def _address(field: Field, text: str) -> tuple[Any, str]:
    from django.core.exceptions import ValidationError
    from django.core.validators import URLValidator

    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return None, _('"%(text)s" is no address of a page.') % {"text": text[:80]}
    return text, ""


_READERS = {
    Holds.DAY: _day,
    Holds.COUNT: _count,
    Holds.AMOUNT: _amount,
    Holds.YES_NO: _yes_no,
    Holds.CHOICE: _choice,
    Holds.SECTOR: _sector,
    Holds.ADDRESS: _address,
}
