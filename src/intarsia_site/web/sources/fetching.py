"""Addresses that are fetched: administrators set them, the source's own people ask for a fetch."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.fetch_words import fetch_sentence
from intarsia_site.reports.queries.fetching import address_list, address_of
from intarsia_site.reports.services.fetching import ask_fetch, set_address
from intarsia_site.web.refusals import form_page, refusals
from intarsia_site.web.sentence import address_with
from intarsia_site.web.sources.forms import AddressForm


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show administrators the sources that are to be fetched."""
    page = address_list(viewing_of(request), after=request.GET.get("after", ""))
    said = {
        "lines": [(one, fetch_sentence(one.problem, one.data)) for one in page.lines],
        "next_page": address_with(request.GET, after=page.next) if page.next else "",
    }
    return render(request, "sources/addresses.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set where a source is fetched."""
    line = address_of(viewing_of(request), public_id)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        form.initial = {"address": line.address}
    elif form.is_valid():
        with refusals(form):
            set_address(public_id, **form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Kept. It is fetched within the hour, then each day."))
            return redirect("sources:addresses")
    return form_page(
        request, "sources/form.html", form, title=f"{line.name} · {line.organization}",
        submit=_("Save"), cancel=reverse("sources:addresses"),
    )  # fmt: skip


@require_POST
@login_required
def fetch(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have a source's address fetched now."""
    ask_fetch(public_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("It is being fetched. Look again in a moment."))
    return redirect("sources:detail", public_id=public_id)
