"""The app's name and place."""

from __future__ import annotations

from django.apps import AppConfig


class Coordination(AppConfig):
    """What people decide together: mechanisms, meetings, agreements, divisions of labour."""

    name = "intarsia_site.coordination"
    label = "coordination"
