"""The link in a letter: joining an organization."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intarsia_site.access.queries.invitation import invitation_by_secret
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.invitation import accept_invitation
from intarsia_site.web.invitations.forms import NewcomerForm
from intarsia_site.web.refusals import form_page, refusals


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whom a link invites and to what; join. Who has an account signs in first."""
    viewing = viewing_of(request)
    page = invitation_by_secret(viewing, secret)
    signed_in = viewing.user_id is not None
    data = request.POST if request.method == "POST" else None
    form: forms.Form = (
        forms.Form(data) if signed_in else NewcomerForm(data, initial={"name": page.name})
    )
    if form.is_bound and form.is_valid():
        by = person_of(request) if signed_in else None
        with refusals(form):
            accept_invitation(secret, by=by, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.info(
                request, _("You belong to %(name)s now.") % {"name": page.organization_name}
            )
            return redirect("start" if signed_in else "account_login")
    return form_page(request, "invitations/accept.html", form, page=page, signed_in=signed_in)
