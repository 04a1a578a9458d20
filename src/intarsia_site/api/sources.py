"""Sources of reports: the same queries and services as their pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia.periods import ExpectedReport
from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import look_again, person_of, viewing_of
from intarsia_site.api.idempotency import once
from intarsia_site.api.versions import require_known, tagged, unless_known
from intarsia_site.api.view import View, because_of, following, limit_of, object_of
from intarsia_site.reports.fetch_words import fetch_sentence
from intarsia_site.reports.queries.source import SourceLine, SourcePage, source_list, source_page
from intarsia_site.reports.services.fetching import ask_fetch
from intarsia_site.reports.services.source import change_source, end_source, open_source

_NOTHING = type(None)
_CHANGED: dict[str, tuple[type, ...]] = {
    "name": (str,), "every_months": (int, _NOTHING), "due_after_days": (int,),
    "expected_from_on": (str, _NOTHING),
}  # fmt: skip


class Sources(View):
    """The sources of one's own organizations and of the countries one convenes."""

    asked = frozenset({"after", "limit"})

    def get(self, request: Request) -> Response:
        page = source_list(
            viewing_of(request), after=request.query_params.get("after", ""),
            size=limit_of(request),
        )  # fmt: skip
        items = [_line(one) for one in page.lines]
        return Response({"items": items, "next": following(request, after=page.next)})

    def post(self, request: Request) -> Response:
        made = once(request, lambda: self._opened(request))
        look_again(request)
        return tagged(said_of(request, made["id"]), 201)

    def _opened(self, request: Request) -> dict[str, Any]:
        given = object_of(request, organization_id=str, country_code=str, name=str, kind=str)
        needed = ("organization_id", "country_code", "name")
        missing = {name: _("This is needed.") for name in needed if not given.get(name)}
        if missing:
            raise Refused(missing)
        return {"id": open_source(**given, by=person_of(request), at=request.moment)}


class Source(View):
    """One source: its rhythm, what is expected and what is late."""

    def get(self, request: Request, public_id: str) -> Response:
        return unless_known(request, said_of(request, public_id))

    def patch(self, request: Request, public_id: str) -> Response:
        once(request, lambda: self._changed(request, public_id))
        look_again(request)
        return tagged(said_of(request, public_id))

    def _changed(self, request: Request, public_id: str) -> dict[str, Any]:
        fields = _fields(request)
        page = source_page(viewing_of(request), public_id)
        require_known(request, item(page))
        change_source(
            public_id, revision=page.revision, by=person_of(request), at=request.moment,
            because=because_of(request), **fields,
        )  # fmt: skip
        return {"id": public_id}

    def delete(self, request: Request, public_id: str) -> Response:
        require_known(request, said_of(request, public_id))
        end_source(public_id, by=person_of(request), at=request.moment, because=because_of(request))
        return Response(status=204)


class Fetch(View):
    """Have a source's address fetched now, and not only in the night."""

    def post(self, request: Request, public_id: str) -> Response:
        def asked() -> dict[str, Any]:
            ask_fetch(public_id, by=person_of(request), at=request.moment)
            return {"id": public_id}

        once(request, asked)
        return tagged(said_of(request, public_id), 202)


def said_of(request: Request, public_id: str) -> dict[str, Any]:
    """Return a source as this viewer may see it; raises NotFound."""
    return item(source_page(viewing_of(request), public_id))


def item(page: SourcePage) -> dict[str, Any]:
    """Return a source as JSON."""
    return {
        **_line(page.line),
        "country_code": page.country_code,
        "every_months": page.every_months,
        "due_after_days": page.due_after_days,
        "expected_from_on": page.expected_from_on,
        "periods": [_period(one) for one in page.periods],
        "has_mapping": page.has_mapping,
        "has_address": page.has_address,
        "address": page.address or None,
        "fetched_at": page.fetched_at,
        "fetch_problem": fetch_sentence(page.fetch_problem, page.fetch_data) or None,
        "opened_at": page.opened_at,
        "ended_at": page.ended_at,
        "revision": page.revision,
        "may_write": page.may_write,
    }


def _line(one: SourceLine) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "name": one.name,
        "organization": one.organization,
        "organization_id": one.organization_id,
        "country_name": one.country_name,
        "kind": one.kind,
        "said_at": one.said_at,
        "activities": one.activities,
        "label": one.label or None,
        "waiting": one.waiting,
        "expected": _period(one.expected) if one.expected else None,
        "has_ended": one.has_ended,
        "is_own": one.is_own,
    }


def _period(one: ExpectedReport) -> dict[str, Any]:
    return {
        "first_on": one.first_on,
        "last_on": one.last_on,
        "due_on": one.due_on,
        "state": str(one.state),
    }


def _fields(request: Request) -> dict[str, Any]:
    """Return what a body changes of a source; raises Refused."""
    given = request.data
    if not isinstance(given, dict):
        raise Refused({"": _("The body is a JSON object.")})
    wrong = {str(one)[:80]: _("There is no such field.") for one in given if one not in _CHANGED}
    for name, kinds in _CHANGED.items():
        if name in given and (not isinstance(given[name], kinds) or isinstance(given[name], bool)):
            wrong[name] = _("It is of another type.")
    fields = dict(given)
    day = fields.get("expected_from_on")
    if isinstance(day, str):
        try:
            fields["expected_from_on"] = dt.date.fromisoformat(day) if len(day) == 10 else None
        except ValueError:
            fields["expected_from_on"] = None
        if fields["expected_from_on"] is None:
            wrong["expected_from_on"] = _("Write the day as 2011-05-31.")
    if wrong:
        raise Refused(wrong)
    return fields
