"""A report file comes in: the body of a request goes to a file as it comes, whatever its size."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia import phrases
from intarsia.errors import IntarsiaError
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.queries.viewer import person_of
from intarsia_site.api.errors import TooLarge, Unreadable
from intarsia_site.api.idempotency import once
from intarsia_site.api.report_shapes import said_of
from intarsia_site.api.versions import tagged
from intarsia_site.api.view import View
from intarsia_site.reports.queries.report_problems import language_of_phrases
from intarsia_site.reports.services.receiving import clean_report, put_in_line

_AT_ONCE = 1 << 16
#: What stands around the files of a form.
_AROUND = 1 << 16


class AsItComes(BaseParser):
    """Leaves the body where it is: the view writes it to a file."""

    media_type = "*/*"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return stream


class ReportsOfSource(View):
    """Take in one report file of a source. It is cleaned of personal data before it is kept."""

    parser_classes = (MultiPartParser, AsItComes)
    keeps_body = False

    def post(self, request: Request, public_id: str) -> Response:
        by, at = person_of(request), request.moment
        try:
            with _on_disk(request) as (path, name):
                cleaned = clean_report(public_id, path, name=name, by=by, at=at)
        except (NotFound, NotAllowed, Refused, TooLarge):
            raise
        except IntarsiaError as error:
            raise Unreadable(error.code, _in_words(error)) from error
        request.body_read = f"{cleaned.sha256} {cleaned.name}".encode()  # type: ignore[attr-defined]
        made = once(request, lambda: {"id": put_in_line(cleaned, by=by, at=at)})
        response = tagged(said_of(request, made["id"]), 202)
        response["Location"] = f"/api/v1/reports/{made['id']}/"
        return response


@contextmanager
def _on_disk(request: Request) -> Iterator[tuple[Path, str]]:
    """Yield where the file of a request lies while it lasts, and what its sender calls it.

    Raises   TooLarge, Refused.
    """
    most = settings.REPORT_MAX_BYTES
    is_form = (request.content_type or "").startswith("multipart/form-data")
    if _length(request) > most + (_AROUND if is_form else 0):
        raise TooLarge(most)
    folder = settings.FILE_UPLOAD_TEMP_DIR
    with tempfile.NamedTemporaryFile(dir=folder, prefix="incoming-") as written:
        if is_form:
            name, chunks = _of_form(request)
        else:
            name, chunks = _named(request), _of_body(request)
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLarge(most)
            written.write(chunk)
        written.flush()
        if not size:
            raise Refused({"file": _("The file is empty. Save it once more and send it again.")})
        yield Path(written.name), name


def _length(request: Request) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def _of_form(request: Request) -> tuple[str, Iterator[bytes]]:
    files = request.FILES.getlist("file")
    wrong = {name: _("There is no such field.") for name in request.data if name != "file"}
    if len(files) != 1:
        wrong["file"] = _("Send one file, in the field “file”.")
    if wrong:
        raise Refused(wrong)
    return files[0].name or "report", files[0].chunks(_AT_ONCE)


def _of_body(request: Request) -> Iterator[bytes]:
    stream = request._request
    while chunk := stream.read(_AT_ONCE):
        yield chunk


def _named(request: Request) -> str:
    """Return the file's name as Content-Disposition says it."""
    said = request.headers.get("Content-Disposition", "")
    _kind, parts = parse_header_parameters(said[:1000])
    return str(parts.get("filename", "")).replace("\x00", "") or "report"


def _in_words(error: IntarsiaError) -> str:
    """Return an error of the library in the language of the request."""
    try:
        return phrases.say(error.code, error.data, language_of_phrases())
    except (phrases.UnknownPhraseError, KeyError):
        return error.message
