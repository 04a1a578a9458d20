"""Lists of reports, one report with where it stands, and what differs in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import intarsia
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.reports.queries.report_difference import difference_page
from intarsia_site.reports.queries.report_file import commented_file, report_sheet
from intarsia_site.reports.queries.report_import import ImportPage, import_page, reports_page
from intarsia_site.reports.queries.report_parts import ReportParts, report_parts
from intarsia_site.web.reports.forms import SharingForm
from intarsia_site.web.reports.words import said_failure
from intarsia_site.web.sentence import address_with, pill, sentence

#: Lines of each part that the report's own page shows; the rest has pages of its own.
SHOWN = 6


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the reports on their way, and the last ones before them."""
    source = request.GET.get("source", "")
    page = reports_page(
        viewing=viewing_of(request), source_id=source, after=request.GET.get("after", "")
    )
    choices = [
        (one.public_id, f"{one.organization_name}: {one.name}", None) for one in page.sources
    ]
    parts = sentence(
        _("Showing reports of {source}"),
        source=pill(request.GET, "source", choices, anything=_("all sources that you may see")),
    )
    following = address_with(request.GET) if page.next else ""
    said = {
        "page": page,
        "sentence": parts if len(page.sources) > 1 else None,
        "next_page": f"{following}{'&' if len(following) > 1 else ''}after={page.next}"
        if page.next
        else "",
    }
    return render(request, "reports/list.html", said)


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one report: where it stands, what it says, what is to be decided."""
    return report_page(request, report_parts(public_id, viewing=viewing_of(request), size=SHOWN))


def report_page(
    request: HttpRequest,
    parts: ReportParts,
    *,
    form: SharingForm | None = None,
    stale: list[tuple[object, str, str]] | None = None,
) -> HttpResponse:
    """Return the page of a report; with a form that could not be kept, 422, or 409 where somebody
    was quicker."""
    page, sharing = parts.page, parts.sharing
    if form is None and sharing is not None and page.state == "ready" and page.may_decide:
        form = SharingForm(None, page=sharing, revision=page.revision)
    said: dict[str, Any] = {
        **vars(parts),
        "form": form if page.state == "ready" and page.may_decide else None,
        "stale": stale,
        "crumbs": _crumbs(page),
        "has_comments": bool(page.file_name) and hasattr(intarsia, "comment_file"),
    }
    if page.error_code:
        said["failure"] = said_failure(page.error_code, page.error_data)
    status = 409 if stale else 422 if form is not None and form.errors else 200
    return render(request, "reports/detail.html", said, status=status)


def _crumbs(page: ImportPage) -> list[tuple[str, str]]:
    return [(_("Reports"), reverse("reports:list")), (page.source_name, "")]


@require_safe
@login_required
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far the work is; once it is done, have the whole page shown anew."""
    page = import_page(public_id, viewing=viewing_of(request))
    if request.headers.get("HX-Request") != "true":
        return redirect("reports:detail", public_id=public_id)
    response = render(request, "reports/_progress.html", {"page": page})
    if not page.is_at_work:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@login_required
def difference(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a report would change, or changed: ?kind=changed&page=2."""
    viewing = viewing_of(request)
    found = difference_page(
        public_id,
        viewing=viewing,
        kind=request.GET.get("kind", ""),
        page=number(request.GET.get("page", "")),
    )
    page = import_page(public_id, viewing=viewing)
    said = {"page": page, "difference": found, "crumbs": crumbs_below(page, _("What differs"))}
    return render(request, "reports/difference.html", said | around(request, found))


@require_safe
@login_required
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a cell in the report's file, with the rows around it: ?sheet=3W&cell=H40."""
    viewing = viewing_of(request)
    found = report_sheet(
        public_id,
        sheet=request.GET.get("sheet", ""),
        cell=request.GET.get("cell", ""),
        viewing=viewing,
    )
    page = import_page(public_id, viewing=viewing)
    said = {"page": page, "found": found, "crumbs": crumbs_below(page, _("The file"))}
    return render(request, "reports/sheet.html", said)


@require_safe
@login_required
def comments(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give back the reporter's own file with a comment at each cell that something was found in."""
    name, content = commented_file(public_id, viewing=viewing_of(request))
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = _attachment(name)
    return response


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def crumbs_below(page: ImportPage, words: str) -> list[tuple[str, str]]:
    """Return where a page of a report's part hangs."""
    return [
        (_("Reports"), reverse("reports:list")),
        (page.source_name, reverse("reports:detail", args=[page.public_id])),
        (words, ""),
    ]


def number(text: str) -> int:
    """Return the page that is asked for, the first where that is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def around(request: HttpRequest, found: Any) -> dict[str, str]:
    """Return the addresses of the page before and the page after."""
    asked = request.GET

    def at(page: int) -> str:
        return address_with(asked, page=str(page))

    return {
        "previous_page": at(found.page - 1) if found.page > 1 else "",
        "next_page": at(found.page + 1) if found.page < found.pages else "",
    }
