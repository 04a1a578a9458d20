"""The tables of access, one file a noun."""

from intarsia_site.access.models.audit import AuditEntry
from intarsia_site.access.models.correspondence import Invitation, OutgoingLetter
from intarsia_site.access.models.country import Country, Installation
from intarsia_site.access.models.membership import (
    CountryRole,
    Group,
    GroupMembership,
    Membership,
)
from intarsia_site.access.models.organization import (
    Organization,
    OrganizationAlias,
    OrganizationIdentifier,
)
from intarsia_site.access.models.protocol import ProtocolRow
from intarsia_site.access.models.shared_record import SharedRecord, Shown
from intarsia_site.access.models.sharing_rule import SharingRule
from intarsia_site.access.models.token import IdempotentAnswer, Token
from intarsia_site.access.models.user import User

__all__ = [
    "AuditEntry",
    "Country",
    "CountryRole",
    "Group",
    "GroupMembership",
    "IdempotentAnswer",
    "Installation",
    "Invitation",
    "Membership",
    "Organization",
    "OrganizationAlias",
    "OrganizationIdentifier",
    "OutgoingLetter",
    "ProtocolRow",
    "SharedRecord",
    "SharingRule",
    "Shown",
    "Token",
    "User",
]
