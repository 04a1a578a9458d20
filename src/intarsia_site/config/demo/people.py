"""The cast: who signs in, for whom, in which role and group; one password for all of them."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from intarsia.sharing.labels import Label
from intarsia_site.access.models import (
    Country,
    CountryRole,
    Group,
    GroupMembership,
    Membership,
    Organization,
    User,
)
from intarsia_site.config.demo.packaged import Rules, rows


@dataclass(frozen=True)
class LogIn:
    """One line of what is printed."""

    email: str
    said: str


def log_ins() -> list[LogIn]:
    """Return the five, administrator last."""
    return [LogIn(row["email"], row["said"]) for row in rows("people")]


def password() -> str:
    """Return the password of this installation's demo accounts, made once (mode 0600)."""
    kept = Path(settings.DATA) / "demo-password"
    try:
        return kept.read_text(encoding="ascii")
    except FileNotFoundError:
        made = "-".join(secrets.token_hex(2) for _ in range(4))
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made)
        return made


def load_people(country: Country, organizations: dict[str, Organization], at: dt.datetime) -> None:
    """Write everybody but the administrator, who set the installation up."""
    for row in rows("people"):
        if row["is_administrator"]:
            continue
        user = User.objects.create_user(
            row["email"],
            password(),
            name=row["name"],
            language=row["language"],
            is_demo=True,
        )
        Membership.objects.create(
            user=user,
            organization=organizations[row["organization"]],
            country=country,
            role=row["role"],
            from_at=at,
        )
        for role in filter(None, row["country_roles"].split(";")):
            CountryRole.objects.create(user=user, country=country, role=role, from_at=at)
    for row in rows("groups"):
        group = Group.objects.create(country=country, name=row["name"])
        for organization in row["organizations"].split(";"):
            GroupMembership.objects.create(
                group=group, organization=organizations[organization], from_at=at
            )


def name_audiences(to: Rules) -> None:
    """Name who sees what is not for everybody: groups for AMBER, the owner's people for RED."""
    groups = {
        owner: group.group
        for group in GroupMembership.objects.select_related("group")
        for owner in [group.organization_id]
    }
    for rule, label in to.every():
        if label == Label.RED:
            members = Membership.objects.filter(organization=rule.owner_id)
            rule.persons.set(members.values_list("user", flat=True))
        elif label == Label.AMBER and rule.owner_id in groups:
            rule.groups.add(groups[rule.owner_id])
