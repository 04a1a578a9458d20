"""A person's account: own particulars, sign-ins ended, erased."""

from __future__ import annotations

import datetime as dt
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import (
    CountryRole,
    GroupMembership,
    IdempotentAnswer,
    Invitation,
    Membership,
    OutgoingLetter,
    Token,
    User,
)
from intarsia_site.access.persons import active_person, refuse_last_administrator
from intarsia_site.access.rights import require_administrator, signed_in
from intarsia_site.access.services.audit import changed, record
from intarsia_site.access.services.letters import queue_letter
from intarsia_site.access.spans import end, not_over


@transaction.atomic
def change_particulars(
    *, name: str, language: str, time_zone: str | None = None, by: User, at: dt.datetime
) -> None:
    """Change one's own name, language and time zone; everybody, for themselves.

    The trail says that the name changed, not to what.
    time_zone   None: it stays as it is
    Raises      Refused.
    """
    signed_in(by, at)
    person = active_person(by.public_id)
    checks = Checks()
    name = checks.line("name", name, 120, required=True)
    language = checks.one_of("language", language, [code for code, _name in settings.LANGUAGES])
    time_zone = person.time_zone if time_zone is None else time_zone
    time_zone = checks.one_of("time_zone", time_zone, {"UTC", *available_timezones()})
    checks.settle()
    wanted = {"name": name, "language": language, "time_zone": time_zone}
    before, after = changed({one: getattr(person, one) for one in wanted}, wanted)
    if not after:
        return
    for one, value in wanted.items():
        setattr(person, one, value)
    person.save(update_fields=list(wanted))
    hidden = {"name": None}
    record(
        "change_particulars",
        "person",
        person.audit_key,
        by=by,
        at=at,
        before={key: hidden.get(key, value) for key, value in before.items()},
        after={key: hidden.get(key, value) for key, value in after.items()},
    )


@transaction.atomic
def change_address(
    person_id: str, *, email: str, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Change the address by which a person signs in and gets letters; administrators.

    Both addresses are told. Every sign-in ends, and what is asked of the old address, such as an
    invitation, is asked of the new one. The trail says that it changed, not to what.
    Raises   NotFound, NotAllowed, Refused.
    """
    viewing = signed_in(by, at)
    require_administrator(viewing)
    person = active_person(person_id)
    checks = Checks()
    email = checks.line("email", email, 254, required=True).lower()
    try:
        validate_email(email)
    except ValidationError:
        checks.refuse("email", _("This is no e-mail address."))
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        checks.refuse("email", _("There is an account with this address already."))
    checks.settle()
    because = reason(because)
    old = person.email
    if email == old:
        return
    for reader, address in ((None, old), (person, "")):
        queue_letter(
            "address_changed", reader, "person", person.public_id, address=address, by=by, at=at
        )
    person.email = email
    person.save(update_fields=["email"])
    Invitation.objects.filter(email=old).update(email=email)
    # An address that was vouched for is so no more; the new one is when single sign-on says so.
    EmailAddress.objects.filter(user=person).delete()
    _sign_out(person)
    hidden = {"email": None}
    record(
        "change_address", "person", person.audit_key, by=by, at=at, before=hidden, after=hidden,
        because=because,
    )  # fmt: skip


@transaction.atomic
def end_sign_ins(person_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Sign a person out everywhere; the person themselves, and administrators.

    Every browser asks for the password at its next request. Tokens stay: `end_token`.
    Raises   NotFound, also for who may not know of the person.
    """
    person = _own_or_administered(person_id, by, at)
    _sign_out(person)
    record("end_sign_ins", "person", person.audit_key, by=by, at=at, because=reason(because))


@transaction.atomic
def erase_person(person_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Erase a person; the person themselves, and administrators. It cannot be undone.

    Name, address, password, second factors, sign-ins, tokens, letters and invitations go;
    memberships and roles end. What the person did stays in the trail under a pseudonym; pages say
    "a former member".
    Raises   Refused for the last administrator; NotFound, also for who may not know of the person.
    """
    person = _own_or_administered(person_id, by, at)
    if person.is_administrator:
        refuse_last_administrator(person)
    for model in (Membership, CountryRole, GroupMembership):
        for row in model._default_manager.filter(not_over(at), user=person):
            end(row, at)
    Token.objects.filter(user=person).delete()
    IdempotentAnswer.objects.filter(user=person).delete()
    OutgoingLetter.objects.filter(reader=person).delete()
    OutgoingLetter.objects.filter(address=person.email).delete()
    OutgoingLetter.objects.filter(subject_kind="person", subject_id=person.public_id).delete()
    Invitation.objects.filter(email=person.email).delete()
    EmailAddress.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    _sign_out(person)
    person.refresh_from_db()
    person.name = ""
    # No address anywhere: "invalid" is kept for this by RFC 2606.
    person.email = f"{person.audit_key}@erased.invalid"
    person.language, person.time_zone = "en", "UTC"
    person.set_unusable_password()
    person.is_active = person.is_administrator = person.is_demo = False
    person.last_login = None
    person.erased_at = at
    person.save()
    record("erase_person", "person", person.audit_key, by=by, at=at, because=reason(because))


def _own_or_administered(person_id: str, by: User, at: dt.datetime) -> User:
    viewing = signed_in(by, at)
    person = active_person(person_id)
    if person.pk != by.pk and not viewing.viewer.is_administrator:
        raise NotFound
    return person


def _sign_out(person: User) -> None:
    User.objects.filter(pk=person.pk).update(sign_ins_ended=F("sign_ins_ended") + 1)
    held = UserSession.objects.filter(user=person)
    for key in held.values_list("session_key", flat=True):
        SessionStore(key).delete()
    held.delete()
