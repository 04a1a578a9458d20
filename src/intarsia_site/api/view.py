"""What every view of the API shares: the moment, the reason, and strict questions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from intarsia_site.access.errors import Refused

MOST = 200
USUAL = 50
LONGEST_REASON = 1000
_LONGEST_QUESTION = 400
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class View(APIView):
    """A view of the API.

    `request.moment` is when it was asked; `request.body_read` are the bytes of its body. `asked`
    names the parameters that reading takes; any other is refused, so that a filter whose name is
    misspelt does not give everything.
    """

    asked: frozenset[str] = frozenset()
    #: Whether the body is small enough to be held; a file goes to the disk as it comes.
    keeps_body = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        request.moment = timezone.now()  # type: ignore[attr-defined]
        request.body_read = request.body if self.keeps_body else b""  # type: ignore[attr-defined]
        super().initial(request, *args, **kwargs)
        if hasattr(self, str(request.method).lower()):  # else it is refused for its method
            _refuse_unknown(request, self.asked if request.method in ("GET", "HEAD") else ())

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-cache")
        return response


def _refuse_unknown(request: Request, known: Iterable[str]) -> None:
    wrong = {}
    for name, text in request.query_params.items():
        if name not in known:
            wrong[name[:80]] = _("There is no such parameter.")
        elif len(text) > _LONGEST_QUESTION:
            wrong[name] = _("It has %(has)d characters; at most %(most)d can be kept.") % {
                "has": len(text),
                "most": _LONGEST_QUESTION,
            }
    if wrong:
        raise Refused(wrong)


def limit_of(request: Request) -> int:
    """Return how many the caller wants at a time; raises Refused."""
    text = request.query_params.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise Refused({"limit": _("A whole number from 1 to %(most)d.") % {"most": MOST}})
    return int(text)


def day_of(request: Request, name: str) -> dt.date | None:
    """Return the day that a parameter names, None where it is left out; raises Refused."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused({name: _("Write the day as 2011-05-31.")}) from wrong


def because_of(request: Request) -> str:
    """Return the reason in X-Because: UTF-8, or written with percent signs as in an address.

    Raises   Refused where it is too long, or no text.
    """
    given = unquote(request.headers.get("X-Because", ""), errors="replace")
    with suppress(UnicodeError):  # it was no UTF-8 that was read as Latin-1
        given = given.encode("latin-1").decode()
    if len(given) > LONGEST_REASON or not given.replace("\n", " ").isprintable():
        raise Refused({"X-Because": _("A sentence of at most 1,000 characters.")})
    return given


def following(request: Request, **where: str) -> str | None:
    """Return the address of what follows in a list, or None at its end."""
    ((name, value),) = where.items()
    if not value:
        return None
    query = request.query_params.copy()
    query[name] = value
    return f"{request.path}?{query.urlencode()}"


def object_of(request: Request, **kinds: type) -> dict[str, Any]:
    """Return the body's fields, each of its kind or left out; raises Refused."""
    given = request.data
    if not isinstance(given, dict):
        raise Refused({"": _("The body is a JSON object.")})
    wrong = {str(name)[:80]: _("There is no such field.") for name in given if name not in kinds}
    for name, kind in kinds.items():
        if name in given and not isinstance(given[name], kind):
            wrong[name] = _("It is of another type.")
    if wrong:
        raise Refused(wrong)
    return dict(given)
