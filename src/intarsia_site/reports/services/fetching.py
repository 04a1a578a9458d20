"""Reports that the installation fetches for an organization, from an address that an administrator
set; the organization's own people decide about what came, as about any other report."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intarsia.errors import IntarsiaError
from intarsia_site.access.checks import Checks
from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.models import User
from intarsia_site.access.rights import require_administrator, signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.reports import careful_client
from intarsia_site.reports.careful_client import Fetched, FetchError, Limits
from intarsia_site.reports.expected import expected_of, missing_of, receipts_of
from intarsia_site.reports.fetch_words import fetch_sentence
from intarsia_site.reports.kept import workplace
from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.services.progress import Now
from intarsia_site.reports.services.receiving import receive_report
from intarsia_site.reports.services.source import source_to_write
from intarsia_site.reports.work import fetch_address

log = structlog.get_logger("intarsia_site.reports")
State = ReportImport.State
EVERY = dt.timedelta(hours=24)
#: A fetch that has not said how it ended by then died, and is begun again.
GIVEN_UP_AFTER = dt.timedelta(hours=1)
#: Between two fetches that people ask for.
SOONEST = dt.timedelta(minutes=10)
AT_WORK = "fetch.at_work"
Fetch = Callable[..., Fetched]


@transaction.atomic
def set_address(
    source_id: str, address: str, *, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Say where a source's reports are fetched; an empty address: they are not any more.

    Administrators, of sources whose people want them fetched. The address itself stays out of the
    trail: it may hold a key.
    """
    require_administrator(signed_in(by, at))
    source = locked(Source, source_id)
    if source.kind != Source.Kind.ADDRESS or source.ended_at is not None:
        raise NotFound
    checks = Checks()
    because = checks.line("because", because, 1000)
    address = checks.line("address", address, 1000)
    if address:
        try:
            careful_client.check_address(address)
        except FetchError as error:
            checks.refuse("address", fetch_sentence(error.code, error.data))
    checks.settle()
    source.address, source.fetched_at = address, None
    source.fetch_problem, source.fetch_data = "", {}
    source.revision += 1
    source.save()
    record(
        "set_address", "source", source.public_id, by=by, at=at,
        after={"has_address": bool(address)}, because=because,
        organization=source.organization, country=source.country,
    )  # fmt: skip


@transaction.atomic
def ask_fetch(source_id: str, *, by: User, at: dt.datetime) -> None:
    """Have a source's address fetched now, and not only in the night.

    Editors and above of the organization, every ten minutes at most.
    """
    source = source_to_write(source_id, signed_in(by, at))
    if not source.address:
        raise Refused({}, _("No address is set yet. An administrator sets it."))
    if source.fetched_at is not None and at - source.fetched_at < SOONEST:
        raise Refused({}, _("It was fetched a moment ago. Try again in ten minutes."))
    source.fetched_at, source.fetch_problem = at, AT_WORK
    source.save(update_fields=["fetched_at", "fetch_problem"])
    record(
        "ask_fetch", "source", source.public_id, by=by, at=at,
        organization=source.organization, country=source.country,
    )  # fmt: skip
    fetch_address.enqueue(source.public_id)


def begin_fetches(*, at: dt.datetime) -> int:
    """Put every address in line that was not fetched for a day; return how many. The installation's
    own work. Two ticks at once fetch it once."""
    count = 0
    for source_id, fetched_at in list(_due(at).values_list("public_id", "fetched_at")):
        mine = _due(at).filter(public_id=source_id, fetched_at=fetched_at)
        if mine.update(fetched_at=at, fetch_problem=AT_WORK):
            fetch_address.enqueue(source_id)
            count += 1
    return count


def _due(at: dt.datetime) -> Any:
    of_kind = Source.objects.filter(kind=Source.Kind.ADDRESS, ended_at__isnull=True)
    return of_kind.exclude(address="").filter(
        Q(fetched_at__isnull=True)
        | Q(fetched_at__lte=at - EVERY)
        | Q(fetched_at__lte=at - GIVEN_UP_AFTER, fetch_problem=AT_WORK)
    )


def fetch_source(source_id: str, *, now: Now, fetch: Fetch = careful_client.fetch) -> None:
    """Fetch a source's address and take in what stands there, by the installation itself.

    The same bytes as last time are taken in again only where a report is expected: that says that
    nothing has changed. What was fetched before and nobody has looked at is set aside for it. What
    went wrong is kept with the source, as a code.
    """
    source = Source.objects.filter(public_id=source_id, ended_at__isnull=True).first()
    if source is None or not source.address:
        return
    problem, data = "", {}
    try:
        with workplace() as folder:
            came = folder / "fetched"
            limits = Limits(megabytes=settings.REPORT_MAX_BYTES // 2**20)
            fetched = fetch(source.address, came, limits=limits)
            _take_in(source, came, fetched.name, now())
    except FetchError as error:
        problem, data = error.code, error.data
    except Refused:
        problem = "fetch.not_taken"
    except IntarsiaError as error:
        problem = error.code
    except Exception:
        log.exception("fetch_failed", source=source_id)
        problem = "fetch.failed"
    _say(source, problem, data, now())


def _take_in(source: Source, came: Path, name: str, at: dt.datetime) -> None:
    with came.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    came_before = source.imports.filter(file__isnull=False).order_by("-created_at", "-pk")
    last = came_before.select_related("file").first()
    is_same = last is not None and last.file is not None and last.file.sha256 == sha256
    if last is not None and is_same and not _is_missed(source, last, at):
        return
    taken = receive_report(source.public_id, came, name=name, by=None, at=at)
    _set_earlier_aside(source, taken, at)


def _is_missed(source: Source, last: ReportImport, at: dt.datetime) -> bool:
    """Return whether the same file again would say something: the report of a period that is not
    there, and that the file did not come in for already."""
    receipts = receipts_of([source]).get(source.pk, ())
    missing = missing_of(expected_of(source, receipts, as_of=at.date()))
    return missing is not None and last.created_at.date() <= missing.last_on


@transaction.atomic
def _set_earlier_aside(source: Source, taken: str, at: dt.datetime) -> None:
    earlier = source.imports.filter(
        file__isnull=False, created_by__isnull=True,
        state__in=(State.WAITING, State.READING, State.READY, State.FAILED),
    )  # fmt: skip
    for report in earlier.exclude(public_id=taken).select_for_update():
        report.state = State.SET_ASIDE
        report.reading += 1
        report.save(update_fields=["state", "reading"])
        report.tables.all().delete()
        record(
            "set_aside", "report", report.public_id, by=None, at=at,
            after={"for": "a later fetch"},
            organization=source.organization, country=source.country,
        )  # fmt: skip


@transaction.atomic
def _say(source: Source, problem: str, data: dict[str, object], at: dt.datetime) -> None:
    Source.objects.filter(pk=source.pk, address=source.address).update(
        fetched_at=at, fetch_problem=problem[:60], fetch_data=data
    )
    if problem:
        record(
            "fetch_failed", "source", source.public_id, by=None, at=at, after={"code": problem},
            organization=source.organization, country=source.country,
        )  # fmt: skip
