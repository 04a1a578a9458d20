"""What people decide while they look at a report: columns, corrections, who and where is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.errors import Refused
from intarsia_site.access.models import Organization, User
from intarsia_site.access.services.audit import record
from intarsia_site.registry.models import Place
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.services.receiving import import_to_write
from intarsia_site.reports.work import work_on

State = ReportImport.State
MOST_CORRECTIONS = 5000
#: An organization that the register shall not know under another name: it is a new one.
NEW = "new"


@transaction.atomic
def map_columns(report_id: str, mapping: str, *, by: User, at: dt.datetime) -> None:
    """Say what the columns of a list are: this report is read again with it, and once it is
    imported the next of its source too.

    Editors and above of the organization.
    mapping   as `intarsia.save_mapping` writes it
    """
    report = _open_to(report_id, by, at)
    report.decisions = {**report.decisions, "mapping": mapping}
    _read_with(report, "map_columns", {"columns": True}, by, at)


@transaction.atomic
def correct(
    report_id: str, corrections: Sequence[dict[str, Any]], *, by: User, at: dt.datetime
) -> None:
    """Take over corrections of cells: this report is read as if they stood in it.

    Editors and above of the organization. The kept file stays as it is; its commented copy says
    what was corrected.
    corrections   the fields of `intarsia.Correction`: sheet, cell or None for all alike, column,
                  value, to
    """
    report = _open_to(report_id, by, at)
    held = [*report.decisions.get("corrections", ()), *corrections]
    if len(held) > MOST_CORRECTIONS:
        raise Refused(
            {}, _("That are more corrections than a report can hold. Correct the file and send it.")
        )
    report.decisions = {**report.decisions, "corrections": held}
    _read_with(report, "correct", {"corrections": len(corrections)}, by, at)


@transaction.atomic
def confirm_organization(
    report_id: str, name: str, organization_id: str, *, by: User, at: dt.datetime
) -> None:
    """Say whom a name means, in this report and the next of its source: an organization kept here,
    or "new". Curators teach the whole register so, as an alias, on its own page.

    Editors and above of the organization.
    """
    report = _open_to(report_id, by, at)
    if (
        organization_id != NEW
        and not Organization.objects.filter(
            public_id=organization_id, merged_into__isnull=True
        ).exists()
    ):
        raise Refused({"organization": _("There is no such organization. Choose one of the list.")})
    source = report.source
    known = dict(source.known.get("organizations", {}))
    known[name] = organization_id if organization_id != NEW else f"name:{name.casefold()}"[:80]
    _learn(report, {"organizations": known}, by, at)


@transaction.atomic
def confirm_place(
    report_id: str, name: str, parent: str, place_code: str, *, by: User, at: dt.datetime
) -> None:
    """Say which place a name means, in this report and the next of its source.

    Editors and above of the organization. parent: the unit above as the report names it, or "".
    """
    report = _open_to(report_id, by, at)
    source = report.source
    if not Place.objects.filter(country=source.country, code=place_code).exists():
        raise Refused({"place": _("There is no such place. Choose one of the list.")})
    others = [
        one
        for one in source.known.get("places", ())
        if (one["name"], one.get("parent") or "") != (name, parent)
    ]
    said = {"name": name, "parent": parent, "place_code": place_code}
    _learn(report, {"places": [*others, said]}, by, at)


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


def _learn(report: ReportImport, known: dict[str, Any], by: User, at: dt.datetime) -> None:
    source = report.source
    source.known = {**source.known, **known}
    source.revision += 1
    source.save(update_fields=["known", "revision"])
    _read_with(report, "confirm", {name: len(what) for name, what in known.items()}, by, at)


def _open_to(report_id: str, by: User, at: dt.datetime) -> ReportImport:
    report = import_to_write(report_id, by=by, at=at)
    if report.state not in (State.READY, State.UNCHANGED, State.FAILED, State.WAITING):
        raise Refused({}, _("This report does not wait for a decision now."))
    return report


def _read_with(
    report: ReportImport, verb: str, said: dict[str, Any], by: User, at: dt.datetime
) -> None:
    report.state, report.stage, report.progress, report.attempts = State.WAITING, "", 0, 0
    report.revision += 1
    report.save()
    record(
        verb, "report", report.public_id, by=by, at=at, after=said,
        organization=report.source.organization, country=report.source.country,
    )  # fmt: skip
    work_on.enqueue(report.public_id)
