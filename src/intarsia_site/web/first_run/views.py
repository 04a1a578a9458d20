"""The first page: shown while the installation is not set up, to who is at this machine or holds
the code that `intarsia serve` printed; afterwards there is no such page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intarsia_site.access.errors import NotAllowed, Refused
from intarsia_site.access.near import is_local
from intarsia_site.access.queries import installation
from intarsia_site.access.services.installation import (
    NewAdministrator,
    NewCountry,
)
from intarsia_site.registry.services.setting_up import set_up_with_places
from intarsia_site.web.first_run.code import forget_code, is_code
from intarsia_site.web.first_run.forms import FirstRun
from intarsia_site.web.sent_places import read_sent


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Show the page, or set the installation up."""
    if installation.standing().is_set_up:
        raise Http404
    if not (is_local(request) or is_code(request.GET.get("code", ""))):
        return render(request, "first_run/elsewhere.html", status=403)
    form = FirstRun(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "first_run/page.html", {"form": form})
    if form.is_valid() and _is_set_up(form):
        messages.success(request, _("The installation is set up. Sign in with your password."))
        return HttpResponseRedirect(reverse("account_login"))
    return render(request, "first_run/page.html", {"form": form}, status=422)


def _is_set_up(form: FirstRun) -> bool:
    said = form.cleaned_data
    try:
        set_up_with_places(
            administrator=NewAdministrator(said["name"], said["email"], said["password"]),
            country=NewCountry(said["country"], said["house_style"], said["is_exercise"]),
            controller=said["controller"],
            hosting=said["hosting"],
            languages=said["languages"],
            at=timezone.now(),
            places=read_sent(said["places"], said["country"]) if said["places"] else None,
            names_style=said["names_style"],
        )
    except Refused as refused:
        for name, sentence in refused.fields.items():
            form.add_error("places" if name == "file" else name, sentence)
        return False
    except NotAllowed:
        raise Http404 from None
    forget_code()
    return True
