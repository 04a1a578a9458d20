"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from intarsia_site.config import health

handler500 = "intarsia_site.web.failures.server_error"

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("first-run/", include("intarsia_site.web.first_run.urls")),
    path("account/", include("allauth.urls")),
]
