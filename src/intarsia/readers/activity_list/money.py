"""How much money: budgets and expenditure of each row, with the currency the list states."""

from __future__ import annotations

import re

import pyarrow as pa

from intarsia import codelists
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.figures import figures_of
from intarsia.readers.activity_list.listed import Listed, each_distinct
from intarsia.readers.activity_list.when import When
from intarsia.readers.columns import fill
from intarsia.tables import BUDGETS, TRANSACTIONS, ProblemLog
from intarsia.terms import Basis

_EXPENDITURE = "4"
_NAMES = {
    "$": "USD", "us$": "USD", "us dollar": "USD", "us dollars": "USD", "dollars": "USD",
    "dollar": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR", "евро": "EUR", "доллар": "USD",
    "доллары сша": "USD", "£": "GBP", "francs suisses": "CHF", "₴": "UAH", "₾": "GEL",
}  # fmt: skip


def budgets(listed: Listed, ids: list[str], when: When, log: ProblemLog) -> pa.Table:
    """Return BUDGETS of the rows: one a stated budget, for the activity's period."""
    columns = listed.of(Field.BUDGET)
    if not columns:
        return fill(BUDGETS, {"activity_id": []})
    currencies = _currencies(listed, log)
    table: dict[str, list[object]] = {
        name: []
        for name in (
            "activity_id",
            "ordinal",
            "row",
            "kind",
            "from_on",
            "to_on",
            "value",
            "currency",
            "value_on",
        )
    }
    numbers = [figures_of(listed, column, log, is_count=False) for column in columns]
    for row, activity_id in enumerate(ids):
        first = when.planned_starts_on[row] or when.actual_starts_on[row]
        last = when.planned_ends_on[row] or when.actual_ends_on[row]
        first, last = first or when.reported_from_on[row], last or when.reported_to_on[row]
        ordinal = 0
        for column, values in zip(columns, numbers, strict=True):
            if values[row] is None:
                continue
            currency = column.currency or currencies[row]
            one = (activity_id, ordinal, listed.rows[row], "budget", first, last)
            for kept, value in zip(
                table.values(), (*one, values[row], currency, first), strict=True
            ):
                kept.append(value)
            ordinal += 1
    return fill(BUDGETS, table)


def transactions(listed: Listed, ids: list[str], when: When, log: ProblemLog) -> pa.Table:
    """Return TRANSACTIONS of the rows: what was spent, up to the end of the reported period."""
    columns = listed.of(Field.SPENT)
    if not columns:
        return fill(TRANSACTIONS, {"activity_id": []})
    currencies = _currencies(listed, ProblemLog(log.file))
    table: dict[str, list[object]] = {
        name: []
        for name in (
            "activity_id",
            "ordinal",
            "row",
            "kind",
            "on",
            "on_basis",
            "value",
            "currency",
            "value_on",
        )
    }
    numbers = [figures_of(listed, column, log, is_count=False) for column in columns]
    for row, activity_id in enumerate(ids):
        day = when.reported_to_on[row] or when.actual_ends_on[row]
        basis = str(Basis.STATED if when.reported_for[row] == "row" else Basis.WEAK)
        ordinal = 0
        for column, values in zip(columns, numbers, strict=True):
            if values[row] is None:
                continue
            currency = column.currency or currencies[row]
            one = (activity_id, ordinal, listed.rows[row], _EXPENDITURE, day, basis)
            for kept, value in zip(table.values(), (*one, values[row], currency, day), strict=True):
                kept.append(value)
            ordinal += 1
    return fill(TRANSACTIONS, table)


def _currencies(listed: Listed, log: ProblemLog) -> list[str | None]:
    def code(text: str) -> str | None:
        bare = text.casefold().strip(" .")
        found = _NAMES.get(bare) or re.sub(r"[^A-Z]", "", text.upper())
        if codelists.has("currencies", found):
            return found
        log.tally("money.unknown_currency", column="currency", value=text, sheet=listed.sheet)
        return None

    return each_distinct(listed.texts(Field.CURRENCY), code)
