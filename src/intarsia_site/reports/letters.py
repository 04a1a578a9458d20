"""Letters about reports: what each says to its reader at the moment it is sent."""

from __future__ import annotations

from typing import Any

from intarsia_site.access.letters import letter_kind
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.expected import expected_of, missing_of, receipts_of
from intarsia_site.reports.models import Source
from intarsia_site.reports.rights import belongs_to_source


@letter_kind("report_due")
def _report_due(viewing: Viewing, source_id: str) -> dict[str, Any] | None:
    """Nothing where the report came in meanwhile, or the reader is no longer one of its people."""
    source = (
        Source.objects.select_related("organization", "country").filter(public_id=source_id).first()
    )
    if source is None or not belongs_to_source(source, viewing):
        return None
    receipts = receipts_of([source])
    today = viewing.at.date()
    missing = missing_of(expected_of(source, receipts.get(source.pk, ()), as_of=today))
    if missing is None:
        return None
    return {
        "name": source.name,
        "source_id": source.public_id,
        "organization": source.organization.name,
        "from_on": missing.first_on,
        "until_on": missing.last_on,
        "due_on": missing.due_on,
    }
