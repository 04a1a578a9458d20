"""The trail of writes, for administrators and managers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intarsia_site.access.queries.audit import audit_list
from intarsia_site.access.queries.paging import Page
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.web.audit.forms import AuditForm
from intarsia_site.web.sentence import address_with


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show entries, the youngest first; the address holds the whole filter."""
    form = AuditForm(request.GET)
    is_valid = form.is_valid()
    page = audit_list(
        viewing_of(request),
        **(form.cleaned_data if is_valid else {}),
        after=request.GET.get("after", "") if is_valid else "",
        size=50,
    )
    if not is_valid:
        page = Page(())
    next_page = address_with(request.GET, after=page.next) if page.next else ""
    said = {"page": page, "form": form, "next_page": next_page}
    return render(request, "audit/list.html", said, status=200 if is_valid else 422)
