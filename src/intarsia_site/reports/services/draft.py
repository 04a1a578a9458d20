"""What is being entered and not handed in: kept for its writer alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import classified
from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.models import User
from intarsia_site.access.services.audit import record
from intarsia_site.reports.entered import BY_NAME
from intarsia_site.reports.models import Draft
from intarsia_site.reports.services.by_hand import MOST_ROWS, by_hand_source

LONGEST = 1000
MOST_DRAFTS = 50


@transaction.atomic
def save_draft(
    rows: Sequence[Mapping[str, str]],
    *,
    organization_id: str,
    country_code: str,
    by: User,
    at: dt.datetime,
    draft_id: str = "",
    is_grid: bool = False,
) -> str:
    """Keep what is written so far, right or not, and return the draft's public id.

    Editors and above of the organization, for themselves alone.
    rows   texts by field, one mapping an activity
    """
    source = by_hand_source(organization_id, country_code, by=by, at=at)
    kept = [_kept(texts) for texts in rows[:MOST_ROWS]]
    values: dict[str, Any] = {"rows": kept, "is_grid": is_grid}
    draft = Draft.objects.filter(public_id=draft_id, saved_by=by, source=source).first()
    if draft is None:
        if Draft.objects.filter(saved_by=by).count() >= MOST_DRAFTS:
            raise Refused({}, _("You have %(most)d drafts. Hand some in, or drop them.")
                          % {"most": MOST_DRAFTS})  # fmt: skip
        draft = Draft(source=source, saved_by=by)
    draft.values, draft.saved_at = values, at
    draft.save()
    record(
        "save", "draft", draft.public_id, by=by, at=at,
        organization=source.organization, country=source.country,
    )  # fmt: skip
    return draft.public_id


@transaction.atomic
def drop_draft(draft_id: str, *, by: User, at: dt.datetime) -> None:
    """Forget a draft of one's own. Raises NotFound."""
    draft = Draft.objects.filter(public_id=draft_id.replace("\x00", ""), saved_by=by).first()
    if draft is None:
        raise NotFound
    source = draft.source
    draft.delete()
    record(
        "drop", "draft", draft_id, by=by, at=at,
        organization=source.organization, country=source.country,
    )  # fmt: skip


def _kept(texts: Mapping[str, str]) -> dict[str, str]:
    found = {name: texts.get(name, "").strip()[:LONGEST] for name in BY_NAME}
    wrong = {name: sentence for name, text in found.items() if (sentence := classified(text))}
    if wrong:
        raise Refused(wrong)
    return {name: text for name, text in found.items() if text}
