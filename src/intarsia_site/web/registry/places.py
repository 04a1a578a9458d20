"""Newer boundaries and P-codes: sent, looked at, let count, taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods

from intarsia.phrases import problem_sentence
from intarsia_site.access.errors import NotAllowed, Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.registry.place_files import BOUNDARIES, LISTS
from intarsia_site.registry.queries import place_set as queries
from intarsia_site.registry.services import place_set as services
from intarsia_site.reports.queries.report_problems import language_of_phrases
from intarsia_site.web.refusals import reason_given, refusals
from intarsia_site.web.sent_files import ManyFiles, ManyFilesInput
from intarsia_site.web.sent_places import read_sent

STATES = {
    "waiting": later("waits for you to look at it"),
    "used": later("counts"),
    "dropped": later("left alone"),
    "taken_back": later("taken back"),
}
KINDS = {
    "new": later("New"),
    "back": later("There again"),
    "renamed": later("Another name"),
    "moved": later("Within another unit"),
    "redrawn": later("Another boundary"),
    "gone": later("Gone"),
}


class PlacesForm(forms.Form):
    """Which country, which files, whose names, from when."""

    country = forms.ChoiceField(label=later("Country"))
    file = ManyFiles(
        label=later("Files"),
        widget=ManyFilesInput(attrs={"multiple": True, "accept": ",".join((*BOUNDARIES, *LISTS))}),
        error_messages={
            "required": later("Choose a file."),
            "empty": later("The file is empty. Save it once more and send it again."),
        },
    )
    house_style = forms.ChoiceField(
        label=later("House style of the names in these files"),
        choices=[("", later("all")), ("UN", "UN"), ("OSCE", "OSCE"), ("EU", "EU")],
        required=False,
    )
    counts_from_on = forms.DateField(
        label=later("Counts from"),
        help_text=later(
            "From this day on the new names and units count; until the day before, the old ones."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *given: Any, countries: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["country"].choices = countries  # type: ignore[attr-defined]
        self.fields["file"].help_text = _(
            "One file or several that belong together: boundaries as TopoJSON or GeoJSON, lists of "
            "P-codes as csv or xlsx. At most %(megabytes)d MB together."
        ) % {"megabytes": settings.PLACES_MAX_BYTES // 2**20}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send(request: HttpRequest) -> HttpResponse:
    """Take files in for the difference to be looked at; below, the sets that came before."""
    viewing, now = viewing_of(request), timezone.now()
    countries = queries.countries_to_keep(viewing=viewing)
    if not countries:
        raise NotAllowed(_("Only the country’s curators and administrators change its places."))
    is_sent = request.method == "POST"
    form = PlacesForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        countries=countries,
        initial={"country": request.GET.get("country", ""), "counts_from_on": now.date()},
    )
    if is_sent and form.is_valid():
        said = form.cleaned_data
        with refusals(form):
            known = queries.known_codes(said["country"], viewing=viewing)
            public_id = services.receive_places(
                said["country"],
                read_sent(said["file"], said["country"], known=known),
                house_style=said["house_style"],
                counts_from_on=said["counts_from_on"],
                by=person_of(request),
                at=now,
            )
        if not form.errors:
            return redirect("registry:place-set", public_id=public_id)
    sets = [(one, STATES[one.state]) for one in queries.place_sets(viewing=viewing)]
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "registry/send_places.html", {"form": form, "sets": sets}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a set says and would change; let it count, leave it alone, take it back."""
    viewing, problem = viewing_of(request), ""
    page = queries.place_set(public_id, viewing=viewing)
    if request.method == "POST":
        try:
            messages.info(request, _done(request, public_id))
            return redirect("registry:place-set", public_id=public_id)
        except Refused as refused:
            problem = " ".join(refused.fields.values()) or refused.message
            page = queries.place_set(public_id, viewing=viewing)
    language = language_of_phrases()
    said = {
        "page": page,
        "state": STATES[page.line.state],
        "parts": [(one, KINDS[one.kind]) for one in page.parts],
        "counts": [(KINDS[kind], count) for kind, count in page.counts.items() if count],
        "problems": [problem_sentence(one, language) for one in page.problems],
        "problem": problem,
    }
    return render(request, "registry/place_set.html", said, status=422 if problem else 200)


def _done(request: HttpRequest, public_id: str) -> str:
    by, at = person_of(request), timezone.now()
    match request.POST.get("do"):
        case "use":
            services.use_places(
                public_id, mark=request.POST.get("mark", ""), by=by, at=at,
                because=reason_given(request),
            )  # fmt: skip
            return _("These places count now.")
        case "drop":
            services.drop_places(public_id, by=by, at=at)
            return _("Left alone. Nothing of it counts.")
        case "take_back":
            services.take_places_back(public_id, by=by, at=at, because=reason_given(request))
            return _("Taken back. The places are as they were before.")
    raise Refused({}, _("Choose what is to be done."))
