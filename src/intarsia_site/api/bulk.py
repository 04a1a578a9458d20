"""All activities at once, and what changed since: streamed, as precisely as the viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.activities import item
from intarsia_site.api.streams import FORMS, Csv, Lines, Parquet, StreamView, line, streamed
from intarsia_site.reports.queries.activity import FILTERS, parts_of_activities
from intarsia_site.reports.queries.change_feed import Change, Feed, opened


class EveryActivity(StreamView):
    """The list of activities as one file, in the order of the list."""

    asked = frozenset({*FILTERS, "search", "format"})
    renderer_classes = (Lines, Csv, Parquet)

    def get(self, request: Request) -> HttpResponseBase:
        wanted = {name: str(text) for name, text in request.query_params.items() if text}
        named = wanted.pop("format", request.accepted_renderer.format)
        if named not in FORMS:
            raise Refused({"format": ", ".join(FORMS)})
        form, write = FORMS[named]
        found = parts_of_activities(wanted, viewing=viewing_of(request))
        parts = ([item(one) for one in part] for part in found)
        return streamed(write(parts), form, "activities")


class Changes(StreamView):
    """What became so, changed and went since a cursor, one a line; the last line has the next."""

    asked = frozenset({"since"})
    renderer_classes = (Lines,)

    def get(self, request: Request) -> HttpResponseBase:
        viewing, since = viewing_of(request), request.query_params.get("since", "")
        if since and opened(since, viewing=viewing) is None:
            raise Refused({"since": _("Take it from `next` of the last line of the feed before.")})
        return streamed(_told(Feed(viewing, since)), Lines, "")


def _told(feed: Feed) -> Iterator[bytes]:
    for change in feed:
        yield line(_said(change))
    yield line({"change": "end", "next": feed.cursor})


def _said(change: Change) -> dict[str, Any]:
    said: dict[str, Any] = {"change": change.kind}
    if change.kind == "gone":
        return {**said, "id": change.gone}
    if change.record is None:
        return said
    if change.gone:
        said["was"] = change.gone
    return {**said, "id": change.record.public_id, "activity": item(change.record)}
