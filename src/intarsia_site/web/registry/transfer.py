"""Tables out as csv and xlsx, and back in: the difference is shown before it counts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.registry.nouns import Noun
from intarsia_site.registry.queries import table_file as queries
from intarsia_site.registry.services.table_file import take_in

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "intarsia.registry.table"
_WITHIN = 3600


@require_safe
@login_required
def csv_file(request: HttpRequest, noun: Noun) -> HttpResponse:
    text = queries.csv_table(noun, request.GET.dict(), viewing=viewing_of(request))
    # With the mark by which Excel knows UTF-8.
    return _file(("\ufeff" + text).encode(), "text/csv; charset=utf-8", f"{noun.plural}.csv")


@require_safe
@login_required
def xlsx_file(request: HttpRequest, noun: Noun) -> HttpResponse:
    book = queries.xlsx_table(noun, request.GET.dict(), viewing=viewing_of(request))
    return _file(book, _XLSX, f"{noun.plural}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, noun: Noun) -> HttpResponse:
    """Show what a file would change; with the signed difference, carry it out."""
    said: dict[str, object] = {"noun": noun, "header": queries.header(noun)}
    try:
        if "difference" in request.POST:
            said["outcomes"] = _carried_out(request, noun)
        elif "file" in request.FILES:
            file = cast("UploadedFile[Any]", request.FILES["file"])
            if file.size and file.size > queries.MOST_BYTES:
                raise Refused({"file": _("It is larger than 5 MB. Send it in parts.")})
            rows = queries.difference(
                noun, file.read(), file.name or "", viewing=viewing_of(request)
            )
            said["rows"] = rows
            said["signed"] = _signed(request, noun, rows)
        elif request.method == "POST":
            raise Refused({"file": _("Choose a file.")})
    except Refused as refused:
        said["problem"] = " ".join(refused.data["fields"].values())  # type: ignore[attr-defined]
    return render(request, "registry/upload.html", said, status=422 if "problem" in said else 200)


def _signed(request: HttpRequest, noun: Noun, rows: list[queries.RowChange]) -> str:
    asked = [asdict(row) for row in rows if row.kind in ("new", "change")]
    return signing.dumps([person_of(request).pk, noun.plural, asked], salt=_SALT, compress=True)


def _carried_out(request: HttpRequest, noun: Noun) -> object:
    try:
        whose, plural, rows = signing.loads(request.POST["difference"], salt=_SALT, max_age=_WITHIN)
    except signing.BadSignature:
        whose, plural, rows = None, "", []
    if whose != person_of(request).pk or plural != noun.plural:
        raise Refused({"file": _("This is older than an hour, or not yours. Send the file again.")})
    return take_in(
        noun,
        [queries.RowChange(**row) for row in rows],
        by=person_of(request),
        at=timezone.now(),
        because=request.POST.get("because", "")[:1000] or _("From a table file."),
    )
