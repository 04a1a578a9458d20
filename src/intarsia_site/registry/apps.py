"""The app's name and place."""

from __future__ import annotations

from django.apps import AppConfig


class Registry(AppConfig):
    """What curators keep: mandates, profiles, commitments, priorities, names by date."""

    name = "intarsia_site.registry"
    label = "registry"
