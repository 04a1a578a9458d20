"""Organizations: the list, one of them, registering one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intarsia_site.access.errors import NotAllowed
from intarsia_site.access.names import ROLES, STANDINGS, choices, type_choices
from intarsia_site.access.queries.organization import organization_list, organization_page
from intarsia_site.access.queries.person import country_choices
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.rights import is_registrar
from intarsia_site.access.services.organization import register_organization
from intarsia_site.web.organizations.forms import OrganizationForm
from intarsia_site.web.organizations.sections import sections_of
from intarsia_site.web.refusals import form_page, refusals
from intarsia_site.web.sentence import address_with, pill, search_pill, sentence


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show organizations by name; the address holds the whole filter."""
    asked, viewing = request.GET, viewing_of(request)
    page = organization_list(
        viewing,
        q=asked.get("q", ""),
        type_code=asked.get("type", ""),
        standing=asked.get("standing", ""),
        after=asked.get("after", ""),
    )
    said = sentence(
        _("Showing organizations of {type} and {standing}, called {name}"),
        type=pill(
            asked,
            "type",
            [(code, name, None) for code, name in type_choices()],
            anything=_("any type"),
        ),
        standing=pill(
            asked,
            "standing",
            [(code, name, None) for code, name in choices(STANDINGS)],
            anything=_("any standing"),
        ),
        name=search_pill(
            asked, "q", anything=_("anything"), hint=_("Name, acronym, other name or identifier")
        ),
    )
    return render(
        request,
        "organizations/list.html",
        {
            "page": page,
            "sentence": said,
            "next_page": address_with(asked, after=page.next) if page.next else "",
            "may_register": is_registrar(viewing),
            "is_filtered": any(asked.get(name) for name in ("q", "type", "standing")),
        },
    )


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one organization, and what other apps add to it."""
    viewing = viewing_of(request)
    page = organization_page(viewing, public_id, after=request.GET.get("after", ""))
    sections = sections_of(public_id, viewing)
    said: dict[str, object] = {"page": page, "sections": sections, "roles": choices(ROLES)}
    if page.next_members:
        said["next_page"] = address_with(request.GET, after=page.next_members)
    return render(request, "organizations/detail.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Register an organization."""
    viewing = viewing_of(request)
    if not is_registrar(viewing):
        raise NotAllowed(_("Only curators and administrators change the register."))
    form = OrganizationForm(
        request.POST if request.method == "POST" else None, countries=country_choices(viewing)
    )
    del form.fields["revision"]
    if form.is_bound and form.is_valid():
        with refusals(form):
            made = register_organization(
                **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
        if not form.errors:
            messages.info(request, _("Registered."))
            return redirect("organizations:detail", public_id=made)
    return form_page(request, "organizations/register.html", form)
