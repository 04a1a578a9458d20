"""One activity with its details, where it stands in its report, and what it said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.sharing.labels import Precision
from intarsia_site.access.queries.audience import own_rule_id
from intarsia_site.access.queries.seen import Seen, record_or_none
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.queries.names import place_names
from intarsia_site.reports.models import Activity, ReportImport, Source, Standing
from intarsia_site.reports.queries.activity import ActivityLine, lines_for
from intarsia_site.reports.rights import belongs_to_source, may_send
from intarsia_site.reports.tables import LONGEST_ID, picture_of, stored_id

#: Tables that say more of an activity than its line does.
DETAILS = (
    "participations", "activity_sectors", "activity_locations", "budgets", "transactions", "people",
    "results", "documents",
)  # fmt: skip
MOST_ROWS = 200
#: What a version is compared by, in the order in which it is told.
COMPARED = (
    "title", "description", "organization_name", "implementers", "funders", "sector_codes",
    "place_codes", "starts_on", "ends_on", "status", "budget_usd", "spent_usd", "target_group",
    "people_targeted", "people_reached", "modality",
)  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """Where an activity stands. The file's name is for its source's own people."""

    sheet: str
    row: int | None
    xpath: str
    file: str
    received_at: dt.datetime
    has_file: bool


@dataclass(frozen=True)
class Change:
    """What one field said, and says since."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Version:
    """What an import said of the activity, from a day until the next."""

    at: dt.datetime | None
    file: str
    is_current: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ActivityPage:
    """One activity as a viewer sees it.

    details     rows by table, where all of it is seen and no rule hides a part of it
    history     for its source's own people who see it in full
    may_change  entered here, and the viewer writes for its organization
    """

    line: ActivityLine
    rule_id: str
    details: Mapping[str, tuple[Mapping[str, Any], ...]]
    origin: Origin | None
    history: tuple[Version, ...]
    may_change: bool


def activity_or_none(public_id: str, *, viewing: Viewing) -> ActivityPage | None:
    """Return one activity, or None: forbidden and unknown are one answer."""
    found = Seen(Activity, viewing).one_or_none(public_id)
    if found is None:
        return None
    (line,) = lines_for([found], viewing=viewing)
    row = record_or_none(Activity, public_id, viewing)
    if row is None:
        return ActivityPage(line, "", {}, None, (), False)
    source = Source.objects.select_related("organization", "country", "current__file").get(
        pk=row.source_id
    )
    mine = belongs_to_source(source, viewing)
    return ActivityPage(
        line=line,
        rule_id=own_rule_id(Activity, public_id, viewing),
        details=_details(source.current, row.activity_id),
        origin=_origin(row, source, mine),
        history=_history(row, source, viewing=viewing) if mine else (),
        may_change=source.kind == Source.Kind.BY_HAND and may_send(source, viewing),
    )


def current_id_of(public_id: str, *, viewing: Viewing) -> str:
    """Return the id of what an activity's former version is now, for who sees both in full; else
    "": to others the two must not be known to be the same."""
    every = Seen(Activity, viewing, among=Activity.versions.all())
    former = every.where(activity_id__isnull=False).one_or_none(public_id)
    if former is None or former.precision is not Precision.FULL:
        return ""
    source = Activity.versions.values_list("source_id", flat=True).get(public_id=public_id)
    now = Activity.current.filter(source_id=source, activity_id=former["activity_id"]).first()
    if now is None or now.public_id == public_id:
        return ""
    return "" if record_or_none(Activity, now.public_id, viewing) is None else now.public_id


def raw_id(picture_ids: pa.ChunkedArray, activity_id: str) -> str:
    """Return an activity's id as its picture has it: a long one is stored shortened."""
    if len(activity_id) < LONGEST_ID:
        return activity_id
    ids = (one for one in picture_ids.to_pylist() if stored_id(one) == activity_id)
    return next(ids, activity_id)


def _details(
    kept: ReportImport | None, activity_id: str
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    picture = picture_of(kept, only=("activities", "organizations", *DETAILS))
    key = raw_id(picture["activities"]["activity_id"], activity_id)
    names = _names(picture["organizations"])
    found = {}
    for name in DETAILS:
        rows = picture[name].filter(pc.equal(picture[name]["activity_id"], key))
        listed = rows.slice(0, MOST_ROWS).to_pylist()
        for one in listed:
            one["organization"] = (
                names.get(one.get("organization_id") or "") or one.get("name_as_reported") or ""
            )
        if listed:
            found[name] = tuple(listed)
    return found


def _names(organizations: pa.Table) -> dict[str, str]:
    ids, names = organizations["organization_id"].to_pylist(), organizations["name"].to_pylist()
    return dict(zip(ids, names, strict=True))


def _origin(row: Activity, source: Source, mine: bool) -> Origin | None:
    kept = source.current
    stands = Standing.objects.filter(activity=row, report_import=kept).first()
    if kept is None or stands is None:
        return None
    file = kept.file
    return Origin(
        sheet=stands.sheet,
        row=stands.row,
        xpath=stands.xpath,
        file=file.name if file is not None and mine else "",
        received_at=kept.created_at,
        has_file=file is not None and (stands.row is not None or bool(stands.xpath)),
    )


def _history(row: Activity, source: Source, *, viewing: Viewing) -> tuple[Version, ...]:
    """Return what imports said of the activity, the latest first; of versions that the viewer does
    not see in full, nothing."""
    held = Standing.objects.filter(
        activity__source=source,
        activity__activity_id=row.activity_id,
        report_import__imported_at__isnull=False,
        report_import__state=ReportImport.State.IMPORTED,
    )
    said = [
        (one.activity.public_id, one.report_import)
        for one in held.select_related("activity", "report_import__file").order_by(
            "report_import__imported_at", "report_import_id"
        )
    ]
    among = Activity.versions.filter(source=source, activity_id=row.activity_id)
    seen = {
        one.public_id: dict(one.values)
        for one in Seen(Activity, viewing, among=among)
        if one.precision is Precision.FULL
    }
    _call_places(seen.values(), source, viewing=viewing)
    versions: list[Version] = []
    former: Mapping[str, Any] | None = None
    for public_id, report in said:
        values = seen.get(public_id)
        if values is None:
            continue
        changes = _changes(former, values)
        if former is None or changes:
            versions.append(
                Version(
                    at=report.imported_at,
                    file=report.file.name if report.file else "",
                    is_current=False,
                    changes=changes,
                )
            )
        former = values
    versions = [
        Version(one.at, one.file, number == len(versions), one.changes)
        for number, one in enumerate(versions, start=1)
    ]
    return tuple(reversed(versions))


def _call_places(versions: Collection[dict[str, Any]], source: Source, *, viewing: Viewing) -> None:
    """Put the names of places in the place of their codes, a line each. One query."""
    country = source.country.code
    said = {(country, code) for one in versions for code in (one["place_codes"] or "").split()}
    named = place_names(said, viewing=viewing, on=viewing.at.date()) if said else {}
    for one in versions:
        codes = (one["place_codes"] or "").split()
        one["place_codes"] = "\n".join(named.get((country, code), code) for code in codes)


def _changes(former: Mapping[str, Any] | None, values: Mapping[str, Any]) -> tuple[Change, ...]:
    if former is None:
        return ()
    names: Iterable[str] = COMPARED
    return tuple(
        Change(name, former[name], values[name]) for name in names if former[name] != values[name]
    )
