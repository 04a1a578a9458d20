"""People: for those who know them here; and for oneself all that is held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q

from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import (
    AuditEntry,
    Country,
    CountryRole,
    GroupMembership,
    Invitation,
    Membership,
    OutgoingLetter,
    Token,
    User,
)
from intarsia_site.access.names import COUNTRY_ROLES, ROLES, named, shown_name
from intarsia_site.access.queries.audience import people_known_to
from intarsia_site.access.queries.paging import SIZE, Page, is_text, page_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.spans import current
from intarsia_site.access.viewings import ids_of_mine


@dataclass(frozen=True)
class PersonLine:
    """One person in a list."""

    public_id: str
    name: str
    #: For administrators only.
    email: str | None


@dataclass(frozen=True)
class BelongingLine:
    """Where a person belongs, as far as the viewer may know."""

    public_id: str
    organization_id: str
    organization_name: str
    role: str
    role_name: str
    country_code: str | None
    country_name: str | None


@dataclass(frozen=True)
class RoleLine:
    """What a person does for a country."""

    public_id: str
    role: str
    role_name: str
    country_code: str
    country_name: str


@dataclass(frozen=True)
class PersonPage:
    """One person, and what this viewer may do."""

    line: PersonLine
    is_me: bool
    is_administrator: bool
    belongings: tuple[BelongingLine, ...]
    roles: tuple[RoleLine, ...]
    #: Sign-ins ended, erased: the person, and administrators.
    may_look_after: bool
    may_give_roles: bool


def person_list(
    viewing: Viewing, *, q: str = "", after: str = "", size: int = SIZE
) -> Page[PersonLine]:
    """Return the people whom the viewer knows here, by name.

    Raises   NotFound for nobody signed in, and for an `after` that is not there.
    """
    if viewing.user_id is None:
        raise NotFound
    known = people_known_to(viewing)
    is_admin = viewing.viewer.is_administrator
    rows = known
    if not is_text(q):
        return Page(())
    if q.strip():
        asked = Q(name__icontains=q.strip())
        rows = rows.filter(asked | Q(email__icontains=q.strip()) if is_admin else asked)
    return page_of(
        rows, lambda one: _line(one, is_admin), order="name", after=after, among=known, size=size
    )


def person_page(viewing: Viewing, public_id: str) -> PersonPage:
    """Return a person whom the viewer knows; raises NotFound for all others alike."""
    person = people_known_to(viewing).filter(public_id=public_id).first()
    if person is None:
        raise NotFound
    is_me, is_admin = person.pk == viewing.user_id, viewing.viewer.is_administrator
    held = Membership.objects.filter(current(viewing.at), user=person)
    if not is_me and not is_admin:
        held = held.filter(organization_id__in=ids_of_mine(viewing))
    roles = CountryRole.objects.filter(current(viewing.at), user=person)
    return PersonPage(
        line=_line(person, is_me or is_admin),
        is_me=is_me,
        is_administrator=person.is_administrator and (is_me or is_admin),
        belongings=tuple(
            BelongingLine(
                one.public_id,
                one.organization.public_id,
                one.organization.name,
                one.role,
                named(ROLES, one.role),
                one.country.code if one.country else None,
                one.country.name if one.country else None,
            )
            for one in held.select_related("organization", "country").order_by("pk")
        ),
        roles=tuple(
            RoleLine(
                one.public_id,
                one.role,
                named(COUNTRY_ROLES, one.role),
                one.country.code,
                one.country.name,
            )
            for one in roles.select_related("country").order_by("pk")
        ),
        may_look_after=is_me or is_admin,
        may_give_roles=is_admin and not is_me,
    )


def country_choices(viewing: Viewing) -> list[tuple[str, str]]:
    """Return the countries of this installation, by name; raises NotFound for nobody."""
    if viewing.user_id is None:
        raise NotFound
    return list(Country.objects.order_by("name").values_list("code", "name"))


def held_about_me(viewing: Viewing) -> dict[str, Any]:
    """Return all that is held about the person who asks, as JSON; raises NotFound for nobody.

    What the person did is told without what it was about: that may be somebody else's by now.
    """
    person = User.objects.filter(pk=viewing.user_id or 0).first()
    if person is None:
        raise NotFound
    about = Membership.objects.filter(user=person).select_related("organization", "country")
    return {
        "person": {
            "id": person.public_id,
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "time_zone": person.time_zone,
            "joined_at": _text(person.joined_at),
            "last_sign_in_at": _text(person.last_login),
            "is_administrator": person.is_administrator,
            "pseudonym_in_the_audit_trail": person.audit_key,
        },
        "memberships": [
            {
                "organization": one.organization.name,
                "country": one.country.code if one.country else None,
                "role": one.role,
                **_span(one),
            }
            for one in about.order_by("pk")
        ],
        "country_roles": [
            {"country": one.country.code, "role": one.role, **_span(one)}
            for one in CountryRole.objects.filter(user=person).select_related("country")
        ],
        "groups": [
            {"group": one.group.name, **_span(one)}
            for one in GroupMembership.objects.filter(user=person).select_related("group")
        ],
        "tokens": [
            {
                "name": one.name,
                "scope": one.scope,
                "made_at": _text(one.made_at),
                "expires_at": _text(one.expires_at),
                "ended_at": _text(one.ended_at),
                "last_used_on": one.last_used_on and one.last_used_on.isoformat(),
            }
            for one in Token.objects.filter(user=person)
        ],
        "invitations": [
            {
                "organization": one.organization.name,
                "name": one.name,
                "email": one.email,
                "invited_at": _text(one.invited_at),
                "accepted_at": _text(one.accepted_at),
            }
            for one in Invitation.objects.filter(email=person.email).select_related("organization")
        ],
        "letters": [
            {"kind": one.kind, "state": one.state, "queued_at": _text(one.queued_at)}
            for one in OutgoingLetter.objects.filter(
                Q(reader=person) | Q(reader=None, address=person.email)
            )
        ],
        "sign_ins": [
            {
                "since": _text(one.created_at),
                "last_seen_at": _text(one.last_seen_at),
                "address": one.ip,
                "browser": one.user_agent,
            }
            for one in UserSession.objects.filter(user=person)
        ],
        "second_factors": [
            {"kind": one.type, "since": _text(one.created_at)}
            for one in Authenticator.objects.filter(user=person)
        ],
        "what_i_did": [
            {"at": _text(at), "what": verb}
            for at, verb in AuditEntry.objects.filter(by_key=person.audit_key).values_list(
                "at", "verb"
            )
        ],
    }


def _line(person: User, with_address: bool) -> PersonLine:
    return PersonLine(person.public_id, shown_name(person), person.email if with_address else None)


def _span(row: Membership | CountryRole | GroupMembership) -> dict[str, str | None]:
    return {"from_at": _text(row.from_at), "until_at": _text(row.until_at)}


def _text(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
