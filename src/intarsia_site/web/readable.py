"""What no page and no program can mean is refused before anything reads it.

The sign NUL and half a pair of surrogates are no text to a database; an address of tens of
thousands of signs is no search; a form in another encoding than UTF-8 is not from these pages.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

from intarsia_site.web.requests import wants_json

LONGEST_QUESTION = 8_000
#: A form with a file of 5 MB is well below it.
LARGEST = 25 * 1024 * 1024
#: Where report files are sent: as large as the installation takes them, by who is signed in.
_SENDING = "/reports/new/"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Readable:
    """Answers 400, 413 or 414 in words to what cannot be read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = unreadable(request)
        return _said(request, status) if status else self.get_response(request)


def unreadable(request: HttpRequest) -> int:
    """Return with which status a request is refused, 0 where it can be read."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUESTION:
        return 414
    length = request.META.get("CONTENT_LENGTH") or "0"
    if (
        length.isascii()
        and length.isdigit()
        and (len(length) > 12 or int(length) > _largest(request))
    ):
        return 413
    questions = (text for pair in request.GET.lists() for text in (pair[0], *pair[1]))
    if not is_text([request.path, *questions, *request.COOKIES.values()]):
        return 400
    if not _is_utf_8((request.content_params or {}).get("charset", "utf-8")):
        return 400
    if request.method != "POST" or request.content_type not in _FORMS or wants_json(request):
        return 0
    return _unreadable_form(request)


def _largest(request: HttpRequest) -> int:
    if request.path != _SENDING or not request.session.get(SESSION_KEY):
        return LARGEST
    return max(LARGEST, int(settings.REPORT_MAX_BYTES) + 1024 * 1024)


def _unreadable_form(request: HttpRequest) -> int:
    try:
        fields = [text for name, texts in request.POST.lists() for text in (name, *texts)]
        files = [text for name, some in request.FILES.lists() for text in (name, *_names(some))]
    except RequestDataTooBig:
        return 413
    except (MultiPartParserError, UnreadablePostError):
        return 400
    return 0 if is_text([*fields, *files]) else 400


def _names(files: Iterable[object]) -> list[str]:
    return [str(getattr(one, "name", "") or "") for one in files]


def is_text(texts: Iterable[str]) -> bool:
    """Return whether a database can be asked with all of these."""
    return all(
        (text.isascii() and "\x00" not in text)
        or ("\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text))
        for text in texts
    )  # fmt: skip


def _is_utf_8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False


def _said(request: HttpRequest, status: int) -> HttpResponse:
    sentence, code = {
        400: (_("It holds a sign that cannot be kept, or is no text in UTF-8."), "api.malformed"),
        413: (_("What was sent is too large. Send it in parts."), "api.too_large"),
        414: (_("The address is too long."), "api.address_too_long"),
    }[status]
    if status == 413 and request.path == _SENDING:
        sentence = _(
            "That is more than %(megabytes)d MB together. Send fewer files at once, split the "
            "list, or send a part of the period. Nothing was kept."
        ) % {"megabytes": settings.REPORT_MAX_BYTES // 2**20}
    if wants_json(request):
        body = {"code": code, "message": sentence, "data": {}, "problems": []}
        return JsonResponse(body, status=status)
    # Rendered without the request: what is asked of it might be what cannot be read.
    return render(None, "errors/unreadable.html", {"message": sentence}, status=status)
