"""Reports on their way and those that are there, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from intarsia import phrases
from intarsia_site.access.queries.viewer import look_again, viewing_of
from intarsia_site.reports.queries.report_import import (
    ImportLine,
    ImportPage,
    Recognized,
    import_page,
)
from intarsia_site.reports.queries.report_problems import language_of_phrases


def said_of(request: Request, public_id: str) -> dict[str, Any]:
    """Return a report as it is now, for this viewer; raises NotFound."""
    look_again(request)
    return item(import_page(public_id, viewing=viewing_of(request)))


def line(one: ImportLine) -> dict[str, Any]:
    """Return a report in a list."""
    return {
        "id": one.public_id,
        "source_name": one.source_name,
        "organization": one.organization_name,
        "country_name": one.country_name,
        "file": one.file_name or None,
        "state": one.state,
        "progress": one.percent / 100,
        "created_at": one.at,
        "activities": one.activities,
        "new": one.new,
        "changed": one.changed,
        "gone": one.gone,
        "problems": one.problems,
        "is_current": one.is_current,
        "may_send": one.may_send,
    }


def item(page: ImportPage) -> dict[str, Any]:
    """Return a report: where it stands, and for those who may look into it what it says."""
    return {
        "id": page.public_id,
        "revision": page.revision,
        "state": page.state,
        "stage": page.stage or None,
        "progress": page.percent / 100,
        "is_at_work": page.is_at_work,
        "source_id": page.source_id,
        "source_name": page.source_name,
        "organization_id": page.organization_id,
        "organization": page.organization_name,
        "country_code": page.country_code,
        "created_at": page.created_at,
        "created_by": page.created_by if page.may_look else None,
        "ready_at": page.ready_at,
        "imported_at": page.imported_at,
        "imported_by": (page.imported_by or None) if page.may_look else None,
        "undone_at": page.undone_at,
        "undo_until": page.undo_until,
        "is_current": page.is_current,
        "may_look": page.may_look,
        "may_decide": page.may_decide,
        "may_undo": page.may_undo,
        "may_set_aside": page.may_set_aside,
        "may_read_again": page.may_read_again,
        "error": _error(page),
        "file": page.file_name or None,
        "converted_from": page.converted_from or None,
        "removed": dict(page.removed),
        "recognized": _recognized(page.recognized) if page.recognized else None,
        "counts": dict(page.counts),
        "problems": dict(page.problems),
        "organizations": dict(page.organizations),
        "places_to_confirm": page.places,
        "corrections": page.corrections,
        "label": page.label or None,
        "returned": dict(page.returned) or None,
    }


def _error(page: ImportPage) -> dict[str, Any] | None:
    if not page.error_code:
        return None
    try:
        message = phrases.say(page.error_code, page.error_data, language_of_phrases())
    except (phrases.UnknownPhraseError, KeyError):
        message = None
    return {"code": page.error_code, "message": message, "data": dict(page.error_data)}


def _recognized(one: Recognized) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "version": one.version or None,
        "language": one.language or None,
        "from_on": one.from_on,
        "to_on": one.to_on,
        "countries": list(one.countries),
        "rows": one.rows,
        "rows_kept": one.rows_kept,
        "rows_named": one.rows_named,
        "activities": one.activities,
        "sheet": one.sheet or None,
        "header_rows": list(one.header_rows),
        "columns": one.columns,
        "unsure": one.unsure,
    }
