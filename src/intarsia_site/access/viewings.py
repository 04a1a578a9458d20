"""What services and queries ask of a viewing besides the precision of records."""

from __future__ import annotations

from intarsia_site.access.models import Membership
from intarsia_site.access.queries.viewer import Viewing


def ids_of_mine(viewing: Viewing) -> list[int]:
    """Return the ids of the viewer's organizations, and of those merged into them."""
    return _with_merged(viewing, {organization for organization, *_ in viewing.memberships})


def ids_managed(viewing: Viewing, country_code: str | None = None) -> list[int]:
    """Return the ids of organizations that the viewer manages in a country; None: everywhere."""
    return _with_merged(
        viewing,
        {
            organization
            for organization, where, role in viewing.memberships
            if role == Membership.Role.MANAGER and where == country_code
        },
    )


def managed_countries(viewing: Viewing) -> list[str | None]:
    """Return the countries for which the viewer manages something; None: all of them."""
    held = {where for _mine, where, role in viewing.memberships if role == Membership.Role.MANAGER}
    return sorted(held, key=lambda code: code or "")


def _with_merged(viewing: Viewing, wholes: set[int]) -> list[int]:
    return sorted({one for whole in wholes for one in viewing.same.get(whole, {whole})})
