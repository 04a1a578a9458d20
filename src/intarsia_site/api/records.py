"""The registry's records over the API: the same services and queries as the pages."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.api.errors import Needed
from intarsia_site.api.idempotency import once
from intarsia_site.api.values import item, texts_from, values_of
from intarsia_site.api.view import View, because_of, following, limit_of
from intarsia_site.registry.nouns import Noun
from intarsia_site.registry.nouns.cursors import cursor_place
from intarsia_site.registry.queries import record as queries
from intarsia_site.registry.services import proposal as proposing
from intarsia_site.registry.services import record as keeping


class NounView(View):
    """What the views of one noun share; `noun` is set in `urls`."""

    noun: Noun

    def shown(self, request: Request, public_id: str) -> dict[str, Any]:
        page = queries.record_or_none(self.noun, public_id, viewing=viewing_of(request))
        if page is None:
            raise NotFound
        return item(self.noun, page.line)

    def made(self, request: Request, made: dict[str, Any], status: int) -> Response:
        """Return the record that was written as it is now, or the proposal for it.

        What is kept under a rule that does not show it to whoever wrote it has no content here.
        """
        if "proposal" in made:
            return Response({"proposal": made["proposal"]}, status=202)
        page = queries.record_or_none(self.noun, made["id"], viewing=viewing_of(request))
        if page is None:
            return Response(status=204)
        shown = item(self.noun, page.line)
        return Response(shown, status=status, headers={"ETag": etag(shown)})


class Records(NounView):
    """The list of a noun's records, and a new one."""

    def get(self, request: Request) -> Response:
        wanted = {name: str(text) for name, text in request.query_params.items() if text}
        cursor = wanted.get("cursor", "")
        if cursor and cursor_place(self.noun, cursor) is None:
            raise Refused({"cursor": _("Take it from `next` of the part before.")})
        page = queries.records(
            self.noun, wanted, viewing=viewing_of(request), size=limit_of(request), counting=False
        )
        items = [item(self.noun, line) for line in page.lines]
        after = following(request, cursor=page.next_cursor)
        return Response({"items": items, "total": page.total, "next": after})

    def post(self, request: Request) -> Response:
        return self.made(request, once(request, lambda: self._kept(request)), 201)

    def _kept(self, request: Request) -> dict[str, Any]:
        texts = texts_from(self.noun.by_name, request.data)
        wanted = {"by": request.user, "at": request.moment, "because": because_of(request)}
        try:
            return {"id": keeping.keep_record(self.noun, texts, **wanted)}
        except NotAllowed as refused:
            if refused.data:
                raise
        return {"proposal": proposing.propose_record(self.noun, texts, **wanted)}


class Record(NounView):
    """One record of a noun."""

    def get(self, request: Request, public_id: str) -> Response:
        shown = self.shown(request, public_id)
        tag = etag(shown)
        status = 304 if is_known(request.headers.get("If-None-Match", ""), tag) else 200
        return Response(shown if status == 200 else None, status=status, headers={"ETag": tag})

    def patch(self, request: Request, public_id: str) -> Response:
        return self.made(request, once(request, lambda: self._changed(request, public_id)), 200)

    def _changed(self, request: Request, public_id: str) -> dict[str, Any]:
        texts = texts_from(self.noun.by_name, request.data)
        page = self._opened(request, public_id, texts)
        wanted = {"by": request.user, "at": request.moment, "because": because_of(request)}
        if not page.may_change:
            return {"proposal": proposing.propose_change(self.noun, public_id, texts, **wanted)}
        try:
            keeping.change_record(
                self.noun, public_id, texts, revision=page.line.revision or 0, **wanted
            )
        except Stale as stale:
            raise _in_json(self.noun, stale) from stale
        return {"id": public_id}

    def delete(self, request: Request, public_id: str) -> Response:
        page = self._opened(request, public_id, {})
        if not page.may_change:
            raise NotAllowed(_("This is for the country's curator to decide."))
        try:
            keeping.remove_record(
                self.noun, public_id, revision=page.line.revision or 0,
                by=person_of(request), at=request.moment, because=because_of(request),
            )  # fmt: skip
        except Stale as stale:
            raise _in_json(self.noun, stale) from stale
        return Response(status=204)

    def _opened(
        self, request: Request, public_id: str, texts: dict[str, str]
    ) -> queries.RecordPage:
        """Return the record that is to be changed, as the caller knows it (If-Match).

        Raises   NotFound, Needed, and Stale where it is another by now.
        """
        page = queries.record_or_none(self.noun, public_id, viewing=viewing_of(request))
        if page is None:
            raise NotFound
        if not (page.may_change or page.may_propose):
            raise NotAllowed(_("Only who sees all of it may change it, or propose a change."))
        known = request.headers.get("If-Match", "")
        if not known:
            raise Needed("If-Match", _("Say which version you know: send its ETag as If-Match."))
        if not is_known(known, etag(item(self.noun, page.line))):
            theirs = dict(page.texts)
            stale = Stale(
                yours={**theirs, **texts}, theirs=theirs, revision=page.line.revision or 0
            )
            raise _in_json(self.noun, stale)
        return page


def _in_json(noun: Noun, stale: Stale) -> Stale:
    """Return the same with both versions as the API writes them."""
    yours, theirs, revision = (stale.data[name] for name in ("yours", "theirs", "revision"))
    return Stale(
        yours=values_of(noun, yours),  # type: ignore[arg-type]
        theirs=values_of(noun, theirs),  # type: ignore[arg-type]
        revision=revision,  # type: ignore[arg-type]
    )


def etag(shown: dict[str, Any]) -> str:
    """Return the tag of what this viewer is shown: it changes with the record and with the rule."""
    # A name in another language, or of another day, is no other record.
    shown = {name: value for name, value in shown.items() if name != "area_name"}
    said = json.dumps(shown, sort_keys=True, default=str).encode()
    return f'"{hashlib.sha256(said).hexdigest()[:32]}"'


def is_known(header: str, tag: str) -> bool:
    """Return whether a header names the tag. A tag is weak where the answer was packed."""
    return tag in [one.removeprefix("W/") for one in parse_etags(header)]
