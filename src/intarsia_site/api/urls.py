"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.api import drafts, editions, report_parts, reports, sheets, sources, uploads
from intarsia_site.api.activities import Activities, Activity
from intarsia_site.api.addresses import Address, Addresses
from intarsia_site.api.audit import Audit
from intarsia_site.api.bulk import Changes, EveryActivity
from intarsia_site.api.groups import Groups
from intarsia_site.api.keys import Tokens
from intarsia_site.api.me import Me
from intarsia_site.api.organizations import Organization, Organizations
from intarsia_site.api.places import Places
from intarsia_site.api.proposals import Decision, Proposal, Proposals
from intarsia_site.api.reference import VIEWS, Reference
from intarsia_site.api.view import View

app_name = "api"
urlpatterns = [
    path("openapi.json", Reference.as_view(), name="openapi"),
    path("me/", Me.as_view(), name="me"),
    path("organizations/", Organizations.as_view(), name="organizations"),
    path("organizations/<key:public_id>/", Organization.as_view(), name="organizations-record"),
    path("proposals/", Proposals.as_view(), name="proposals"),
    path("proposals/<key:public_id>/", Proposal.as_view(), name="proposals-record"),
    path("proposals/<key:public_id>/decide/", Decision.as_view(), name="proposals-decide"),
    path("groups/", Groups.as_view(), name="groups"),
    path("tokens/", Tokens.as_view(), name="tokens"),
    path("audit/", Audit.as_view(), name="audit"),
    path("activities/", Activities.as_view(), name="activities"),
    path("activities/bulk/", EveryActivity.as_view(), name="activities-bulk"),
    path("changes/", Changes.as_view(), name="changes"),
    path("activities/similar/", drafts.Similar.as_view(), name="activities-similar"),
    path("activities/<key:public_id>/", Activity.as_view(), name="activities-record"),
    path("sources/", sources.Sources.as_view(), name="sources"),
    path("addresses/", Addresses.as_view(), name="addresses"),
    path("reports/", reports.Reports.as_view(), name="reports"),
    path("editions/", editions.Editions.as_view(), name="editions"),
    path("drafts/", drafts.Drafts.as_view(), name="drafts"),
    path("places/", Places.as_view(), name="places"),
]
#: What stands below one record: its address, and what answers there.
PARTS: dict[str, dict[str, type[View]]] = {
    "sources": {
        "": sources.Source, "reports": uploads.ReportsOfSource, "template": sheets.Sheet,
        "address": Address, "fetch": sources.Fetch,
    },
    "reports": {
        "": reports.Report, "sharing": reports.Sharing, "import": reports.Importing,
        "again": reports.Again, "undo": reports.Undoing, "problems": report_parts.Problems,
        "corrections": report_parts.Corrections, "organizations": report_parts.Organizations,
        "places": report_parts.PlacesToConfirm, "columns": report_parts.Columns,
        "difference": report_parts.Difference, "returned": report_parts.Returned,
    },
    "editions": {
        "": editions.Edition, "activities": editions.EditionActivities, "errata": editions.Errata,
    },
    "drafts": {"": drafts.Draft},
}  # fmt: skip
for about, parts in PARTS.items():
    for part, view in parts.items():
        below = f"{about}/<key:public_id>/{part}/" if part else f"{about}/<key:public_id>/"
        urlpatterns.append(path(below, view.as_view(), name=f"{about}-{part or 'record'}"))
for plural, (every, one) in VIEWS.items():
    urlpatterns += [
        path(f"{plural}/", every.as_view(), name=plural),
        path(f"{plural}/<key:public_id>/", one.as_view(), name=f"{plural}-record"),
    ]
