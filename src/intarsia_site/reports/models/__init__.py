"""The tables of reports, one file a noun."""

from intarsia_site.reports.models.activity import Activity, Standing
from intarsia_site.reports.models.draft import Draft
from intarsia_site.reports.models.edition import Edition, Erratum
from intarsia_site.reports.models.plausible_count import PlausibleCount
from intarsia_site.reports.models.report_file import ReportFile
from intarsia_site.reports.models.report_import import ImportTable, ReportImport
from intarsia_site.reports.models.source import Source, SourceRule, Switch

__all__ = [
    "Activity",
    "Draft",
    "Edition",
    "Erratum",
    "ImportTable",
    "PlausibleCount",
    "ReportFile",
    "ReportImport",
    "Source",
    "SourceRule",
    "Standing",
    "Switch",
]
