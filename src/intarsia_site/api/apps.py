"""The app's name and place."""

from __future__ import annotations

from django.apps import AppConfig


class Api(AppConfig):
    """No tables: what stands above the six apps that have them."""

    name = "intarsia_site.api"
    label = "api"
