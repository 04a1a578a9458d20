"""Addresses of activities."""

from __future__ import annotations

from django.urls import path

from intarsia_site.web.activities import entering, grid, sections, views

app_name = "activities"
#: Loading them adds activities to organizations' pages.
SECTIONS = sections.SHOWN
urlpatterns = [
    path("", views.index, name="list"),
    path("table.csv", views.csv_table, name="csv"),
    path("table.xlsx", views.xlsx_table, name="xlsx"),
    path("new/", entering.new, name="new"),
    path("grid/", grid.grid, name="grid"),
    path("similar/", entering.similar, name="similar"),
    path("drafts/<key:public_id>/drop/", entering.drop, name="drop"),
    path("<key:public_id>/", views.detail, name="detail"),
    path("<key:public_id>/sheet/", views.sheet, name="sheet"),
    path("<key:public_id>/change/", entering.change, name="change"),
    path("<key:public_id>/withdraw/", entering.withdraw, name="withdraw"),
]
