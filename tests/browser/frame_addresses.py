"""The site's addresses with one more: every component on one page."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from intarsia_site.web.account.forms import SignIn
from intarsia_site.web.sentence import pill, search_pill, sentence

LABELS = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")


def components(request: HttpRequest) -> HttpResponse:
    """Show every component, full of long words."""
    sectors = [("health", "Health", 14), ("police", "Police and its reform", 9)]
    words = sentence(
        "Showing {noun} of {organization} in {sector} in {place}",
        noun="mandates",
        organization=search_pill(
            request.GET, "organization", anything="any organization", hint="name or acronym"
        ),
        sector=pill(request.GET, "sector", sectors, anything="any sector", note="2"),
        place=pill(request.GET, "place", [("XA-1", "Low Sirin", 3)], anything="the whole country"),
    )
    context = {
        "sentence": words,
        "labels": LABELS,
        "form": SignIn(request.POST or None),
        "rows": [("name", "UNDP", "United Nations Development Programme")],
        "crumbs": [("Findings", "/"), ("Low Sirin", "/"), ("Police", "")],
        "numbers": range(3),
    }
    text = (Path(__file__).parent / "components.html").read_text(encoding="utf-8")
    template = engines["django"].from_string(text)
    return HttpResponse(template.render(context, request))


urlpatterns = [
    path("components/", components, name="components"),
    path("", include("intarsia_site.config.urls")),
]
handler400 = "intarsia_site.web.errors.bad_request"
handler403 = "intarsia_site.web.errors.forbidden"
handler404 = "intarsia_site.web.errors.not_found"
handler500 = "intarsia_site.web.errors.server_error"
