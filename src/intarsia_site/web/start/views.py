"""The desk: as whom, in which countries, what waits, and the rooms."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.web.start.waiting import what_waits


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Show the desk; who is not signed in is sent to do so."""
    waiting = what_waits(request, viewing_of(request))
    return render(request, "start/start.html", {"waiting": waiting})
