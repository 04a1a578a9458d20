"""Sources: the list, one of them, opening, changing and ending it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intarsia_site.access.errors import NotAllowed
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.fetch_words import fetch_sentence
from intarsia_site.reports.queries.source import (
    SourcePage,
    own_countries,
    own_organizations,
    source_list,
    source_page,
)
from intarsia_site.reports.services.source import change_source, end_source, open_source
from intarsia_site.web.frame import address_or_none
from intarsia_site.web.refusals import Because, form_page, reason_given, refusals
from intarsia_site.web.sentence import address_with
from intarsia_site.web.sources.forms import ChangeSource, NewSource
from intarsia_site.web.sources.words import IMPORT_STATES, PERIOD_STATES, SOURCE_KINDS

#: Languages of the sheet to fill in, as each calls itself.
SHEETS = (("en", "English"), ("fr", "Français"), ("ru", "Русский"))


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the sources of one's own organizations, and of the countries one convenes."""
    viewing = viewing_of(request)
    page = source_list(viewing, after=request.GET.get("after", ""))
    said = {
        "page": page,
        "lines": [(one, SOURCE_KINDS[one.kind], _period(one.expected)) for one in page.lines],
        "may_open": bool(own_organizations(viewing)),
        "sets_addresses": viewing.viewer.is_administrator,
        "next_page": address_with(request.GET, after=page.next) if page.next else "",
    }
    return render(request, "sources/list.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Open a source."""
    viewing = viewing_of(request)
    organizations = own_organizations(viewing)
    if not organizations:
        raise NotAllowed(_("Only editors of the organization send its reports."))
    form = NewSource(
        request.POST if request.method == "POST" else None,
        organizations=organizations,
        countries=own_countries(viewing),
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            made = open_source(**form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Opened. Say next when its reports are expected."))
            return redirect("sources:detail", public_id=made)
    return form_page(
        request, "sources/form.html", form, title=_("Open a source"), submit=_("Open it"),
        cancel=reverse("sources:list"),
    )  # fmt: skip


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a source: what is expected of it, what came in."""
    page = source_page(viewing_of(request), public_id, after=request.GET.get("after", ""))
    said = {
        "page": page,
        "kind": SOURCE_KINDS[page.line.kind],
        "next_expected": _period(page.line.expected),
        "periods": [_period(one) for one in page.periods],
        "imports": [
            (one, IMPORT_STATES[one.state], address_or_none("reports:detail", one.public_id))
            for one in page.imports.lines
        ],
        "sheets": SHEETS,
        "fetch_says": fetch_sentence(page.fetch_problem, page.fetch_data),
        "send_at": address_or_none("reports:new"),
        "next_page": address_with(request.GET, after=page.imports.next)
        if page.imports.next
        else "",
    }
    return render(request, "sources/detail.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a source's name and rhythm."""
    page = source_page(viewing_of(request), public_id)
    if not page.may_write:
        raise NotAllowed(_("Only editors of the organization send its reports."))
    form = ChangeSource(request.POST) if request.method == "POST" else ChangeSource(
        initial=_as_it_is(page)
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        with refusals(form):
            change_source(public_id, **form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Kept."))
            return redirect("sources:detail", public_id=public_id)
    return form_page(
        request, "sources/form.html", form, title=page.line.name, submit=_("Save"),
        cancel=reverse("sources:detail", args=[public_id]),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a source, with a reason."""
    page = source_page(viewing_of(request), public_id)
    if not page.may_write:
        raise NotAllowed(_("Only editors of the organization send its reports."))
    if request.method == "POST" and reason_given(request).strip():
        end_source(
            public_id, because=reason_given(request), by=person_of(request), at=timezone.now()
        )
        messages.info(request, _("Ended. What it said stays; nothing more is expected or taken."))
        return redirect("sources:detail", public_id=public_id)
    form = Because(request.POST) if request.method == "POST" else Because()
    form.fields["because"].required = True
    said = {
        "title": _("End “%(name)s”?") % {"name": page.line.name},
        "sentence": _("No report of it is expected or taken any more. What it said last stays so."),
        "submit": _("End it"),
        "back": reverse("sources:detail", args=[public_id]),
    }
    return form_page(request, "confirm.html", form, **said)


def _as_it_is(page: SourcePage) -> dict[str, Any]:
    return {
        "name": page.line.name,
        "every_months": page.every_months,
        "expected_from_on": page.expected_from_on,
        "due_after_days": page.due_after_days,
        "revision": page.revision,
    }


def _period(expected: Any) -> dict[str, Any] | None:
    """Return a period with the words for where its report stands."""
    if expected is None:
        return None
    words, look = PERIOD_STATES[expected.state]
    return {**vars(expected), "words": words, "look": look}
