"""What ends the looking at a report: it is imported, set aside, read again, or taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intarsia_site.access.errors import NotFound, Refused, Stale
from intarsia_site.access.queries.viewer import Viewing, look_again, person_of, viewing_of
from intarsia_site.reports.queries.report_import import ImportPage, import_page
from intarsia_site.reports.queries.report_parts import report_parts
from intarsia_site.reports.queries.report_sharing import SharingPage, sharing_page
from intarsia_site.reports.services import importing, receiving, undoing
from intarsia_site.web.protocol.audience import audience_written
from intarsia_site.web.refusals import confirm_page, reason_given, refusals
from intarsia_site.web.reports.forms import SharingForm
from intarsia_site.web.reports.views import SHOWN, report_page
from intarsia_site.web.reports.words import STATES


@require_POST
@login_required
def carry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have a report imported, for those its sharing names."""
    viewing = viewing_of(request)
    page = import_page(public_id, viewing=viewing)
    if not page.may_look:
        raise NotFound
    sharing = sharing_page(public_id, viewing=viewing)
    form = SharingForm(request.POST, page=sharing, revision=page.revision)
    stale = None
    if form.is_valid():
        try:
            with refusals(form):
                _ask(request, public_id, form, viewing)
        except Stale:
            stale = _beside(form, page, sharing)
            typed = request.POST.copy()
            typed["revision"] = str(page.revision)
            form.data = typed
        if stale is None and not form.errors:
            return redirect("reports:detail", public_id=public_id)
    look_again(request)
    now = report_parts(public_id, viewing=viewing, size=SHOWN)
    return report_page(request, now, form=form, stale=stale)


def _ask(request: HttpRequest, public_id: str, form: SharingForm, viewing: Viewing) -> None:
    organizations, persons = audience_written(form, viewing)
    importing.import_report(
        public_id,
        revision=form.cleaned_data["revision"],
        sharing=form.sharing(organizations, persons),
        by=person_of(request),
        at=timezone.now(),
    )


def _beside(
    form: SharingForm, page: ImportPage, sharing: SharingPage
) -> list[tuple[object, str, str]]:
    """Return what this person chose beside how it stands by now."""
    given = form.cleaned_data
    return [
        (_("Label"), given["label"], sharing.label),
        (_("Where it stands"), _("to be imported"), str(STATES[page.state])),
        (
            _("Corrections, names and columns"),
            _("as this page showed them before"),
            _("changed since then; the report was read again"),
        ),
    ]


@require_POST
@login_required
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have a report read once more."""
    receiving.read_again(public_id, by=person_of(request), at=timezone.now())
    return redirect("reports:detail", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave a report alone: nothing of it is imported."""
    page = import_page(public_id, viewing=viewing_of(request))
    if not page.may_set_aside:
        raise NotFound
    if request.method == "POST":
        receiving.set_aside(
            public_id, by=person_of(request), at=timezone.now(), because=reason_given(request)
        )
        messages.info(request, _("Set aside. Nothing of it counts."))
        return redirect("reports:list")
    return confirm_page(
        request,
        title=_("Set this report aside?"),
        sentence=_("Nothing of it is imported. The report before it stays as it is."),
        submit=_("Set aside"),
        back=reverse("reports:detail", args=[public_id]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an import back, with a reason."""
    page = import_page(public_id, viewing=viewing_of(request))
    if not page.may_undo:
        raise NotFound
    if request.method == "POST":
        try:
            undoing.undo_import(
                public_id, by=person_of(request), at=timezone.now(), because=reason_given(request)
            )
        except Refused as refused:
            return _asked_again(request, page, refused)
        messages.info(request, _("Taken back. What was so before is so again."))
        return redirect("reports:detail", public_id=public_id)
    return _asked_again(request, page, None)


def _asked_again(request: HttpRequest, page: ImportPage, refused: Refused | None) -> HttpResponse:
    problem = ""
    if refused is not None:
        problem = " ".join(refused.fields.values()) or refused.message
    return confirm_page(
        request,
        title=_("Take this import back?"),
        sentence=_(
            "What the report before it said counts again, with the label it had. The rows stay in "
            "the trail. What the register learned of its names stays learned."
        ),
        submit=_("Take it back"),
        back=reverse("reports:detail", args=[page.public_id]),
        problem=problem,
    )
