"""What reports leave behind and is kept no longer than it must be."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from intarsia_site.access.services.audit import record
from intarsia_site.reports.models import Activity, Erratum, ImportTable, ReportImport, Standing
from intarsia_site.reports.services.undoing import UNDO_FOR


@transaction.atomic
def forget_undone(*, at: dt.datetime) -> int:
    """Delete what imports said that were taken back 30 days ago; return how many activities went.

    The installation's own work. Their line in the trail and the kept file stay; so does what an
    edition cites, or an erratum compares it with.
    """
    gone = ReportImport.objects.filter(
        state=ReportImport.State.UNDONE, undone_at__lt=at - UNDO_FOR, editions__isnull=True
    ).exclude(pk__in=Erratum.objects.filter(by_import__isnull=False).values("by_import"))
    held = gone.filter(tables__isnull=False).values_list("pk", flat=True).distinct()
    ids = list(held)
    if not ids:
        return 0
    ImportTable.objects.filter(report_import__in=ids).delete()
    Standing.objects.filter(report_import__in=ids).delete()
    count, _each = Activity.versions.filter(source__imports__in=ids, stands__isnull=True).delete()
    record("pruned", "report", "", by=None, at=at, after={"imports": len(ids), "activities": count})
    return count
