"""One's own keys for programs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from intarsia_site.access.queries.token import my_tokens
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.token import end_token, make_token
from intarsia_site.web.people.forms import TokenForm
from intarsia_site.web.refusals import form_page, refusals


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the keys and make one. It is shown in this one answer and nowhere again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if form.is_bound and form.is_valid():
        with refusals(form):
            _made, secret = make_token(
                **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
    if secret:
        form = TokenForm()
    tokens = my_tokens(viewing_of(request)).lines
    return form_page(request, "tokens/list.html", form, tokens=tokens, secret=secret)


@require_POST
@login_required
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a key."""
    end_token(public_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("Ended. The program's next request is refused."))
    return redirect("tokens:list")
