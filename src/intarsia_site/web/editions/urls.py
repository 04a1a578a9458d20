"""Addresses of editions: /editions/, /editions/k7m2qx9d3fhp/ …"""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.web.editions import views

app_name = "editions"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("<key:public_id>/", views.detail, name="detail"),
    path("<key:public_id>/activities/", views.activities, name="activities"),
    path("<key:public_id>/errata/", views.tell, name="tell"),
]
