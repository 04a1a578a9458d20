"""How this installation stands: set up or not, locked or open, who answers for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from intarsia_site.access.models import Installation


@dataclass(frozen=True)
class Standing:
    """What every request asks before anything else; the same for every viewer."""

    is_set_up: bool
    locked_since: dt.datetime | None = None
    controller: str = ""
    hosting: str = ""


def standing() -> Standing:
    """Return how the installation stands, in one query."""
    row = Installation.objects.values_list("locked_since", "controller", "hosting").first()
    return Standing(False) if row is None else Standing(True, *row)
