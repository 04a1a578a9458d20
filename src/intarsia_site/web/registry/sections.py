"""What the registry adds to an organization's page: its profile, mandates, tools, statements."""

from __future__ import annotations

from typing import Any

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.queries.record import records
from intarsia_site.web.organizations.sections import Section, section

SHOWN = ("profiles", "mandates", "capacities", "commitments")
MOST = 10


def _section_of(plural: str) -> Section:
    def made(organization_id: str, viewing: Viewing) -> tuple[str, dict[str, Any]] | None:
        asked = {"organization_id": organization_id}
        page = records(NOUNS[plural], asked, viewing=viewing, size=MOST, counting=False)
        if not page.lines:
            return None
        said = {"page": page, "noun": page.noun, "organization_id": organization_id}
        return "registry/_of_organization.html", said

    return made


for _plural in SHOWN:
    section(_section_of(_plural))
