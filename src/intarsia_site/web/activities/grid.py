"""The grid: several activities entered at once, as rows of a table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intarsia_site.access.errors import NotAllowed, Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.entered import ENTERED
from intarsia_site.reports.queries.draft import draft_or_none
from intarsia_site.reports.queries.entering import Desk, desks
from intarsia_site.reports.services.by_hand import hand_in_grid
from intarsia_site.reports.services.draft import save_draft
from intarsia_site.web.activities.forms import GridRow, desk_in, grid_rows, grid_texts, lists_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def grid(request: HttpRequest) -> HttpResponse:
    """Enter several activities: hand them in together, keep them as a draft, or add rows."""
    viewing = viewing_of(request)
    places = desks(viewing=viewing)
    draft = draft_or_none(request.GET.get("draft", ""), viewing=viewing)
    problems: list[str] = []
    if request.method == "POST":
        rows = grid_rows(request.POST)
        desk = desk_in(request.POST.dict(), places)
        if "more" not in request.POST:
            answer = _handed_in(request, rows, desk, problems)
            if answer is not None:
                return answer
    else:
        rows = grid_rows(texts=draft.rows if draft else ())
    chosen = request.POST.get("desk", "")
    if draft is not None and not chosen:
        chosen = f"{draft.organization_id} {draft.country_code}"
    said = {
        "rows": rows, "desks": places, "chosen": chosen, "fields": ENTERED, "problems": problems,
        "lists": lists_of(_desk(places, chosen), viewing),
        "draft_id": request.POST.get("draft", "")[:16] or (draft.public_id if draft else ""),
    }  # fmt: skip
    wrong = problems or any(row.is_bound and row.errors for row in rows)
    status = 422 if wrong and request.method == "POST" and "more" not in request.POST else 200
    return render(request, "activities/grid.html", said, status=status)


def _desk(places: tuple[Desk, ...], chosen: str) -> Desk | None:
    return next((one for one in places if one.key == chosen), places[0] if places else None)


def _handed_in(
    request: HttpRequest, rows: list[GridRow], desk: Desk | None, problems: list[str]
) -> HttpResponse | None:
    if desk is None:
        problems.append(_("You enter activities for no organization here."))
        return None
    where: Any = {
        "organization_id": desk.organization_id, "country_code": desk.country_code,
        "draft_id": request.POST.get("draft", "")[:16], "by": person_of(request),
        "at": timezone.now(),
    }  # fmt: skip
    try:
        if "keep" in request.POST:
            draft_id = save_draft(grid_texts(request.POST), is_grid=True, **where)
            messages.info(request, _("Kept as a draft. Only you see it."))
            return redirect(f"{reverse('activities:grid')}?draft={draft_id}")
        count = hand_in_grid(grid_texts(request.POST), **where)
    except Refused as refused:
        _say(rows, refused.fields or {"": refused.message}, problems)
        return None
    except NotAllowed as refused:
        problems.append(refused.message)
        return None
    said = ngettext("%(count)d activity handed in.", "%(count)d activities handed in.", count)
    messages.info(request, said % {"count": count})
    return redirect("activities:list")


def _say(rows: list[GridRow], fields: dict[str, str], problems: list[str]) -> None:
    for name, sentence in fields.items():
        number, _sign, field = name.partition("-")
        row = rows[int(number)] if number.isdigit() and int(number) < len(rows) else None
        if row is None or field not in row.fields:
            problems.append(sentence)
        elif field not in row.errors:
            row.add_error(field, sentence)
