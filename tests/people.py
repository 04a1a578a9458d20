"""The cast: five people, the same in every test, with their organizations and one group."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from intarsia.sharing.labels import Label
from intarsia_site.access.models import (
    Country,
    CountryRole,
    Group,
    GroupMembership,
    Membership,
    Organization,
    SharingRule,
    User,
)
from intarsia_site.access.rows import refold

#: The cast has been in Arvenia since then.
SINCE = dt.datetime(2011, 1, 10, 9, tzinfo=dt.UTC)
NOW = dt.datetime(2011, 6, 1, 9, tzinfo=dt.UTC)
PASSWORD = "arvenia-exercise"  # noqa: S105
_numbers = count(1)


@dataclass(frozen=True)
class Cast:
    """Five people, where they belong, and the health group that Bruno's agency is in."""

    arvenia: Country
    mission: Organization
    agency: Organization
    ministry: Organization
    donor: Organization
    office: Organization
    health: Group
    amina: User
    bruno: User
    chinara: User
    daniel: User
    eva: User


def the_cast(password: str | None = None) -> Cast:
    """Make the cast.

    amina    manager and analyst in the OSCE mission, curator of the register
    bruno    focal point of a UN agency, which is in the health group
    chinara  co-ordinator in a ministry of the host country, and convenor
    daniel   editor of a donor, in no group
    eva      administrator
    """
    arvenia = Country.objects.create(code="XA", name="Arvenia", is_exercise=True)
    mission = an_organization(
        name="OSCE Mission to Arvenia", acronym="OMA", type_code="40", level="field"
    )
    agency = an_organization(name="UN health agency", acronym="UNHA", type_code="40")
    ministry = an_organization(
        name="Ministry of Health of Arvenia",
        acronym="MoH",
        type_code="10",
        standing="host_authority",
        country=arvenia,
    )
    donor = an_organization(name="Norland Development Fund", acronym="NDF", type_code="10")
    office = an_organization(name="Administrators' office", type_code="90")
    health = Group.objects.create(country=arvenia, name="Health group")
    people = {
        name: a_person(name=f"{name.capitalize()} {family}", email=f"{name}@example.org")
        for name, family in (
            ("amina", "Aliyeva"),
            ("bruno", "Bianchi"),
            ("chinara", "Choi"),
            ("daniel", "Dahl"),
        )
    }
    people["eva"] = a_person(name="Eva Ek", email="eva@example.org", is_administrator=True)
    for person in people.values():
        person.set_password(password)
        person.save()
    for name, organization, role in (
        ("amina", mission, "manager"),
        ("bruno", agency, "focal_point"),
        ("chinara", ministry, "manager"),
        ("daniel", donor, "editor"),
        ("eva", office, "manager"),
    ):
        a_membership(user=people[name], organization=organization, country=arvenia, role=role)
    for name, role in (
        ("amina", "curator"),
        ("chinara", "convenor"),
        ("chinara", "host_coordinator"),
    ):
        CountryRole.objects.create(user=people[name], country=arvenia, role=role, from_at=SINCE)
    GroupMembership.objects.create(group=health, organization=agency, from_at=SINCE)
    return Cast(arvenia, mission, agency, ministry, donor, office, health, **people)


def an_organization(**changes: Any) -> Organization:
    """Make an organization, found by its name like any other."""
    made = Organization.objects.create(**{"name": f"Organization {next(_numbers)}", **changes})
    refold(made)
    return made


def a_person(**changes: Any) -> User:
    """Make a person who belongs to nothing."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.org", "name": f"Person {number}", **changes}
    return User.objects.create_user(**fields)


def a_membership(**changes: Any) -> Membership:
    """Make a membership; a viewer's, everywhere, unless said otherwise."""
    return Membership.objects.create(**{"role": "viewer", "from_at": SINCE, **changes})


def a_rule(**changes: Any) -> SharingRule:
    """Make a rule, TLP:AMBER unless said otherwise; audiences by name: `persons=[amina]`."""
    audiences = {name: changes.pop(name, ()) for name in ("persons", "organizations", "groups")}
    if "owner" not in changes:
        changes["owner"] = an_organization()
    made = SharingRule.objects.create(**{"label": Label.AMBER, **changes})
    for name, named in audiences.items():
        getattr(made, name).set(named)
    return made
