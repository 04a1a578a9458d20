"""What people decide while they look at a report: columns, corrections, who and where is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia.register import packaged_register
from intarsia_site.access.errors import Refused, Stale
from intarsia_site.access.models import Organization, User
from intarsia_site.access.services.audit import record
from intarsia_site.registry.models import Place
from intarsia_site.reports.carried_names import key_of
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.services.receiving import import_to_write
from intarsia_site.reports.work import work_on

State = ReportImport.State
MOST_CORRECTIONS = 5000
#: An organization that the register shall not know under another name: it is a new one.
NEW = "new"


@transaction.atomic
def map_columns(
    report_id: str, mapping: str, *, by: User, at: dt.datetime, revision: int | None = None
) -> None:
    """Say what the columns of a list are: this report is read again with it, and once it is
    imported the next of its source too.

    Editors and above of the organization.
    mapping   as `intarsia.save_mapping` writes it
    revision  the report's, as the page showed it; None: whatever it is
    Raises    Stale where another decided meanwhile.
    """
    report = _open_to(report_id, by, at, revision, {"columns": _("as you chose them")})
    report.decisions = {**report.decisions, "mapping": mapping}
    _read_with(report, "map_columns", {"columns": True}, by, at)


@transaction.atomic
def correct(
    report_id: str,
    corrections: Sequence[dict[str, Any]],
    *,
    by: User,
    at: dt.datetime,
    revision: int | None = None,
) -> None:
    """Take over corrections of cells: this report is read as if they stood in it.

    Editors and above of the organization. The kept file stays as it is; its commented copy says
    what was corrected. A correction of the same value of the same place takes the older one's.
    corrections   the fields of `intarsia.Correction`: sheet, cell or None for all alike, column,
                  value, to
    Raises    Stale where another decided meanwhile; Refused.
    """
    yours = {str(one["value"]): str(one["to"]) for one in corrections}
    report = _open_to(report_id, by, at, revision, yours)
    fresh = {_spot(one) for one in corrections}
    held = [one for one in report.decisions.get("corrections", ()) if _spot(one) not in fresh]
    held += corrections
    if len(held) > MOST_CORRECTIONS:
        raise Refused(
            {}, _("That are more corrections than a report can hold. Correct the file and send it.")
        )
    report.decisions = {**report.decisions, "corrections": held}
    _read_with(report, "correct", {"corrections": len(corrections)}, by, at)


@transaction.atomic
def take_back_corrections(
    report_id: str, numbers: Iterable[int], *, by: User, at: dt.datetime, revision: int
) -> None:
    """Leave corrections out again, by their places in the list; the report is read again.

    Editors and above of the organization.
    Raises    Stale where another decided meanwhile.
    """
    report = _open_to(report_id, by, at, revision, {})
    out = set(numbers)
    held = report.decisions.get("corrections", ())
    kept = [one for number, one in enumerate(held) if number not in out]
    report.decisions = {**report.decisions, "corrections": kept}
    _read_with(report, "correct", {"corrections": len(kept) - len(held)}, by, at)


def confirm_organization(
    report_id: str, name: str, organization_id: str, *, by: User, at: dt.datetime
) -> None:
    """Say whom one name means: see `confirm_organizations`, which leaves the audit entry; the
    write itself leaves the audit entry."""
    confirm_organizations(report_id, {name: organization_id}, by=by, at=at)


@transaction.atomic
def confirm_organizations(
    report_id: str,
    meant: Mapping[str, str],
    *,
    by: User,
    at: dt.datetime,
    revision: int | None = None,
) -> None:
    """Say whom names mean, in this report and the next of its source. Once it is imported the
    whole register may learn it: see `services.teaching`.

    Editors and above of the organization.
    meant    name as reported -> an organization kept here, one of the packaged register, or "new"
    Raises   Stale where another decided meanwhile; Refused.
    """
    report = _open_to(report_id, by, at, revision, dict(meant))
    wanted = {one for one in meant.values() if one != NEW}
    there = Organization.objects.filter(public_id__in=wanted, merged_into__isnull=True)
    unknown = wanted - set(there.values_list("public_id", flat=True))
    if unknown - set(packaged_register()["organization_id"].to_pylist()):
        raise Refused({"organization": _("There is no such organization. Choose one of the list.")})
    known = dict(report.source.known.get("organizations", {}))
    for name, organization_id in meant.items():
        is_new = organization_id == NEW
        known[name] = f"name:{name.casefold()}"[:80] if is_new else organization_id
    said = [key_of("organizations", name) for name in meant]
    _learn(report, {"organizations": known}, said, by, at)


def confirm_place(
    report_id: str, name: str, parent: str, place_code: str, *, by: User, at: dt.datetime
) -> None:
    """Say which place one name means: see `confirm_places`, which leaves the audit entry; the
    write itself leaves the audit entry. parent: the unit above as the report names it, or ""."""
    confirm_places(report_id, {(name, parent): place_code}, by=by, at=at)


@transaction.atomic
def confirm_places(
    report_id: str,
    meant: Mapping[tuple[str, str], str],
    *,
    by: User,
    at: dt.datetime,
    revision: int | None = None,
) -> None:
    """Say which places names mean, in this report and the next of its source; once it is imported,
    see `services.teaching`.

    Editors and above of the organization.
    meant    (name, the unit above as the report names it or "") -> code of a place
    Raises   Stale where another decided meanwhile; Refused.
    """
    report = _open_to(
        report_id, by, at, revision, {name: code for (name, _above), code in meant.items()}
    )
    source = report.source
    wanted = set(meant.values())
    if Place.objects.filter(country=source.country, code__in=wanted).count() < len(wanted):
        raise Refused({"place": _("There is no such place. Choose one of the list.")})
    others = [
        one
        for one in source.known.get("places", ())
        if (one["name"], one.get("parent") or "") not in meant
    ]
    fresh = [
        {"name": name, "parent": parent, "place_code": code}
        for (name, parent), code in meant.items()
    ]
    said = [key_of("places", *path) for path in meant]
    _learn(report, {"places": [*others, *fresh]}, said, by, at)


def _spot(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one.get("sheet"), one.get("cell"), one.get("column"), one["value"]


@transaction.atomic
def decide_template(
    report_id: str,
    *,
    chosen: Mapping[str, Mapping[str, str]],
    withdrawn: Mapping[str, bool],
    by: User,
    at: dt.datetime,
) -> None:
    """Say of a template that came back which wording counts where two people differ, and which of
    the rows that were taken out are no longer so. The report is read again with it.

    Editors and above of the organization. What was decided before stays, unless it is said anew.
    chosen     by activity and field: "ours" is what is so now, "theirs" what the template says
    withdrawn  by activity
    """
    report = _open_to(report_id, by, at)
    if "three_way" not in report.summary:
        raise Refused({}, _("This report is no sheet that came back: there is nothing to decide."))
    sides = {side for fields in chosen.values() for side in fields.values()}
    if not sides <= {"ours", "theirs"}:
        raise Refused({"chosen": _("Choose one from the list.")})
    decided = dict(report.decisions.get("three_way", {}))
    for key, fields in chosen.items():
        decided[key] = {**decided.get(key, {}), **fields}
    gone = {**report.decisions.get("gone", {}), **withdrawn}
    report.decisions = {
        **report.decisions,
        "three_way": decided,
        "gone": gone,
    }
    said = {"fields": sum(map(len, chosen.values())), "withdrawn": sum(gone.values())}
    _read_with(report, "decide_template", said, by, at)


def _learn(
    report: ReportImport, known: dict[str, Any], said: list[str], by: User, at: dt.datetime
) -> None:
    source = report.source
    sayers = {**source.known.get("said_by", {}), **dict.fromkeys(said, by.audit_key)}
    source.known = {**source.known, **known, "said_by": sayers}
    source.revision += 1
    source.save(update_fields=["known", "revision"])
    _read_with(report, "confirm", {name: len(what) for name, what in known.items()}, by, at)


def _open_to(
    report_id: str,
    by: User,
    at: dt.datetime,
    revision: int | None = None,
    yours: dict[str, Any] | None = None,
) -> ReportImport:
    report = import_to_write(report_id, by=by, at=at)
    if report.state not in (State.READY, State.UNCHANGED, State.FAILED, State.WAITING):
        raise Refused({}, _("This report does not wait for a decision now."))
    if revision is not None and report.revision != revision:
        mine, held = yours or {}, _decided(report)
        theirs = {name: held.get(name) for name in mine}
        raise Stale(yours=mine, theirs=theirs, revision=report.revision)
    return report


def _decided(report: ReportImport) -> dict[str, Any]:
    """Return what was decided by now about values and names, whoever decided it."""
    said: dict[str, Any] = {
        str(one["value"]): str(one["to"]) for one in report.decisions.get("corrections", ())
    }
    known = report.source.known
    said |= {str(one["name"]): one["place_code"] for one in known.get("places", ())}
    return said | dict(known.get("organizations", {}))


def _read_with(
    report: ReportImport, verb: str, said: dict[str, Any], by: User, at: dt.datetime
) -> None:
    report.state, report.stage, report.progress, report.attempts = State.WAITING, "", 0, 0
    report.alive_at = at
    report.revision += 1
    report.save()
    record(
        verb, "report", report.public_id, by=by, at=at, after=said,
        organization=report.source.organization, country=report.source.country,
    )  # fmt: skip
    work_on.enqueue(report.public_id)
