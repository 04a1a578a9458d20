"""A country's administrative units, and what they were called on a day."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.view import View, day_of, following
from intarsia_site.registry.queries import place as queries


class Places(View):
    """Units of one country by code, a hundred at a time."""

    asked = frozenset({"country_code", "on", "after"})

    def get(self, request: Request) -> Response:
        asked, viewing = request.query_params, viewing_of(request)
        wanted = asked.get("country_code", "")
        page = queries.places(
            wanted,
            viewing=viewing,
            on=day_of(request, "on") or viewing.at.date(),
            after=asked.get("after", ""),
        )
        if wanted != page.country_code:
            raise Refused({"country_code": _("This installation has no such country.")})
        items = [
            {
                "code": line.code,
                "level": line.level,
                "name": line.name,
                "within": line.within or None,
                "names": [
                    {
                        "name": one.name,
                        "language": one.language or None,
                        "house_style": one.house_style or None,
                        "valid_from_on": one.valid_from_on,
                        "valid_until_on": one.valid_until_on,
                    }
                    for one in line.names
                ],
            }
            for line in page.lines
        ]
        after = following(request, after=page.next)
        return Response({"items": items, "total": page.total, "next": after})
