"""What one cell of a by-country sheet says: each function takes a cell, none looks at a row.

A sheet has few distinct cells in each column, so each is read once however often it stands there.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from intarsia import codelists, periods

#: What the export writes where it knows nothing.
_NOTHING = frozenset({"", "no data", "aucune donnée", "aucune donnee"})
#: What publishers write in the place of an organization's identifier when they have none.
_NO_IDENTIFIER = frozenset({"", "-", "n/a", "na", "nan", "none", "null", "tbc", "tbd"})
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad \t\r\n\u00a0\u202f"

_CODED = re.compile(r"([0-9A-Za-z]+)\s+[-–—]\s+(.+)", re.DOTALL)
_CODE_ALONE = re.compile(r"[A-Z]?\d+|[A-Z]{2}")
_WITH_IDENTIFIER = re.compile(r"(.*?)\s*\[([^\[\]]*)\]", re.DOTALL)
#: Several organizations in a cell: each ends in its bracket, or in a space where it has none.
_BETWEEN_ORGANIZATIONS = re.compile(r"(?<=[\]\s]);\s")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SPACED_NUMBER = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f'’]\d{3})*([.,]\d+)?")
_GROUPED_BY_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}")
_GROUPED_BY_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(\d{1,2}|\d{4,})")
_QUARTER = re.compile(r"[QTqt]?\s*([1-4])(\.0)?")
_YEAR_AND_QUARTER = re.compile(r"(\d{4})\s*-?\s*[QTqt]\s*([1-4])")
_YES = frozenset({"1", "1.0", "true", "yes", "y", "oui", "o", "vrai"})
_NO = frozenset({"0", "0.0", "false", "no", "n", "non", "faux"})

#: First and last day; null where not known.
Period = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True)
class Coded:
    """A code and its name: "110 - Standard grant"."""

    code: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Named:
    """An organization as a cell names it: "United Nations Population Fund [41119]".

    dropped   what stood in the identifier's place and is none
    """

    name: str | None
    identifier: str | None
    dropped: str | None = None

    @property
    def key(self) -> str:
        """What makes two namings one organization here: the identifier, else the name."""
        return self.identifier or (self.name or "").casefold()


@dataclass(frozen=True)
class Sector:
    """A sector with the vocabulary its code is from."""

    vocabulary: str
    code: str | None
    name: str | None


def text(cell: object) -> str | None:
    """Return what a cell says as text; null where it says nothing.

    >>> text(41119.0), text(" x\\u00a0"), text("No data"), text(dt.date(2011, 5, 31))
    ('41119', 'x', None, '2011-05-31')
    """
    if isinstance(cell, str):
        stripped = cell.strip(_INVISIBLE)
        return None if stripped.casefold() in _NOTHING else stripped
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def coded(cell: object) -> Coded:
    """Return a cell's code and name; a text without a code is a name alone.

    >>> coded("C01 - Projects"), coded(110.0)
    (Coded(code='C01', name='Projects'), Coded(code='110', name=None))
    >>> coded("Aucune donnée")
    Coded(code=None, name=None)
    """
    said = text(cell)
    if said is None:
        return Coded()
    both = _CODED.fullmatch(said)
    if both:
        return Coded(both[1], both[2].strip())
    return Coded(said, None) if _CODE_ALONE.fullmatch(said) else Coded(None, said)


def organizations(cell: object) -> tuple[Named, ...]:
    """Return the organizations that a cell names, each once, in their order.

    >>> [(one.name, one.identifier) for one in organizations("UNICEF ; Sida [SE-6]; UNICEF ")]
    [('UNICEF', None), ('Sida', 'SE-6')]
    """
    if text(cell) is None:
        return ()
    whole = text(cell) if not isinstance(cell, str) else cell
    found: dict[str, Named] = {}
    for part in _BETWEEN_ORGANIZATIONS.split(whole or ""):
        named = _named(part)
        if named is not None:
            found.setdefault(named.key, named)
    return tuple(found.values())


def _named(part: str) -> Named | None:
    said = text(part)
    if said is None:
        return None
    both = _WITH_IDENTIFIER.fullmatch(said)
    if not both:
        return Named(said, None)
    name, identifier = both[1].strip() or None, both[2].strip()
    if identifier.casefold() not in _NO_IDENTIFIER:
        return Named(name, identifier)
    return Named(name, None, identifier) if name else None


def sector(sector_cell: object, category_cell: object) -> Sector | None:
    """Return the sector of a row; its category where only that is known.

    >>> sector("13010 - Population policy", "130 - Population")
    Sector(vocabulary='1', code='13010', name='Population policy')
    >>> sector("", "150 - Government")
    Sector(vocabulary='2', code='150', name='Government')
    """
    stated = coded(sector_cell)
    if stated.code is None and stated.name is None:
        stated = coded(category_cell)
    if stated.code is None and stated.name is None:
        return None
    code = stated.code or ""
    # IATI SectorVocabulary: 1 = DAC 5 digits, 2 = DAC 3 digits, 99 = the reporter's own.
    vocabulary = {5: "1", 3: "2"}.get(len(code), "99") if code.isdigit() else "99"
    return Sector(vocabulary, stated.code, stated.name)


def number(cell: object) -> float | None:
    """Return a cell's number; null where it is none or could be two.

    >>> number("1 234,50"), number("(100)"), number("1,234"), number("1,234.5"), number(True)
    (1234.5, -100.0, None, 1234.5, None)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float | int):
        value = float(cell)
        return value if value - value == 0 else None
    said = text(cell)
    if said is None:
        return None
    if said.startswith("(") and said.endswith(")"):
        inner = number(said[1:-1].strip())
        return -inner if inner is not None and inner >= 0 else None
    if _PLAIN_NUMBER.fullmatch(said):
        return float(said)
    if _GROUPED_BY_COMMA.fullmatch(said):
        return float(said.replace(",", ""))
    if _GROUPED_BY_POINT.fullmatch(said):
        return float(said.replace(".", "").replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(said):
        return float(said.replace(",", "."))
    if _SPACED_NUMBER.fullmatch(said) and any(mark in said for mark in " \u00a0\u202f'’"):
        return float(re.sub("[ \u00a0\u202f'’]", "", said).replace(",", "."))
    return None


def year(cell: object) -> int | None:
    """Return a calendar year in which there can have been aid; else null.

    >>> year(2019.0), year("2019"), year(20.0), year("soon")
    (2019, 2019, None, None)
    """
    stated = number(cell)
    if stated is None or not stated.is_integer():
        return None
    return int(stated) if periods.EARLIEST.year <= stated <= periods.LATEST.year else None


def quarter(cell: object) -> int | None:
    """Return a quarter's number, 1-4.

    >>> quarter("Q4"), quarter("T2"), quarter(3.0), quarter("Q5")
    (4, 2, 3, None)
    """
    found = _QUARTER.fullmatch(text(cell) or "")
    return int(found[1]) if found else None


def year_and_quarter(cell: object) -> tuple[int, int] | None:
    """Return both from one cell.

    >>> year_and_quarter("2019 Q4")
    (2019, 4)
    """
    found = _YEAR_AND_QUARTER.fullmatch(text(cell) or "")
    if not found or year(found[1]) is None:
        return None
    return int(found[1]), int(found[2])


def flag(cell: object) -> bool | None:
    """Return a truth value; null where the cell holds neither.

    >>> flag(1.0), flag("non"), flag(0.5), flag("")
    (True, False, None, None)
    """
    said = (text(cell) or "").casefold()
    return True if said in _YES else False if said in _NO else None


def transaction_type(cell: object) -> str | None:
    """Return an IATI TransactionType code, or "budget"; null where the cell is neither.

    >>> transaction_type("3 - Décaissement"), transaction_type("budget - Budget")
    ('3', 'budget')
    """
    stated = coded(cell)
    code = stated.code or ""
    if code.casefold() == "budget" or (stated.name or "").casefold() == "budget":
        return "budget"
    if codelists.has("transaction_types", code):
        return code
    if code or stated.name is None:
        return None
    return codelists.v2_code("transaction_types", stated.name)


def period(
    year_cell: object, quarter_cell: object, both_cell: object
) -> tuple[Period, str | None, object]:
    """Return a row's first and last day, and the problem's code and cell where there is one.

    >>> period(2019.0, "Q4", "")[0]
    (datetime.date(2019, 10, 1), datetime.date(2019, 12, 31))
    """
    year_read, quarter_read = year(year_cell), quarter(quarter_cell)
    both_read = year_and_quarter(both_cell)
    if year_read is not None and quarter_read is not None:
        if both_read not in (None, (year_read, quarter_read)):
            return periods.quarter(year_read, quarter_read), "country_sheet.two_quarters", both_cell
        return periods.quarter(year_read, quarter_read), None, None
    if both_read is not None:
        return periods.quarter(*both_read), None, None
    if year_read is None:
        return (None, None), "country_sheet.year_unknown", year_cell
    # Only the year is known: the row belongs to all of it.
    whole = (dt.date(year_read, 1, 1), dt.date(year_read, 12, 31))
    return whole, "country_sheet.quarter_unknown", quarter_cell
