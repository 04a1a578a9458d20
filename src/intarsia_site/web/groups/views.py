"""Groups: the list, one of them, who is in it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intarsia_site.access.queries.group import convened_countries, group_list, group_page
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.group import (
    add_organization_to_group,
    add_person_to_group,
    end_group_membership,
    make_group,
)
from intarsia_site.web.groups.forms import GroupForm, OrganizationInGroup, PersonInGroup
from intarsia_site.web.refusals import refusals
from intarsia_site.web.sentence import address_with


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the groups that the viewer is in or convenes; a convenor makes one."""
    viewing = viewing_of(request)
    page = group_list(viewing, after=request.GET.get("after", ""))
    countries = convened_countries(viewing)
    form = GroupForm(request.POST if request.method == "POST" else None, countries=countries)
    if form.is_bound and form.is_valid():
        with refusals(form):
            made = make_group(**form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Made. Nobody is in it yet."))
            return redirect("groups:detail", public_id=made)
    said = {
        "page": page,
        "form": form if countries else None,
        "next_page": address_with(request.GET, after=page.next) if page.next else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "groups/list.html", said, status=status)


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who is in a group."""
    return _page(request, public_id, OrganizationInGroup(viewing_of(request)), PersonInGroup())


@require_POST
@login_required
def add_organization(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add an organization to a group."""
    form = OrganizationInGroup(viewing_of(request), request.POST)
    if form.is_valid():
        with refusals(form):
            add_organization_to_group(
                public_id,
                organization_id=form.cleaned_data["organization"],
                by=person_of(request),
                at=timezone.now(),
            )
    if not form.errors:
        return _added(request, public_id)
    return _page(request, public_id, form, PersonInGroup())


@require_POST
@login_required
def add_person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a person to a group."""
    form = PersonInGroup(request.POST)
    if form.is_valid():
        with refusals(form):
            add_person_to_group(
                public_id, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
    if not form.errors:
        return _added(request, public_id)
    return _page(request, public_id, OrganizationInGroup(viewing_of(request)), form)


@require_POST
@login_required
def end(request: HttpRequest, public_id: str, member_id: str) -> HttpResponse:
    """Take somebody out of a group."""
    end_group_membership(member_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("Ended. Nothing more is seen through the group."))
    return redirect("groups:list")


def _added(request: HttpRequest, public_id: str) -> HttpResponse:
    messages.info(request, _("Added. What is shared with the group is seen from now on."))
    return redirect("groups:detail", public_id=public_id)


def _page(
    request: HttpRequest,
    public_id: str,
    organization_form: OrganizationInGroup,
    person_form: PersonInGroup,
) -> HttpResponse:
    page = group_page(viewing_of(request), public_id)
    said = {"page": page, "organization_form": organization_form, "person_form": person_form}
    wrong = any(form.is_bound and form.errors for form in (organization_form, person_form))
    return render(request, "groups/detail.html", said, status=422 if wrong else 200)
