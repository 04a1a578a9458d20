"""Activities over the API: the same queries and services as the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.queries.seen import SeenRecord
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.api.activity_shapes import CODES, DAYS, NAMES, NUMBERS, TEXTS, WHOSE
from intarsia_site.api.errors import Needed
from intarsia_site.api.idempotency import once
from intarsia_site.api.records import etag, is_known
from intarsia_site.api.values import texts_from
from intarsia_site.api.view import View, because_of, following, limit_of
from intarsia_site.reports.entered import BY_NAME
from intarsia_site.reports.queries.activity import (
    FILTERS,
    ActivityLine,
    activities,
    cursor_of,
    lines_of,
)
from intarsia_site.reports.queries.activity_page import ActivityPage, activity_or_none
from intarsia_site.reports.services import by_hand


def item(line: ActivityLine | SeenRecord) -> dict[str, Any]:
    """Return an activity as JSON; what may not be seen is null."""
    values = line.values
    return {
        "id": line.public_id,
        "precision": line.precision.name.lower(),
        "owner": values["owner_name"],
        "source": values["source_name"],
        **{name: values[name] for name in (*TEXTS, *DAYS, *NUMBERS)},
        **{name: None if values[name] is None else values[name].split() for name in CODES},
        **{name: None if values[name] is None else lines_of(values[name]) for name in NAMES},
    }


class Activities(View):
    """The list of activities, and one that is entered."""

    asked = frozenset({*FILTERS, "search", "cursor", "limit"})

    def get(self, request: Request) -> Response:
        wanted = {name: str(text) for name, text in request.query_params.items() if text}
        if wanted.get("cursor") and cursor_of(wanted["cursor"]) is None:
            raise Refused({"cursor": _("Take it from `next` of the part before.")})
        page = activities(
            wanted, viewing=viewing_of(request), size=limit_of(request), counting=False
        )
        items = [item(line) for line in page.lines]
        after = following(request, cursor=page.next_cursor)
        return Response({"items": items, "total": page.total, "next": after})

    def post(self, request: Request) -> Response:
        return made(request, once(request, lambda: self._kept(request)), 201)

    def _kept(self, request: Request) -> dict[str, Any]:
        texts = texts_from({**{one.name: one for one in WHOSE}, **BY_NAME}, request.data)
        missing = {one.name: _("This is needed.") for one in WHOSE if not texts.get(one.name)}
        if missing:
            raise Refused(missing)
        organization_id, country_code = (texts.pop(one.name) for one in WHOSE)
        public_id = by_hand.keep_activity(
            texts, organization_id=organization_id, country_code=country_code,
            by=person_of(request), at=request.moment, because=because_of(request),
        )  # fmt: skip
        return {"id": public_id}


class Activity(View):
    """One activity: the id is that of a version, and a change gives it another."""

    def get(self, request: Request, public_id: str) -> Response:
        shown = item(_page(request, public_id).line)
        tag = etag(shown)
        status = 304 if is_known(request.headers.get("If-None-Match", ""), tag) else 200
        return Response(shown if status == 200 else None, status=status, headers={"ETag": tag})

    def patch(self, request: Request, public_id: str) -> Response:
        return made(request, once(request, lambda: self._changed(request, public_id)), 200)

    def _changed(self, request: Request, public_id: str) -> dict[str, Any]:
        texts = texts_from(BY_NAME, request.data)
        _opened(request, public_id)
        now = by_hand.change_activity(
            public_id, texts, by=person_of(request), at=request.moment,
            because=because_of(request),
        )  # fmt: skip
        return {"id": now}

    def delete(self, request: Request, public_id: str) -> Response:
        _opened(request, public_id)
        by_hand.withdraw_activity(
            public_id, by=person_of(request), at=request.moment, because=because_of(request)
        )
        return Response(status=204)


def made(request: Request, written: dict[str, Any], status: int) -> Response:
    """Return the activity that was written as it is now; what its rule shows to others than whoever
    wrote it has no content here."""
    page = activity_or_none(written["id"], viewing=viewing_of(request))
    if page is None:
        return Response(status=204)
    shown = item(page.line)
    return Response(shown, status=status, headers={"ETag": etag(shown)})


def _page(request: Request, public_id: str) -> ActivityPage:
    page = activity_or_none(public_id, viewing=viewing_of(request))
    if page is None:
        raise NotFound
    return page


def _opened(request: Request, public_id: str) -> None:
    """Check that the caller may change it and knows it as it is (If-Match).

    Raises   NotFound, NotAllowed, Needed, and Stale where it is another by now.
    """
    page = _page(request, public_id)
    if not page.may_change:
        raise NotAllowed(_("It stands in a report. Send a corrected report to change it."))
    known = request.headers.get("If-Match", "")
    if not known:
        raise Needed("If-Match", _("Say which version you know: send its ETag as If-Match."))
    if not is_known(known, etag(item(page.line))):
        raise Stale(yours={}, theirs=_plain(item(page.line)), revision=0)


def _plain(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name in BY_NAME}
