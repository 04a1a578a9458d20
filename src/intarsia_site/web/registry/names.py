"""Pages of names out of reports, beside the proposals: decided, taken back, forgotten."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from intarsia_site.access.errors import NotFound
from intarsia_site.access.names import type_choices
from intarsia_site.access.queries.viewer import Viewing, person_of, viewing_of
from intarsia_site.access.services.audit import Wanted
from intarsia_site.registry.queries.naming import NamePage, name_or_none
from intarsia_site.registry.services import naming as services
from intarsia_site.web.organizations.choice import OrganizationChoice
from intarsia_site.web.refusals import Because, refusals


class DecisionForm(Because):
    """Why a name is taken over or declined."""

    def __init__(self, data: Any, *, page: NamePage) -> None:
        super().__init__(data)
        if page.may_decide:
            self.fields["because"].help_text = _("Needed to decline.")


class NewOrganizationForm(DecisionForm):
    """What a new organization is to be called, and is; or which one it is already."""

    name = forms.CharField(label=later("Name"), max_length=300, required=False)
    type_code = forms.ChoiceField(label=later("Type"), required=False)
    field_order = ("name", "type_code", "organization_id", "because")

    def __init__(self, data: Any, *, page: NamePage, viewing: Viewing) -> None:
        super().__init__(data, page=page)
        self.fields["name"].initial = page.name
        self.fields["type_code"].choices = [("", _("not said")), *type_choices()]  # type: ignore[attr-defined]
        self.fields["type_code"].initial = page.type_code
        self.fields["organization_id"] = OrganizationChoice(
            viewing=viewing,
            label=_("Or another name of an organization that is registered"),
            help_text=_(
                "Its name, acronym or identifier; then none is made. An authority is registered "
                "under Organizations first."
            ),
            required=False,
        )
        self.order_fields(self.field_order)


def name_page(
    request: HttpRequest, page: NamePage, form: DecisionForm | None = None
) -> HttpResponse:
    """Return the page of one name; 422 with a decision that cannot be kept."""
    if form is None and (page.may_decide or page.may_withdraw):
        form = _form(None, page, viewing_of(request))
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "registry/name.html", {"name": page, "form": form}, status=status)


def decide_name_page(request: HttpRequest, page: NamePage) -> HttpResponse:
    """Carry out what was decided about a name: accept, decline or withdraw."""
    answer = request.POST.get("answer")
    form = _form(request.POST, page, viewing_of(request))
    if answer not in ("accept", "decline", "withdraw"):
        raise NotFound
    if answer != "accept":
        # What stands in the other fields is of no account then.
        for name in ("name", "type_code", "organization_id"):
            form.fields.pop(name, None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        wanted: Wanted = {
            "by": person_of(request), "at": timezone.now(), "because": given.pop("because"),
        }  # fmt: skip
        with refusals(form):
            if answer == "withdraw":
                services.withdraw_name(page.public_id, **wanted)
                messages.info(request, _("Taken back."))
            elif answer == "decline":
                services.decide_name(page.public_id, accept=False, **wanted)
                messages.info(request, _("Declined. It is not asked again."))
            else:
                services.decide_name(page.public_id, accept=True, **given, **wanted)
                messages.info(
                    request, _("The register knows it. Reports are read with it from now on.")
                )
    if form.errors:
        whole = _form(request.POST, page, viewing_of(request))
        # Of the whole form only what stands in the way of this answer is wrong.
        whole.errors.clear()
        for name, sentences in form.errors.items():
            whole.add_error(name if name in whole.fields else None, list(sentences))
        return name_page(request, page, whole)
    return redirect("registry:proposals")


@require_POST
@login_required
def forget(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have reports no longer read with a name of a place."""
    services.forget_place_name(public_id, by=person_of(request), at=timezone.now())
    messages.info(request, _("Forgotten. Reports are no longer read with it."))
    return redirect("registry:proposal", public_id=public_id)


def _form(data: Any, page: NamePage, viewing: Viewing) -> DecisionForm:
    if page.may_decide and page.kind == "organizations":
        return NewOrganizationForm(data, page=page, viewing=viewing)
    return DecisionForm(data, page=page)


def named_or_none(request: HttpRequest, public_id: str) -> NamePage | None:
    """Return the name with this id that the viewer may know of, or None."""
    return name_or_none(public_id, viewing=viewing_of(request))
