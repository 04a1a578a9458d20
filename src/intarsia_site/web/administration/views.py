"""The installation, for its administrators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.installation import standing
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.installation import change_installation
from intarsia_site.web.administration.forms import InstallationForm
from intarsia_site.web.refusals import form_page, refusals


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show and change what is said of the installation; for all others there is no such page."""
    if not viewing_of(request).viewer.is_administrator:
        raise NotFound
    here = standing()
    form = InstallationForm(
        request.POST if request.method == "POST" else None,
        initial={
            "controller": here.controller,
            "hosting": here.hosting,
            "languages": [code for code, _name in here.offered()],
        },
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            change_installation(**form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Changed."))
            return redirect("administration:overview")
    return form_page(request, "administration/overview.html", form)
