"""What somebody began to enter and has not handed in: for its writer alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Draft
from intarsia_site.reports.rights import may_send


@dataclass(frozen=True)
class DraftPage:
    """One draft: whose, and the texts of its rows by field."""

    public_id: str
    organization_id: str
    organization_name: str
    country_code: str
    saved_at: dt.datetime
    is_grid: bool
    rows: tuple[dict[str, str], ...]

    @property
    def title(self) -> str:
        return next((row["title"] for row in self.rows if row.get("title")), "")


def drafts(*, viewing: Viewing) -> tuple[DraftPage, ...]:
    """Return the viewer's own drafts, the latest first."""
    if viewing.user_id is None:
        return ()
    held = Draft.objects.filter(saved_by_id=viewing.user_id).select_related(
        "source__organization", "source__country"
    )
    return tuple(_page(one) for one in held if may_send(one.source, viewing))


def draft_or_none(draft_id: str, *, viewing: Viewing) -> DraftPage | None:
    """Return one of the viewer's own drafts, or None."""
    return next((one for one in drafts(viewing=viewing) if one.public_id == draft_id), None)


def _page(draft: Draft) -> DraftPage:
    source = draft.source
    return DraftPage(
        public_id=draft.public_id,
        organization_id=source.organization.public_id,
        organization_name=source.organization.name,
        country_code=source.country.code,
        saved_at=draft.saved_at,
        is_grid=bool(draft.values.get("is_grid")),
        rows=tuple(draft.values.get("rows", ())),
    )
