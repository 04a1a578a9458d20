"""Which version of something a caller knows: ETag, If-None-Match, If-Match."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import Stale
from intarsia_site.api.errors import Needed
from intarsia_site.api.records import etag, is_known


def tagged(said: dict[str, Any], status: int = 200) -> Response:
    """Return something with its ETag."""
    return Response(said, status=status, headers={"ETag": etag(said)})


def unless_known(request: Request, said: dict[str, Any]) -> Response:
    """Return something with its ETag, or 304 where the caller knows it as it is."""
    tag = etag(said)
    if is_known(request.headers.get("If-None-Match", ""), tag):
        return Response(status=304, headers={"ETag": tag})
    return Response(said, headers={"ETag": tag})


def require_known(request: Request, said: dict[str, Any]) -> None:
    """Check that the caller knows something as it is (If-Match).

    Raises   Needed, and Stale where it is another by now.
    """
    known = request.headers.get("If-Match", "")
    if not known:
        raise Needed("If-Match", _("Say which version you know: send its ETag as If-Match."))
    if not is_known(known, etag(said)):
        raise Stale(yours={}, theirs=said, revision=said.get("revision") or 0)
