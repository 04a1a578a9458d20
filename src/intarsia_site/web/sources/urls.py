"""Addresses of sources: /sources/, /sources/k7m2qx9d3fhp/ …"""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.web.sources import fetching, sheets, views

app_name = "sources"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("addresses/", fetching.index, name="addresses"),
    path("<key:public_id>/address/", fetching.change, name="address"),
    path("<key:public_id>/fetch/", fetching.fetch, name="fetch"),
    path("returned/<key:report_id>/", sheets.returned, name="returned"),
    path("<key:public_id>/template/", sheets.template, name="template"),
    path("<key:public_id>/", views.detail, name="detail"),
    path("<key:public_id>/change/", views.change, name="change"),
    path("<key:public_id>/end/", views.end, name="end"),
]
