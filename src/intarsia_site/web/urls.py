"""The addresses of pages. Each noun has a file of its own, included here."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="organizations:list"), name="start"),
    path("organizations/", include("intarsia_site.web.organizations.urls")),
    path("people/", include("intarsia_site.web.people.urls")),
    path("groups/", include("intarsia_site.web.groups.urls")),
    path("invitations/", include("intarsia_site.web.invitations.urls")),
    path("sharing/", include("intarsia_site.web.protocol.urls")),
    path("audit/", include("intarsia_site.web.audit.urls")),
    path("account/tokens/", include("intarsia_site.web.people.token_urls")),
    path("", include("intarsia_site.web.registry.urls")),
]
