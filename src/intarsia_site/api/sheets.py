"""The sheet of a source goes out over the API; it comes back as any report does."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from rest_framework.request import Request

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import viewing_of
from intarsia_site.api.streams import Streamed, StreamView
from intarsia_site.reports.queries.source_template import LANGUAGES, template_of


class Workbook(Streamed):
    """A workbook, as spreadsheet programs keep it."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"


class Sheet(StreamView):
    """The sheet that those fill in who send a source's reports, with what it says now."""

    asked = frozenset({"lang"})
    renderer_classes = (Workbook,)

    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        usual = (get_language() or "en")[:2]
        language = request.query_params.get("lang", usual if usual in LANGUAGES else "en")
        if language not in LANGUAGES:
            raise Refused({"lang": ", ".join(LANGUAGES)})
        file = template_of(viewing_of(request), public_id, language=language)
        response = HttpResponse(file.content, content_type=Workbook.media_type)
        named = content_disposition_header(as_attachment=True, filename=file.name)
        response["Content-Disposition"] = named or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response
