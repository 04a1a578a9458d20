"""Addresses of sharing: /sharing/, /sharing/XA/, /sharing/rules/k7m2qx9d3fhp/."""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.web.protocol import rules, views

app_name = "sharing"
urlpatterns = [
    path("", views.index, name="list"),
    path("rules/<key:public_id>/", rules.rule, name="rule"),
    path("<str:country_code>/", views.protocol, name="protocol"),
    path("<str:country_code>/accept/", views.accept, name="accept"),
    path("<str:country_code>/row/", views.row, name="row"),
]
