"""Who an organization is: registered and changed by those who keep the register, and by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intarsia import codelists
from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import (
    Country,
    Membership,
    Organization,
    OrganizationAlias,
    OrganizationIdentifier,
    User,
)
from intarsia_site.access.rights import (
    is_registrar,
    manages,
    require_no_gain,
    require_registrar,
    signed_in,
)
from intarsia_site.access.rows import locked, refold
from intarsia_site.access.services.audit import changed, record

LEVELS = ("", "headquarters", "field")
_FIELDS = ("name", "acronym", "type_code", "level", "standing")


@transaction.atomic
def register_organization(
    *,
    name: str,
    acronym: str = "",
    type_code: str = "",
    level: str = "",
    standing: str = Organization.Standing.ORGANIZATION,
    country_code: str | None = None,
    parent_id: str | None = None,
    by: User,
    at: dt.datetime,
    because: str = "",
) -> str:
    """Register an organization; return its public id.

    Curators and administrators; an authority, its own country's curators. Everybody who is signed
    in sees who it is at once; nobody belongs to it yet.
    Raises   NotAllowed, Refused; NotFound where the parent is not there.
    """
    viewing = signed_in(by, at)
    country_code = country_code or None
    require_registrar(viewing, country_code)
    given = _checked(name, acronym, type_code, level, standing, country_code)
    parent = None if not parent_id else locked(Organization, parent_id)
    if parent is not None:
        require_no_gain(viewing, parent)
    made = Organization.objects.create(**given, parent=parent and _whole(parent))
    refold(made)
    record(
        "register_organization",
        "organization",
        made.public_id,
        by=by,
        at=at,
        after={**_as_kept(made), "parent": parent and parent.public_id},
        because=reason(because),
        organization=made,
        country=made.country,
    )
    return made.public_id


@transaction.atomic
def change_organization(
    public_id: str,
    *,
    revision: int,
    name: str,
    acronym: str,
    type_code: str | None = None,
    level: str | None = None,
    standing: str | None = None,
    country_code: str | None = None,
    by: User,
    at: dt.datetime,
    because: str = "",
) -> None:
    """Change who an organization is said to be. None leaves type, level and standing as they are.

    Those who keep the register change all; managers of the organization its name and acronym.
    A standing is not changed by those who belong to it, nor to host authority while an
    administrator does.
    Raises   Stale where somebody changed it since `revision`; NotFound, NotAllowed, Refused.
    """
    viewing = signed_in(by, at)
    row = locked(Organization, public_id)
    asked = {
        "type_code": row.type_code if type_code is None else type_code,
        "level": row.level if level is None else level,
        "standing": row.standing if standing is None else standing,
    }
    kept_country = row.country.code if row.country else None
    country_code = kept_country if standing is None else (country_code or None)
    registrar = is_registrar(viewing, kept_country) and is_registrar(viewing, country_code)
    is_more_than_names = (
        any(getattr(row, name) != wanted for name, wanted in asked.items())
        or country_code != kept_country
    )
    if not registrar and (is_more_than_names or not manages(viewing, row)):
        raise NotAllowed(
            _("Names are changed by the organization's managers, the rest by curators.")
        )
    given = _checked(name, acronym, country_code=country_code, but=row, **asked)
    before = _as_kept(row)
    if row.revision != revision:
        mine = {name: getattr(value, "code", value) for name, value in given.items()}
        raise Stale(yours=mine, theirs=before, revision=row.revision)
    if (given["standing"], country_code) != (row.standing, kept_country):
        require_no_gain(viewing, row)
    if given["standing"] == Organization.Standing.HOST_AUTHORITY:
        _refuse_administrators(row, at)
    for field, value in given.items():
        setattr(row, field, value)
    old, new = changed(before, _as_kept(row))
    if not old and not new:
        return
    row.revision += 1
    row.save()
    refold(row)
    record(
        "change_organization",
        "organization",
        row.public_id,
        by=by,
        at=at,
        before=old,
        after=new,
        because=reason(because),
        organization=row,
        country=row.country,
    )


@transaction.atomic
def add_alias(
    public_id: str, *, name: str, language: str = "", by: User, at: dt.datetime, because: str = ""
) -> None:
    """Add another name; its managers and those who keep the register. It is found by it at once.

    Raises   NotFound, NotAllowed, Refused.
    """
    row = _nameable(public_id, by, at)
    checks = Checks()
    name = checks.line("name", name, 300, required=True)
    language = checks.line("language", language, 12)
    checks.settle()
    _made, is_new = OrganizationAlias.objects.get_or_create(
        organization=row, name=name, language=language
    )
    if is_new:
        _names_changed(row, "add_alias", by, at, because, after={"alias": [name, language]})


@transaction.atomic
def remove_alias(
    public_id: str, *, name: str, language: str = "", by: User, at: dt.datetime, because: str = ""
) -> None:
    """Take another name away; its managers and those who keep the register.

    Raises   NotFound, also where there is no such name; NotAllowed.
    """
    row = _nameable(public_id, by, at)
    held = row.aliases.filter(name=name.replace("\x00", ""), language=language.replace("\x00", ""))
    if not held.delete()[0]:
        raise NotFound
    _names_changed(row, "remove_alias", by, at, because, before={"alias": [name, language]})


@transaction.atomic
def add_identifier(
    public_id: str, *, identifier: str, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Add an identifier, as IATI or a register writes it; those who keep the register.

    Raises   Refused where another organization has it; NotFound, NotAllowed.
    """
    row = locked(Organization, public_id)
    require_registrar(signed_in(by, at), row.country.code if row.country else None)
    checks = Checks()
    identifier = checks.line("identifier", identifier, 120, required=True)
    checks.settle()
    held = OrganizationIdentifier.objects.filter(identifier=identifier).first()
    if held is not None and held.organization_id == row.pk:
        return
    taken = _("Another organization has this identifier.")
    if held is not None:
        raise Refused({"identifier": taken})
    try:
        with transaction.atomic():
            OrganizationIdentifier.objects.create(organization=row, identifier=identifier)
    except IntegrityError:
        raise Refused({"identifier": taken}) from None
    _names_changed(row, "add_identifier", by, at, because, after={"identifier": identifier})


@transaction.atomic
def remove_identifier(
    public_id: str, *, identifier: str, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Take an identifier away; those who keep the register.

    Raises   NotFound, also where it has no such identifier; NotAllowed.
    """
    row = locked(Organization, public_id)
    require_registrar(signed_in(by, at), row.country.code if row.country else None)
    if not row.identifiers.filter(identifier=identifier.replace("\x00", "")).delete()[0]:
        raise NotFound
    _names_changed(row, "remove_identifier", by, at, because, before={"identifier": identifier})


def _whole(row: Organization) -> Organization:
    return row.merged_into or row


def _nameable(public_id: str, by: User, at: dt.datetime) -> Organization:
    row = locked(Organization, public_id)
    viewing = signed_in(by, at)
    if not manages(viewing, row):
        require_registrar(viewing, row.country.code if row.country else None)
    return row


def _names_changed(
    row: Organization,
    verb: str,
    by: User,
    at: dt.datetime,
    because: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    refold(_whole(row))
    record(
        verb,
        "organization",
        row.public_id,
        by=by,
        at=at,
        before=before,
        after=after,
        because=reason(because),
        organization=row,
        country=row.country,
    )


def _as_kept(row: Organization) -> dict[str, Any]:
    return {
        **{field: getattr(row, field) for field in _FIELDS},
        "country": row.country.code if row.country else None,
    }


def _checked(
    name: str,
    acronym: str,
    type_code: str,
    level: str,
    standing: str,
    country_code: str | None,
    *,
    but: Organization | None = None,
) -> dict[str, Any]:
    checks = Checks()
    given: dict[str, Any] = {
        "name": checks.line("name", name, 300, required=True),
        "acronym": checks.line("acronym", acronym, 40),
        "type_code": type_code,
        "level": checks.one_of("level", level, LEVELS),
        "standing": checks.one_of("standing", standing, Organization.Standing.values),
        "country": None,
    }
    if type_code and not codelists.has("organization_types", type_code):
        checks.refuse("type_code", _("Choose one from the list."))
    if country_code:
        given["country"] = Country.objects.filter(code=country_code).first()
        if given["country"] is None:
            checks.refuse("country_code", _("Choose one from the list."))
    elif standing != Organization.Standing.ORGANIZATION:
        checks.refuse("country_code", _("Say whose authority this is."))
    checks.settle()
    others = Organization.objects.filter(
        name__iexact=given["name"], country=given["country"], merged_into__isnull=True
    )
    others = others.exclude(pk=but.pk) if but else others
    if others.exists():
        raise Refused({"name": _("An organization of this name is registered already.")})
    return given


def _refuse_administrators(row: Organization, at: dt.datetime) -> None:
    whole = row.merged_into_id or row.pk
    ids = [whole, *Organization.objects.filter(merged_into=whole).values_list("pk", flat=True)]
    held = Membership.objects.filter(organization__in=ids, user__is_administrator=True)
    if held.exclude(until_at__lte=at).exists():
        raise Refused(
            {"standing": _("An administrator belongs to it, and may not to a host authority.")}
        )
