"""Who the organizations are: a list and one of them, for reading."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.queries import organization as queries
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.view import View, following, limit_of


class Organizations(View):
    """Organizations by name. Every signed-in person sees who they are."""

    asked = frozenset({"search", "type_code", "standing", "after", "limit"})

    def get(self, request: Request) -> Response:
        asked = request.query_params
        page = queries.organization_list(
            viewing_of(request),
            q=asked.get("search", ""),
            type_code=asked.get("type_code", ""),
            standing=asked.get("standing", ""),
            after=asked.get("after", ""),
            size=limit_of(request),
        )
        items = [_item(line) for line in page.lines]
        return Response({"items": items, "next": following(request, after=page.next)})


class Organization(View):
    """One organization."""

    def get(self, request: Request, public_id: str) -> Response:
        page = queries.organization_page(viewing_of(request), public_id)
        return Response(
            {
                **_item(page.line),
                "level": page.level or None,
                "aliases": [{"name": name, "language": code} for name, code in page.aliases],
                "identifiers": list(page.identifiers),
                "parent": _named(page.parent),
                "offices": [_named(one) for one in page.offices],
                "merged_into": _named(page.merged_into),
            }
        )


def _item(line: queries.OrganizationLine) -> dict[str, Any]:
    return {
        "id": line.public_id,
        "name": line.name,
        "acronym": line.acronym or None,
        "type_code": line.type_code or None,
        "standing": line.standing or None,
        "country_code": line.country_code,
    }


def _named(one: queries.NamedOrganization | None) -> dict[str, str] | None:
    return None if one is None else {"id": one.public_id, "name": one.name}
