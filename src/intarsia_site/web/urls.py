"""The addresses of pages. Each noun has a file of its own, included here."""

from __future__ import annotations

from django.urls import include, path

from intarsia_site.web.account import views as account
from intarsia_site.web.start.views import start

urlpatterns = [
    path("", start, name="start"),
    path("first-run/", include("intarsia_site.web.first_run.urls")),
    path("language/", account.language, name="set_language"),
    path("account/", account.account, name="account"),
    path("account/particulars/", account.particulars, name="account_particulars"),
    path("account/email/", account.address, name="account_email"),
    path("account/sessions/", account.sign_ins, name="usersessions_list"),
    path("account/sessions/end/", account.end_sign_in, name="end_sign_in"),
    path("account/tokens/", include("intarsia_site.web.people.token_urls")),
    path("account/", include("allauth.urls")),
    path("organizations/", include("intarsia_site.web.organizations.urls")),
    path("people/", include("intarsia_site.web.people.urls")),
    path("groups/", include("intarsia_site.web.groups.urls")),
    path("invitations/", include("intarsia_site.web.invitations.urls")),
    path("sharing/", include("intarsia_site.web.protocol.urls")),
    path("administration/", include("intarsia_site.web.administration.urls")),
    path("reports/", include("intarsia_site.web.reports.urls")),
    path("sources/", include("intarsia_site.web.sources.urls")),
    path("editions/", include("intarsia_site.web.editions.urls")),
    path("audit/", include("intarsia_site.web.audit.urls")),
    path("activities/", include("intarsia_site.web.activities.urls")),
    path("", include("intarsia_site.web.registry.urls")),
]
