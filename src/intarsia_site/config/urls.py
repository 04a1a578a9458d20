"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("api/v1/", include("intarsia_site.api.urls")),
    path("", include("intarsia_site.web.urls")),
]
