"""How much money: budgets and expenditure of each row, with the currency the list states."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import isclose

import pyarrow as pa

from intarsia import codelists
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.figures import figures_of
from intarsia.readers.activity_list.heading_signs import currency_in
from intarsia.readers.activity_list.listed import Column, Listed, each_distinct
from intarsia.readers.activity_list.when import When
from intarsia.readers.columns import fill
from intarsia.spelling import folded
from intarsia.tables import BUDGETS, TRANSACTIONS, ProblemLog
from intarsia.terms import Basis, Severity

_EXPENDITURE = "4"
_NAMES = {
    "$": "USD", "us$": "USD", "us dollar": "USD", "us dollars": "USD", "dollars": "USD",
    "dollar": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR", "евро": "EUR", "доллар": "USD",
    "доллары сша": "USD", "£": "GBP", "francs suisses": "CHF", "₴": "UAH", "₾": "GEL",
}  # fmt: skip
_BUDGET = ("activity_id", "ordinal", "row", "kind", "from_on", "to_on", "value", "currency")
_TRANSACTION = ("activity_id", "ordinal", "row", "kind", "on", "on_basis", "value", "currency")
#: Codes that ISO 4217 leaves free begin with X.
_OWN_CODE = re.compile(r"X[A-Z]{2}")
#: Words of a heading that only say the currency.
_CURRENCY_WORDS = re.compile(r"\b(?:us|dollars?|euros?|local currency|in|en|в)\b")


def budgets(listed: Listed, ids: list[str], when: When, log: ProblemLog) -> pa.Table:
    """Return BUDGETS of the rows: one a stated budget, for the activity's period.

    A column a month is a budget of that month. The same budget in two currencies, by two
    headings that differ in nothing else, is one: in US dollars where that is stated.
    """
    columns = listed.of(Field.BUDGET)
    currencies = _currencies(listed, log)
    table: dict[str, list[object]] = {name: [] for name in (*_BUDGET, "value_on")}
    numbers = _amounts(listed, columns, log)
    for row, activity_id in enumerate(ids if columns else ()):
        first = when.planned_starts_on[row] or when.actual_starts_on[row]
        last = when.planned_ends_on[row] or when.actual_ends_on[row]
        first, last = first or when.reported_from_on[row], last or when.reported_to_on[row]
        if first and last and last < first:
            # What begins after the period of the report, and does not say its end, has none.
            last = None
        ordinal = 0
        for column, values in zip(columns, numbers, strict=True):
            if values[row] is None:
                continue
            month = column.month
            start, end = (first, last) if month is None else (month.first, month.last)
            currency = column.currency or currencies[row]
            one = (activity_id, ordinal, listed.rows[row], "budget", start, end)
            for kept, value in zip(
                table.values(), (*one, values[row], currency, start), strict=True
            ):
                kept.append(value)
            ordinal += 1
    _keep_currencies(listed, currencies)
    return fill(BUDGETS, table)


def transactions(listed: Listed, ids: list[str], when: When, log: ProblemLog) -> pa.Table:
    """Return TRANSACTIONS of the rows: what was spent, up to the end of the reported period."""
    columns = listed.of(Field.SPENT)
    currencies = currencies_of(listed)
    table: dict[str, list[object]] = {name: [] for name in (*_TRANSACTION, "value_on")}
    numbers = _amounts(listed, columns, log)
    for row, activity_id in enumerate(ids if columns else ()):
        day = when.reported_to_on[row] or when.actual_ends_on[row]
        basis = str(Basis.STATED if when.reported_for[row] == "row" else Basis.WEAK)
        ordinal = 0
        for column, values in zip(columns, numbers, strict=True):
            if values[row] is None:
                continue
            on, sure = (day, basis)
            if column.month is not None:
                on, sure = column.month.last, str(Basis.STATED)
            currency = column.currency or currencies[row]
            one = (activity_id, ordinal, listed.rows[row], _EXPENDITURE, on, sure)
            for kept, value in zip(table.values(), (*one, values[row], currency, on), strict=True):
                kept.append(value)
            ordinal += 1
    return fill(TRANSACTIONS, table)


def currencies_of(listed: Listed) -> list[str | None]:
    """Return the ISO 4217 code of the currency that each row states; None where unknown."""
    return each_distinct(listed.texts(Field.CURRENCY), _code)


def _code(text: str) -> str | None:
    bare = text.casefold().strip(" .")
    found = _NAMES.get(bare) or re.sub(r"[^A-Z]", "", text.upper())
    if codelists.has("currencies", found) or _OWN_CODE.fullmatch(text.strip()):
        return found
    return currency_in(text)


def _currencies(listed: Listed, log: ProblemLog) -> list[str | None]:
    codes = currencies_of(listed)
    column = next(iter(listed.of(Field.CURRENCY)), None)
    for row, text in enumerate(listed.texts(Field.CURRENCY)):
        if text is None or codes[row] is not None:
            continue
        log.tally(
            "money.unknown_currency",
            column="currency" if column is None else column.heading,
            value=text,
            sheet=listed.sheet,
        )
        if column is not None:
            listed.unread.append((row, column))
    return codes


def _keep_currencies(listed: Listed, currencies: Sequence[str | None]) -> None:
    """Keep as text a currency that differs from the one a heading states for the same money."""
    stated = {c.currency for c in listed.of(Field.BUDGET, Field.SPENT) if c.currency is not None}
    column = next(iter(listed.of(Field.CURRENCY)), None)
    if column is None or not stated:
        return
    listed.unread.extend(
        (row, column) for row, code in enumerate(currencies) if code and code not in stated
    )


def _amounts(listed: Listed, columns: list[Column], log: ProblemLog) -> list[list[float | None]]:
    """The amounts of each column; what another column says of the same money is not twice."""
    amounts = [figures_of(listed, column, log, is_count=False) for column in columns]
    twice = [*_in_other_currencies(columns, amounts), *_by_month_too(columns, amounts)]
    for row, again, first in twice:
        if amounts[again][row] is None:
            continue
        amounts[again][row] = None
        listed.unread.append((row, columns[again]))
        log.tally(
            "money.stated_twice",
            severity=Severity.NOTE,
            sheet=listed.sheet,
            column=columns[again].heading,
            expected=columns[first].heading,
            cell=listed.cell(row, columns[again]),
        )
    return amounts


#: Row, column of the amount that says it again, column that says it first.
_Twice = Iterator[tuple[int, int, int]]


def _in_other_currencies(columns: list[Column], amounts: list[list[float | None]]) -> _Twice:
    """Headings that differ in their currency only: US dollars go first."""
    alike: dict[object, list[int]] = defaultdict(list)
    for number, column in enumerate(columns):
        if column.currency is not None:
            alike[_without_currency(column), column.month].append(number)
    for same in alike.values():
        if len(same) < 2 or len({columns[n].currency for n in same}) < len(same):
            continue
        same = sorted(same, key=lambda n: (columns[n].currency != "USD", n))
        for row in range(len(amounts[same[0]])):
            stated = [n for n in same if amounts[n][row] is not None]
            yield from ((row, number, stated[0]) for number in stated[1:])


def _by_month_too(columns: list[Column], amounts: list[list[float | None]]) -> _Twice:
    """A total beside its months: where they come to it they say more, else the total counts."""
    for currency in dict.fromkeys(column.currency for column in columns):
        same = [n for n, column in enumerate(columns) if column.currency == currency]
        whole = [n for n in same if columns[n].month is None]
        months = [n for n in same if columns[n].month is not None]
        for row in range(len(amounts[0]) if whole and months else 0):
            total, parts = (
                {n: value for n in found if (value := amounts[n][row]) is not None}
                for found in (whole, months)
            )
            if not total or not parts:
                continue
            agree = isclose(sum(total.values()), sum(parts.values()), rel_tol=0.01)
            kept, again = (parts, total) if agree else (total, parts)
            yield from ((row, number, next(iter(kept))) for number in again)


def _without_currency(column: Column) -> str:
    text = re.sub(rf"[$€£₴₾₽¥]|\b{column.currency}\b", " ", column.heading)
    return " ".join(_CURRENCY_WORDS.sub(" ", folded(text)).split())
