"""Who am I: what a program may find out about the person it speaks for."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.queries.person import country_choices, person_page
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.api.view import View


class Me(View):
    """The person who asks, where they belong, what they do for countries."""

    def get(self, request: Request) -> Response:
        viewing = viewing_of(request)
        page = person_page(viewing, person_of(request).public_id)
        return Response(
            {
                "id": page.line.public_id,
                "name": page.line.name,
                "email": page.line.email,
                "is_administrator": page.is_administrator,
                "memberships": [
                    {
                        "id": one.public_id,
                        "organization_id": one.organization_id,
                        "organization_name": one.organization_name,
                        "role": one.role,
                        "country_code": one.country_code,
                    }
                    for one in page.belongings
                ],
                "roles": [
                    {"id": one.public_id, "role": one.role, "country_code": one.country_code}
                    for one in page.roles
                ],
                "countries": [
                    {"code": code, "name": name} for code, name in country_choices(viewing)
                ],
            }
        )
