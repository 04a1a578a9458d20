"""A person's account: own particulars, sign-ins ended, erased."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import F

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
from intarsia_site.access.rights import signed_in
from intarsia_site.access.services.audit import changed, record
from intarsia_site.access.spans import end, not_over


@transaction.atomic
def change_particulars(*, name: str, language: str, by: User, at: dt.datetime) -> None:
    """Change one's own name and language. The trail says that the name changed, not to what.

    Raises   Refused.
    """
    signed_in(by, at)
    person = active_person(by.public_id)
    checks = Checks()
    name = checks.line("name", name, 120, required=True)
    language = checks.one_of("language", language, [code for code, _name in settings.LANGUAGES])
    checks.settle()
    before, after = changed(
        {"name": person.name, "language": person.language}, {"name": name, "language": language}
    )
    if not after:
        return
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
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
    Invitation.objects.filter(email=person.email).delete()
    EmailAddress.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    _sign_out(person)
    person.refresh_from_db()
    person.name = ""
    # No address anywhere: "invalid" is kept for this by RFC 2606.
    person.email = f"{person.audit_key}@erased.invalid"
    person.language = "en"
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
