"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("intarsia_site.web.urls")),
]

handler403 = "intarsia_site.web.errors.forbidden"
handler404 = "intarsia_site.web.errors.not_found"
