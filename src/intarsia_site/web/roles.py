"""What roles are called on a page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Of a membership, and of a whole country.
ROLE_WORDS: dict[str, Promise] = {
    "viewer": _("viewer"),
    "editor": _("editor"),
    "focal_point": _("focal point"),
    "manager": _("manager"),
    "convenor": _("convenor"),
    "curator": _("curator"),
    "host_coordinator": _("host co-ordinator"),
}


def role_words(role: str) -> str:
    """Return the role as a colleague would say it, in the page's language."""
    return str(ROLE_WORDS[role])
