"""A program shows its token: whom it speaks for, and how far."""

from __future__ import annotations

import datetime as dt

from intarsia_site.access.keys import hash_of
from intarsia_site.access.models import Token, User


def use_token(secret: str, *, at: dt.datetime) -> tuple[User, bool] | None:
    """Return the token's person and whether it may write, or None where it opens nothing.

    The installation's own doing: it notes the day of use, once a day, and leaves no audit entry.
    """
    row = (
        Token.objects.filter(secret_hash=hash_of(secret), ended_at__isnull=True, expires_at__gt=at)
        .select_related("user")
        .first()
    )
    if row is None or not row.user.is_active:
        return None
    if row.last_used_on is None or row.last_used_on < at.date():
        Token.objects.filter(pk=row.pk).update(last_used_on=at.date())
    return row.user, row.scope == Token.Scope.WRITE
