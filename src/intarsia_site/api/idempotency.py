"""A write that is asked for twice with one key is done once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.queries.viewer import person_of
from intarsia_site.access.services.idempotency import answered_once
from intarsia_site.api.errors import KeyUsed

LONGEST = 80


def once(request: Request, body: bytes, at: dt.datetime, write: Callable[[], Response]) -> Response:
    """Return what the write answers, or what it answered when the same was asked before.

    Raises   KeyUsed where the key stood for another request.
    """
    key = request.headers.get("Idempotency-Key", "")[:LONGEST]
    if not key:
        return write()
    said = f"{request.method} {request.path}\n".encode() + body
    digest = hashlib.sha256(said).hexdigest()

    def written() -> tuple[int, Any]:
        response = write()
        return response.status_code, response.data

    found = answered_once(key, digest, written, by=person_of(request), at=at)
    if found is None:
        raise KeyUsed
    status, data = found
    return Response(data, status=status)
