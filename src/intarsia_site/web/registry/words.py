"""What places and sectors are called: by language, house style and day."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.registry.nouns.sectors import sector_lines
from intarsia_site.registry.queries import place as place_queries
from intarsia_site.registry.queries.place_set import countries_to_keep


@require_safe
@login_required
def places(request: HttpRequest) -> HttpResponse:
    """Show a country's units, and what they were called on a day."""
    asked, viewing = request.GET, viewing_of(request)
    on = _day(asked.get("on", "")) or viewing.at.date()
    page = place_queries.places(
        asked.get("country", ""), viewing=viewing, on=on, after=asked.get("after", "")
    )
    keeps = page.country_code in dict(countries_to_keep(viewing=viewing))
    said = {"page": page, "on": on, "keeps": keeps}
    return render(request, "registry/places.html", said)


@require_safe
@login_required
def sectors(request: HttpRequest) -> HttpResponse:
    """Show the sectors with their names in each language."""
    return render(request, "registry/sectors.html", {"sectors": sector_lines()})


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
