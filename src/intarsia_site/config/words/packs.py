"""Language packs: a folder named by its language's code adds that language to an installation."""

from __future__ import annotations

from intarsia_site.config.words import SITE

SHIPPED = SITE / "web" / "packs"
CATALOGUE = "django.po"
