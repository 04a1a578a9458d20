"""Who may know of a source, send its reports, look into its imports."""

from __future__ import annotations

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Source


def belongs_to_source(source: Source, viewing: Viewing) -> bool:
    """Return whether the viewer is of the organization whose reports these are, there."""
    whole = source.organization.merged_into_id or source.organization_id
    return any(
        mine == whole and where in (None, source.country.code)
        for mine, where, _role in viewing.memberships
    )


def may_see_source(source: Source, viewing: Viewing) -> bool:
    """Return whether the viewer may know of the source: its own people, and the convenor.

    Who reports, and how late, is nobody else's to see.
    """
    return belongs_to_source(source, viewing) or viewing.is_convenor(source.country.code)


def may_send(source: Source, viewing: Viewing) -> bool:
    """Return whether the viewer sends reports of the source and decides about its imports."""
    whole = source.organization.merged_into_id or source.organization_id
    return source.ended_at is None and viewing.may_write_for(whole, source.country.code)
