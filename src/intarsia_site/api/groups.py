"""The groups that somebody is in or convenes, for reading."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.queries.group import group_list
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.view import View, following, limit_of


class Groups(View):
    """Groups by name."""

    asked = frozenset({"after", "limit"})

    def get(self, request: Request) -> Response:
        page = group_list(
            viewing_of(request),
            after=request.query_params.get("after", ""),
            size=limit_of(request),
        )
        items = [
            {"id": one.public_id, "name": one.name, "country_code": one.country_code}
            for one in page.lines
        ]
        return Response({"items": items, "next": following(request, after=page.next)})
