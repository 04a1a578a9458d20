"""All that a report's own page shows at once: the report is asked for once, not by each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.queries.report_columns import (
    ColumnsPage,
    Preview,
    columns_of,
    preview_of,
)
from intarsia_site.reports.queries.report_confirm import ConfirmPage, organizations_of, places_of
from intarsia_site.reports.queries.report_difference import KINDS, DifferencePage, difference_of
from intarsia_site.reports.queries.report_import import (
    ImportPage,
    import_of,
    import_to_look_into,
    page_of_import,
)
from intarsia_site.reports.queries.report_problems import ProblemsPage, problems_of
from intarsia_site.reports.queries.report_sharing import SharingPage, sharing_of_page
from intarsia_site.reports.rights import Looking


@dataclass(frozen=True)
class ReportParts:
    """A report with the beginning of each of its parts; None where there is nothing of it, or
    where it is worked on, or for those who may not look into it."""

    page: ImportPage
    problems: ProblemsPage | None = None
    organizations: ConfirmPage | None = None
    places: ConfirmPage | None = None
    difference: DifferencePage | None = None
    sharing: SharingPage | None = None


def report_parts(report_id: str, *, viewing: Viewing, size: int) -> ReportParts:
    """Return a report for its source's people and the convenor, its parts for those who may look.

    Raises   NotFound.
    """
    report = import_of(report_id, viewing=viewing)
    looks = Looking(viewing).into(report)
    page = page_of_import(report, viewing=viewing, looks=looks)
    if not looks or page.is_at_work:
        return ReportParts(page)
    names, wrong = page.organizations, sum(page.problems.values()) or page.corrections
    return ReportParts(
        page,
        problems_of(report, viewing=viewing, size=size) if wrong else None,
        organizations_of(report, viewing=viewing, size=size)
        if names.get("doubtful") or names.get("new")
        else None,
        places_of(report, viewing=viewing, size=size) if page.places else None,
        difference_of(report, viewing=viewing, size=size)
        if any(page.counts.get(kind) for kind in KINDS)
        else None,
        sharing_of_page(report, viewing=viewing) if page.recognized else None,
    )


def columns_and_preview(
    report_id: str, fields: Mapping[int, str], *, viewing: Viewing
) -> tuple[ImportPage, ColumnsPage, Preview]:
    """Return a report, its list's columns and its first rows as they would be read with `fields`.

    For those who may look into it; NotFound for all others, and where the report is no list.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return (
        page_of_import(report, viewing=viewing, looks=True),
        columns_of(report, viewing=viewing),
        preview_of(report, fields, viewing=viewing),
    )
