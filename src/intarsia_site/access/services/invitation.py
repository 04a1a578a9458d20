"""People are invited; nobody opens an account alone."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.keys import hash_of, random_secret
from intarsia_site.access.models import Country, Invitation, Membership, Organization, User
from intarsia_site.access.rights import manages_in, signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.access.services.letters import queue_letter
from intarsia_site.access.spans import not_over

VALID_FOR = dt.timedelta(days=14)


@transaction.atomic
def invite_person(
    organization_id: str,
    *,
    email: str,
    name: str,
    role: str,
    country_code: str | None = None,
    language: str = "en",
    by: User,
    at: dt.datetime,
    because: str = "",
) -> str:
    """Ask a person by letter to join an organization; its managers there, and administrators.

    The letter's link counts for 14 days and once; its secret is made when the letter is sent, and
    only a hash of it is kept. An earlier invitation of the same person there ends. Nobody invites
    themselves. Returns the invitation's public id.
    Raises   NotFound, NotAllowed, Refused.
    """
    viewing = signed_in(by, at)
    organization = locked(Organization, organization_id)
    country_code = country_code or None
    is_manager = manages_in(viewing, organization, country_code)
    if not is_manager and not viewing.viewer.is_administrator:
        raise NotAllowed(_("Only the organization's managers and administrators invite people."))
    checks = Checks()
    name = checks.line("name", name, 120, required=True)
    role = checks.one_of("role", role, Membership.Role.values)
    language = checks.one_of("language", language, [code for code, _name in settings.LANGUAGES])
    email = checks.line("email", email, 254, required=True).lower()
    try:
        validate_email(email)
    except ValidationError:
        checks.refuse("email", _("This is no e-mail address."))
    country = Country.objects.filter(code=country_code).first() if country_code else None
    if country_code and country is None:
        checks.refuse("country_code", _("Choose one from the list."))
    if organization.merged_into_id is not None:
        checks.refuse("email", _("It is merged into another organization; invite people there."))
    if email == by.email:
        checks.refuse("email", _("Nobody invites themselves. Ask another manager."))
    checks.settle()
    # Only who sees the members is told of them; to others an invitation looks the same.
    held = Membership.objects.filter(
        not_over(at), organization=organization, country=country, user__email=email
    )
    if held.exists():
        raise Refused({"email": _("This person belongs to the organization already.")})
    earlier = Invitation.objects.filter(
        organization=organization, country=country, email=email, accepted_at=None
    )
    earlier.filter(expires_at__gt=at).update(expires_at=at)
    made = Invitation.objects.create(
        email=email,
        name=name,
        language=language,
        organization=organization,
        country=country,
        role=role,
        # Of a secret that nobody knows: the letter gets its own when it is sent.
        secret_hash=hash_of(random_secret()),
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    queue_letter("invitation", None, "invitation", made.public_id, address=email, by=by, at=at)
    record(
        "invite_person",
        "invitation",
        made.public_id,
        by=by,
        at=at,
        after={"role": role},
        because=reason(because),
        organization=organization,
        country=country,
    )
    return made.public_id


@transaction.atomic
def withdraw_invitation(
    invitation_id: str, *, by: User, at: dt.datetime, because: str = ""
) -> None:
    """End an invitation that was not accepted; managers there, and administrators.

    Raises   NotFound, also for who may not know of it, and where it counts no more.
    """
    viewing = signed_in(by, at)
    row = locked(Invitation, invitation_id)
    where = row.country.code if row.country else None
    may = viewing.viewer.is_administrator or manages_in(viewing, row.organization, where)
    if not may or row.accepted_at is not None or row.expires_at <= at:
        raise NotFound
    row.expires_at = at
    row.save(update_fields=["expires_at"])
    record(
        "withdraw_invitation",
        "invitation",
        row.public_id,
        by=by,
        at=at,
        because=reason(because),
        organization=row.organization,
        country=row.country,
    )


@transaction.atomic
def accept_invitation(
    secret: str,
    *,
    by: User | None,
    at: dt.datetime,
    name: str = "",
    password: str = "",
) -> User:
    """Join the organization of an invitation; return the person.

    by     the person signed in, whose address the invitation must be for; None: a new person, with
           a name and a password of their choice. Who has an account signs in first.
    Raises   NotFound where the link is unknown, used, withdrawn or too old; NotAllowed; Refused.
    """
    row = Invitation.objects.select_for_update().filter(secret_hash=hash_of(secret)).first()
    if row is None or row.accepted_at is not None or row.expires_at <= at:
        raise NotFound
    if by is not None:
        signed_in(by, at)
        if by.email != row.email:
            raise NotAllowed(
                _("This invitation is for another address than the one you signed in with.")
            )
        person = User.objects.select_for_update().get(pk=by.pk)
    else:
        person = _new_person(row, name, password)
    is_host = row.organization.standing == Organization.Standing.HOST_AUTHORITY
    if person.is_administrator and is_host:
        raise NotAllowed(_("Administrators never belong to a host authority."))
    held = Membership.objects.filter(
        not_over(at), user=person, organization=row.organization, country=row.country
    )
    if held.exists():
        raise NotAllowed(_("You belong to this organization already."))
    membership = Membership.objects.create(
        user=person,
        organization=row.organization,
        country=row.country,
        role=row.role,
        from_at=at,
    )
    row.accepted_at = at
    row.save(update_fields=["accepted_at"])
    record(
        "accept_invitation",
        "membership",
        membership.public_id,
        by=person,
        at=at,
        after={"person": person.audit_key, "role": row.role, "invitation": row.public_id},
        organization=row.organization,
        country=row.country,
    )
    return person


def _new_person(row: Invitation, name: str, password: str) -> User:
    if User.objects.filter(email=row.email).exists():
        raise NotAllowed(_("There is an account for this address. Sign in, then open the link."))
    checks = Checks()
    name = checks.line("name", name or row.name, 120, required=True)
    try:
        validate_password(password, User(email=row.email, name=name))
    except ValidationError as error:
        checks.refuse("password", " ".join(error.messages))
    checks.settle()
    return User.objects.create_user(row.email, password, name=name, language=row.language)
