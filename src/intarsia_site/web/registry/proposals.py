"""Pages of proposals: what would change, why, and who decides."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intarsia_site.access.errors import NotFound, Refused, Stale
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.audit import Wanted
from intarsia_site.registry.queries import proposal as queries
from intarsia_site.registry.queries.naming import names_to_learn
from intarsia_site.registry.services import proposal as services
from intarsia_site.web.registry.names import decide_name_page, name_page, named_or_none
from intarsia_site.web.sentence import pill, sentence
from intarsia_site.web.templatetags.registry import state_name

STATES = ("open", "accepted", "declined", "withdrawn")


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    viewing = viewing_of(request)
    found = queries.proposals(viewing=viewing, state=state)
    names = names_to_learn(viewing=viewing, state=state)
    words = sentence(
        _("Showing proposals that are {state}"),
        state=pill(
            request.GET,
            "state",
            [(one, str(state_name(one)), None) for one in STATES if one != "open"],
            anything=str(state_name("open")),
        ),
    )
    said = {"proposals": found, "names": names, "state": state, "sentence": words}
    return render(request, "registry/proposals.html", said)


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    name = named_or_none(request, public_id)
    if name is not None:
        return name_page(request, name)
    found = queries.proposal_or_none(public_id, viewing=viewing_of(request))
    if found is None:
        raise NotFound
    return render(request, "registry/proposal.html", {"proposal": found})


@require_POST
@login_required
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept, decline or take back."""
    name = named_or_none(request, public_id)
    if name is not None:
        return decide_name_page(request, name)
    because = request.POST.get("because", "")[:1000]
    wanted: Wanted = {"by": person_of(request), "at": timezone.now(), "because": because}
    answer = request.POST.get("answer")
    try:
        if answer == "withdraw":
            services.withdraw_proposal(public_id, **wanted)
            messages.info(request, _("Taken back."))
        elif answer in ("accept", "decline"):
            services.decide_proposal(public_id, accept=answer == "accept", **wanted)
            messages.info(request, _("Accepted.") if answer == "accept" else _("Declined."))
        else:
            raise NotFound
    except (Refused, Stale) as refused:
        found = queries.proposal_or_none(public_id, viewing=viewing_of(request))
        if found is None:
            raise NotFound from refused
        problem = _said(refused)
        said = {"proposal": found, "problem": problem}
        status = 409 if isinstance(refused, Stale) else 422
        return render(request, "registry/proposal.html", said, status=status)
    return redirect("registry:proposals")


def _said(refused: Refused | Stale) -> str:
    if isinstance(refused, Stale):
        return _(
            "The record was changed since this was proposed. Decline it and say so, or ask for a "
            "new proposal."
        )
    fields = refused.data["fields"]
    return " ".join(fields.values()) or refused.message  # type: ignore[attr-defined]
