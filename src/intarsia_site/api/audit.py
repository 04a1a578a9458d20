"""The trail, for those who may see it: administrators and managers."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.access.queries.audit import audit_list
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.view import View, day_of, following, limit_of


class Audit(View):
    """Entries, the youngest first; for who has no trail there is nothing here."""

    asked = frozenset({"who", "kind", "subject_id", "since", "until", "after", "limit"})

    def get(self, request: Request) -> Response:
        asked = request.query_params
        page = audit_list(
            viewing_of(request),
            **{name: asked.get(name, "") for name in ("who", "kind", "subject_id", "after")},
            since=day_of(request, "since"),
            until=day_of(request, "until"),
            size=limit_of(request),
        )
        items = [
            {
                "id": one.public_id,
                "at": one.at,
                "by": one.by_key or None,
                "by_name": one.by_name or None,
                "verb": one.verb,
                "kind": one.subject_kind,
                "subject_id": one.subject_id,
                "organization": one.organization_name,
                "country_code": one.country_code,
                "before": one.was,
                "after": one.became,
                "because": one.because or None,
            }
            for one in page.lines
        ]
        return Response({"items": items, "next": following(request, after=page.next)})
