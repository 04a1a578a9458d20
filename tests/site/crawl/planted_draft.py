"""A draft of bruno with a secret in each place where it says something."""

from __future__ import annotations

from intarsia_site.reports.services.draft import save_draft
from people import NOW, Cast

_SECRETS = ("zqdrafttitlezq", "zqdraftpartnerzq", "zqdraftgroupzq")


def plant_draft(cast: Cast) -> set[str]:
    """Save a draft; return its secrets, which its writer alone may read."""
    title, partner, group = _SECRETS
    save_draft(
        [{"title": title, "partner": partner, "target_group": group}],
        organization_id=cast.agency.public_id, country_code="XA", by=cast.bruno, at=NOW,
    )  # fmt: skip
    return set(_SECRETS)
