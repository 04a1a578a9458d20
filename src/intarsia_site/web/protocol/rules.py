"""The rule of a record: who may see it, for those who write for its owner."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intarsia_site.access.errors import Stale
from intarsia_site.access.queries.audience import RulePage, rule_page
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.sharing_rule import change_rule
from intarsia_site.web.protocol.audience import audience_written
from intarsia_site.web.protocol.forms import RuleForm
from intarsia_site.web.refusals import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rule(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who may see the records of a rule, and change it."""
    viewing = viewing_of(request)
    page = rule_page(viewing, public_id)
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        groups=page.groups,
        persons=page.persons,
        knows_more=page.knows_more,
        initial=_initial(page),
    )
    is_stale = False
    if form.is_bound and form.is_valid():
        try:
            with refusals(form):
                _change(request, public_id, form)
        except Stale as stale:
            is_stale = True
            typed = request.POST.copy()
            typed["revision"] = str(stale.data["revision"])
            form.data = typed
        else:
            if not form.errors:
                messages.info(request, _("Changed. It counts at once, wherever it is read."))
                return redirect("sharing:rule", public_id=public_id)
    status = 409 if is_stale else 422 if form.is_bound and form.errors else 200
    said = {"page": page, "form": form, "is_stale": is_stale}
    return render(request, "protocol/rule.html", said, status=status)


def _change(request: HttpRequest, public_id: str, form: RuleForm) -> None:
    given = dict(form.cleaned_data)
    organizations, persons = audience_written(form, viewing_of(request))
    del given["organizations"]
    given.pop("other_persons", None)
    given["person_ids"] = [*given["person_ids"], *persons]
    change_rule(
        public_id, **given, organization_ids=organizations, by=person_of(request), at=timezone.now()
    )


def _initial(page: RulePage) -> dict[str, object]:
    return {
        "label": page.label,
        "finest_level": "" if page.finest_level is None else page.finest_level,
        "hides_implementer": page.hides_implementer,
        "beyond": page.beyond,
        "host_authorities": page.host_authorities,
        "organizations": "\n".join(one.name for one in page.organizations),
        "group_ids": [one.public_id for one in page.groups if one.is_chosen],
        "person_ids": [one.public_id for one in page.persons if one.is_chosen],
        "released_at": page.released_at,
        "expires_at": page.expires_at,
        "revision": page.revision,
    }
