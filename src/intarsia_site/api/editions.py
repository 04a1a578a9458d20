"""Editions: the list, one of them, its activities, its errata."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.api.activities import item as activity
from intarsia_site.api.idempotency import once
from intarsia_site.api.versions import tagged, unless_known
from intarsia_site.api.view import View, because_of, following, limit_of, object_of
from intarsia_site.reports.queries.edition import (
    EditionLine,
    edition_activities,
    edition_list,
    edition_page,
)
from intarsia_site.reports.queries.erratum import ErratumLine
from intarsia_site.reports.services.edition import freeze_edition, tell_erratum


class Editions(View):
    """The editions of the countries one works in, the newest first."""

    asked = frozenset({"after", "limit"})

    def get(self, request: Request) -> Response:
        page = edition_list(
            viewing_of(request), after=request.query_params.get("after", ""),
            size=limit_of(request),
        )  # fmt: skip
        items = [_line(one) for one in page.lines]
        return Response({"items": items, "next": following(request, after=page.next)})

    def post(self, request: Request) -> Response:
        made = once(request, lambda: self._frozen(request))
        return tagged(_said_of(request, made["id"]), 201)

    def _frozen(self, request: Request) -> dict[str, Any]:
        given = object_of(request, country_code=str, title=str, as_of=str)
        needed = ("country_code", "title", "as_of")
        wrong = {name: _("This is needed.") for name in needed if not given.get(name)}
        try:
            day = dt.date.fromisoformat(given.get("as_of", "")[:11])
        except ValueError:
            wrong.setdefault("as_of", _("Write the day as 2011-05-31."))
        if wrong:
            raise Refused(wrong)
        return {
            "id": freeze_edition(
                country_code=given["country_code"], title=given["title"], as_of=day,
                by=person_of(request), at=request.moment, because=because_of(request),
            )
        }  # fmt: skip


class Edition(View):
    """One edition, with its figures as this viewer may see them."""

    def get(self, request: Request, public_id: str) -> Response:
        return unless_known(request, _said_of(request, public_id))


class EditionActivities(View):
    """What the reports of an edition said, as precisely as this viewer may see it now."""

    asked = frozenset({"after", "limit"})

    def get(self, request: Request, public_id: str) -> Response:
        found, last = edition_activities(
            viewing_of(request), public_id, after=request.query_params.get("after", ""),
            size=limit_of(request),
        )  # fmt: skip
        items = [activity(one) for one in found]
        return Response({"items": items, "next": following(request, after=last)})


class Errata(View):
    """What was corrected of an edition since, as far as it says this viewer anything."""

    asked = frozenset({"after"})

    def get(self, request: Request, public_id: str) -> Response:
        page = edition_page(
            viewing_of(request), public_id, after=request.query_params.get("after", "")
        )
        items = [_erratum(one) for one in page.errata.lines]
        return Response({"items": items, "next": following(request, after=page.errata.next)})

    def post(self, request: Request, public_id: str) -> Response:
        once(request, lambda: self._told(request, public_id))
        return tagged(_said_of(request, public_id), 201)

    def _told(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, source_id=str, because=str)
        needed = ("source_id", "because")
        wrong = {name: _("This is needed.") for name in needed if not given.get(name)}
        if wrong:
            raise Refused(wrong)
        edition_page(viewing_of(request), public_id)
        tell_erratum(public_id, **given, by=person_of(request), at=request.moment)
        return {"id": public_id}


def _said_of(request: Request, public_id: str) -> dict[str, Any]:
    page = edition_page(viewing_of(request), public_id)
    return {
        **_line(page.line),
        "activities": page.activities,
        "coarse": page.coarse,
        "sources": page.sources,
        "sectors": [{"code": one.code, "activities": one.activities} for one in page.sectors],
        "without_sector": page.without_sector,
        "corrected": [{"id": one, "name": name} for one, name in page.corrected],
    }


def _line(one: EditionLine) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "number": one.number,
        "title": one.title,
        "country_code": one.country_code,
        "as_of": one.as_of,
        "frozen_at": one.frozen_at,
    }


def _erratum(one: ErratumLine) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "number": one.number,
        "told_at": one.told_at,
        "source": one.source or None,
        "because": one.because,
        "new": one.new,
        "changed": one.changed,
        "gone": one.gone,
        "fields": [{"field": name, "activities": count} for name, count in one.fields],
        "otherwise": one.otherwise,
        "was_taken_back": one.was_taken_back,
    }
