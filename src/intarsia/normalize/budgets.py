"""How much: each activity's money in US dollars, from its transactions and budgets."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.columns import with_columns
from intarsia.tables import ACTIVITIES

Period = tuple[dt.date | None, dt.date | None]

#: IATI TransactionType: outgoing commitment; disbursement and expenditure.
COMMITMENTS = ("2",)
SPENDING = ("3", "4")


def normalize_budgets(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Fill `budget_usd`, `budget_basis` and `spent_usd` of the activities.

    budget_usd  outgoing commitments where there are any, else budgets; where a budget of the
                same period was revised, the revision counts and not the original
    spent_usd   disbursements and expenditure

    Null where nothing with known dollars is stated: unknown is not zero.
    """
    transactions = tables["transactions"]
    committed = _sums(transactions, COMMITMENTS)
    spent = _sums(transactions, SPENDING)
    budgeted = _budgeted(tables["budgets"])
    ids = tables["activities"]["activity_id"].to_pylist()
    amounts: list[float | None] = []
    bases: list[str | None] = []
    for activity_id in ids:
        if activity_id in committed:
            amounts.append(committed[activity_id])
            bases.append("commitments")
        else:
            amounts.append(budgeted.get(activity_id))
            bases.append("budgets" if activity_id in budgeted else None)
    filled = with_columns(
        tables["activities"],
        ACTIVITIES,
        {
            "budget_usd": pa.array(amounts, pa.float64()),
            "budget_basis": pa.array(bases, pa.string()),
            "spent_usd": pa.array([spent.get(key) for key in ids], pa.float64()),
        },
    )
    return {**tables, "activities": filled}


def _sums(transactions: pa.Table, kinds: tuple[str, ...]) -> dict[str, float]:
    wanted = transactions.filter(
        pc.and_(
            pc.is_in(transactions["kind"], pa.array(kinds)),
            pc.is_valid(transactions["value_usd"]),
        )
    )
    grouped = wanted.group_by("activity_id", use_threads=False).aggregate([("value_usd", "sum")])
    return dict(
        zip(grouped["activity_id"].to_pylist(), grouped["value_usd_sum"].to_pylist(), strict=True)
    )


def _budgeted(budgets: pa.Table) -> dict[str, float]:
    """Sum of budgets by activity; a revised one (type 2) replaces the original of its period."""
    amounts: dict[str, dict[Period, float]] = {}
    originals: dict[str, dict[Period, float]] = {}
    rows = zip(
        *(
            budgets[name].to_pylist()
            for name in ("activity_id", "kind", "type_code", "from_on", "to_on", "value_usd")
        ),
        strict=True,
    )
    for activity_id, kind, type_code, from_on, to_on, value in rows:
        if kind != "budget" or value is None:
            continue
        into = amounts if type_code == "2" else originals
        of_activity = into.setdefault(activity_id, {})
        of_activity[from_on, to_on] = of_activity.get((from_on, to_on), 0.0) + value
    return {
        activity_id: sum(_counted(originals.get(activity_id, {}), amounts.get(activity_id, {})))
        for activity_id in {*originals, *amounts}
    }


def _counted(original: dict[Period, float], revised: dict[Period, float]) -> list[float]:
    """Every revised budget, and the originals whose period no revision touches."""
    untouched = [
        value
        for (begins, ends), value in original.items()
        if not any(_meet((begins, ends), other) for other in revised)
    ]
    return [*untouched, *revised.values()]


def _meet(one: Period, other: Period) -> bool:
    """Whether two periods share a day; those without both days meet where they are the same."""
    if None in one or None in other:
        return one == other
    return bool(one[0] <= other[1] and other[0] <= one[1])  # type: ignore[operator]
