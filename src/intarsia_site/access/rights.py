"""Who may do what with people and organizations; every service asks here."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from intarsia_site.access.errors import NotAllowed, NotFound
from intarsia_site.access.models import CountryRole, Membership, Organization, User
from intarsia_site.access.queries.viewer import Viewing, viewer_of


def signed_in(by: User, at: dt.datetime) -> Viewing:
    """Return what the person is at the moment; raises NotFound for nobody and for who has left."""
    viewing = viewer_of(by, at=at)
    if viewing.user_id is None:
        raise NotFound
    return viewing


def require_administrator(viewing: Viewing) -> None:
    """Raise NotAllowed for all but administrators."""
    if not viewing.viewer.is_administrator:
        raise NotAllowed(_("Only administrators of this installation do this."))


def is_registrar(viewing: Viewing, country_code: str | None = None) -> bool:
    """Return whether the viewer keeps the register: administrators, and curators.

    country_code    of an authority: its own country's curators only
    """
    if viewing.viewer.is_administrator:
        return True
    if country_code is not None:
        return viewing.is_curator(country_code)
    return any(role == CountryRole.Role.CURATOR for role, _country in viewing.roles)


def require_registrar(viewing: Viewing, country_code: str | None = None) -> None:
    """Raise NotAllowed for all who do not keep the register."""
    if not is_registrar(viewing, country_code):
        raise NotAllowed(_("Only curators and administrators change the register."))


def manages(viewing: Viewing, organization: Organization) -> bool:
    """Return whether the viewer manages the organization, in some country or in all."""
    whole = organization.merged_into_id or organization.pk
    return any(
        mine == whole and role == Membership.Role.MANAGER
        for mine, _where, role in viewing.memberships
    )


def manages_in(viewing: Viewing, organization: Organization, country_code: str | None) -> bool:
    """Return whether the viewer manages the organization there; None: in all countries."""
    whole = organization.merged_into_id or organization.pk
    return any(
        mine == whole and role == Membership.Role.MANAGER and where in (None, country_code)
        for mine, where, role in viewing.memberships
    )


def belongs_to(viewing: Viewing, organization: Organization) -> bool:
    """Return whether the viewer belongs to the organization now, in any role."""
    whole = organization.merged_into_id or organization.pk
    return any(mine == whole for mine, _where, _role in viewing.memberships)


def require_no_gain(viewing: Viewing, *organizations: Organization) -> None:
    """Raise NotAllowed where somebody would change what they themselves may see."""
    if any(belongs_to(viewing, one) for one in organizations):
        raise NotAllowed(
            _(
                "You belong to one of these organizations, and this changes what its people may "
                "see. Ask another curator or an administrator."
            )
        )


def require_convenor(viewing: Viewing, country_code: str) -> None:
    """Raise NotAllowed for all but the country's convenors; administrators are none."""
    if viewing.viewer.is_administrator or not viewing.is_convenor(country_code):
        raise NotAllowed(_("Only the convenor of the country does this."))
