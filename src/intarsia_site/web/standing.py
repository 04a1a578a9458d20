"""Before any page: is the installation set up, and is it open?

While it is not set up every page leads to the first; while it is locked only administrators go on.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intarsia_site.access.queries import installation
from intarsia_site.web.requests import wants_json

Answer = Callable[[HttpRequest], HttpResponse]
#: Answered whatever the installation's standing: probes, and the files of pages.
ALWAYS_OPEN = ("/health/", "/static/")
#: Where an administrator signs in and out while the site is locked.
_DOORS = ("/account/login/", "/account/logout/", "/account/2fa/", "/account/reauthenticate/")


class Standing:
    """Leads to the first page, says that the site is locked, or lets through."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ALWAYS_OPEN):
            return self.get_response(request)
        here = installation.standing()
        if not here.is_set_up:
            return self._before_it_is_set_up(request)
        request.standing = here  # type: ignore[attr-defined]
        offered = [code for code, _name in here.offered()]
        if get_language() not in offered:
            # The browser asks for a language that the installation does not offer.
            translation.activate(offered[0])
            request.LANGUAGE_CODE = offered[0]
        if here.locked_since is not None and not self._goes_on(request):
            return _locked(request)
        return self.get_response(request)

    def _before_it_is_set_up(self, request: HttpRequest) -> HttpResponse:
        first = reverse("first_run")
        if request.path == first or request.path.startswith("/language/"):
            return self.get_response(request)
        if wants_json(request):
            return _as_json("site.not_set_up", _("This installation is not set up yet."))
        return HttpResponseRedirect(first)

    def _goes_on(self, request: HttpRequest) -> bool:
        if getattr(request.user, "is_administrator", False):
            return True
        return not request.user.is_authenticated and request.path.startswith(_DOORS)


def languages_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return code and name of the languages that this installation offers its pages in."""
    here: installation.Standing | None = getattr(request, "standing", None)
    return list(settings.LANGUAGES) if here is None else here.offered()


def _locked(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    sentence = _("The site is closed for now. Nothing is lost; ask its administrator.")
    if wants_json(request):
        return _as_json("site.locked", sentence)
    return render(request, "standing/locked.html", status=503)


def _as_json(code: str, message: str) -> JsonResponse:
    body = {"code": code, "message": message, "data": {}, "problems": []}
    return JsonResponse(body, status=503, headers={"Retry-After": "600"})
