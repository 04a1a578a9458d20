"""What a report says, part by part, and what people decide about it while they look at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia.readers.activity_list.fields import Field
from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.api.bodies import rows_of, texts_within
from intarsia_site.api.idempotency import once
from intarsia_site.api.report_shapes import said_of
from intarsia_site.api.reports import known_by
from intarsia_site.api.versions import tagged
from intarsia_site.api.view import View, following, limit_of, object_of
from intarsia_site.reports.queries import report_columns, report_confirm
from intarsia_site.reports.queries.report_confirm import ConfirmPage
from intarsia_site.reports.queries.report_difference import KINDS, difference_page
from intarsia_site.reports.queries.report_problems import SEVERITIES, problems_page
from intarsia_site.reports.queries.returned_template import returned_page
from intarsia_site.reports.services import deciding

_TEXT, _MAYBE, _NUMBER = (str,), (str, type(None)), (int,)


class _Part(View):
    """A part of a report in pages."""

    asked = frozenset({"page", "limit"})


class Problems(View):
    """What is wrong in a report, alike problems together: what was lost first."""

    asked = frozenset({"severity", "page", "limit"})

    def get(self, request: Request, public_id: str) -> Response:
        severity = request.query_params.get("severity", "")
        if severity and severity not in SEVERITIES:
            raise Refused({"severity": ", ".join(SEVERITIES)})
        found = problems_page(
            public_id, viewing=viewing_of(request), severity=severity, page=page_of(request),
            size=limit_of(request),
        )  # fmt: skip
        items = [
            {
                "code": one.code,
                "severity": one.severity,
                "message": one.sentence,
                "times": one.times,
                "sheet": one.sheet or None,
                "column": one.column or None,
                "value": one.value or None,
                "suggestion": one.suggestion or None,
                "cells": list(one.cells),
                "more_cells": one.more_cells,
                "may_correct": one.may_correct,
            }
            for one in found.groups
        ]
        counts = {"counts": dict(found.counts)}
        return Response({"items": items, **counts, "next": after(request, found)})


class Corrections(_Part):
    """What people put instead of what a report's cells say."""

    def get(self, request: Request, public_id: str) -> Response:
        found = problems_page(public_id, viewing=viewing_of(request))
        size, page = limit_of(request), page_of(request)
        part = found.corrections[(page - 1) * size : page * size]
        items = [
            {
                "number": one.number,
                "value": one.value,
                "to": one.to,
                "column": one.column or None,
                "cell": one.cell or None,
            }
            for one in part
        ]
        more = str(page + 1) if page * size < len(found.corrections) else ""
        return Response({"items": items, "next": following(request, page=more)})

    def post(self, request: Request, public_id: str) -> Response:
        return decided(request, public_id, self._decided)

    def _decided(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, corrections=list)
        wanted = {"sheet": _MAYBE, "cell": _MAYBE, "column": _MAYBE, "value": _TEXT, "to": _TEXT}
        rows = rows_of(given, "corrections", wanted)
        longest = {"sheet": 200, "cell": 20, "column": 500, "value": 5000, "to": 500}
        texts_within(rows, "corrections", longest)
        page = known_by(request, public_id)
        deciding.correct(
            public_id, rows, by=person_of(request), at=request.moment, revision=page.revision
        )
        return {"id": public_id}

    def delete(self, request: Request, public_id: str) -> Response:
        """Leave all of them out again."""
        page = known_by(request, public_id)
        deciding.take_back_corrections(
            public_id, range(page.corrections), by=person_of(request), at=request.moment,
            revision=page.revision,
        )  # fmt: skip
        return Response(status=204)


class Organizations(_Part):
    """The organizations of a report that are doubtful or new, and whom they mean."""

    def get(self, request: Request, public_id: str) -> Response:
        found = report_confirm.organizations_page(
            public_id, viewing=viewing_of(request), page=page_of(request), size=limit_of(request)
        )
        return _names(request, found)

    def post(self, request: Request, public_id: str) -> Response:
        return decided(request, public_id, self._decided)

    def _decided(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, meant=list)
        rows = rows_of(given, "meant", {"name": _TEXT, "organization_id": _TEXT})
        page = known_by(request, public_id)
        deciding.confirm_organizations(
            public_id, {one["name"]: one["organization_id"] for one in rows},
            by=person_of(request), at=request.moment, revision=page.revision,
        )  # fmt: skip
        return {"id": public_id}


class PlacesToConfirm(_Part):
    """The places of a report that no unit has the name of, and which they mean."""

    def get(self, request: Request, public_id: str) -> Response:
        found = report_confirm.places_page(
            public_id, viewing=viewing_of(request), page=page_of(request), size=limit_of(request)
        )
        return _names(request, found)

    def post(self, request: Request, public_id: str) -> Response:
        return decided(request, public_id, self._decided)

    def _decided(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, meant=list)
        rows = rows_of(given, "meant", {"name": _TEXT, "parent": _MAYBE, "place_code": _TEXT})
        page = known_by(request, public_id)
        deciding.confirm_places(
            public_id, {(one["name"], one["parent"] or ""): one["place_code"] for one in rows},
            by=person_of(request), at=request.moment, revision=page.revision,
        )  # fmt: skip
        return {"id": public_id}


class Columns(_Part):
    """What the columns of a list were taken for and why, and what they are."""

    asked = frozenset()

    def get(self, request: Request, public_id: str) -> Response:
        found = report_columns.columns_page(public_id, viewing=viewing_of(request))
        items = [
            {
                "position": one.position,
                "letter": one.letter,
                "heading": one.heading,
                "field": one.field,
                "kind": one.kind,
                "is_unsure": one.is_unsure,
                "because": list(one.because),
                "samples": list(one.samples),
            }
            for one in found.columns
        ]
        return Response({"items": items, "next": None})

    def post(self, request: Request, public_id: str) -> Response:
        return decided(request, public_id, self._decided)

    def _decided(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, columns=list)
        rows = rows_of(given, "columns", {"position": _NUMBER, "field": _TEXT})
        wrong = {
            f"columns.{number}.field": _("There is no such field.")
            for number, one in enumerate(rows)
            if one["field"] not in set(map(str, Field))
        }
        if wrong:
            raise Refused(wrong)
        page = known_by(request, public_id)
        fields = {one["position"]: one["field"] for one in rows}
        mapping = report_columns.changed_mapping(public_id, fields, viewing=viewing_of(request))
        deciding.map_columns(
            public_id, mapping, by=person_of(request), at=request.moment, revision=page.revision
        )
        return {"id": public_id}


class Difference(View):
    """What a report would change, or changed: new, changed field by field, gone."""

    asked = frozenset({"kind", "page", "limit"})

    def get(self, request: Request, public_id: str) -> Response:
        kind = request.query_params.get("kind", "")
        if kind and kind not in KINDS:
            raise Refused({"kind": ", ".join(KINDS)})
        found = difference_page(
            public_id, viewing=viewing_of(request), kind=kind, page=page_of(request),
            size=limit_of(request),
        )  # fmt: skip
        items = [
            {
                "activity_id": one.activity_id or None,
                "title": one.title or None,
                "is_withheld": one.is_withheld,
                "organization": one.organization or None,
                "sheet": one.sheet or None,
                "row": one.row,
                "fields": [
                    {"field": field.name, "before": field.before, "after": field.after}
                    for field in one.fields
                ],
            }
            for one in found.lines
        ]
        said = {"kind": found.kind, "counts": dict(found.counts)}
        return Response({"items": items, **said, "next": after(request, found)})


class Returned(View):
    """A sheet that came back: where two people changed the same, and which rows were taken out."""

    def get(self, request: Request, public_id: str) -> Response:
        page = returned_page(viewing_of(request), public_id)
        return Response(
            {
                "written_on": page.written_on,
                "moved_on": page.moved_on,
                "undecided": page.undecided,
                "conflicts": [
                    {
                        "activity_id": one.activity_id,
                        "title": one.title or None,
                        "fields": [
                            {
                                "field": field.name,
                                "base": field.base,
                                "ours": field.now,
                                "theirs": field.sheet,
                                "choice": field.choice or None,
                            }
                            for field in one.fields
                        ],
                    }
                    for one in page.conflicts
                ],
                "more_conflicts": page.more_conflicts,
                "gone": [
                    {
                        "activity_id": one.activity_id,
                        "title": one.title or None,
                        "is_withdrawn": one.is_withdrawn,
                    }
                    for one in page.gone
                ],
                "more_gone": page.more_gone,
                "may_decide": page.may_decide,
            }
        )

    def post(self, request: Request, public_id: str) -> Response:
        return decided(request, public_id, self._decided)

    def _decided(self, request: Request, public_id: str) -> dict[str, Any]:
        given = object_of(request, chosen=list, withdrawn=list)
        if not (given.get("chosen") or given.get("withdrawn")):
            raise Refused({"chosen": _("Send a list with at least one object.")})
        chosen: dict[str, dict[str, str]] = {}
        if given.get("chosen"):
            wanted = {"activity_id": _TEXT, "field": _TEXT, "side": _TEXT}
            for one in rows_of(given, "chosen", wanted):
                chosen.setdefault(one["activity_id"], {})[one["field"]] = one["side"]
        known = {"activity_id": _TEXT}
        gone = rows_of(given, "withdrawn", known) if given.get("withdrawn") else []
        known_by(request, public_id)
        deciding.decide_template(
            public_id, chosen=chosen, withdrawn={one["activity_id"]: True for one in gone},
            by=person_of(request), at=request.moment,
        )  # fmt: skip
        return {"id": public_id}


def decided(
    request: Request, public_id: str, decide: Callable[[Request, str], dict[str, Any]]
) -> Response:
    """Return a report once something was decided about it: it is read again."""
    once(request, lambda: decide(request, public_id))
    return tagged(said_of(request, public_id), 202)


def page_of(request: Request) -> int:
    """Return which page the caller asks for; raises Refused."""
    text = request.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) >= 1):
        raise Refused({"page": _("Take it from `next` of the part before.")})
    return int(text)


def after(request: Request, found: Any) -> str | None:
    """Return the address of the page behind one, or None at the end."""
    return following(request, page=str(found.page + 1) if found.page < found.pages else "")


def _names(request: Request, found: ConfirmPage) -> Response:
    items = [
        {
            "name": one.name,
            "parent": one.parent or None,
            "uses": one.uses,
            "is_doubtful": one.is_doubtful,
            "because": list(one.because),
            "candidates": [
                {"id": other.key, "name": other.name, "percent": other.percent}
                for other in one.candidates
            ],
            "proposed_name": one.proposed_name or None,
        }
        for one in found.names
    ]
    return Response({"items": items, "total": found.total, "next": after(request, found)})
