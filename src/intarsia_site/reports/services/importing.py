"""An import becomes what is so: staged in short transactions, true by one switch of a pointer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling
from intarsia_site.access.errors import Refused, Stale
from intarsia_site.access.models import User
from intarsia_site.access.protocols import protocol_or_refuse
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.reports.models import Activity, ReportImport, Source, Switch
from intarsia_site.reports.services.handling import (
    Sharing,
    check_sharing,
    handling_of,
    rules_for,
    say_rules,
    shared_key,
)
from intarsia_site.reports.services.progress import Hold, Now, SupersededError, hold
from intarsia_site.reports.services.receiving import import_to_write
from intarsia_site.reports.services.staging import Staging, chunks
from intarsia_site.reports.services.teaching import teach_names
from intarsia_site.reports.work import work_on

log = structlog.get_logger("intarsia_site.reports")
State = ReportImport.State
#: Activities written in one transaction: pages wait for none of them.
AT_ONCE = 1000


@transaction.atomic
def import_report(
    report_id: str, *, revision: int, sharing: Sharing, by: User, at: dt.datetime
) -> None:
    """Have what a report says become so, for those its sharing names; the worker carries it out.

    Editors and above of the organization, once they looked at the difference.
    Raises   Stale where another decided meanwhile; Refused where the sharing is looser than the
             country's protocol without a reason, or the report is not ready.
    """
    report = import_to_write(report_id, by=by, at=at)
    if report.revision != revision:
        raise Stale(yours={}, theirs={"state": report.state}, revision=report.revision)
    if report.state != State.READY:
        raise Refused({}, _("This report does not wait for a decision now."))
    if report.summary.get("three_way", {}).get("undecided"):
        raise Refused(
            {},
            _(
                "Somebody changed the same meanwhile. Say at each of these fields which counts, "
                "then import it."
            ),
        )
    check_sharing(report.source, sharing, by=by)
    if report.source.current_id != report.compared_with_id:
        report.state, report.stage, report.alive_at = State.WAITING, "", at
        report.save(update_fields=["state", "stage", "alive_at"])
        work_on.enqueue(report.public_id)
        # Not an exception: what was written here has to stay.
        said: dict[str, Any] = {"moved": True}
    else:
        report.state, report.sharing, report.imported_by = State.QUEUED, dict(sharing), by
        report.revision += 1
        report.attempts, report.alive_at = 0, at
        report.save()
        work_on.enqueue(report.public_id)
        said = {"label": sharing["label"]}
    record(
        "ask_import", "report", report.public_id, by=by, at=at, after=said,
        because=sharing["because"][:1000],
        organization=report.source.organization, country=report.source.country,
    )  # fmt: skip


def carry_out(report_id: str, *, now: Now) -> None:
    """Stage an import's activities and switch its source to it, by the installation itself for the
    person who asked. Killed at any point it is begun again, and what was staged is used."""
    mine = hold(report_id, waiting=State.QUEUED, working=State.IMPORTING, now=now)
    if mine is None:
        return
    report = ReportImport.objects.select_related(
        "source__country", "source__organization", "imported_by", "created_by"
    ).get(pk=mine.pk)
    try:
        mine.stage("importing")
        staged = Staging(report)
        done = 0
        for rows in chunks(staged.rows(), AT_ONCE):
            with transaction.atomic():
                mine.still_mine()
                staged.write(rows)
            done += len(rows)
            mine.progress(done / max(1, staged.total))
        mine.stage("switching")
        switch(report, staged.handlings, mine, by=report.imported_by, at=now())
    except SupersededError:
        log.info("import_superseded", report=report_id)
    except Exception:
        log.exception("import_failed", report=report_id)
        ReportImport.objects.filter(pk=mine.pk, reading=mine.number).update(
            state=State.FAILED, stage="", error_code="reports.importing_failed", error_data={}
        )


def switch(
    report: ReportImport,
    handlings: dict[str, Handling],
    mine: Hold | None,
    *,
    by: User | None,
    at: dt.datetime,
) -> None:
    """Make an import what is so, in one transaction with its rules and its audit entry.

    Where the source moved on since the difference was made, nothing is switched: it is compared
    anew and waits for a person.
    """
    with transaction.atomic():
        source = locked(Source, report.source.public_id)
        if mine is not None:
            mine.still_mine()
        report.refresh_from_db()
        if source.current_id != report.compared_with_id:
            report.state, report.stage = State.WAITING, ""
            report.save(update_fields=["state", "stage"])
            work_on.enqueue(report.public_id)
            return
        sharing: Any = report.sharing
        say_rules(source, sharing, handlings, by=by)
        _put_under_rules(report, source, by)
        before = source.current
        source.current = report
        source.mapping = report.decisions.get("mapping") or source.mapping
        source.save(update_fields=["current", "mapping"])
        Switch.objects.create(source=source, before=before, after=report, at=at)
        report.replaced, report.state, report.stage = before, State.IMPORTED, ""
        report.imported_at, report.progress = at, 1
        taught = teach_names(report, by=by, at=at)
        report.summary = {**report.summary, "names": taught}
        report.save()
        counted = ("activities", "new", "changed", "gone", "unchanged")
        record(
            "import", "report", report.public_id, by=by, at=at,
            before={"report": before.public_id if before else None},
            after={name: report.summary.get(name) for name in counted}
            | {"label": sharing["label"]}
            | ({"names": sum(taught.values())} if taught else {}),
            because=sharing["because"][:1000],
            organization=source.organization, country=source.country,
        )  # fmt: skip


def _put_under_rules(report: ReportImport, source: Source, by: User | None) -> None:
    """Give each activity a rule of its handling: a protocol may have become stricter."""
    protocol = protocol_or_refuse(source.country)
    label = Label(report.sharing["label"])
    rules = dict(source.rules.values_list("handling", "rule_id"))
    said: Any = report.sharing
    alike: dict[str, set[int]] = defaultdict(set)
    for key, pk in rules.items():
        alike[shared_key(key)].add(pk)
    held = Activity.versions.filter(stands__report_import=report).order_by()
    for sectors, rule in held.values_list("sector_codes", "rule_id").distinct():
        key, handling = handling_of(protocol, label, sectors.split())
        if rule in alike[key]:
            continue
        if key not in rules:
            rules |= rules_for(source, said, {key: handling}, by=by)
        wrong = held.filter(sector_codes=sectors, rule_id=rule).values("pk")
        Activity.versions.filter(pk__in=wrong).update(rule_id=rules[key])
