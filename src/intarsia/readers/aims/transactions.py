"""The table of transactions: commitments and disbursements with their year or day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pyarrow as pa

from intarsia import codelists
from intarsia.readers.aims import cells
from intarsia.readers.aims.delimited import Delimited
from intarsia.readers.aims.locations import name_orphans
from intarsia.readers.aims.projects import Activities
from intarsia.readers.columns import fill
from intarsia.tables import REMAINDERS, TRANSACTIONS, ProblemLog, from_rows
from intarsia.terms import Basis, Severity

_PLACED = frozenset(
    {
        "transaction_id",
        "project_id",
        "transaction_isodate",
        "transaction_year",
        "transaction_value_code",
        "transaction_currency",
        "transaction_value",
    }
)
_CURRENCY = re.compile(r"[A-Z]{3}")
#: A sum that differs less than this from what the rows add up to was only rounded.
_ROUNDED = 1.0
_ROUNDED_SHARE = 1e-6


def read_transactions(
    transactions: Delimited, activities: Activities, log: ProblemLog
) -> tuple[dict[str, pa.Table], int]:
    """Return the tables that the transactions fill, and how many rows belong to no project."""
    of = [activities.of.get(project) for project in transactions.column("project_id")]
    lost = name_orphans(transactions, of, log)
    kept = [at for at, activity_id in enumerate(of) if activity_id is not None]
    ids = [of[at] for at in kept]
    count: dict[str | None, int] = {}
    ordinals: list[object] = []
    for activity_id in ids:
        ordinals.append(count.get(activity_id, 0))
        count[activity_id] = count.get(activity_id, 0) + 1
    days, bases = _days(transactions, kept, log)
    references = transactions.column("transaction_id")
    tables = {
        "transactions": fill(
            TRANSACTIONS,
            {
                "activity_id": ids,
                "ordinal": ordinals,
                "row": [transactions.numbers[at] for at in kept],
                "kind": _kinds(transactions, kept, log),
                "on": days,
                "on_basis": bases,
                "value": _values(transactions, kept, log),
                "currency": _currencies(transactions, kept, log),
                "reference": [references[at] or None for at in kept],
            },
        ),
        "remainders": _remainders(transactions, kept, ids, ordinals, log),
    }
    return {name: table for name, table in tables.items() if table.num_rows}, lost


def _tally(
    log: ProblemLog,
    table: Delimited,
    code: str,
    heading: str,
    at: int,
    *,
    value: str | None = None,
    expected: str | None = None,
    severity: Severity = Severity.CHANGED,
) -> None:
    log.tally(
        code,
        severity=severity,
        sheet=table.member,
        column=heading,
        value=value,
        expected=expected,
        cell=str(table.numbers[at]),
    )


def _days(
    transactions: Delimited, kept: list[int], log: ProblemLog
) -> tuple[list[object], list[object]]:
    """Return each row's day and its basis; a year stands for its last day, derived and weak."""
    days: list[object] = []
    bases: list[object] = []
    stated, years = (
        transactions.column("transaction_isodate"),
        transactions.column("transaction_year"),
    )
    by_year: dict[str, dt.date | None] = {year: cells.last_day_of(year) for year in set(years)}
    for at in kept:
        day = cells.day(stated[at]) if stated[at] else None
        if stated[at] and day is None:
            _tally(
                log,
                transactions,
                "aims.not_a_date",
                "transaction_isodate",
                at,
                value=stated[at],
                expected="YYYY-MM-DD",
            )
        if day is None:
            day = by_year[years[at]]
            bases.append(str(Basis.YEAR))
            if day is None:
                _tally(
                    log,
                    transactions,
                    "aims.no_date",
                    "transaction_year",
                    at,
                    value=years[at] or None,
                    expected="YYYY",
                )
            else:
                _tally(
                    log,
                    transactions,
                    "aims.year_only",
                    "transaction_year",
                    at,
                    severity=Severity.NOTE,
                )
        else:
            bases.append(str(Basis.STATED))
        days.append(day)
    return days, bases


def _kinds(transactions: Delimited, kept: list[int], log: ProblemLog) -> list[object]:
    heading = "transaction_value_code"
    stated = transactions.column(heading)
    codes = {cell: codelists.v2_code("transaction_types", cell) for cell in set(stated)}
    for at in kept:
        if codes[stated[at]] is None:
            _tally(
                log,
                transactions,
                "aims.unknown_transaction_type",
                heading,
                at,
                value=stated[at] or None,
                expected="C, D, E, IF …",
            )
    return [codes[stated[at]] for at in kept]


def _values(transactions: Delimited, kept: list[int], log: ProblemLog) -> list[object]:
    heading = "transaction_value"
    values: list[object] = []
    stated = transactions.column(heading)
    for at in kept:
        value = cells.number(stated[at])
        if value is None:
            code = "aims.not_a_number" if stated[at] else "aims.value_missing"
            _tally(log, transactions, code, heading, at, value=stated[at] or None)
        elif value < 0:
            code = "aims.negative_value"
            _tally(log, transactions, code, heading, at, severity=Severity.NOTE)
        values.append(value)
    return values


def _currencies(transactions: Delimited, kept: list[int], log: ProblemLog) -> list[object]:
    heading = "transaction_currency"
    found: list[object] = []
    stated = transactions.column(heading)
    for at in kept:
        code = stated[at].upper()
        is_code = _CURRENCY.fullmatch(code) is not None
        if not is_code:
            _tally(
                log,
                transactions,
                "aims.currency_unknown",
                heading,
                at,
                value=stated[at] or None,
                expected="ISO 4217",
            )
        found.append(code if is_code else None)
    return found


def _remainders(
    transactions: Delimited,
    kept: list[int],
    ids: list[str | None],
    ordinals: list[object],
    log: ProblemLog,
) -> pa.Table:
    rows: list[Sequence[object]] = []
    for heading in dict.fromkeys(transactions.headings):
        if heading in _PLACED:
            continue
        stated = transactions.column(heading)
        before = len(rows)
        rows.extend(
            (activity_id, f"transaction/{heading}", ordinal, stated[at])
            for activity_id, ordinal, at in zip(ids, ordinals, kept, strict=True)
            if stated[at]
        )
        if len(rows) > before:
            log.tally(
                "aims.extra_column",
                severity=Severity.NOTE,
                sheet=transactions.member,
                column=heading,
                times=len(rows) - before,
            )
    return from_rows(rows, REMAINDERS.reader_schema)


def name_totals(
    projects: Delimited,
    activities: Activities,
    transactions: pa.Table | None,
    log: ProblemLog,
) -> dict[str, pa.Table]:
    """Compare the projects' own totals with their transactions; keep those that differ.

    Returns  REMAINDERS of the totals that the rows do not add up to; the others are dropped,
             for the rows say the same.
    """
    sums: dict[tuple[str, str | None], float] = {}
    if transactions is not None:
        columns = (transactions[name].to_pylist() for name in ("activity_id", "kind", "value"))
        for activity_id, kind, value in zip(*columns, strict=True):
            sums[activity_id, kind] = sums.get((activity_id, kind), 0.0) + (value or 0.0)
    rows: list[Sequence[object]] = []
    for heading, kind in (("total_commitments", "2"), ("total_disbursements", "3")):
        same = differing = 0
        for at, (activity_id, cell) in enumerate(
            zip(activities.ids, projects.column(heading), strict=True)
        ):
            if not cell:
                continue
            total, added = cells.number(cell), sums.get((activity_id, kind), 0.0)
            if total is not None and abs(total - added) <= max(
                _ROUNDED, _ROUNDED_SHARE * abs(added)
            ):
                same += 1
                continue
            differing += 1
            rows.append((activity_id, heading, 0, cell))
            _tally(log, projects, "aims.total_differs", heading, at, severity=Severity.NOTE)
        if same:
            log.tally(
                "aims.column_derived",
                severity=Severity.NOTE,
                sheet=projects.member,
                column=heading,
                times=same,
            )
    return {"remainders": from_rows(rows, REMAINDERS.reader_schema)} if rows else {}
