"""Addresses of groups: /groups/, /groups/k7m2qx9d3fhp/ …"""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.web.groups import views

app_name = "groups"
urlpatterns = [
    path("", views.index, name="list"),
    path("<key:public_id>/", views.detail, name="detail"),
    path("<key:public_id>/organizations/", views.add_organization, name="add_organization"),
    path("<key:public_id>/people/", views.add_person, name="add_person"),
    path("<key:public_id>/members/<key:member_id>/end/", views.end, name="end"),
]
