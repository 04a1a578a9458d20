"""What the worker does with reports. A task is told which import, never what it says."""

from __future__ import annotations

import datetime as dt

import structlog
from django.utils import timezone
from django_tasks import task

from intarsia_site.reports.models import ReportImport

log = structlog.get_logger("intarsia_site.reports")
State = ReportImport.State
#: A worker at work says at least this often that it is alive.
SILENT_FOR = dt.timedelta(seconds=90)
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
    """Put imports whose worker died back in line; return how many. The installation's own work.

    One that kills every worker is given up after some attempts, with its file kept.
    """
    count = 0
    for working, waiting in ((State.READING, State.WAITING), (State.IMPORTING, State.QUEUED)):
        silent = ReportImport.objects.filter(state=working, alive_at__lt=at - SILENT_FOR)
        for report_id, attempts in list(silent.values_list("public_id", "attempts")):
            mine = silent.filter(public_id=report_id)
            if attempts >= MOST_ATTEMPTS:
                count += mine.update(state=State.FAILED, error_code="reports.given_up", stage="")
                log.error("import_given_up", report=report_id, attempts=attempts)
            elif mine.update(state=waiting, stage=""):
                work_on.enqueue(report_id)
                count += 1
    return count
