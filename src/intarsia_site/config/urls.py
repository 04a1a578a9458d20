"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from intarsia_site.config import health

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("api/v1/", include("intarsia_site.api.urls")),
    path("", include("intarsia_site.web.urls")),
]

handler400 = "intarsia_site.web.errors.bad_request"
handler403 = "intarsia_site.web.errors.forbidden"
handler404 = "intarsia_site.web.errors.not_found"
handler500 = "intarsia_site.web.failures.server_error"
