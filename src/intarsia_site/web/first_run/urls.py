"""The address of the first page."""

from __future__ import annotations

from django.urls import path

from intarsia_site.web.first_run import views

urlpatterns = [path("", views.first_run, name="first_run")]
