"""Further parts of an organization's page, added by the apps above `access`.

    @section
    def profile(organization_id, viewing):
        return "registry/_profile.html", {"profile": …}      # or None: nothing to show

Each is called with the organization's public id and who is looking, and makes its own queries.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from intarsia_site.access.queries.viewer import Viewing

Section = Callable[[str, Viewing], tuple[str, dict[str, Any]] | None]
_SECTIONS: list[Section] = []


def section(made: Section) -> Section:
    """Add a part to each organization's page, below those that are there."""
    _SECTIONS.append(made)
    return made


def sections_of(organization_id: str, viewing: Viewing) -> list[tuple[str, dict[str, Any]]]:
    """Return the template and context of each part that has something to show."""
    made = (one(organization_id, viewing) for one in _SECTIONS)
    return [one for one in made if one is not None]
