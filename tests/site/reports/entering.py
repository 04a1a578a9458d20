"""What bruno enters by hand for the UN health agency."""

from __future__ import annotations

from typing import Any

from intarsia_site.reports.models import Activity
from intarsia_site.reports.services.by_hand import keep_activity
from people import NOW, Cast


def a_clinic(**changes: str) -> dict[str, str]:
    """Return the texts of one activity."""
    return {
        "title": "Clinic of Darn repaired", "sector_code": "primary_health",
        "place_code": "XA0101", "starts_on": "2011-01-10", "ends_on": "2011-12-31",
        "partner": "Doctors of Darn", "budget": "120000", "currency": "USD", "people": "4000",
        "target_group": "", **changes,
    }  # fmt: skip


def entered(cast: Cast, texts: dict[str, str] | None = None, **more: Any) -> Activity:
    """Enter it; return the row of its version."""
    wanted = {
        "organization_id": cast.agency.public_id, "country_code": "XA",
        "by": cast.bruno, "at": NOW, **more,
    }  # fmt: skip
    return Activity.current.get(public_id=keep_activity(texts or a_clinic(), **wanted))
