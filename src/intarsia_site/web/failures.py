"""What is answered where the machine beneath fails: the database away, a disk full or read-only.

These pages ask nothing of the database and nothing of the session.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from intarsia_site.web import errors
from intarsia_site.web.requests import wants_json

log = structlog.get_logger("intarsia_site.failures")
#: Seconds after which it is worth asking again.
RETRY_AFTER = {"away": 10, "full": 300, "read_only": 300}
_FULL = ("disk is full", "no space left", "could not extend file", "disk i/o error")
_READ_ONLY = ("readonly database", "read-only")
_SENTENCES = {
    "away": _("The database does not answer at the moment. Send it again in a few seconds."),
    "full": _("The disk of this site is full. Nothing was saved."),
    "read_only": _("This site can be read but not written at the moment. Nothing was saved."),
}


def kind_of_failure(error: BaseException | None) -> str:
    """Return "away", "full", "read_only", or "" for every other error."""
    for one in _chain(error):
        if isinstance(one, OSError) and one.errno in (errno.ENOSPC, errno.EDQUOT):
            return "full"
        if isinstance(one, OSError) and one.errno == errno.EROFS:
            return "read_only"
        if isinstance(one, DatabaseError | InterfaceError):
            said = str(one).lower()
            if any(sign in said for sign in _FULL):
                return "full"
            if any(sign in said for sign in _READ_ONLY):
                return "read_only"
            if isinstance(one, OperationalError | InterfaceError):
                return "away"
    return ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that an error stopped; Django calls it while the error is at hand."""
    kind = kind_of_failure(sys.exception())
    if not kind:
        return errors.server_error(request)
    log.error("failed_beneath", kind=kind)
    number = getattr(request, "number", "")
    if wants_json(request):
        data = {"number": number}
        said = str(_SENTENCES[kind])
        body = {"code": f"site.{kind}", "message": said, "data": data, "problems": []}
        response: HttpResponse = JsonResponse(body, status=503)
    else:
        # No request in the context: the frame of pages would ask the database who is looking.
        page = render_to_string("standing/failure.html", {"kind": kind, "number": number})
        response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER[kind])
    return response


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
