"""What activities add to an organization's page: its latest ones, and the way to all of them."""

from __future__ import annotations

from typing import Any

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.queries.activity import activities
from intarsia_site.web.organizations.sections import section

MOST = 10
SHOWN = ("activities",)


@section
def activities_of(organization_id: str, viewing: Viewing) -> tuple[str, dict[str, Any]] | None:
    """Return the organization's activities as the viewer sees them."""
    asked = {"organization_id": organization_id}
    page = activities(asked, viewing=viewing, size=MOST, counting=False)
    if not page.lines:
        return None
    return "activities/_of_organization.html", {"page": page, "organization_id": organization_id}
