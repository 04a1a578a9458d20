"""An organization's people: invited, given another role, ended."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intarsia_site.access.errors import NotAllowed
from intarsia_site.access.queries.invitation import open_invitations
from intarsia_site.access.queries.organization import organization_page
from intarsia_site.access.queries.person import country_choices
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.invitation import invite_person, withdraw_invitation
from intarsia_site.access.services.membership import change_role, end_membership
from intarsia_site.web.organizations.forms import InvitationForm
from intarsia_site.web.refusals import confirm_page, form_page, reason_given, refusals
from intarsia_site.web.standing import languages_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite a person by letter; what is open is listed below."""
    viewing = viewing_of(request)
    page = organization_page(viewing, public_id)
    if not page.may_invite:
        raise NotAllowed(_("Only the organization's managers and administrators invite people."))
    form = InvitationForm(
        request.POST if request.method == "POST" else None,
        countries=country_choices(viewing),
        languages=languages_of(request),
        initial={"role": "viewer", "language": person_of(request).language},
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            invite_person(public_id, **form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("A letter is on its way. Its link counts for 14 days."))
            return redirect("organizations:invite", public_id=public_id)
    waiting = open_invitations(viewing, public_id)
    return form_page(request, "organizations/invite.html", form, page=page, waiting=waiting)


@require_POST
@login_required
def withdraw(request: HttpRequest, public_id: str, invitation_id: str) -> HttpResponse:
    """End an invitation that was not accepted."""
    withdraw_invitation(invitation_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("The link in that letter opens nothing any more."))
    return redirect("organizations:invite", public_id=public_id)


@require_POST
@login_required
def role(request: HttpRequest, public_id: str, membership_id: str) -> HttpResponse:
    """Give a member another role."""
    wanted = request.POST.get("role", "")
    change_role(membership_id, role=wanted, by=person_of(request), at=timezone.now())
    messages.info(request, _("Changed. It counts from the person's next page."))
    return redirect("organizations:detail", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, public_id: str, membership_id: str) -> HttpResponse:
    """Ask again, then end a membership."""
    page = organization_page(viewing_of(request), public_id)
    if request.method == "POST":
        because = reason_given(request)
        end_membership(membership_id, by=person_of(request), at=timezone.now(), because=because)
        messages.info(request, _("Ended. Nothing more is seen through it."))
        return redirect("organizations:detail", public_id=public_id)
    return confirm_page(
        request,
        title=_("End a membership of %(name)s") % {"name": page.line.name},
        sentence=_("From that moment the person sees nothing more through this organization."),
        submit=_("End it"),
        back="../../../",
    )
