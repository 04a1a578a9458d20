"""Which reports of a source are expected, and which came in. Whoever asks has checked who looks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from intarsia.periods import ExpectedReport, PeriodState, covered_by, expected_reports
from intarsia_site.reports.models import ReportImport, Source

State = ReportImport.State
#: What counts as received: it was imported, or it had nothing new in it.
RECEIVED = (State.IMPORTED, State.UNCHANGED)
#: Waiting for its own people to look at it, or for the worker.
ON_ITS_WAY = (State.WAITING, State.READING, State.READY, State.QUEUED, State.IMPORTING)
#: The day it came in, and the period it says it is about.
Receipt = tuple[dt.date, tuple[dt.date, dt.date] | None]


def receipts_of(sources: Iterable[Source]) -> Mapping[int, Sequence[Receipt]]:
    """Return what came in, by key of the source: one query for all of them."""
    found: dict[int, list[Receipt]] = defaultdict(list)
    rows = ReportImport.objects.filter(source__in=list(sources), state__in=RECEIVED)
    for source, at, period in rows.order_by("pk").values_list(
        "source_id", "created_at", "summary__period"
    ):
        found[source].append((at.date(), _span(period)))
    return found


def expected_of(
    source: Source, receipts: Sequence[Receipt], *, as_of: dt.date
) -> tuple[ExpectedReport, ...]:
    """Return the periods that have begun, the oldest first; none where no rhythm is agreed or the
    source has ended."""
    if source.every_months is None or source.expected_from_on is None or source.ended_at:
        return ()
    first_on, every = source.expected_from_on, source.every_months
    covered = [
        covered_by(received_on, stated, first_on=first_on, every_months=every)
        for received_on, stated in receipts
        if received_on >= first_on
    ]
    return expected_reports(
        first_on,
        covered,
        every_months=every,
        due_after_days=source.due_after_days,
        as_of=as_of,
    )


def missing_of(expected: Sequence[ExpectedReport]) -> ExpectedReport | None:
    """Return the last period that has ended and whose report is not there; None where it is."""
    ended = [one for one in expected if one.state is not PeriodState.RUNNING]
    last = ended[-1] if ended else None
    # A running period that is reported already says nothing about the one before.
    return last if last is not None and last.state is not PeriodState.RECEIVED else None


def _span(period: object) -> tuple[dt.date, dt.date] | None:
    if not isinstance(period, list) or len(period) != 2:
        return None
    first, last = (dt.date.fromisoformat(str(day)) for day in period)
    return first, last
