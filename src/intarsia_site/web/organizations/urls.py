"""Addresses of organizations: /organizations/, /organizations/k7m2qx9d3fhp/ …"""

from __future__ import annotations

from django.urls import path

from intarsia_site.access import addresses as addresses
from intarsia_site.web.organizations import identity, members, views

app_name = "organizations"
urlpatterns = [
    path("", views.index, name="list"),
    path("register/", views.register, name="register"),
    path("<key:public_id>/", views.detail, name="detail"),
    path("<key:public_id>/change/", identity.change, name="change"),
    path("<key:public_id>/names/", identity.alias, name="alias"),
    path("<key:public_id>/identifiers/", identity.identifier, name="identifier"),
    path("<key:public_id>/parent/", identity.parent, name="parent"),
    path("<key:public_id>/merge/", identity.merge, name="merge"),
    path("<key:public_id>/unmerge/", identity.unmerge, name="unmerge"),
    path("<key:public_id>/invite/", members.invite, name="invite"),
    path(
        "<key:public_id>/invitations/<key:invitation_id>/withdraw/",
        members.withdraw,
        name="withdraw",
    ),
    path("<key:public_id>/members/<key:membership_id>/role/", members.role, name="role"),
    path("<key:public_id>/members/<key:membership_id>/end/", members.end, name="end"),
]
