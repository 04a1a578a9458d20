"""How this installation stands: set up or not, locked or open, who answers for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from intarsia_site.access.models import Installation


@dataclass(frozen=True)
class Standing:
    """What every request asks before anything else; the same for every viewer."""

    is_set_up: bool
    locked_since: dt.datetime | None = None
    controller: str = ""
    hosting: str = ""
    #: Codes of the languages that pages are offered in; none: all there are.
    languages: tuple[str, ...] = ()

    def offered(self) -> list[tuple[str, str]]:
        """Return code and name of the languages that pages are offered in."""
        every = list(settings.LANGUAGES)
        return [one for one in every if one[0] in self.languages] or every


def standing() -> Standing:
    """Return how the installation stands, in one query."""
    row = Installation.objects.values_list(
        "locked_since", "controller", "hosting", "languages"
    ).first()
    return Standing(False) if row is None else Standing(True, *row[:3], tuple(row[3]))
