"""Editions: the list, one of them, freezing one, telling an erratum."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intarsia_site.access.errors import NotAllowed
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.queries.edition import (
    EditionPage,
    convened_countries,
    edition_lines,
    edition_list,
    edition_page,
)
from intarsia_site.reports.services.edition import freeze_edition, tell_erratum
from intarsia_site.web.editions.forms import NewEdition, NewErratum
from intarsia_site.web.refusals import form_page, refusals
from intarsia_site.web.sentence import address_with

#: What the compared fields of an erratum are called.
FIELDS = {
    "title": later("title"),
    "description": later("description"),
    "organization_name": later("organization"),
    "implementers": later("who carries it out"),
    "funders": later("who pays"),
    "sector_codes": later("sectors"),
    "place_codes": later("places"),
    "area_codes": later("first-level areas"),
    "starts_on": later("start"),
    "ends_on": later("end"),
    "status": later("status"),
    "budget_usd": later("budget"),
    "spent_usd": later("spent"),
    "target_group": later("target group"),
    "people_targeted": later("people targeted"),
    "people_reached": later("people reached"),
    "modality": later("form of help"),
}


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the editions of the countries one works in."""
    viewing = viewing_of(request)
    page = edition_list(viewing, after=request.GET.get("after", ""))
    said = {
        "page": page,
        "may_freeze": bool(convened_countries(viewing)),
        "next_page": address_with(request.GET, after=page.next) if page.next else "",
    }
    return render(request, "editions/list.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Freeze the picture as it is now."""
    countries = convened_countries(viewing_of(request))
    if not countries:
        raise NotAllowed(_("Only the convenor of the country does this."))
    form = NewEdition(request.POST if request.method == "POST" else None, countries=countries)
    if form.is_bound and form.is_valid():
        with refusals(form):
            made = freeze_edition(**form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Frozen. Later corrections are told beside it."))
            return redirect("editions:detail", public_id=made)
    return form_page(
        request, "editions/form.html", form, title=_("Freeze the picture"), submit=_("Freeze it"),
        cancel=reverse("editions:list"),
    )  # fmt: skip


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an edition with the figures as the viewer may see them, and its errata."""
    page = edition_page(viewing_of(request), public_id, after=request.GET.get("after", ""))
    return _page(request, page, NewErratum(sources=page.corrected))


@require_safe
@login_required
def activities(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what the reports of an edition said, as precisely as the viewer may see it now."""
    edition, page = edition_lines(
        viewing_of(request), public_id, after=request.GET.get("after", "")
    )
    said = {
        "edition": edition,
        "page": page,
        "crumbs": [
            (_("Editions"), reverse("editions:list")),
            (edition.title, reverse("editions:detail", args=[public_id])),
            (_("Activities"), ""),
        ],
        "next_page": address_with(request.GET, after=page.next) if page.next else "",
    }
    return render(request, "editions/activities.html", said)


@require_POST
@login_required
def tell(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell that a source of an edition was corrected since."""
    page = edition_page(viewing_of(request), public_id)
    form = NewErratum(request.POST, sources=page.corrected)
    if form.is_valid():
        with refusals(form):
            tell_erratum(public_id, **form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Told beside the edition."))
            return redirect("editions:detail", public_id=public_id)
    return _page(request, page, form)


def _page(request: HttpRequest, page: EditionPage, form: NewErratum) -> HttpResponse:
    said = {
        "page": page,
        "form": form if page.corrected else None,
        "address": settings.SITE_ADDRESS + reverse("editions:detail", args=[page.line.public_id]),
        "errata": [
            (one, [(FIELDS[name], count) for name, count in one.fields])
            for one in page.errata.lines
        ],
        "next_page": address_with(request.GET, after=page.errata.next) if page.errata.next else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "editions/detail.html", said, status=status)
