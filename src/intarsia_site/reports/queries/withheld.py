"""What a report before this one says, and whoever looks into this one may not see."""

from __future__ import annotations

from collections.abc import Iterable

from intarsia_site.access.queries.seen import whole_rows
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Activity, ReportImport
from intarsia_site.reports.tables import stored_id

#: Asked for at once; a database takes no longer list.
_AT_ONCE = 500


def withheld(
    report: ReportImport | None, ids: Iterable[str], *, viewing: Viewing
) -> frozenset[str]:
    """Return which of these activities of an import the viewer does not see whole.

    Who sends the next report of a source looks into that one; what the one before said under a
    rule that names others stays with those.
    ids   as the import states them; those that it does not hold are left out
    """
    if report is None:
        return frozenset()
    stored = {stored_id(one): one for one in ids}
    keys = list(stored)
    hidden: set[str] = set()
    for start in range(0, len(keys), _AT_ONCE):
        held = Activity.versions.filter(
            stands__report_import=report, activity_id__in=keys[start : start + _AT_ONCE]
        )
        seen = whole_rows(held, viewing).values_list("activity_id", flat=True)
        hidden |= set(held.values_list("activity_id", flat=True)) - set(seen)
    return frozenset(stored[one] for one in hidden)
