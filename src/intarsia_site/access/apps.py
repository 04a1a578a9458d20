"""The app's name and place."""

from __future__ import annotations

import importlib

from django.apps import AppConfig


class Access(AppConfig):
    """Who may see what: users, organizations, memberships, sharing rules, the audit trail."""

    name = "intarsia_site.access"
    label = "access"

    def ready(self) -> None:
        """Make the lookup `among` known to every field."""
        importlib.import_module("intarsia_site.access.among")
