"""An import is taken back: the pointer goes back to what was so before it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia.sharing.labels import Label
from intarsia_site.access.errors import Refused
from intarsia_site.access.models import User
from intarsia_site.access.protocols import protocol_or_refuse
from intarsia_site.access.services.audit import record
from intarsia_site.reports.models import Activity, ReportImport, Switch
from intarsia_site.reports.services.handling import handling_of, say_rules
from intarsia_site.reports.services.receiving import import_to_write

State = ReportImport.State
#: How long an import can be taken back.
UNDO_FOR = dt.timedelta(days=30)


@transaction.atomic
def undo_import(report_id: str, *, by: User, at: dt.datetime, because: str) -> None:
    """Take an import back: what was so before it is so again. Its rows stay, for the trail.

    Editors and above of the organization, for 30 days, the last import of a source first.
    Raises   Refused, NotFound, NotAllowed.
    """
    report = import_to_write(report_id, by=by, at=at)
    source = report.source
    if not because.strip():
        raise Refused({"because": _("Say why; it is kept in the trail.")})
    if report.state != State.IMPORTED or report.imported_at is None:
        raise Refused({}, _("This report is not imported: there is nothing to undo."))
    if source.current_id != report.pk:
        raise Refused(
            {},
            _(
                "Later reports of this source stand on this one. Undo the last one first, or send "
                "a corrected report."
            ),
        )
    if at - report.imported_at > UNDO_FOR:
        raise Refused(
            {}, _("An import can be undone for 30 days. Send a corrected report instead.")
        )
    before = report.replaced
    if before is not None:
        sharing: Any = before.sharing
        label = Label(sharing["label"])
        protocol = protocol_or_refuse(source.country)
        held = Activity.versions.filter(stands__report_import=before)
        combinations = held.order_by().values_list("sector_codes", flat=True).distinct()
        handlings = dict(handling_of(protocol, label, one.split()) for one in combinations)
        say_rules(source, sharing, handlings, by=by)
    source.current = before
    source.save(update_fields=["current"])
    Switch.objects.create(source=source, before=report, after=before, at=at)
    report.state, report.undone_at = State.UNDONE, at
    report.save(update_fields=["state", "undone_at"])
    record(
        "undo", "report", report.public_id, by=by, at=at, because=because.strip()[:1000],
        before={"report": report.public_id},
        after={"report": before.public_id if before else None},
        organization=source.organization, country=source.country,
    )  # fmt: skip
