"""Writes asked for twice with one key are done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from intarsia_site.access.models import IdempotentAnswer, User

KEPT_FOR = dt.timedelta(days=1)


def answered_once(
    key: str,
    request_hash: str,
    write: Callable[[], tuple[int, Any]],
    *,
    by: User,
    at: dt.datetime,
) -> tuple[int, Any] | None:
    """Return (status, body) of the write, done now or when the key was first used.

    None where the key stands for another request. The key is kept in the write's transaction, so
    that a write that fails leaves the key free. The write itself leaves the audit entry.
    """
    IdempotentAnswer.objects.filter(user=by, at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            row = IdempotentAnswer.objects.create(
                user=by, key=key, request_hash=request_hash, at=at
            )
            row.status, row.body = write()
            row.save(update_fields=["status", "body"])
            return row.status, row.body
    except IntegrityError:
        known = IdempotentAnswer.objects.filter(user=by, key=key).first()
        if known is None:
            raise
    if known.request_hash != request_hash or known.status is None:
        return None
    return known.status, known.body
