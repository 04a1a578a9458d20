"""What services ask about a person: are they there, of a host authority, the last administrator?"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.models import Country, Membership, Organization, User
from intarsia_site.access.rows import locked
from intarsia_site.access.spans import not_over


def active_person(public_id: str) -> User:
    """Return a person who can sign in, held for writing; raises NotFound."""
    person = locked(User, public_id)
    if not person.is_active:
        raise NotFound
    return person


def belongs_to_host_authority(
    person: User, at: dt.datetime, *, country: Country | None = None
) -> bool:
    """Return whether a person belongs, now or later, to a host authority, or to the country's."""
    held = Membership.objects.filter(
        not_over(at), user=person, organization__standing=Organization.Standing.HOST_AUTHORITY
    )
    return (held if country is None else held.filter(organization__country=country)).exists()


def refuse_last_administrator(person: User) -> None:
    """Raise Refused where nobody would be left to run the installation."""
    others = User.objects.select_for_update().filter(is_administrator=True, is_active=True)
    if not others.exclude(pk=person.pk).exists():
        raise Refused({"person_id": _("This is the last administrator. Appoint another first.")})
