"""The list of activities, its files, and one of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.reports.queries import activity as queries
from intarsia_site.reports.queries import activity_page as pages
from intarsia_site.reports.queries.activity_file import csv_parts, xlsx_file
from intarsia_site.reports.queries.kept_sheet import sheet_or_none
from intarsia_site.web.activities.details import told
from intarsia_site.web.activities.sentences import sentence_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    page = queries.activities(request.GET.dict(), viewing=viewing_of(request))
    fragment = request.headers.get("HX-Request") == "true"
    said = {
        "page": page, "asked": request.GET, "next_page": _next(request, page),
        "sentence": sentence_of(request.GET, page),
        "is_filtered": any(request.GET.get(name) for name in ("search", *queries.FILTERS)),
    }  # fmt: skip
    template = "activities/_lines.html" if fragment else "activities/list.html"
    return render(request, template, said)


def _next(request: HttpRequest, page: queries.ActivityList) -> str:
    asked = request.GET.copy()
    asked["cursor"] = page.next_cursor
    return f"?{asked.urlencode()}" if page.next_cursor else ""


@require_safe
@login_required
def csv_table(request: HttpRequest) -> HttpResponseBase:
    parts = csv_parts(request.GET.dict(), viewing=viewing_of(request))
    return _file(StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8"), "csv")


@require_safe
@login_required
def xlsx_table(request: HttpRequest) -> HttpResponseBase:
    book = xlsx_file(request.GET.dict(), viewing=viewing_of(request))
    return _file(HttpResponse(book, content_type=_XLSX), "xlsx")


def _file(response: HttpResponseBase, ending: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="activities.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one activity; of a version that is so no more, lead to what is so now."""
    viewing = viewing_of(request)
    page = pages.activity_or_none(public_id, viewing=viewing)
    if page is None:
        now = pages.current_id_of(public_id, viewing=viewing)
        if not now:
            raise NotFound
        return redirect("activities:detail", public_id=now)
    return render(request, "activities/detail.html", {"page": page, **told(page)})


@require_safe
@login_required
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show where an activity stands in its report's kept file."""
    page = sheet_or_none(public_id, viewing=viewing_of(request))
    if page is None:
        raise NotFound
    return render(request, "activities/sheet.html", {"page": page})
