"""What a person does for a whole country, and who runs the installation."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import Country, CountryRole, User
from intarsia_site.access.persons import (
    active_person,
    belongs_to_host_authority,
    refuse_last_administrator,
)
from intarsia_site.access.rights import require_administrator, signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.access.spans import current, end, not_over


@transaction.atomic
def give_country_role(
    person_id: str, *, country_code: str, role: str, by: User, at: dt.datetime, because: str = ""
) -> str:
    """Make a person convenor, curator or host co-ordinator of a country; administrators.

    Never oneself. Administrators are no convenors and no host co-ordinators; a host co-ordinator
    belongs to a host authority of the country. No record is opened by it. Returns its public id.
    Raises   NotFound, NotAllowed, Refused.
    """
    require_administrator(signed_in(by, at))
    person = active_person(person_id)
    if person.pk == by.pk:
        raise NotAllowed(_("Nobody gives a role to themselves. Ask another administrator."))
    checks = Checks()
    role = checks.one_of("role", role, CountryRole.Role.values)
    country = Country.objects.filter(code=country_code).first()
    if country is None:
        checks.refuse("country_code", _("Choose one from the list."))
    checks.settle()
    country = cast(Country, country)  # settled
    if person.is_administrator and role != CountryRole.Role.CURATOR:
        raise Refused({"role": _("Administrators run the installation; another person does this.")})
    if role == CountryRole.Role.HOST_COORDINATOR and not belongs_to_host_authority(
        person, at, country=country
    ):
        raise Refused({"role": _("This is for people of the country's own authorities.")})
    held = CountryRole.objects.filter(current(at), user=person, country=country, role=role).first()
    if held is not None:
        return held.public_id
    row = CountryRole.objects.create(user=person, country=country, role=role, from_at=at)
    record(
        "give_country_role",
        "country_role",
        row.public_id,
        by=by,
        at=at,
        after={"person": person.audit_key, "role": role},
        because=reason(because),
        country=country,
    )
    return row.public_id


@transaction.atomic
def end_country_role(role_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """End a person's role for a country; administrators, and the person themselves.

    Raises   NotFound, also for who may not know of it.
    """
    viewing = signed_in(by, at)
    row = locked(CountryRole, role_id)
    is_over = row.until_at is not None and row.until_at <= at
    if is_over or (row.user_id != by.pk and not viewing.viewer.is_administrator):
        raise NotFound
    before = {"person": row.user.audit_key, "role": row.role}
    country = row.country
    end(row, at)
    record(
        "end_country_role",
        "country_role",
        role_id,
        by=by,
        at=at,
        before=before,
        because=reason(because),
        country=country,
    )


@transaction.atomic
def appoint_administrator(person_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Let a person run the installation; administrators. They see no record by it.

    Raises   Refused for who belongs to a host authority, or convenes a country; NotFound,
             NotAllowed.
    """
    require_administrator(signed_in(by, at))
    person = active_person(person_id)
    if person.is_administrator:
        return
    if belongs_to_host_authority(person, at):
        raise Refused({"person_id": _("People of a host authority never run the installation.")})
    roles = CountryRole.objects.filter(not_over(at), user=person)
    if roles.exclude(role=CountryRole.Role.CURATOR).exists():
        raise Refused({"person_id": _("End the person's role as convenor first.")})
    _set_administrator(person, True, "appoint_administrator", by, at, because)


@transaction.atomic
def end_administrator(person_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """End a person's running of the installation; administrators. One always stays.

    Raises   NotFound, NotAllowed, Refused.
    """
    require_administrator(signed_in(by, at))
    person = active_person(person_id)
    if not person.is_administrator:
        return
    refuse_last_administrator(person)
    _set_administrator(person, False, "end_administrator", by, at, because)


def _set_administrator(
    person: User, is_one: bool, verb: str, by: User, at: dt.datetime, because: str
) -> None:
    person.is_administrator = is_one
    person.save(update_fields=["is_administrator"])
    record(
        verb,
        "person",
        person.audit_key,
        by=by,
        at=at,
        before={"is_administrator": not is_one},
        after={"is_administrator": is_one},
        because=reason(because),
    )
