"""Addresses of reports: /reports/, /reports/new/, /reports/k7m2qx9d3fhp/ …"""

from __future__ import annotations

from django.urls import path

from intarsia_site.web.reports import columns, deciding, ending, sending, views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", sending.new, name="new"),
    path("<key:public_id>/", views.detail, name="detail"),
    path("<key:public_id>/progress/", views.progress, name="progress"),
    path("<key:public_id>/problems/", deciding.problems, name="problems"),
    path("<key:public_id>/organizations/", deciding.organizations, name="organizations"),
    path("<key:public_id>/places/", deciding.places, name="places"),
    path("<key:public_id>/difference/", views.difference, name="difference"),
    path("<key:public_id>/columns/", columns.columns, name="columns"),
    path("<key:public_id>/columns/preview/", columns.preview, name="preview"),
    path("<key:public_id>/import/", ending.carry, name="import"),
    path("<key:public_id>/read-again/", ending.again, name="again"),
    path("<key:public_id>/set-aside/", ending.aside, name="aside"),
    path("<key:public_id>/undo/", ending.undo, name="undo"),
    path("<key:public_id>/sheet/", views.sheet, name="sheet"),
    path("<key:public_id>/comments/", views.comments, name="comments"),
]
