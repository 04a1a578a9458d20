"""Addresses of activities."""

from __future__ import annotations

from django.urls import path

from intarsia_site.web.activities import sections, views

app_name = "activities"
#: Loading them adds activities to organizations' pages.
SECTIONS = sections.SHOWN
urlpatterns = [
    path("", views.index, name="list"),
    path("table.csv", views.csv_table, name="csv"),
    path("table.xlsx", views.xlsx_table, name="xlsx"),
    path("<key:public_id>/", views.detail, name="detail"),
]
