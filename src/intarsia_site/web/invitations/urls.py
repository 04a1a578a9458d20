"""Addresses of invitations: /invitations/<secret>/."""

from __future__ import annotations

from django.urls import path

from intarsia_site.web.invitations import views

app_name = "invitations"
urlpatterns = [path("<str:secret>/", views.accept, name="accept")]
