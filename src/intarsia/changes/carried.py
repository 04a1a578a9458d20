"""What of an activity can a 3W template carry? Rows of a picture in, cells and names out.

The template is written with these, and compared in the same form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from intarsia import codelists
from intarsia.normalize.budgets import COMMITMENTS, SPENDING
from intarsia.readers.template import BETWEEN, CELL_LETTERS
from intarsia.spelling import says_nothing

Row = Mapping[str, Any]

#: Roles that a template has a column for.
TEMPLATE_ROLES = ("reporting", "funding", "implementing")
#: The sector of what states none.
NO_SECTOR = "unallocated"


def carried_text(text: str | None) -> str | None:
    """Return a text as a cell holds it: on one line, and not longer than a cell."""
    if text is None or says_nothing(text):
        return None
    return " ".join(printable(text).split())[:CELL_LETTERS].strip() or None


def carried_name(text: str | None) -> str | None:
    """Return one of several names in a cell: without the sign that stands between them."""
    found = carried_text(text)
    return found and (found.replace(BETWEEN, ",").strip() or None)


def carried_names(participations: Iterable[Row]) -> dict[str, list[str]]:
    """Return role -> names of organizations, each once, of the roles that a template knows."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for row in sorted(participations, key=lambda row: row["ordinal"]):
        name = carried_name(
            row["name_as_reported"] or row["acronym_as_reported"] or row["identifier_as_reported"]
        )
        if name and row["role"] in TEMPLATE_ROLES:
            names[row["role"]][name] = None
    return {role: list(found) for role, found in names.items()}


def carried_sectors(rows: Iterable[Row], language: str) -> list[str]:
    """Return the names of Intarsia's sectors of an activity, else of those it states; sorted."""
    said = list(rows)
    codes = {row["sector_code"] for row in said if row["sector_code"]} - {NO_SECTOR}
    if codes:
        return sorted(codelists.name("sectors", code, language) for code in codes)
    unknown = (row for row in said if not row["sector_code"])
    names = {carried_name(row["name_as_reported"] or row["source_code"]) for row in unknown}
    return sorted(name for name in names if name)


def carried_place(row: Row) -> str | None:
    """Return the name of a location that is none of the known units."""
    path = [name for name in row["path_names"] or () if name]
    name = row["name_as_reported"] or (path[-1] if path else None) or row["source_code"]
    return carried_name(name)


def carried_money(
    transactions: Iterable[Row], budgets: Iterable[Row]
) -> tuple[float | None, float | None, str | None]:
    """Return budget, what was spent, and their currency.

    A template has room for one amount of each in one currency: what is stated in several is not
    carried, and what was spent in another one than the budget is not either.
    """
    paid = list(transactions)
    committed = [row for row in paid if row["kind"] in COMMITMENTS]
    budget = _one_sum(committed or [row for row in budgets if row["kind"] == "budget"])
    spent = _one_sum(row for row in paid if row["kind"] in SPENDING)
    if budget is not None and spent is not None and budget[0] != spent[0]:
        spent = None
    currency = (budget or spent or (None, None))[0]
    return budget and budget[1], spent and spent[1], currency


def sums_of(rows: Iterable[Row]) -> dict[str | None, float]:
    """Return the amounts of rows of money by currency as stated."""
    sums: dict[str | None, list[float]] = defaultdict(list)
    for row in rows:
        if row["value"] is not None:
            sums[row["currency"]].append(row["value"])
    # In sorted order, so that the order of a file does not move the last digit.
    return {currency: sum(sorted(values)) for currency, values in sums.items()}


def _one_sum(rows: Iterable[Row]) -> tuple[str | None, float] | None:
    sums = sums_of(rows)
    return next(iter(sums.items())) if len(sums) == 1 else None


def printable(text: str) -> str:
    """Return a text without signs that a workbook cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")
