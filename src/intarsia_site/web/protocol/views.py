"""Sharing: each country's protocol, read by all, changed and accepted by its convenor."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intarsia.sharing.labels import Label, label_of
from intarsia.sharing.protocol import Handling
from intarsia_site.access.errors import NotAllowed, NotFound, Stale
from intarsia_site.access.names import sector_choices
from intarsia_site.access.queries.protocol import (
    ProtocolLine,
    protocol_line,
    protocol_list,
    protocol_page,
)
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.protocol import accept_protocol, change_protocol
from intarsia_site.web.errors import stale_rows
from intarsia_site.web.protocol.forms import RowForm
from intarsia_site.web.refusals import refusals


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the countries with their protocols."""
    return render(request, "protocol/list.html", {"countries": protocol_list(viewing_of(request))})


@require_safe
@login_required
def protocol(request: HttpRequest, country_code: str) -> HttpResponse:
    """Show how information is shared in a country."""
    page = protocol_page(viewing_of(request), country_code)
    said = {"page": page, "sectors": sector_choices() if page.may_change else []}
    return render(request, "protocol/detail.html", said)


@require_POST
@login_required
def accept(request: HttpRequest, country_code: str) -> HttpResponse:
    """Accept a country's protocol."""
    accept_protocol(country_code, by=person_of(request), at=timezone.now())
    messages.info(request, _("Accepted. Data can be entered from now on."))
    return redirect("sharing:protocol", country_code=country_code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row(request: HttpRequest, country_code: str) -> HttpResponse:
    """Change what a kind of data in a sector starts with: ?kind=mandates&sector=police."""
    viewing = viewing_of(request)
    kind, sector = request.GET.get("kind", ""), request.GET.get("sector", "")
    if not protocol_page(viewing, country_code).may_change:
        raise NotAllowed(_("Only the convenor of the country does this."))
    line = protocol_line(viewing, country_code, kind, sector)
    form = RowForm(
        request.POST if request.method == "POST" else None,
        initial={
            "label": line.label,
            "finest_level": "" if line.finest_level is None else line.finest_level,
            "hides_implementer": line.hides_implementer,
            "was": _written(line),
        },
    )
    rows: list[tuple[str, str, str]] = []
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        was = _read(given.pop("was"))
        try:
            with refusals(form):
                change_protocol(
                    country_code,
                    kind=kind,
                    sector_code=sector,
                    was=was,
                    **given,
                    by=person_of(request),
                    at=timezone.now(),
                )
        except Stale as stale:
            rows = stale_rows(stale)
            form.data = {**form.data.dict(), "was": _written(line)}  # type: ignore[attr-defined]
        else:
            if not form.errors:
                messages.info(request, _("Changed. It counts for what is entered from now on."))
                return redirect("sharing:protocol", country_code=country_code)
    said = {"line": line, "form": form, "rows": rows, "country_code": country_code}
    status = 409 if rows else 422 if form.is_bound and form.errors else 200
    return render(request, "protocol/row.html", said, status=status)


def _written(line: ProtocolLine) -> str:
    level = "" if line.finest_level is None else str(line.finest_level)
    return f"{line.label}|{level}|{'hidden' if line.hides_implementer else ''}"


def _read(was: str) -> Handling:
    label, _bar, rest = was.partition("|")
    level, _bar, hidden = rest.partition("|")
    known = label_of(label)
    if known is None or (level and not (level.isascii() and level.isdigit() and len(level) == 1)):
        raise NotFound
    return Handling(Label(known), int(level) if level else None, hidden == "hidden")
