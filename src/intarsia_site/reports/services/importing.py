"""An import becomes what is so: staged in short transactions, true by one switch of a pointer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

import intarsia
from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling, Protocol
from intarsia_site.access.errors import Refused, Stale
from intarsia_site.access.models import Organization, User
from intarsia_site.access.protocols import protocol_or_refuse
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.reports.models import Activity, ReportImport, Source, Standing, Switch
from intarsia_site.reports.services.handling import (
    Sharing,
    check_sharing,
    handling_of,
    own_key,
    rules_for,
    say_rules,
    shared_key,
)
from intarsia_site.reports.services.progress import Hold, Now, SupersededError, hold
from intarsia_site.reports.services.receiving import import_to_write
from intarsia_site.reports.services.teaching import teach_names
from intarsia_site.reports.tables import activity_rows, ground_of, picture_of, stands, stored_id
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


class Staging:
    """Writes the versions of activities that are not there yet, and that the import holds them."""

    def __init__(self, report: ReportImport) -> None:
        self.report, self.source = report, report.source
        self.picture = picture_of(report)
        self.total = self.picture["activities"].num_rows
        marks = intarsia.fingerprints(self.picture)
        self.fingerprints = {
            stored_id(key): mark
            for key, mark in zip(
                marks["activity_id"].to_pylist(), marks["fingerprint"].to_pylist(), strict=True
            )
        }
        self.stands = stands(self.picture)
        self.protocol: Protocol = protocol_or_refuse(self.source.country)
        self.handlings: dict[str, Handling] = {}
        self._keys: dict[str, tuple[str, Handling]] = {}
        self._rules: dict[str, int] = {}
        #: Of what is entered by hand: by activity, under which handling it is now.
        self._now: dict[str, str] = {}
        if self.source.kind == Source.Kind.BY_HAND:
            rows = Activity.current.filter(source=self.source)
            self._now = dict(rows.values_list("activity_id", "rule__of_source__handling"))

    def rows(self) -> Iterator[dict[str, Any]]:
        known = dict(Organization.objects.values_list("public_id", "pk"))
        yield from activity_rows(self.picture, ground_of(self.source.country).areas, known)

    def write(self, rows: list[dict[str, Any]]) -> None:
        keys = [row["activity_id"] for row in rows]
        there = self._there(keys)
        for row in rows:
            row["handling"] = self._handling(row["activity_id"], row["sector_codes"])
        if set(self.handlings) - set(self._rules):
            sharing: Any = self.report.sharing
            self._rules = rules_for(
                self.source, sharing, self.handlings, by=self.report.imported_by
            )
        fresh = []
        for row in rows:
            handling = row.pop("handling")
            if row["activity_id"] not in there:
                fresh.append(
                    Activity(
                        source=self.source,
                        country=self.source.country,
                        fingerprint=self.fingerprints[row["activity_id"]],
                        rule_id=self._rules[handling],
                        **row,
                    )
                )
        Activity.versions.bulk_create(fresh, ignore_conflicts=True, batch_size=250)
        there = self._there(keys)
        Standing.objects.bulk_create(
            [
                Standing(
                    report_import=self.report,
                    activity_id=there[key],
                    sheet=sheet,
                    row=row,
                    xpath=xpath,
                )
                for key in keys
                for sheet, row, xpath in [self.stands[key]]
            ],
            ignore_conflicts=True,
            batch_size=500,
        )

    def _there(self, keys: list[str]) -> dict[str, int]:
        """Return by activity id the version that says what this import says."""
        rows = Activity.versions.filter(source=self.source, activity_id__in=keys)
        return {
            key: pk
            for pk, key, mark in rows.values_list("pk", "activity_id", "fingerprint")
            if mark == self.fingerprints[key]
        }

    def _handling(self, activity_id: str, sectors: str) -> str:
        if sectors not in self._keys:
            label = Label(self.report.sharing["label"])
            self._keys[sectors] = handling_of(self.protocol, label, sectors.split())
        key, handling = self._keys[sectors]
        writer = self.report.imported_by
        if (
            handling.label is Label.RED
            and self.source.kind == Source.Kind.BY_HAND
            and writer is not None
        ):
            now = self._now.get(activity_id)
            is_alike = now is not None and shared_key(now) == key
            key = now if now is not None and is_alike else own_key(key, writer.public_id)
        self.handlings[key] = handling
        return key


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
    held = Activity.versions.filter(stands__report_import=report)
    wanted: dict[str, tuple[str, Handling]] = {}
    wrong: dict[int, list[int]] = defaultdict(list)
    for pk, sectors, rule in held.values_list("pk", "sector_codes", "rule_id").iterator():
        if sectors not in wanted:
            wanted[sectors] = handling_of(protocol, label, sectors.split())
        key, handling = wanted[sectors]
        if rule not in alike[key]:
            if key not in rules:
                rules |= rules_for(source, said, {key: handling}, by=by)
            wrong[rules[key]].append(pk)
    for rule, ids in wrong.items():
        for start in range(0, len(ids), AT_ONCE):
            Activity.versions.filter(pk__in=ids[start : start + AT_ONCE]).update(rule_id=rule)


def chunks(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Yield rows in lists of at most so many."""
    while chunk := list(islice(rows, size)):
        yield chunk
