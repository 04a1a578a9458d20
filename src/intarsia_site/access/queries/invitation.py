"""Invitations: for who holds the link, and for the managers who sent it."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia_site.access.errors import NotFound
from intarsia_site.access.keys import hash_of
from intarsia_site.access.models import Invitation, Organization, User
from intarsia_site.access.names import ROLES, named
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import manages_in


@dataclass(frozen=True)
class InvitationPage:
    """What the holder of a link reads."""

    organization_name: str
    name: str
    email: str
    role_name: str
    expires_at: object
    #: There is an account for the address: sign in first.
    has_account: bool
    #: The viewer is signed in with the address.
    is_mine: bool


@dataclass(frozen=True)
class InvitationLine:
    """One invitation that is not accepted yet, for those who manage there."""

    public_id: str
    name: str
    email: str
    role_name: str
    country_code: str | None
    expires_at: object


def invitation_by_secret(viewing: Viewing, secret: str) -> InvitationPage:
    """Return the invitation of a link; raises NotFound where it does not count (any more)."""
    row = (
        Invitation.objects.select_related("organization")
        .filter(secret_hash=hash_of(secret), accepted_at=None, expires_at__gt=viewing.at)
        .first()
    )
    if row is None:
        raise NotFound
    account = User.objects.filter(email=row.email).values_list("pk", flat=True).first()
    return InvitationPage(
        organization_name=row.organization.name,
        name=row.name,
        email=row.email,
        role_name=named(ROLES, row.role),
        expires_at=row.expires_at,
        has_account=account is not None,
        is_mine=account is not None and account == viewing.user_id,
    )


def open_invitations(viewing: Viewing, organization_id: str) -> tuple[InvitationLine, ...]:
    """Return an organization's open invitations that the viewer may withdraw, at most 200.

    Raises   NotFound for nobody, and where there is no such organization.
    """
    organization = Organization.objects.filter(public_id=organization_id).first()
    if viewing.user_id is None or organization is None:
        raise NotFound
    rows = Invitation.objects.filter(
        organization=organization, accepted_at=None, expires_at__gt=viewing.at
    ).select_related("country")
    lines = []
    for one in rows.order_by("-invited_at", "pk")[:200]:
        where = one.country.code if one.country else None
        if viewing.viewer.is_administrator or manages_in(viewing, organization, where):
            role = named(ROLES, one.role)
            lines.append(
                InvitationLine(one.public_id, one.name, one.email, role, where, one.expires_at)
            )
    return tuple(lines)
