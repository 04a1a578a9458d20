"""What the columns of a list are: what they were taken for, and trying out something else."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intarsia.readers.activity_list.fields import Field
from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.queries import report_columns as queries
from intarsia_site.reports.queries.report_parts import columns_and_preview
from intarsia_site.reports.services.deciding import map_columns
from intarsia_site.web.reports.fields import field_groups
from intarsia_site.web.reports.views import crumbs_below, number

_MOST_COLUMNS = 600
_KNOWN = frozenset(map(str, Field))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what each column was taken for; preview or save something else."""
    viewing = viewing_of(request)
    fields = _chosen(request.POST)
    problem = ""
    if request.POST.get("do") == "save":
        try:
            mapping = queries.changed_mapping(public_id, fields, viewing=viewing)
            map_columns(
                public_id, mapping, by=person_of(request), at=timezone.now(),
                revision=number(request.POST.get("revision", "")),
            )  # fmt: skip
        except Refused as refused:
            problem = " ".join(refused.fields.values()) or refused.message
        else:
            messages.info(
                request,
                _(
                    "Kept for this report, and once it is imported for the next of its source. It "
                    "is read again."
                ),
            )
            return redirect("reports:detail", public_id=public_id)
    report, page, first_rows = columns_and_preview(public_id, fields, viewing=viewing)
    said = {
        "page": report,
        "columns": page,
        "lines": [(one, fields.get(one.position, one.field)) for one in page.columns],
        "groups": field_groups(),
        "preview": first_rows,
        "problem": problem,
        "crumbs": crumbs_below(report, _("Columns")),
    }
    return render(request, "reports/columns.html", said, status=422 if problem else 200)


@require_http_methods(["POST"])
@login_required
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the first rows as they would be read, as a piece of the page."""
    found = queries.preview(public_id, _chosen(request.POST), viewing=viewing_of(request))
    return render(request, "reports/_preview.html", {"preview": found})


def _chosen(sent: QueryDict) -> dict[int, str]:
    """Return what was chosen for each column; what is no field is left out."""
    return {
        position: field
        for position in range(_MOST_COLUMNS)
        if (field := str(sent.get(f"column-{position}", ""))) in _KNOWN
    }
