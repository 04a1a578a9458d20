"""My account: what is set, and the few things that allauth has no page for."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as social_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.viewer import person_of
from intarsia_site.access.services.account import choose_language, note_sign_ins_ended
from intarsia_site.access.services.person import change_particulars
from intarsia_site.web.account.browsers import browser_words
from intarsia_site.web.account.particulars import ParticularsForm
from intarsia_site.web.accounts import set_language_cookie
from intarsia_site.web.refusals import form_page, refusals
from intarsia_site.web.standing import languages_of


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show how this person is known and signs in."""
    about = {"steps": steps_of(request.user), "has_single_sign_on": bool(_providers(request))}
    about["connected"] = SocialAccount.objects.filter(user=request.user).count()
    return render(request, "account/overview.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def particulars(request: HttpRequest) -> HttpResponse:
    """Change one's own name, language and time zone."""
    person = person_of(request)
    form = ParticularsForm(
        request.POST if request.method == "POST" else None,
        languages=languages_of(request),
        initial={one: getattr(person, one) for one in ("name", "language", "time_zone")},
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            change_particulars(**form.cleaned_data, by=person, at=timezone.now())
        if not form.errors:
            messages.info(request, gettext("Changed."))
            response = redirect("account")
            set_language_cookie(response, form.cleaned_data["language"])
            return response
    return form_page(request, "account/particulars.html", form)


@require_safe
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """Say that the address is what the person was invited by, and who can change it."""
    return render(request, "account/address.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign_ins(request: HttpRequest) -> HttpResponse:
    """List where the person is signed in; by POST, end all but this one."""
    if request.method == "POST":
        others = UserSession.objects.filter(user=request.user).count() - 1
        end_other_sessions(request, request.user)
        note_sign_ins_ended(others, by=person_of(request), at=timezone.now())
        messages.info(request, gettext("You are signed out everywhere else."))
        return redirect("usersessions_list")
    listed = [
        {
            "id": str(one.pk),
            "since": one.created_at,
            "browser": browser_words(one.user_agent),
            "from": one.ip,
            "is_here": one.is_current(),
        }
        for one in UserSession.objects.purge_and_list(request.user)
    ]
    listed.sort(key=lambda one: one["since"], reverse=True)
    return render(request, "account/sign_ins.html", {"sign_ins": listed})


@require_POST
@login_required
def end_sign_in(request: HttpRequest) -> HttpResponse:
    """End one of the person's own sign-ins; another's is not found."""
    asked = request.POST.get("sign_in", "")
    mine = UserSession.objects.filter(user=request.user)
    session = mine.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 16 else None
    if session is None:
        raise NotFound
    user = person_of(request)
    end_sessions(request, [session])
    note_sign_ins_ended(1, by=user, at=timezone.now())
    messages.info(request, gettext("That sign-in has ended."))
    return redirect("usersessions_list")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages; for a person signed in, of their letters too."""
    if request.POST.get("language") not in dict(languages_of(request)):
        raise NotFound
    response: HttpResponse = set_language(request)
    chosen = response.cookies.get("django_language")
    if chosen is not None and request.user.is_authenticated:
        choose_language(chosen.value, by=person_of(request), at=timezone.now())
    return response


def steps_of(user: Any) -> dict[str, int]:
    """Return how many authenticator apps, passkeys and sets of recovery codes a person has."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {kind: kinds.count(kind) for kind in ("totp", "webauthn", "recovery_codes")}


def _providers(request: HttpRequest) -> list[Any]:
    return list(social_adapter(request).list_providers(request))
