"""Addresses of the administration: /administration/."""

from __future__ import annotations

from django.urls import path

from intarsia_site.web.administration import views

app_name = "administration"
urlpatterns = [path("", views.overview, name="overview")]
