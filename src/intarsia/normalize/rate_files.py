"""Reads a table of exchange rates that somebody hands in: csv or xlsx, rows of currency, date
and rate. The UN operational rates of exchange are published in this form.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intarsia import periods
from intarsia.normalize.rate_series import MoneyError, Series
from intarsia.readers.archive import first_member
from intarsia.readers.workbook import open_workbook

#: Days for which a currency's last rate may still be used.
LAST_VALID_DAYS = 366
_HEAD_ROWS = 30
_CODE_HEADINGS = (
    "currency abbreviation", "abbreviation", "currency abbrev", "abbrev", "currency code",
    "iso code", "iso 4217", "iso", "code", "currency",
)  # fmt: skip
_DATE_HEADINGS = ("effective date", "date", "valid from", "from", "day", "on", "as of")
_RATE = re.compile(r"\brate\b|\bunits? per\b|\bper units?\b|\bper usd\b|\bper us dollar\b")
_DOLLARS_PER_UNIT = re.compile(r"\b(usd|dollars?) (per|for) (1|one|a|unit)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WITH_MONTH = re.compile(r"(\d{1,2})[\s./-]+([A-Za-z]{3,9})\.?[\s./,-]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_CODE = re.compile(r"[A-Z]{3}")
_EXPECTED_DATE = "2011-05-31, 31 May 2011"

_Row = Sequence[object]


@dataclass(frozen=True)
class _Columns:
    """Positions of the columns, the number of the row of headings from 0, and the direction."""

    row: int
    code: int
    date: int
    rate: int
    is_dollars_per_unit: bool


def read_rate_file(path: Path) -> dict[str, Series]:
    """Return the rates of a file by currency.

    Raises  MoneyError "money.rates_unreadable"; ReaderError for a damaged workbook.
    """
    rows = _rows(path)
    columns = _columns(rows, path)
    days = _days(rows, columns, path)
    found: dict[str, dict[dt.date, float]] = {}
    for at, day in days.items():
        row = rows[at]
        code = _text(row[columns.code]).upper()
        rate = _number(row[columns.rate])
        if rate is None or rate <= 0:
            raise _unreadable(path, at, _text(row[columns.rate]), "71.25")
        dollars = rate if columns.is_dollars_per_unit else 1 / rate
        by_day = found.setdefault(code, {})
        if by_day.get(day, dollars) != dollars:
            raise _unreadable(path, at, f"{code} {day}", "one rate for a currency and date")
        by_day[day] = dollars
    if not found:
        raise _unreadable(path, columns.row, "", "rows of currency, date and rate")
    return {code: _series(by_day) for code, by_day in found.items()}


def _series(by_day: dict[dt.date, float]) -> Series:
    ordered = sorted(by_day.items())
    days = np.array([day for day, _ in ordered], "datetime64[D]")
    # A rate holds until the next one; how long the last one holds, the table does not say.
    until = np.append(days[1:] - 1, days[-1] + LAST_VALID_DAYS)
    return Series(days, np.array([dollars for _, dollars in ordered]), until)


def _rows(path: Path) -> list[_Row]:
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise MoneyError(
            "money.rates_unreadable",
            f"{path.name} cannot be opened: {reason.strerror}.",
            file=path.name,
            row="",
            value=reason.strerror,
            expected="csv, xlsx",
        ) from None
    if first_member(content[:8192]) is not None:
        book = open_workbook(path, path.name)
        tables: list[list[_Row]] = [list(book.sheet(name).rows()) for name in book.sheet_names]
        return next((rows for rows in tables if _found(rows)), tables[0] if tables else [])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    delimiter = max(",;\t", key=text[:4000].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as reason:
        raise _unreadable(path, 0, str(reason), "csv, xlsx") from None


def _found(rows: Sequence[_Row]) -> _Columns | None:
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        headings = [_heading(cell) for cell in row]
        code = next((headings.index(one) for one in _CODE_HEADINGS if one in headings), None)
        date = next((headings.index(one) for one in _DATE_HEADINGS if one in headings), None)
        rate = next((at for at, one in enumerate(headings) if _RATE.search(one)), None)
        if code is not None and date is not None and rate is not None:
            dollars = _DOLLARS_PER_UNIT.search(headings[rate]) is not None
            return _Columns(at, code, date, rate, dollars)
    return None


def _columns(rows: Sequence[_Row], path: Path) -> _Columns:
    columns = _found(rows)
    if columns is None:
        raise _unreadable(path, 0, "", "currency, date, rate")
    return columns


def _days(rows: Sequence[_Row], columns: _Columns, path: Path) -> dict[int, dt.date]:
    """Return the day of each row that states a rate.

    Days such as 03/04/2011 are read in the order that the other days of the file betray.
    """
    stated: dict[int, object] = {}
    for at in range(columns.row + 1, len(rows)):
        row = rows[at]
        if len(row) <= max(columns.code, columns.date, columns.rate):
            continue
        code, rate = _text(row[columns.code]), _text(row[columns.rate])
        if not rate and not _text(row[columns.date]):
            continue
        if not _CODE.fullmatch(code.upper()):
            raise _unreadable(path, at, code, "AFN, EUR, USD …")
        stated[at] = row[columns.date]
    numeric = [_NUMERIC.fullmatch(_text(cell)) for cell in stated.values()]
    parts = [(int(one[1]), int(one[2])) for one in numeric if one]
    day_first = any(first > 12 for first, _ in parts)
    month_first = any(second > 12 for _, second in parts)
    days: dict[int, dt.date] = {}
    for at, cell in stated.items():
        order = None if day_first == month_first else day_first
        day = _day(cell, order)
        if day is None or not periods.is_plausible(day):
            raise _unreadable(path, at, _text(cell), _EXPECTED_DATE)
        days[at] = day
    return days


def _day(cell: object, day_first: bool | None) -> dt.date | None:
    """Return a day; null where it is none, or where day and month cannot be told apart.

    >>> _day("01 Feb 2023", None), _day("3/4/2011", True), _day("3/4/2011", None)
    (datetime.date(2023, 2, 1), datetime.date(2011, 4, 3), None)
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    said = _text(cell)
    try:
        if found := _WITH_MONTH.fullmatch(said):
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return dt.date(year, _MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
        if found := _MONTH_FIRST.fullmatch(said):
            return dt.date(int(found[3]), _MONTHS.index(found[1][:3].lower()) + 1, int(found[2]))
        if found := _NUMERIC.fullmatch(said):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            if day_first is None:
                return dt.date(year, first, second) if first == second else None
            return dt.date(year, second, first) if day_first else dt.date(year, first, second)
        return dt.date.fromisoformat(said[:10])
    except ValueError:
        return None


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    said = _text(cell).replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d+", said):
        said = said.replace(",", "")
    return float(said) if re.fullmatch(r"\d+(\.\d+)?([eE][+-]?\d+)?", said) else None


def _heading(cell: object) -> str:
    letters = unicodedata.normalize("NFKD", str(cell)).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^0-9a-z]+", " ", plain).strip()


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _unreadable(path: Path, at: int, value: str, expected: str) -> MoneyError:
    stated = f"“{value}” stands there" if value else "nothing of it stands there"
    return MoneyError(
        "money.rates_unreadable",
        f"{path.name}, row {at + 1}: expected {expected}, but {stated}. "
        "No rate of the file was used. Correct the row and run again.",
        file=path.name,
        row=str(at + 1),
        value=value,
        expected=expected,
    )
