"""Pages in which activities are entered by hand: one, changed, withdrawn; drafts; who else is
there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.entered import BY_NAME
from intarsia_site.reports.queries.activity_page import activity_or_none, current_id_of
from intarsia_site.reports.queries.draft import DraftPage, draft_or_none, drafts
from intarsia_site.reports.queries.entering import Desk, EnteredPage, desks, entered_or_none
from intarsia_site.reports.queries.similar import SimilarPage, similar_to
from intarsia_site.reports.services import by_hand
from intarsia_site.reports.services.draft import drop_draft, save_draft
from intarsia_site.web.activities.forms import ActivityForm, desk_in
from intarsia_site.web.refusals import reason_given


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter one activity: hand it in, keep it as a draft, or look who else is there."""
    viewing = viewing_of(request)
    places = desks(viewing=viewing)
    draft = draft_or_none(request.GET.get("draft", ""), viewing=viewing)
    texts, desk = _of_draft(draft)
    form = ActivityForm(viewing, places, request.POST or None, texts=texts, desk=desk)
    found: SimilarPage | None = None
    if request.method == "POST":
        chosen = desk_in(request.POST.dict(), places)
        if "look" in request.POST:
            found = _similar(request, chosen)
        else:
            answer = _entered(request, form, chosen)
            if answer is not None:
                return answer
    said = {"form": form, "desks": places, "drafts": drafts(viewing=viewing), "found": found}
    status = 422 if form.is_bound and form.errors and found is None else 200
    return render(request, "activities/new.html", said, status=status)


def _of_draft(draft: DraftPage | None) -> tuple[dict[str, str], str]:
    if draft is None:
        return {}, ""
    texts = {"draft": draft.public_id, **(draft.rows[0] if draft.rows else {})}
    return texts, f"{draft.organization_id} {draft.country_code}"


def _entered(request: HttpRequest, form: ActivityForm, desk: Desk | None) -> HttpResponse | None:
    """Return where to go once it is kept; None where it cannot be, and the form says why."""
    if desk is None:
        form.add_error(None, _("You enter activities for no organization here."))
        return None
    where: Any = {
        "organization_id": desk.organization_id, "country_code": desk.country_code,
        "draft_id": request.POST.get("draft", "")[:16], "by": person_of(request),
        "at": timezone.now(),
    }  # fmt: skip
    try:
        if "keep" in request.POST:
            draft_id = save_draft([form.texts()], **where)
            messages.info(request, _("Kept as a draft. Only you see it."))
            return redirect(f"{reverse('activities:new')}?draft={draft_id}")
        public_id = by_hand.keep_activity(form.texts(), **where)
    except Refused as refused:
        form.say(refused.fields or {"": refused.message})
        return None
    except NotAllowed as refused:
        # What was typed stays: it can be sent once others have done their part.
        form.add_error(None, refused.message)
        return None
    if activity_or_none(public_id, viewing=viewing_of(request)) is None:
        messages.info(request, _("Handed in. Its rule shows it to others than you."))
        return redirect("activities:list")
    messages.info(request, _("Handed in. It counts from now on."))
    return redirect("activities:detail", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say anew what an activity that was entered here is."""
    viewing = viewing_of(request)
    page = entered_or_none(public_id, viewing=viewing) or _newer(request, public_id)
    form = ActivityForm(
        viewing, [page.desk], request.POST or None, texts=page.texts, with_reason=True
    )
    found: SimilarPage | None = None
    stale: list[tuple[object, str, str]] = []
    if request.method == "POST" and "look" in request.POST:
        found = _similar(request, page.desk, page.public_id)
    elif request.method == "POST":
        try:
            now = by_hand.change_activity(
                public_id, form.texts(), by=person_of(request), at=timezone.now(),
                because=reason_given(request)[:1000],
            )  # fmt: skip
            messages.info(request, _("Changed."))
            return redirect("activities:detail", public_id=now)
        except Refused as refused:
            form.say(refused.fields or {"": refused.message})
        except Stale as other:
            stale = _beside(other)
    said = {"form": form, "page": page, "found": found, "stale": stale}
    status = 409 if stale else 422 if form.is_bound and form.errors and found is None else 200
    return render(request, "activities/change.html", said, status=status)


def _newer(request: HttpRequest, public_id: str) -> EnteredPage:
    viewing = viewing_of(request)
    now = current_id_of(public_id, viewing=viewing)
    page = entered_or_none(now, viewing=viewing) if now else None
    if page is None:
        raise NotFound
    return page


def _beside(stale: Stale) -> list[tuple[object, str, str]]:
    yours: Any = stale.data["yours"]
    theirs: Any = stale.data["theirs"]
    return [
        (BY_NAME[name].label, yours[name], theirs[name])
        for name in theirs
        if yours[name] != theirs[name]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an activity that was entered here out of what is so, with a reason."""
    page = entered_or_none(public_id, viewing=viewing_of(request))
    if page is None:
        raise NotFound
    problem = ""
    if request.method == "POST":
        try:
            by_hand.withdraw_activity(
                public_id, by=person_of(request), at=timezone.now(), because=reason_given(request)
            )
        except Refused as refused:
            problem = " ".join(refused.fields.values())
        else:
            messages.info(request, _("Withdrawn. What it said stays in the trail."))
            return redirect("activities:list")
    said = {"page": page, "problem": problem}
    return render(request, "activities/withdraw.html", said, status=422 if problem else 200)


@require_POST
@login_required
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a draft."""
    drop_draft(public_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("Dropped."))
    return redirect("activities:new")


@require_POST
@login_required
def similar(request: HttpRequest) -> HttpResponse:
    """The part of the page that says who else is there, for what is written so far."""
    desk = desk_in(request.POST.dict(), desks(viewing=viewing_of(request)))
    found = _similar(request, desk, request.POST.get("activity", "")[:16])
    return render(request, "activities/_similar.html", {"found": found})


def _similar(request: HttpRequest, desk: Desk | None, public_id: str = "") -> SimilarPage:
    if desk is None:
        return SimilarPage((), None)
    return similar_to(
        request.POST.dict(), organization_id=desk.organization_id,
        country_code=desk.country_code, viewing=viewing_of(request), public_id=public_id,
    )  # fmt: skip
