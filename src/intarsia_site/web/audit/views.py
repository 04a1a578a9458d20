"""The trail of writes, for administrators and managers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intarsia_site.access.names import SUBJECTS, choices
from intarsia_site.access.queries.audit import audit_list
from intarsia_site.access.queries.paging import Page
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.web.audit.forms import AuditForm
from intarsia_site.web.sentence import address_with, pill, search_pill, sentence


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show entries, the youngest first; the address holds the whole filter."""
    asked = request.GET
    form = AuditForm(asked)
    is_valid = form.is_valid()
    page = audit_list(
        viewing_of(request),
        **(form.cleaned_data if is_valid else {}),
        after=asked.get("after", "") if is_valid else "",
        size=50,
    )
    if not is_valid:
        page = Page(())
    next_page = address_with(asked, after=page.next) if page.next else ""
    words = sentence(
        _("Showing what was changed by {who} about {kind}, with the id {subject}, {since} {until}"),
        who=search_pill(
            asked, "who", anything=_("anybody"), hint=_("A part of a name, or a pseudonym")
        ),
        kind=pill(
            asked,
            "kind",
            [(code, name, None) for code, name in choices(SUBJECTS)],
            anything=_("anything"),
        ),
        subject=search_pill(asked, "subject_id", anything=_("any"), hint=_("The id")),
        since=search_pill(
            asked, "since", anything=_("since the beginning"), hint=_("Since: 2011-06-01")
        ),
        until=search_pill(asked, "until", anything=_("until today"), hint=_("Until: 2011-06-30")),
    )
    said = {"page": page, "form": form, "next_page": next_page, "sentence": words}
    return render(request, "audit/list.html", said, status=200 if is_valid else 422)
