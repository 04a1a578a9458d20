"""The app's name and place."""

from __future__ import annotations

from django.apps import AppConfig


class Findings(AppConfig):
    """What analysis says and what people make of it."""

    name = "intarsia_site.findings"
    label = "findings"
