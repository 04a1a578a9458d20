"""Where sources are fetched, for administrators: the same queries and services as their pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import look_again, person_of, viewing_of
from intarsia_site.api.idempotency import once
from intarsia_site.api.versions import require_known, tagged, unless_known
from intarsia_site.api.view import View, because_of, following, limit_of, object_of
from intarsia_site.reports.fetch_words import fetch_sentence
from intarsia_site.reports.queries.fetching import AddressLine, address_list, address_of
from intarsia_site.reports.services.fetching import set_address


class Addresses(View):
    """The sources whose people want them fetched, with where and how that went."""

    asked = frozenset({"after", "limit"})

    def get(self, request: Request) -> Response:
        page = address_list(
            viewing_of(request), after=request.query_params.get("after", ""),
            size=limit_of(request),
        )  # fmt: skip
        items = [_item(one) for one in page.lines]
        return Response({"items": items, "next": following(request, after=page.next)})


class Address(View):
    """Where one source is fetched."""

    def get(self, request: Request, public_id: str) -> Response:
        return unless_known(request, _said_of(request, public_id))

    def patch(self, request: Request, public_id: str) -> Response:
        once(request, lambda: self._set(request, public_id))
        look_again(request)
        return tagged(_said_of(request, public_id))

    def _set(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, address=str)
        if "address" not in given:
            raise Refused({"address": _("This is needed.")})
        require_known(request, _said_of(request, public_id))
        set_address(
            public_id, given["address"], by=person_of(request), at=request.moment,
            because=because_of(request),
        )  # fmt: skip
        return {"id": public_id}


def _said_of(request: Request, public_id: str) -> dict[str, Any]:
    """Return where a source is fetched; raises NotFound for all but administrators."""
    return _item(address_of(viewing_of(request), public_id))


def _item(one: AddressLine) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "name": one.name,
        "organization": one.organization,
        "country_name": one.country_name,
        "address": one.address or None,
        "fetched_at": one.fetched_at,
        "fetch_problem": fetch_sentence(one.problem, one.data) or None,
    }
