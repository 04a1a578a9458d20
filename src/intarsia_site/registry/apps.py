"""The app's name and place, and what the trail calls its records."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Registry(AppConfig):
    """What curators keep: mandates, profiles, commitments, priorities, names by date."""

    name = "intarsia_site.registry"
    label = "registry"

    def ready(self) -> None:
        """Give the trail words for nouns and their fields. Models are loaded by now."""
        from intarsia_site.access.names import FIELDS, SUBJECTS
        from intarsia_site.registry.nouns import NOUNS

        SUBJECTS["proposal"] = _("proposal")
        for noun in NOUNS.values():
            SUBJECTS[noun.name] = noun.title_one
            for field in noun.fields:
                FIELDS.setdefault(field.name, field.label)
