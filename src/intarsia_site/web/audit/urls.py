"""The address of the trail: /audit/."""

from __future__ import annotations

from django.urls import path

from intarsia_site.web.audit import views

app_name = "audit"
urlpatterns = [path("", views.index, name="list")]
