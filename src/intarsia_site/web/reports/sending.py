"""Sending a report: a plain form with one or many files."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intarsia.errors import IntarsiaError
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.queries.report_import import organizations_of, source_choices
from intarsia_site.reports.services.receiving import receive_report
from intarsia_site.reports.services.source import open_source
from intarsia_site.web.refusals import refusals
from intarsia_site.web.reports.forms import SendForm
from intarsia_site.web.reports.words import said_error
from intarsia_site.web.sent_files import on_disk


@dataclass(frozen=True)
class Outcome:
    """What became of one file: the report it became, or why it was not kept."""

    name: str
    report_id: str = ""
    why: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Take in one or many files; each becomes a report of its own."""
    viewing = viewing_of(request)
    sources = source_choices(viewing=viewing, only_sending=True)
    if not organizations_of(viewing=viewing):
        raise NotAllowed(_("Only editors of an organization send its reports."))
    is_sent = request.method == "POST"
    form = SendForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        sources=sources,
        viewing=viewing,
    )
    if not is_sent:
        form.fields["source"].initial = request.GET.get("source") or form.initial["source"]
    outcomes: list[Outcome] = []
    if is_sent and form.is_valid():
        try:
            with refusals(form):
                outcomes = _received(request, form)
        except NotAllowed as refused:
            # What was typed stays: it can be sent once others have done their part.
            form.add_error(None, refused.message)
        if outcomes and all(one.report_id for one in outcomes):
            return _onward(request, outcomes)
    is_wrong = is_sent and (form.errors or any(one.why for one in outcomes))
    said = {
        "form": form, "outcomes": outcomes, "has_sources": bool(sources),
        "is_new": not sources or bool(form["name"].errors or form["organization"].errors),
    }  # fmt: skip
    return render(request, "reports/new.html", said, status=422 if is_wrong else 200)


def _received(request: HttpRequest, form: SendForm) -> list[Outcome]:
    by, given = person_of(request), form.cleaned_data
    source_id = given["source"] or open_source(
        organization_id=given["organization"],
        country_code=given["country"],
        name=given["name"],
        by=by,
        at=timezone.now(),
    )
    outcomes = []
    for file in given["file"]:
        name = file.name or "report"
        try:
            with on_disk(file) as path:
                report_id = receive_report(source_id, path, name=name, by=by, at=timezone.now())
            outcomes.append(Outcome(name, report_id=report_id))
        except (NotFound, NotAllowed):
            raise
        except Refused as refused:
            outcomes.append(Outcome(name, why=" ".join(refused.fields.values()) or refused.message))
        except IntarsiaError as error:
            outcomes.append(Outcome(name, why=said_error(error)))
    return outcomes


def _onward(request: HttpRequest, outcomes: list[Outcome]) -> HttpResponse:
    count = len(outcomes)
    if count == 1:
        messages.info(request, _("It is here. You may close this page: the work goes on."))
        return redirect("reports:detail", public_id=outcomes[0].report_id)
    messages.info(
        request,
        ngettext("%(count)d report is on its way.", "%(count)d reports are on their way.", count)
        % {"count": count},
    )
    return redirect("reports:list")
