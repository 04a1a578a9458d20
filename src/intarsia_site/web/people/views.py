"""People: those whom one knows here, and oneself."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intarsia_site.access.errors import NotFound
from intarsia_site.access.names import COUNTRY_ROLES, choices
from intarsia_site.access.queries.person import (
    PersonPage,
    country_choices,
    held_about_me,
    person_list,
    person_page,
)
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.country_role import (
    appoint_administrator,
    end_administrator,
    end_country_role,
    give_country_role,
)
from intarsia_site.access.services.person import change_address, end_sign_ins, erase_person
from intarsia_site.web.people.forms import AddressForm, RoleForm
from intarsia_site.web.refusals import confirm_page, form_page, reason_given, refusals
from intarsia_site.web.sentence import address_with


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the people whom the viewer knows here, by name."""
    asked = request.GET
    page = person_list(viewing_of(request), q=asked.get("q", ""), after=asked.get("after", ""))
    next_page = address_with(asked, after=page.next) if page.next else ""
    return render(
        request,
        "people/list.html",
        {"page": page, "q": asked.get("q", ""), "next_page": next_page},
    )


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one person, and what may be done for them."""
    viewing = viewing_of(request)
    page = person_page(viewing, public_id)
    form = _role_form(request) if page.may_give_roles else None
    return render(request, "people/detail.html", {"page": page, "form": form})


def _role_form(request: HttpRequest) -> RoleForm:
    data = request.POST if request.method == "POST" else None
    countries = country_choices(viewing_of(request))
    return RoleForm(data, roles=choices(COUNTRY_ROLES), countries=countries)


@require_POST
@login_required
def give_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a person a role for a country."""
    page = person_page(viewing_of(request), public_id)
    form = _role_form(request)
    if form.is_valid():
        with refusals(form):
            give_country_role(
                public_id, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
        if not form.errors:
            messages.info(request, _("Given. It counts from the person's next page."))
            return redirect("people:detail", public_id=public_id)
    return form_page(request, "people/detail.html", form, page=page)


@require_POST
@login_required
def end_role(request: HttpRequest, public_id: str, role_id: str) -> HttpResponse:
    """End a person's role for a country."""
    end_country_role(role_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("Ended."))
    return redirect("people:detail", public_id=public_id)


@require_POST
@login_required
def administrator(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a person run the installation, or no longer."""
    act = end_administrator if "end" in request.POST else appoint_administrator
    act(public_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("Changed."))
    return redirect("people:detail", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a person another e-mail address; administrators."""
    page = person_page(viewing_of(request), public_id)
    if not viewing_of(request).viewer.is_administrator:
        raise NotFound
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals(form):
            change_address(public_id, **form.cleaned_data, by=person_of(request), at=timezone.now())
        if not form.errors:
            messages.info(request, _("Changed. Both addresses are told; every sign-in has ended."))
            if page.is_me:
                return redirect("account_login")
            return redirect("people:detail", public_id=public_id)
    return form_page(request, "people/address.html", form, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask again, then end every sign-in of a person."""
    page = _looked_after(request, public_id)
    if request.method == "POST":
        because = reason_given(request)
        end_sign_ins(public_id, by=person_of(request), at=timezone.now(), because=because)
        messages.info(request, _("Signed out everywhere."))
        return redirect("people:detail", public_id=public_id)
    return confirm_page(
        request,
        title=_("Sign %(name)s out everywhere") % {"name": page.line.name},
        sentence=_("Each browser asks for the password at its next page."),
        submit=_("Sign out everywhere"),
        back="../",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask again, then erase a person."""
    page = _looked_after(request, public_id)
    if request.method == "POST":
        because = reason_given(request)
        erase_person(public_id, by=person_of(request), at=timezone.now(), because=because)
        if page.is_me:
            return redirect("account_login")
        messages.info(request, _("Erased."))
        return redirect("people:list")
    return confirm_page(
        request,
        title=_("Erase %(name)s") % {"name": page.line.name},
        sentence=_(
            "Name, address, password, sign-ins and keys go; memberships end. What the person did "
            "stays in the trail under a pseudonym. This cannot be undone."
        ),
        submit=_("Erase for good"),
        back="../",
    )


@require_safe
@login_required
@never_cache
def about_me(request: HttpRequest) -> HttpResponse:
    """Hand over all that is held about the person who asks, as a JSON file."""
    held = held_about_me(viewing_of(request))
    answer = HttpResponse(
        json.dumps(held, ensure_ascii=False, indent=2), content_type="application/json"
    )
    answer["Content-Disposition"] = 'attachment; filename="about-me.json"'
    return answer


def _looked_after(request: HttpRequest, public_id: str) -> PersonPage:
    page = person_page(viewing_of(request), public_id)
    if not page.may_look_after:
        raise NotFound
    return page
