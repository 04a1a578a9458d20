"""The app's name and place."""

from __future__ import annotations

from django.apps import AppConfig


class Programmes(AppConfig):
    """What is planned, assessed and evaluated together."""

    name = "intarsia_site.programmes"
    label = "programmes"
