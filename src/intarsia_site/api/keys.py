"""One's own keys for programs, for reading: they are made and ended on a page only."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.queries.token import my_tokens
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.view import View, following, limit_of


class Tokens(View):
    """The person's own tokens, the newest first. Their secrets are nowhere."""

    asked = frozenset({"after", "limit"})

    def get(self, request: Request) -> Response:
        page = my_tokens(
            viewing_of(request),
            after=request.query_params.get("after", ""),
            size=limit_of(request),
        )
        items = [
            {
                "id": one.public_id,
                "name": one.name,
                "scope": one.scope,
                "made_at": one.made_at,
                "expires_at": one.expires_at,
                "last_used_on": one.last_used_on,
                "ended_at": one.ended_at,
                "is_current": one.is_valid,
            }
            for one in page.lines
        ]
        return Response({"items": items, "next": following(request, after=page.next)})
