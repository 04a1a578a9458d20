"""Keys with which a program speaks for a person."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks
from intarsia_site.access.errors import NotFound
from intarsia_site.access.keys import hash_of, random_secret
from intarsia_site.access.models import Token, User
from intarsia_site.access.rights import signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.access.services.letters import queue_letter

LONGEST = dt.timedelta(days=365)
#: So that a key which is found outside is known for what it is.
PREFIX = "intarsia_"


@transaction.atomic
def make_token(*, name: str, scope: str, days: int, by: User, at: dt.datetime) -> tuple[str, str]:
    """Make a token for oneself; return its public id and the token, which is never shown again.

    days   until it ends, at most 365. A letter tells the person that it was made.
    Raises   Refused.
    """
    signed_in(by, at)
    checks = Checks()
    name = checks.line("name", name, 80, required=True)
    scope = checks.one_of("scope", scope, Token.Scope.values)
    if not 1 <= days <= LONGEST.days:
        checks.refuse("days", _("A key counts for at least one day and at most a year."))
    checks.settle()
    secret = PREFIX + random_secret()
    row = Token.objects.create(
        user=by,
        name=name,
        scope=scope,
        secret_hash=hash_of(secret),
        made_at=at,
        expires_at=at + dt.timedelta(days=days),
    )
    queue_letter("token_made", by, "token", row.public_id, by=by, at=at)
    record(
        "make_token",
        "token",
        row.public_id,
        by=by,
        at=at,
        after={"person": by.audit_key, "scope": scope, "until": row.expires_at.isoformat()},
    )
    return row.public_id, secret


@transaction.atomic
def end_token(token_id: str, *, by: User, at: dt.datetime) -> None:
    """End one's own token: the program's next request is refused.

    Raises   NotFound, also for a token of somebody else.
    """
    signed_in(by, at)
    row = locked(Token, token_id)
    if row.user_id != by.pk:
        raise NotFound
    if row.ended_at is not None:
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(
        "end_token",
        "token",
        row.public_id,
        by=by,
        at=at,
        before={"person": by.audit_key, "scope": row.scope},
    )
