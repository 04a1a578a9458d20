"""The registry's records over the API: the same services and queries as the pages."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.queries.viewer import look_again, person_of, viewing_of
from intarsia_site.access.services.audit import Wanted
from intarsia_site.api import schemas
from intarsia_site.api.errors import Needed
from intarsia_site.api.idempotency import once
from intarsia_site.api.values import item, texts_from
from intarsia_site.registry.nouns import NOUNS, Noun
from intarsia_site.registry.queries import record as queries
from intarsia_site.registry.services import proposal as proposing
from intarsia_site.registry.services import record as keeping

MOST = 200
_LONGEST_REASON = 1000


class NounView(APIView):
    """What the views of one noun share; `noun` is set by `views_of`."""

    noun: Noun
    moment: dt.datetime
    body_read: bytes

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.moment = timezone.now()
        self.body_read = request.body
        super().initial(request, *args, **kwargs)

    def wanted(self, request: Request) -> Wanted:
        because = request.headers.get("X-Because", "")[:_LONGEST_REASON]
        return {"by": person_of(request), "at": self.moment, "because": because}


class Records(NounView):
    """The list of a noun's records, and a new one."""

    def get(self, request: Request) -> Response:
        size = request.query_params.get("limit", "50")
        if not (size.isascii() and size.isdigit() and 1 <= int(size) <= MOST):
            raise Refused({"limit": _("A whole number from 1 to %(most)d.") % {"most": MOST}})
        wanted = {name: str(text) for name, text in request.query_params.items() if text}
        page = queries.records(self.noun, wanted, viewing=viewing_of(request), size=int(size))
        following = None
        if page.next_cursor:
            query = request.query_params.copy()
            query["cursor"] = page.next_cursor
            following = f"{request.path}?{query.urlencode()}"
        items = [item(line) for line in page.lines]
        return Response({"items": items, "total": page.total, "next": following})

    def post(self, request: Request) -> Response:
        return once(request, self.body_read, self.moment, lambda: self._kept(request))

    def _kept(self, request: Request) -> Response:
        texts = texts_from(self.noun, request.data)
        wanted = self.wanted(request)
        try:
            public_id = keeping.keep_record(self.noun, texts, **wanted)
        except NotAllowed as refused:
            if refused.data:
                raise
            proposal = proposing.propose_record(self.noun, texts, **wanted)
            return Response({"proposal": proposal}, status=202)
        return Response(_shown(self.noun, public_id, request), status=201)


class Record(NounView):
    """One record of a noun."""

    def get(self, request: Request, public_id: str) -> Response:
        shown = _shown(self.noun, public_id, request)
        tag = etag(shown)
        if tag in [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]:
            return Response(status=304, headers={"ETag": tag})
        return Response(shown, headers={"ETag": tag})

    def patch(self, request: Request, public_id: str) -> Response:
        return once(request, self.body_read, self.moment, lambda: self._changed(request, public_id))

    def _changed(self, request: Request, public_id: str) -> Response:
        texts = texts_from(self.noun, request.data)
        page, revision = self._opened(request, public_id)
        wanted = self.wanted(request)
        if not page.may_change:
            proposal = proposing.propose_change(self.noun, public_id, texts, **wanted)
            return Response({"proposal": proposal}, status=202)
        keeping.change_record(self.noun, public_id, texts, revision=revision, **wanted)
        look_again(request)
        shown = _shown(self.noun, public_id, request)
        return Response(shown, headers={"ETag": etag(shown)})

    def delete(self, request: Request, public_id: str) -> Response:
        page, revision = self._opened(request, public_id)
        if not page.may_change:
            raise NotAllowed(_("This is for the country's curator to decide."))
        keeping.remove_record(
            self.noun, public_id, revision=revision, **self.wanted(request)
        )  # fmt: skip
        return Response(status=204)

    def _opened(self, request: Request, public_id: str) -> tuple[queries.RecordPage, int]:
        """Return the record and the revision that the caller knows of (If-Match)."""
        page = queries.record_or_none(self.noun, public_id, viewing=viewing_of(request))
        if page is None or not (page.may_change or page.may_propose):
            raise NotFound
        known = request.headers.get("If-Match", "")
        if not known:
            raise Needed("If-Match", _("Say which version you know: send its ETag as If-Match."))
        is_current = known.strip() == etag(item(page.line))
        return page, (page.line.revision or 0) if is_current else -1


def _shown(noun: Noun, public_id: str, request: Request) -> dict[str, Any]:
    page = queries.record_or_none(noun, public_id, viewing=viewing_of(request))
    if page is None:
        raise NotFound
    return item(page.line)


def etag(shown: dict[str, Any]) -> str:
    """Return the tag of what this viewer is shown: it changes with the record and with the rule."""
    said = json.dumps(shown, sort_keys=True, default=str).encode()
    return f'"{hashlib.sha256(said).hexdigest()[:32]}"'


_ERRORS = {
    status: OpenApiResponse(schemas.ErrorShape, description=said)
    for status, said in {
        400: "The request cannot be read.",
        401: "Nobody is signed in.",
        403: "Not yours to do.",
        404: "Nothing is here, or nothing shared with you.",
        405: "Not with this method.",
        406: "Not in this form.",
        409: "The idempotency key stands for another request.",
        412: "Somebody changed it since; both versions are in `data`.",
        415: "Not in this form.",
        422: "Some of it cannot be kept; `problems` says what.",
        428: "A header is needed.",
        429: "Too many requests.",
    }.items()
}
_BECAUSE = OpenApiParameter("X-Because", str, OpenApiParameter.HEADER, description="Why.")
_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="Done once.")
_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="ETag known.")


def views_of(noun: Noun) -> tuple[type[APIView], type[APIView]]:
    """Return the list view and the record view of a noun, with their reference."""
    title = noun.name.capitalize()
    output, listed = schemas.output_of(noun.plural), schemas.list_of(noun.plural)
    filters = [
        OpenApiParameter(name, OpenApiTypes.STR, description=f"Only with this {name}.")
        for name in noun.filters
    ]
    filters += [
        OpenApiParameter("search", OpenApiTypes.STR),
        OpenApiParameter("cursor", OpenApiTypes.STR),
        OpenApiParameter(
            "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}
        ),
    ]
    about: dict[str, Any] = {"tags": [noun.plural]}

    class List(Records):
        get = extend_schema(
            **about, operation_id=f"list_{noun.plural}", parameters=filters,
            responses={200: listed, **_ERRORS},
        )(Records.get)  # fmt: skip
        post = extend_schema(
            **about, operation_id=f"keep_{noun.name}", parameters=[_KEY, _BECAUSE],
            request=schemas.input_of(noun.plural, partial=False),
            responses={201: output, 202: schemas.Proposed, **_ERRORS},
        )(Records.post)  # fmt: skip

    class One(Record):
        get = extend_schema(
            **about, operation_id=f"read_{noun.name}",
            responses={200: output, 304: None, **_ERRORS},
        )(Record.get)  # fmt: skip
        patch = extend_schema(
            **about, operation_id=f"change_{noun.name}", parameters=[_MATCH, _KEY, _BECAUSE],
            request=schemas.input_of(noun.plural, partial=True),
            responses={200: output, 202: schemas.Proposed, **_ERRORS},
        )(Record.patch)  # fmt: skip
        delete = extend_schema(
            **about, operation_id=f"remove_{noun.name}", parameters=[_MATCH, _BECAUSE],
            responses={204: None, **_ERRORS},
        )(Record.delete)  # fmt: skip

    List.noun = One.noun = noun
    List.__name__, One.__name__ = f"{title}List", f"{title}Record"
    return List, One


VIEWS = {plural: views_of(noun) for plural, noun in NOUNS.items()}
