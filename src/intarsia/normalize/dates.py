"""When: the period and the state of each activity, stated or derived, and marked as such."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia import codelists
from intarsia.normalize.columns import with_columns
from intarsia.tables import ACTIVITIES, ProblemLog
from intarsia.terms import Basis, Status

_STATUS = {
    "1": str(Status.PIPELINE),
    "2": str(Status.IMPLEMENTATION),
    "3": str(Status.FINALISATION),
    "4": str(Status.CLOSED),
    "5": str(Status.CANCELLED),
    "6": str(Status.SUSPENDED),
}
_STATED, _DERIVED, _WEAK = str(Basis.STATED), str(Basis.DERIVED), str(Basis.WEAK)

Day = dt.date | None


def normalize_dates(
    tables: dict[str, pa.Table], log: ProblemLog, *, as_of: dt.date
) -> dict[str, pa.Table]:
    """Fill period and status of the activities.

    as_of  the day by which a status that is not stated is derived

    Actual dates go before planned ones. A row of a list that states none was going on in the
    period it speaks of: derived, and weak where only its whole file states that. An end before
    its start is dropped and named; it stays in the column that states it. Without any date the
    period is the extent of the activity's transactions and budgets: derived, and weak where these
    name quarters only.
    """
    activities = tables["activities"]
    extents = _extents(tables)
    periods, states = [], []
    columns = (
        "activity_id",
        "planned_starts_on",
        "actual_starts_on",
        "planned_ends_on",
        "actual_ends_on",
        "status_code",
        "xpath",
        "row",
        "reported_from_on",
        "reported_to_on",
        "reported_for",
    )
    for row in zip(*(activities[name].to_pylist() for name in columns), strict=True):
        starts, ends, basis = _period(row, extents, log)
        periods.append((starts, ends, basis))
        states.append(_state(row, starts, ends, basis, log, as_of))
    starts_on, ends_on, bases = zip(*periods, strict=True) if periods else ((), (), ())
    status, status_basis = zip(*states, strict=True) if states else ((), ())
    filled = with_columns(
        activities,
        ACTIVITIES,
        {
            "starts_on": pa.array(starts_on, pa.date32()),
            "ends_on": pa.array(ends_on, pa.date32()),
            "period_basis": pa.array(bases, pa.string()),
            "status": pa.array(status, pa.string()),
            "status_basis": pa.array(status_basis, pa.string()),
        },
    )
    return {**tables, "activities": filled}


def _extents(tables: dict[str, pa.Table]) -> dict[str, tuple[Day, Day, bool]]:
    """activity_id -> first day, last day of its money, and whether every day is exact."""
    transactions, budgets = tables["transactions"], tables["budgets"]
    days = pa.concat_tables(
        [
            pa.table(
                {
                    "activity_id": transactions["activity_id"],
                    "first": _first_days(transactions),
                    "last": transactions["on"],
                    "exact": pc.equal(transactions["on_basis"], _STATED),
                }
            ),
            pa.table(
                {
                    "activity_id": budgets["activity_id"],
                    "first": budgets["from_on"],
                    "last": budgets["to_on"],
                    "exact": pa.array([True] * budgets.num_rows, pa.bool_()),
                }
            ),
        ]
    )
    grouped = days.group_by("activity_id").aggregate(
        [("first", "min"), ("last", "max"), ("exact", "min")]
    )
    return {
        key: (first, last, bool(exact))
        for key, first, last, exact in zip(
            *(
                grouped[name].to_pylist()
                for name in ("activity_id", "first_min", "last_max", "exact_min")
            ),
            strict=True,
        )
    }


def _first_days(transactions: pa.Table) -> pa.ChunkedArray:
    """The first day that a transaction may have: a quarter or year is kept by its last day."""
    days, basis = transactions["on"], transactions["on_basis"]
    of_quarter = pc.floor_temporal(days, unit="quarter").cast(pa.date32())
    of_year = pc.floor_temporal(days, unit="year").cast(pa.date32())
    return pc.if_else(
        pc.equal(basis, _WEAK),
        of_quarter,
        pc.if_else(pc.equal(basis, str(Basis.YEAR)), of_year, days),
    )


def _period(
    row: tuple[Any, ...], extents: dict[str, tuple[Day, Day, bool]], log: ProblemLog
) -> tuple[Day, Day, str | None]:
    activity_id, planned_start, actual_start, planned_end, actual_end = row[:5]
    starts, ends = actual_start or planned_start, actual_end or planned_end
    if starts is None and ends is None:
        if row[8] is not None or row[9] is not None:
            # It went on in the month a list speaks of; when it began and ends is not said.
            return row[8], row[9], _DERIVED if row[10] == "row" else _WEAK
        first, last, exact = extents.get(activity_id, (None, None, True))
        if first is None and last is None:
            log.tally("date.no_period", column="activity-date")
            return None, None, None
        return first, last, _DERIVED if exact else _WEAK
    if starts is not None and ends is not None and ends < starts:
        log.changed(
            "date.ends_before_it_starts",
            cell=row[6] or (row[7] and f"row {row[7]}"),
            column="activity-date",
            activity_id=activity_id,
            value=f"{starts} – {ends}",
        )
        ends = None
    return starts, ends, _STATED


def _state(
    row: tuple[Any, ...], starts: Day, ends: Day, basis: str | None, log: ProblemLog, as_of: dt.date
) -> tuple[str | None, str | None]:
    stated = row[5]
    if stated is not None:
        status = _STATUS.get(stated) or _STATUS.get(
            codelists.v2_code("activity_statuses", stated) or ""
        )
        if status is not None:
            return status, _STATED
        log.tally("activity.unknown_status", column="activity-status", value=stated)
    if starts is None and ends is None:
        return None, None
    weak = _WEAK if basis == _WEAK else _DERIVED
    if starts is not None and starts > as_of:
        return str(Status.PIPELINE), weak
    if ends is not None and ends < as_of:
        return str(Status.CLOSED), weak
    return str(Status.IMPLEMENTATION), weak
