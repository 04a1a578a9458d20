"""Changing who an organization is said to be: names, identifiers, what it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intarsia_site.access.errors import NotAllowed, Refused, Stale
from intarsia_site.access.queries.audience import organizations_written
from intarsia_site.access.queries.organization import OrganizationPage, organization_page
from intarsia_site.access.queries.person import country_choices
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services import merging
from intarsia_site.access.services import organization as keeping
from intarsia_site.web.errors import stale_rows
from intarsia_site.web.organizations.forms import (
    AliasForm,
    IdentifierForm,
    NamesForm,
    OrganizationForm,
    OtherForm,
)
from intarsia_site.web.refusals import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the particulars; a second editor is shown both versions."""
    viewing = viewing_of(request)
    page = organization_page(viewing, public_id)
    if not page.may_rename:
        raise NotAllowed(_("Only the organization's managers and curators change it."))
    form = _form(request, page, country_choices(viewing))
    rows: list[tuple[str, str, str]] = []
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            with refusals(form):
                keeping.change_organization(
                    public_id,
                    **{**given, "revision": given["revision"] or 0},
                    by=person_of(request),
                    at=timezone.now(),
                )
        except Stale as stale:
            rows = stale_rows(stale)
            form.data = {**form.data.dict(), "revision": str(stale.data["revision"])}  # type: ignore[attr-defined]
        else:
            if not form.errors:
                messages.info(request, _("Changed."))
                return redirect("organizations:detail", public_id=public_id)
    said = {
        "page": page,
        "form": form,
        "rows": rows,
        "alias_form": AliasForm(auto_id="alias_%s"),
        "identifier_form": IdentifierForm(auto_id="identifier_%s"),
        "parent_form": OtherForm(prefix="parent"),
        "merge_form": OtherForm(prefix="merge"),
    }
    status = 409 if rows else 422 if form.is_bound and form.errors else 200
    return render(request, "organizations/change.html", said, status=status)


def _form(
    request: HttpRequest, page: OrganizationPage, countries: list[tuple[str, str]]
) -> forms.Form:
    line = page.line
    initial = {
        "name": line.name,
        "acronym": line.acronym,
        "type_code": line.type_code,
        "level": page.level,
        "standing": line.standing,
        "country_code": line.country_code or "",
        "revision": page.revision,
    }
    data = request.POST if request.method == "POST" else None
    if not page.may_register:
        return NamesForm(data, initial=initial)
    return OrganizationForm(data, initial=initial, countries=countries)


def _done(
    request: HttpRequest, public_id: str, act: Callable[..., Any], **given: Any
) -> HttpResponse:
    act(public_id, **given, by=person_of(request), at=timezone.now())
    messages.info(request, _("Changed."))
    return redirect("organizations:change", public_id=public_id)


@require_POST
@login_required
def alias(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add or remove another name."""
    act = keeping.remove_alias if "remove" in request.POST else keeping.add_alias
    name, language = request.POST.get("name", ""), request.POST.get("language", "")
    return _done(request, public_id, act, name=name, language=language)


@require_POST
@login_required
def identifier(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add or remove an identifier."""
    act = keeping.remove_identifier if "remove" in request.POST else keeping.add_identifier
    return _done(request, public_id, act, identifier=request.POST.get("identifier", ""))


@require_POST
@login_required
def parent(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what it is an office of; nothing written: of none."""
    given = request.POST.get("parent-other", "").strip()
    other = _written(request, given) if given else None
    because = request.POST.get("parent-because", "")
    return _done(request, public_id, merging.set_parent, parent_id=other, because=because)


@require_POST
@login_required
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that it is another organization."""
    other = _written(request, request.POST.get("merge-other", ""))
    because = request.POST.get("merge-because", "")
    return _done(request, public_id, merging.merge_organizations, into_id=other, because=because)


@require_POST
@login_required
def unmerge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Undo a merge."""
    return _done(request, public_id, merging.unmerge_organization)


def _written(request: HttpRequest, line: str) -> str:
    found, unclear = organizations_written(viewing_of(request), [line])
    if found:
        return found[0]
    several = any(count > 1 for count in unclear.values())
    raise Refused(
        {
            "other": _("Several organizations are called “%(name)s”; write an identifier.")
            % {"name": line}
            if several
            else _("No organization is called “%(name)s”.") % {"name": line}
        }
    )
