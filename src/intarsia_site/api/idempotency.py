"""A write that is asked for twice with one key is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import person_of
from intarsia_site.access.services.idempotency import answered_once
from intarsia_site.api.errors import KeyUsed

LONGEST = 80


def once(request: Request, write: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what the write made, or what it made when the same was asked before.

    write   returns ids, never what a record says: that is read anew each time, as its rule allows
            by then
    Raises   KeyUsed where the key stood for another request; Refused where it is no key.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return write()
    if len(key) > LONGEST or not (key.isascii() and key.isprintable()):
        raise Refused({"Idempotency-Key": _("At most 80 letters, digits and signs of ASCII.")})
    parts = (request.method, request.path, request.headers.get("X-Because", ""))
    said = "\n".join(map(str, parts)).encode() + b"\n" + request.body_read
    found = answered_once(
        key,
        hashlib.sha256(said).hexdigest(),
        lambda: (200, write()),
        by=person_of(request),
        at=request.moment,
    )
    if found is None:
        raise KeyUsed
    return dict(found[1])
