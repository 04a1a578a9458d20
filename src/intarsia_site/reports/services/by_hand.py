"""Activities entered on the site: each hand-in is an import of the organization's own source, with
the same switch, rules and entry in the trail as a file's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import intarsia
from intarsia.tables import Picture
from intarsia_site.access.checks import Checks
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.keys import random_id
from intarsia_site.access.models import User
from intarsia_site.access.queries.seen import record_or_none
from intarsia_site.access.rights import signed_in
from intarsia_site.reports.entered import (
    Entered,
    Reporter,
    parsed,
    picture_with,
    tables_of,
    texts_in,
)
from intarsia_site.reports.models import Activity, Draft, ImportTable, ReportImport, Source
from intarsia_site.reports.named import meant, organization_named, place_named
from intarsia_site.reports.rights import may_send
from intarsia_site.reports.services.handling import sharing_of
from intarsia_site.reports.services.importing import AT_ONCE, switch
from intarsia_site.reports.services.reading import DIFFERENCE
from intarsia_site.reports.services.source import open_source, source_to_write
from intarsia_site.reports.services.staging import Staging, chunks
from intarsia_site.reports.tables import NOT_KEPT, packed, picture_of

MOST_ROWS = 500
#: Of what one source says by hand: beyond it, a file is the better way.
MOST_ACTIVITIES = 5000


@transaction.atomic
def keep_activity(
    texts: Mapping[str, str],
    *,
    organization_id: str,
    country_code: str,
    by: User,
    at: dt.datetime,
    because: str = "",
    draft_id: str = "",
) -> str:
    """Enter one activity of an organization and return its public id. It is so at once.

    Editors and above of the organization.
    Raises   NotFound, NotAllowed, Refused by field.
    """
    source = by_hand_source(organization_id, country_code, by=by, at=at)
    one = _checked(texts, source, f"hand:{random_id()}")
    _hand_in(source, [one], [], by=by, at=at, because=because)
    _forget_draft(draft_id, by)
    return Activity.current.get(source=source, activity_id=one.activity_id).public_id


@transaction.atomic
def change_activity(
    public_id: str,
    texts: Mapping[str, str],
    *,
    by: User,
    at: dt.datetime,
    because: str = "",
    draft_id: str = "",
) -> str:
    """Say anew what an activity that was entered here is, and return the public id it has now.

    Editors and above of its organization who see all of it. Fields that are not named stay.
    Raises   NotFound, NotAllowed, Refused by field; Stale where it is another by now.
    """
    row, source = _activity_to_write(public_id, texts, by=by, at=at)
    before = texts_in(picture_of(source.current), row.activity_id)
    one = _checked({**before, **texts}, source, row.activity_id)
    if not _differs(before, meant(texts, source.country)):
        _forget_draft(draft_id, by)
        return public_id
    _hand_in(source, [one], [], by=by, at=at, because=because)
    _forget_draft(draft_id, by)
    return Activity.current.get(source=source, activity_id=row.activity_id).public_id


@transaction.atomic
def withdraw_activity(public_id: str, *, by: User, at: dt.datetime, because: str) -> None:
    """Take an activity that was entered here out of what is so; what it said stays in the trail.

    Editors and above of its organization who see all of it, with a reason.
    """
    row, source = _activity_to_write(public_id, {}, by=by, at=at)
    checks = Checks()
    because = checks.line("because", because, 1000, required=True)
    checks.settle()
    _hand_in(source, [], [row.activity_id], by=by, at=at, because=because)


@transaction.atomic
def hand_in_grid(
    rows: Sequence[Mapping[str, str]],
    *,
    organization_id: str,
    country_code: str,
    by: User,
    at: dt.datetime,
    because: str = "",
    draft_id: str = "",
) -> int:
    """Enter several activities at once, all or none; return how many. Empty rows are left out.

    Editors and above of the organization.
    Raises   Refused with problems named "<row>-<field>", rows counted from 0.
    """
    source = by_hand_source(organization_id, country_code, by=by, at=at)
    entered: list[Entered] = []
    wrong: dict[str, str] = {}
    for number, texts in enumerate(rows):
        if not any(text.strip() for name, text in texts.items() if name != "currency"):
            continue
        try:
            entered.append(_checked(texts, source, f"hand:{random_id()}"))
        except Refused as refused:
            wrong |= {f"{number}-{name}": said for name, said in refused.fields.items()}
    if len(rows) > MOST_ROWS:
        wrong[""] = _("At most %(most)d rows are taken at once.") % {"most": MOST_ROWS}
    elif not entered and not wrong:
        wrong[""] = _("Write at least one activity.")
    if wrong:
        raise Refused(wrong)
    _hand_in(source, entered, [], by=by, at=at, because=because)
    _forget_draft(draft_id, by)
    return len(entered)


def by_hand_source(organization_id: str, country_code: str, *, by: User, at: dt.datetime) -> Source:
    """Return the source of what an organization enters here, opened where there is none, and held
    until the transaction ends. Opening leaves an entry; else the write itself leaves the audit
    entry.

    Raises   NotFound, NotAllowed.
    """
    viewing = signed_in(by, at)
    kept = Source.objects.filter(
        organization__public_id=organization_id,
        country__code=country_code,
        kind=Source.Kind.BY_HAND,
        ended_at__isnull=True,
    ).first()
    source_id = kept.public_id if kept is not None else ""
    if kept is not None and not may_send(kept, viewing):
        raise NotAllowed(_("Only editors of the organization send its reports."))
    if not source_id:
        source_id = open_source(
            organization_id=organization_id,
            country_code=country_code,
            name=_free_name(organization_id, country_code),
            kind=Source.Kind.BY_HAND,
            by=by,
            at=at,
        )
    return source_to_write(source_id, viewing)


def _free_name(organization_id: str, country_code: str) -> str:
    taken = set(
        Source.objects.filter(
            organization__public_id=organization_id, country__code=country_code
        ).values_list("name", flat=True)
    )
    name = _("Entered on the site")
    names = [name, *(f"{name} {number}" for number in range(2, len(taken) + 3))]
    return next(one for one in names if one not in taken)


def _activity_to_write(
    public_id: str, texts: Mapping[str, str], *, by: User, at: dt.datetime
) -> tuple[Activity, Source]:
    viewing = signed_in(by, at)
    row = Activity.versions.filter(public_id=public_id.replace("\x00", "")).first()
    if row is None:
        raise NotFound
    now = Activity.current.filter(source_id=row.source_id, activity_id=row.activity_id).first()
    if now is None or record_or_none(Activity, now.public_id, viewing) is None:
        raise NotFound
    source = Source.objects.get(pk=row.source_id)
    if source.kind != Source.Kind.BY_HAND or not may_send(source, viewing):
        raise NotAllowed(_("It stands in a report. Send a corrected report to change it."))
    source = source_to_write(source.public_id, viewing)
    now = Activity.current.filter(source=source, activity_id=row.activity_id).first()
    if now is None:
        raise NotFound
    if now.pk != row.pk:
        theirs = texts_in(picture_of(source.current), row.activity_id)
        raise Stale(yours={**theirs, **texts}, theirs=theirs, revision=0)
    return row, source


def _differs(before: Mapping[str, str], texts: Mapping[str, str]) -> bool:
    return any(before.get(name, "") != text.strip() for name, text in texts.items())


def _checked(texts: Mapping[str, str], source: Source, activity_id: str) -> Entered:
    values, wrong = parsed(meant(texts, source.country))
    place = values["place_code"] or ""
    place_name = place_named(place, source.country)
    if place and not place_name:
        wrong["place_code"] = _("No place of this country has the code “%(code)s”.") % {
            "code": place[:40]
        }
    if wrong:
        raise Refused(wrong)
    return Entered(
        activity_id=activity_id,
        title=values["title"],
        sector_code=values["sector_code"],
        place_code=place,
        place_name=place_name,
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        partner=values["partner"] or "",
        partner_id=organization_named(values["partner"] or ""),
        budget=values["budget"],
        currency=values["currency"] or "",
        people=values["people"],
        target_group=values["target_group"] or "",
    )


def _hand_in(
    source: Source,
    fresh: Sequence[Entered],
    gone: Sequence[str],
    *,
    by: User,
    at: dt.datetime,
    because: str,
) -> None:
    """Make an import of what was said before with these changes, and switch the source to it."""
    organization = source.organization.merged_into or source.organization
    reporter = Reporter(organization.public_id, organization.name, source.country.code, at.date())
    before = picture_of(source.current)
    after = picture_with(before, tables_of(fresh, reporter), gone, reporter)
    if after["activities"].num_rows > MOST_ACTIVITIES:
        raise Refused(
            {},
            _("More than %(most)d activities are entered here by hand. Send them as a file.")
            % {"most": MOST_ACTIVITIES},
        )
    sharing: Any = {**sharing_of(source, by=by), "because": because.strip()[:1000]}
    difference = intarsia.compare_reports(before, after)
    report = ReportImport.objects.create(
        source=source, state=ReportImport.State.IMPORTING, created_at=at, created_by=by,
        ready_at=at, imported_by=by, compared_with=source.current, sharing=sharing,
        summary=_summary(after, difference),
    )  # fmt: skip
    _keep_tables(report, after, difference)
    staging = Staging(report)
    for rows in chunks(staging.rows(), AT_ONCE):
        staging.write(rows)
    switch(report, staging.handlings, None, by=by, at=at)


def _summary(picture: Picture, difference: Any) -> dict[str, Any]:
    sectors = filter(None, picture["activity_sectors"]["sector_code"].to_pylist())
    (line,) = picture["reports"].to_pylist()
    plain = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in line.items()
        if name != "file"
    }
    return {
        "report": plain,
        "activities": picture["activities"].num_rows,
        "problems": {},
        "organizations": {},
        "sectors": sorted(set(sectors)),
        "new": len(difference.new),
        "changed": len(difference.changed),
        "gone": len(difference.gone),
        "unchanged": difference.unchanged,
    }


def _keep_tables(report: ReportImport, picture: Picture, difference: Any) -> None:
    tables = [
        ImportTable(
            report_import=report, name=name, rows=picture[name].num_rows,
            content=packed(picture[name]),
        )
        for name in picture
        if name not in NOT_KEPT and picture[name].num_rows
    ]  # fmt: skip
    said = intarsia.difference_to_json(difference).encode()
    tables.append(ImportTable(report_import=report, name=DIFFERENCE, rows=0, content=said))
    ImportTable.objects.bulk_create(tables)


def _forget_draft(draft_id: str, by: User) -> None:
    if draft_id:
        Draft.objects.filter(public_id=draft_id, saved_by=by).delete()
