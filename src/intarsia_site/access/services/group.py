"""Groups: organizations and persons who share with one another under a name."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.models import (
    Country,
    Group,
    GroupMembership,
    Membership,
    Organization,
    User,
)
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import require_convenor, signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.access.spans import current, end, not_over


@transaction.atomic
def make_group(
    *, name: str, country_code: str, by: User, at: dt.datetime, because: str = ""
) -> str:
    """Make a group in a country; its convenor. Nobody is in it yet. Returns its public id.

    Raises   NotFound where there is no such country; NotAllowed, Refused.
    """
    viewing = signed_in(by, at)
    country = Country.objects.filter(code=country_code).first()
    if country is None:
        raise NotFound
    require_convenor(viewing, country.code)
    checks = Checks()
    name = checks.line("name", name, 200, required=True)
    checks.settle()
    if Group.objects.filter(country=country, name__iexact=name).exists():
        raise Refused({"name": _("The country has a group of this name already.")})
    made = Group.objects.create(country=country, name=name)
    record(
        "make_group",
        "group",
        made.public_id,
        by=by,
        at=at,
        after={"name": name},
        because=reason(because),
        country=country,
    )
    return made.public_id


@transaction.atomic
def add_organization_to_group(
    group_id: str, *, organization_id: str, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Add an organization to a group; the country's convenor. What is shared with the group is
    shared with its people from now on.

    Raises   NotFound, NotAllowed.
    """
    group = _convened(group_id, by, at)
    organization = Organization.objects.filter(public_id=organization_id).first()
    if organization is None:
        raise NotFound
    held = GroupMembership.objects.filter(not_over(at), group=group, organization=organization)
    if held.exists():
        return
    row = GroupMembership.objects.create(group=group, organization=organization, from_at=at)
    record(
        "add_organization_to_group",
        "group",
        group.public_id,
        by=by,
        at=at,
        after={"member": row.public_id, "organization": organization.public_id},
        because=reason(because),
        organization=organization,
        country=group.country,
    )


@transaction.atomic
def add_person_to_group(
    group_id: str, *, email: str, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Add a person by their address to a group; the country's convenor.

    The person belongs to an organization that works in the country; of nobody else is anything
    said.
    Raises   NotFound, NotAllowed, Refused.
    """
    group = _convened(group_id, by, at)
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    works_here = Membership.objects.filter(current(at), user=person).filter(
        country__in=[group.country]
    ) | Membership.objects.filter(current(at), user=person, country=None)
    if person is None or not works_here.exists():
        raise Refused({"email": _("Nobody who works in this country has this address.")})
    if GroupMembership.objects.filter(not_over(at), group=group, user=person).exists():
        return
    row = GroupMembership.objects.create(group=group, user=person, from_at=at)
    record(
        "add_person_to_group",
        "group",
        group.public_id,
        by=by,
        at=at,
        after={"member": row.public_id, "person": person.audit_key},
        because=reason(because),
        country=group.country,
    )


@transaction.atomic
def end_group_membership(member_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Take an organization or a person out of a group; the country's convenor, and the person.

    From that moment nothing more is seen through the group.
    Raises   NotFound, also for who may not know of it; NotAllowed.
    """
    viewing = signed_in(by, at)
    row = locked(GroupMembership, member_id)
    if row.until_at is not None and row.until_at <= at:
        raise NotFound
    group = row.group
    if row.user_id != by.pk:
        _require_known(group, viewing)
        require_convenor(viewing, group.country.code)
    before = {"member": member_id, "person": row.user.audit_key if row.user else None}
    organization = row.organization
    end(row, at)
    record(
        "end_group_membership",
        "group",
        group.public_id,
        by=by,
        at=at,
        before=before,
        because=reason(because),
        organization=organization,
        country=group.country,
    )


def _convened(group_id: str, by: User, at: dt.datetime) -> Group:
    viewing = signed_in(by, at)
    group = locked(Group, group_id)
    _require_known(group, viewing)
    require_convenor(viewing, group.country.code)
    return group


def _require_known(group: Group, viewing: Viewing) -> None:
    """Raise NotFound where the viewer is not in the group and does not convene its country."""
    is_in = str(group.pk) in viewing.reach.groups
    if not is_in and not viewing.is_convenor(group.country.code):
        raise NotFound
