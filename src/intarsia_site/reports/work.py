"""What the worker does with reports. A task is told which import, never what it says."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from intarsia_site.reports.models import ReportImport

log = structlog.get_logger("intarsia_site.reports")
State = ReportImport.State
#: A worker at work says at least this often that it is alive.
SILENT_FOR = dt.timedelta(seconds=90)
#: One that is in line longer than this gets another task: its own may be gone.
LOST_AFTER = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 4


@task()
def work_on(report_id: str) -> None:
    """Do what an import waits for: read it, or make it so. Nothing where it waits for nothing."""
    from intarsia_site.reports.services.importing import carry_out
    from intarsia_site.reports.services.reading import read_report_of

    state = ReportImport.objects.filter(public_id=report_id).values_list("state", flat=True).first()
    if state == State.WAITING:
        read_report_of(report_id, now=timezone.now)
    elif state == State.QUEUED:
        carry_out(report_id, now=timezone.now)


@task()
def fetch_address(source_id: str) -> None:
    """Fetch what stands at a source's address, and take it in where it says something else."""
    from intarsia_site.reports.services.fetching import fetch_source

    fetch_source(source_id, now=timezone.now)


def begin_again(*, at: dt.datetime) -> int:
    """Put imports whose worker died back in line, and those whose task was lost; return how many.

    The installation's own work. One that kills every worker is given up after some attempts, with
    its file kept. A second task for one that only waits long does nothing: `hold` gives it to one.
    """
    return _followed(at) + _found_again(at)


def _followed(at: dt.datetime) -> int:
    """Of those at work: a silent one is begun anew."""
    count = 0
    for working, waiting in ((State.READING, State.WAITING), (State.IMPORTING, State.QUEUED)):
        silent = ReportImport.objects.filter(state=working, alive_at__lt=at - SILENT_FOR)
        for report_id, attempts in list(silent.values_list("public_id", "attempts")):
            mine = silent.filter(public_id=report_id)
            if attempts >= MOST_ATTEMPTS:
                count += mine.update(state=State.FAILED, error_code="reports.given_up", stage="")
                log.error("import_given_up", report=report_id, attempts=attempts)
            else:
                count += _put_in_line(mine, report_id, state=waiting, stage="", alive_at=at)
    return count


def _found_again(at: dt.datetime) -> int:
    """Of those in line: a worker may have died between taking the task and holding the import."""
    since = at - LOST_AFTER
    long_ago = Q(alive_at__lt=since) | Q(alive_at__isnull=True, created_at__lt=since)
    lost = ReportImport.objects.filter(long_ago, state__in=(State.WAITING, State.QUEUED))
    return sum(
        _put_in_line(lost.filter(public_id=report_id), report_id, alive_at=at)
        for report_id in list(lost.values_list("public_id", flat=True))
    )


def _put_in_line(mine: QuerySet[ReportImport], report_id: str, **fields: object) -> int:
    """Write these fields and the task together; 0 where another was quicker."""
    with transaction.atomic():
        if not mine.update(**fields):
            return 0
        work_on.enqueue(report_id)
    return 1
