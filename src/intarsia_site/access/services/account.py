"""What people do with their own accounts."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from intarsia_site.access.models import User
from intarsia_site.access.services.audit import record


@transaction.atomic
def note_account_change(what: str, *, by: User, at: dt.datetime) -> None:
    """Leave in the trail that a person changed how they sign in.

    Everybody, of their own account. The change itself is allauth's; what it changed is never
    written down.

    what   such as "password_changed", "totp_activated"
    """
    record(f"account.{what}", "person", by.audit_key, by=by, at=at)


@transaction.atomic
def choose_language(language: str, *, by: User, at: dt.datetime) -> None:
    """Keep the language that a person reads and is written to in.

    Everybody, for themselves. Choosing the same again leaves no trace.
    """
    user = User.objects.select_for_update().get(pk=by.pk)
    before = user.language
    if before == language:
        return
    user.language = language
    user.save(update_fields=["language"])
    record(
        "account.language_chosen",
        "person",
        user.audit_key,
        by=user,
        at=at,
        before={"language": before},
        after={"language": language},
    )


@transaction.atomic
def note_sign_ins_ended(count: int, *, by: User, at: dt.datetime) -> None:
    """Leave in the trail that a person ended sign-ins of their own elsewhere."""
    after = {"count": count}
    record("account.sign_ins_ended", "person", by.audit_key, by=by, at=at, after=after)
