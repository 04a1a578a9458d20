"""One shape for every error of the API: code, message, data, problems."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from intarsia.errors import IntarsiaError
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale

_CODES = {
    400: "api.malformed",
    401: "api.not_signed_in",
    403: "access.not_allowed",
    404: "access.not_found",
    405: "api.method_not_allowed",
    406: "api.not_acceptable",
    413: "api.too_large",
    415: "api.unsupported_media_type",
    429: "api.too_many",
}


class Needed(IntarsiaError):
    """A header that this call cannot do without."""

    def __init__(self, header: str, message: str) -> None:
        super().__init__("api.header_needed", message, header=header)


class KeyUsed(IntarsiaError):
    """An idempotency key that was used for another request, or for one that is not done yet."""

    def __init__(self) -> None:
        super().__init__(
            "api.idempotency_key_used",
            _("This Idempotency-Key stands for another request. Use a new one."),
        )


class TooLarge(IntarsiaError):
    """A file with more bytes than this installation takes."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "api.too_large",
            _("At most %(most)d MB can be sent here. Split the file, or send a part of the period.")
            % {"most": most // 2**20},
            most_bytes=most,
        )


class Unreadable(IntarsiaError):
    """A file that cannot be kept, for what it is; the code is the reader's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, fields={"file": message})


_STATUS: dict[type[IntarsiaError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Stale: 412,
    Refused: 422,
    Needed: 428,
    KeyUsed: 409,
    TooLarge: 413,
    Unreadable: 422,
}


def body(code: str, message: str, data: Any = None, problems: list[Any] | None = None) -> Any:
    """Return the one shape of an error."""
    return {"code": code, "message": message, "data": data or {}, "problems": problems or []}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an error, or None for what is a crash."""
    if isinstance(error, IntarsiaError):
        return _of_ours(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound(NotFound().message)
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        return Response(body(_CODES[413], _("The body is too large.")), status=413)
    elif isinstance(error, SuspiciousOperation):
        return Response(body(_CODES[400], _("The request cannot be read.")), status=400)
    if not isinstance(error, exceptions.APIException):
        return None
    status = error.status_code
    said = NotFound().message if status == 404 else _message(error)
    response = Response(body(_CODES.get(status, "api.refused"), said), status=status)
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        response["WWW-Authenticate"] = getattr(error, "auth_header", "Bearer")
        response.status_code = 401
        response.data["code"] = _CODES[401]
    if isinstance(error, exceptions.Throttled):
        response["Retry-After"] = str(int(getattr(error, "wait", 0) or 0) + 1)
    return response


def _of_ours(error: IntarsiaError) -> Response:
    data = {name: value for name, value in error.data.items() if name != "fields"}
    fields: Any = error.data.get("fields") or {}
    problems = [{"field": name, "message": text} for name, text in fields.items()]
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    return Response(body(error.code, error.message, data, problems), status=status)


def _message(error: exceptions.APIException) -> str:
    detail = error.detail
    return str(detail) if isinstance(detail, str) else _("The request cannot be read.")
