"""Addresses of the API."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from intarsia_site.access import addresses as addresses
from intarsia_site.api.records import VIEWS

app_name = "api"
urlpatterns = [path("openapi.json", SpectacularJSONAPIView.as_view(), name="openapi")]
for plural, (every, one) in VIEWS.items():
    urlpatterns += [
        path(f"{plural}/", every.as_view(), name=f"{plural}"),
        path(f"{plural}/<key:public_id>/", one.as_view(), name=f"{plural}-record"),
    ]
