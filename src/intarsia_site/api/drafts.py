"""What one began to enter: one's own drafts, and who else is there while one writes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.api.activities import item as activity
from intarsia_site.api.activity_shapes import WHOSE
from intarsia_site.api.idempotency import once
from intarsia_site.api.values import texts_from
from intarsia_site.api.versions import require_known, tagged, unless_known
from intarsia_site.api.view import View, object_of
from intarsia_site.registry.nouns import Field
from intarsia_site.reports.entered import BY_NAME
from intarsia_site.reports.queries.draft import DraftPage, draft_or_none, drafts
from intarsia_site.reports.queries.entering import desks
from intarsia_site.reports.queries.similar import similar_to
from intarsia_site.reports.services.by_hand import MOST_ROWS
from intarsia_site.reports.services.draft import drop_draft, save_draft

_COMPARED = {
    **{one.name: one for one in WHOSE},
    "activity": Field("activity", "The id of the one that is changed, if it is there already."),
    **BY_NAME,
}


class Drafts(View):
    """One's own drafts, the latest first: at most fifty."""

    def get(self, request: Request) -> Response:
        items = [_item(one) for one in drafts(viewing=viewing_of(request))]
        return Response({"items": items, "next": None})

    def post(self, request: Request) -> Response:
        made = once(request, lambda: self._kept(request))
        return tagged(_item(_own(request, made["id"])), 201)

    def _kept(self, request: Request) -> dict[str, Any]:
        given = object_of(request, organization_id=str, country_code=str, rows=list, is_grid=bool)
        missing = {one.name: _("This is needed.") for one in WHOSE if not given.get(one.name)}
        if missing:
            raise Refused(missing)
        made = save_draft(
            _rows(given), organization_id=given["organization_id"],
            country_code=given["country_code"], is_grid=given.get("is_grid", False),
            by=person_of(request), at=request.moment,
        )  # fmt: skip
        return {"id": made}


class Draft(View):
    """One of one's own drafts; for all others there is nothing here."""

    def get(self, request: Request, public_id: str) -> Response:
        return unless_known(request, _item(_own(request, public_id)))

    def patch(self, request: Request, public_id: str) -> Response:
        once(request, lambda: self._changed(request, public_id))
        return tagged(_item(_own(request, public_id)))

    def _changed(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, rows=list, is_grid=bool)
        rows = _rows(given)
        draft = _own(request, public_id)
        require_known(request, _item(draft))
        save_draft(
            rows, organization_id=draft.organization_id, country_code=draft.country_code,
            is_grid=given.get("is_grid", draft.is_grid), draft_id=public_id,
            by=person_of(request), at=request.moment,
        )  # fmt: skip
        return {"id": public_id}

    def delete(self, request: Request, public_id: str) -> Response:
        require_known(request, _item(_own(request, public_id)))
        drop_draft(public_id, by=person_of(request), at=request.moment)
        return Response(status=204)


class Similar(View):
    """Who else is there: what is like an activity that is being written."""

    def post(self, request: Request) -> Response:
        viewing = viewing_of(request)
        texts = texts_from(_COMPARED, request.data)
        organization, country = (texts.pop(one.name, "") for one in WHOSE)
        missing = {
            one.name: _("This is needed.")
            for one, said in zip(WHOSE, (organization, country), strict=True)
            if not said
        }
        if missing:
            raise Refused(missing)
        mine = {(one.organization_id, one.country_code) for one in desks(viewing=viewing)}
        if (organization, country) not in mine:
            raise NotAllowed(_("You enter activities for no organization here."))
        page = similar_to(
            texts, organization_id=organization, country_code=country, viewing=viewing,
            public_id=texts.pop("activity", ""),
        )  # fmt: skip
        items = [
            {
                "activity": activity(one.line),
                "kind": one.kind,
                "score": one.score,
                "reasons": list(one.reasons),
                "against": list(one.against),
            }
            for one in page.found
        ]
        return Response({"items": items, "compared": page.compared, "next": None})


def _own(request: Request, public_id: str) -> DraftPage:
    found = draft_or_none(public_id, viewing=viewing_of(request))
    if found is None:
        raise NotFound
    return found


def _rows(given: dict[str, Any]) -> list[dict[str, str]]:
    rows = given.get("rows")
    if not rows:
        raise Refused({"rows": _("Send a list with at least one object.")})
    if len(rows) > MOST_ROWS:
        raise Refused({"rows": _("At most %(most)d rows are taken at once.") % {"most": MOST_ROWS}})
    texts: list[dict[str, str]] = []
    wrong: dict[str, str] = {}
    for number, row in enumerate(rows):
        try:
            texts.append(texts_from(BY_NAME, row))
        except Refused as refused:
            wrong |= {f"rows.{number}.{name}": said for name, said in refused.fields.items()}
    if wrong:
        raise Refused(wrong)
    return texts


def _item(one: DraftPage) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "organization_id": one.organization_id,
        "organization_name": one.organization_name,
        "country_code": one.country_code,
        "saved_at": one.saved_at,
        "is_grid": one.is_grid,
        "rows": [dict(row) for row in one.rows],
    }
