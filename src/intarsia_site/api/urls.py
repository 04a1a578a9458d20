"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.api.activities import Activities, Activity
from intarsia_site.api.audit import Audit
from intarsia_site.api.groups import Groups
from intarsia_site.api.keys import Tokens
from intarsia_site.api.me import Me
from intarsia_site.api.organizations import Organization, Organizations
from intarsia_site.api.places import Places
from intarsia_site.api.proposals import Decision, Proposal, Proposals
from intarsia_site.api.reference import VIEWS, Reference

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
    path("activities/<key:public_id>/", Activity.as_view(), name="activities-record"),
    path("places/", Places.as_view(), name="places"),
]
for plural, (every, one) in VIEWS.items():
    urlpatterns += [
        path(f"{plural}/", every.as_view(), name=plural),
        path(f"{plural}/<key:public_id>/", one.as_view(), name=f"{plural}-record"),
    ]
