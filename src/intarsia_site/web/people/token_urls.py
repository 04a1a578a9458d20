"""Addresses of one's own keys: /account/tokens/."""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.web.people import tokens

app_name = "tokens"
urlpatterns = [
    path("", tokens.index, name="list"),
    path("<key:public_id>/end/", tokens.end, name="end"),
]
