"""What stopped a request, as a page. JSON has its own edge, in `api`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from intarsia.errors import IntarsiaError
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale

#: Answered in JSON by its own edge; pages stay out of it.
_API = "/api/"


class SaidAsPages:
    """Turns an error that a page did not handle itself into the page that says it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, IntarsiaError) or request.path.startswith(_API):
            return None
        return page_of(request, exception)


def page_of(request: HttpRequest, error: IntarsiaError) -> HttpResponse:
    """Return the page of an error; unknown and forbidden are one page."""
    if isinstance(error, NotFound):
        return not_found(request, error)
    if isinstance(error, NotAllowed):
        return forbidden(request, error)
    if isinstance(error, Stale):
        return render(request, "errors/stale.html", {"rows": stale_rows(error)}, status=409)
    if isinstance(error, Refused):
        fields = error.data["fields"]
        said = {"fields": fields or {"": error.message}}
        return render(request, "errors/refused.html", said, status=422)
    return render(request, "errors/stopped.html", {"message": error.message}, status=400)


def stale_rows(error: Stale) -> list[tuple[str, str, str]]:
    """Return (field, yours, as it is now) of the fields that differ, for components/_stale.html."""
    yours: dict[str, Any] = dict(error.data["yours"])  # type: ignore[call-overload]
    theirs: dict[str, Any] = dict(error.data["theirs"])  # type: ignore[call-overload]
    return [
        (name.replace("_", " "), _words(yours.get(name)), _words(theirs.get(name)))
        for name in {**yours, **theirs}
        if yours.get(name) != theirs.get(name)
    ]


def _words(value: object) -> str:
    return gettext("nothing") if value in (None, "", [], ()) else str(value)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: there is nothing here, or nothing that is shared with this viewer."""
    if request.path.startswith(_API):
        return _json("access.not_found", str(NotFound()), 404)
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403, with the reason where one of our own errors gives it."""
    message = exception.message if isinstance(exception, IntarsiaError) else ""
    return render(request, "errors/403.html", {"message": message}, status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that did not come from this site's own page, or came too late."""
    return render(request, "errors/csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, asking the request for its path alone: its very host may be what is bad."""
    if request.path.startswith(_API):
        return _json("api.malformed", gettext("The request cannot be read."), 400)
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a database, a session or a context processor."""
    if request.path.startswith(_API):
        return _json("site.failed", gettext("Something failed on our side. Nothing was kept."), 500)
    number = getattr(request, "number", "")
    return HttpResponse(render_to_string("errors/500.html", {"number": number}), status=500)


def _json(code: str, message: str, status: int) -> HttpResponse:
    body = {"code": code, "message": message, "data": {}, "problems": []}
    return JsonResponse(body, status=status)
