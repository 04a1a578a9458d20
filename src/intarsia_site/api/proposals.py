"""What is proposed for the registry, names out of reports among it, and deciding it."""

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
from intarsia_site.registry.queries.naming import NamePage, name_or_none, names_after
from intarsia_site.registry.services import naming
from intarsia_site.registry.services import proposal as services

STATES = ("open", "accepted", "declined", "withdrawn")
ANSWERS = ("accept", "decline", "withdraw")
#: What a new organization out of a report is to be called, and is; or which one it is already.
OF_NEW = ("name", "type_code", "organization_id")
_Place = tuple[dt.datetime, str]


class Proposals(View):
    """Proposals in one state, the oldest first."""

    asked = frozenset({"state", "cursor", "limit"})

    def get(self, request: Request) -> Response:
        state = request.query_params.get("state", "open")
        if state not in STATES:
            raise Refused({"state": ", ".join(STATES)})
        asked: dict[str, Any] = {
            "viewing": viewing_of(request), "state": state, "size": limit_of(request),
        }  # fmt: skip
        place = _place(request.query_params.get("cursor", ""))
        found, last = _together(
            queries.proposals_after(place, **asked), names_after(place, **asked), asked["size"]
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
        given = object_of(request, answer=str, because=str, **dict.fromkeys(OF_NEW, str))
        answer, because = given.get("answer"), given.get("because", "")
        wrong = {}
        if answer not in ANSWERS:
            wrong["answer"] = ", ".join(ANSWERS)
        if len(because) > LONGEST_REASON:
            wrong["because"] = _("A sentence of at most 1,000 characters.")
        if wrong:
            raise Refused(wrong)
        found = _found(request, public_id)
        wanted: dict[str, Any] = {"by": request.user, "at": request.moment, "because": because}
        told = {name: given[name] for name in OF_NEW if name in given}
        if isinstance(found, NamePage):
            return {"record": _decided_name(public_id, str(answer), told, wanted)}
        if told:
            raise Refused(dict.fromkeys(told, _("Only a new organization is given these.")))
        if answer == "withdraw":
            services.withdraw_proposal(public_id, **wanted)
            return {"record": None}
        record = services.decide_proposal(public_id, accept=answer == "accept", **wanted)
        return {"record": record or None}


def _decided_name(
    public_id: str, answer: str, told: dict[str, Any], wanted: dict[str, Any]
) -> str | None:
    if answer == "withdraw":
        naming.withdraw_name(public_id, **wanted)
        return None
    return naming.decide_name(public_id, accept=answer == "accept", **told, **wanted) or None


def _found(request: Request, public_id: str) -> queries.ProposalPage | NamePage:
    viewing = viewing_of(request)
    found = queries.proposal_or_none(public_id, viewing=viewing)
    name = name_or_none(public_id, viewing=viewing) if found is None else None
    if found is None and name is None:
        raise NotFound
    return found or name  # type: ignore[return-value]


def _shown(request: Request, public_id: str) -> dict[str, Any]:
    return _item(_found(request, public_id))


def _together(
    proposals: tuple[list[queries.ProposalPage], _Place | None],
    names: tuple[list[NamePage], _Place | None],
    size: int,
) -> tuple[list[queries.ProposalPage | NamePage], _Place | None]:
    """Return the two parts as one, the oldest first, and the place behind its last.

    Behind the nearer of the two parts' ends nothing is known of that part: it comes next time.
    """
    ends = [end for _part, end in (proposals, names) if end is not None]
    end = min(ends, default=None)
    every: list[queries.ProposalPage | NamePage] = sorted([*proposals[0], *names[0]], key=_place_of)
    found = [one for one in every if end is None or _place_of(one) <= end]
    if len(found) > size:
        return found[:size], _place_of(found[size - 1])
    return found, end


def _place_of(one: queries.ProposalPage | NamePage) -> _Place:
    at = one.said_at if isinstance(one, NamePage) else one.proposed_at
    return at, one.public_id


def _item(one: queries.ProposalPage | NamePage) -> dict[str, Any]:
    return _name_item(one) if isinstance(one, NamePage) else _proposal_item(one)


def _name_item(one: NamePage) -> dict[str, Any]:
    said = {
        "name": one.name, "within": one.within, "language": one.language,
        "organization": one.organization_name, "place": one.place_code, "type_code": one.type_code,
        "country_code": one.country_code,
    }  # fmt: skip
    return {
        "id": one.public_id,
        "about": one.kind,
        "record": one.organization_id or None,
        "changes": [
            {"field": field, "before": "", "after": after} for field, after in said.items() if after
        ],
        "because": "",
        "proposed_by": one.said_by or None,
        "proposed_at": one.said_at.isoformat(),
        "state": one.state,
        "decision": one.decision or None,
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "label": one.label or None,
        "may_decide": one.may_decide,
        "may_withdraw": one.may_withdraw,
    }


def _proposal_item(one: queries.ProposalPage) -> dict[str, Any]:
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
