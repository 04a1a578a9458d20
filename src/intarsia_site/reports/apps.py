"""The app's name and place."""

from __future__ import annotations

from django.apps import AppConfig


class Reports(AppConfig):
    """What organizations hand in: report files, their rows, the picture's tables."""

    name = "intarsia_site.reports"
    label = "reports"

    def ready(self) -> None:
        """Make the letters about reports known to the box."""
        from intarsia_site.reports import letters as letters
