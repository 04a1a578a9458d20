"""The languages of the site's pages: strings out of the sources, catalogues, language packs.

Nothing here needs gettext's programs: Babel reads and writes catalogues.
"""

from __future__ import annotations

from pathlib import Path

SITE = Path(__file__).resolve().parents[2]
LOCALE = SITE / "web" / "locale"
#: The languages that come with the site, beside English, in which the sources are written.
OWN = {"fr": "Français", "ru": "Русский"}


def catalogue_of(language: str) -> Path:
    """Return where the catalogue of one of the site's own languages stands."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"
