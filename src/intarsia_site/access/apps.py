"""The app's name and place."""

from __future__ import annotations

from django.apps import AppConfig


class Access(AppConfig):
    """Who may see what: users, organizations, memberships, sharing rules, the audit trail."""

    name = "intarsia_site.access"
    label = "access"
