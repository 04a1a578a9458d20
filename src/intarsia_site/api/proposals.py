"""What is proposed for the registry, and deciding it."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.keys import ALPHABET, LENGTH
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.idempotency import once
from intarsia_site.api.view import LONGEST_REASON, View, following, limit_of, object_of
from intarsia_site.registry.queries import proposal as queries
from intarsia_site.registry.services import proposal as services

STATES = ("open", "accepted", "declined", "withdrawn")
ANSWERS = ("accept", "decline", "withdraw")


class Proposals(View):
    """Proposals in one state, the oldest first."""

    asked = frozenset({"state", "cursor", "limit"})

    def get(self, request: Request) -> Response:
        state = request.query_params.get("state", "open")
        if state not in STATES:
            raise Refused({"state": ", ".join(STATES)})
        found, last = queries.proposals_after(
            _place(request.query_params.get("cursor", "")),
            viewing=viewing_of(request),
            state=state,
            size=limit_of(request),
        )
        after = following(request, cursor=_cursor(last) if last else "")
        return Response({"items": [_item(one) for one in found], "next": after})


class Proposal(View):
    """One proposal."""

    def get(self, request: Request, public_id: str) -> Response:
        return Response(_shown(request, public_id))


class Decision(View):
    """Accept or decline a proposal, or take back one's own."""

    def post(self, request: Request, public_id: str) -> Response:
        made = once(request, lambda: self._decided(request, public_id))
        return Response({**_shown(request, public_id), "record": made["record"]})

    def _decided(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, answer=str, because=str)
        answer, because = given.get("answer"), given.get("because", "")
        wrong = {}
        if answer not in ANSWERS:
            wrong["answer"] = ", ".join(ANSWERS)
        if len(because) > LONGEST_REASON:
            wrong["because"] = _("A sentence of at most 1,000 characters.")
        if wrong:
            raise Refused(wrong)
        found = queries.proposal_or_none(public_id, viewing=viewing_of(request))
        if found is None:
            raise NotFound
        wanted: dict[str, Any] = {"by": request.user, "at": request.moment, "because": because}
        if answer == "withdraw":
            services.withdraw_proposal(public_id, **wanted)
            return {"record": None}
        record = services.decide_proposal(public_id, accept=answer == "accept", **wanted)
        return {"record": record or None}


def _shown(request: Request, public_id: str) -> dict[str, Any]:
    found = queries.proposal_or_none(public_id, viewing=viewing_of(request))
    if found is None:
        raise NotFound
    return _item(found)


def _item(one: queries.ProposalPage) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "about": one.noun.plural,
        "record": one.subject_id or None,
        "changes": [
            {"field": change.field.name, "before": change.before, "after": change.after}
            for change in one.changes
        ],
        "because": one.because,
        "proposed_by": one.proposed_by,
        "proposed_at": one.proposed_at.isoformat(),
        "state": one.state,
        "decision": one.decision or None,
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "label": one.label,
        "may_decide": one.may_decide,
        "may_withdraw": one.may_withdraw,
    }


def _cursor(last: tuple[dt.datetime, str]) -> str:
    at, public_id = last
    packed = json.dumps([at.isoformat() if at else None, public_id]).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _place(text: str) -> tuple[Any, str] | None:
    """Return where a cursor points to, None where none is given; raises Refused."""
    if not text:
        return None
    try:
        said, public_id = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        at = None if said is None else dt.datetime.fromisoformat(said)
        if len(public_id) != LENGTH or not set(public_id) <= set(ALPHABET):
            raise ValueError("no id")
        if at is not None and at.tzinfo is None:
            raise ValueError("a moment without a zone")
    except (ValueError, TypeError, RecursionError) as wrong:
        sentence = _("Take it from `next` of the part before.")
        raise Refused({"cursor": sentence}) from wrong
    return at, public_id
