"""Sheets: taken by those who fill them in; and what is decided about one that came back."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.queries.returned_template import returned_page
from intarsia_site.reports.queries.source_template import LANGUAGES, template_of
from intarsia_site.reports.services.deciding import decide_template
from intarsia_site.web.frame import address_or_none
from intarsia_site.web.sources.words import FIELDS

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Between the parts of a form field's name; ids may hold anything else.
_BETWEEN = "|"


@require_safe
@login_required
def template(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the sheet of a source: ?lang=fr; in the language of the page where none is asked."""
    asked = request.GET.get("lang") or (translation.get_language() or "en")[:2]
    language = asked if asked in LANGUAGES else "en"
    file = template_of(viewing_of(request), public_id, language=language)
    response = HttpResponse(file.content, content_type=_XLSX)
    named = content_disposition_header(as_attachment=True, filename=file.name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def returned(request: HttpRequest, report_id: str) -> HttpResponse:
    """Show where a sheet that came back differs from what others said, and take decisions."""
    page = returned_page(viewing_of(request), report_id)
    if request.method == "POST":
        chosen, withdrawn = _decided(request)
        decide_template(
            report_id, chosen=chosen, withdrawn=withdrawn, by=person_of(request), at=timezone.now()
        )
        messages.info(request, _("Kept. The sheet is read again with it."))
        return redirect(address_or_none("reports:detail", report_id) or request.path)
    lines = [
        (one, [(field, FIELDS.get(field.name, field.name)) for field in one.fields])
        for one in page.conflicts
    ]
    said = {"page": page, "lines": lines, "back": address_or_none("reports:detail", report_id)}
    return render(request, "sources/returned.html", said)


def _decided(request: HttpRequest) -> tuple[dict[str, dict[str, str]], dict[str, bool]]:
    chosen: dict[str, dict[str, str]] = defaultdict(dict)
    withdrawn: dict[str, bool] = {}
    for name, value in request.POST.items():
        kind, _between, rest = name.partition(_BETWEEN)
        if kind == "choose" and value:
            field, _between, key = rest.partition(_BETWEEN)
            chosen[key][field] = str(value)
        elif kind == "gone" and rest:
            withdrawn[rest] = value == "withdrawn"
    return dict(chosen), withdrawn
