"""What a person decides while looking at a report: values of cells, who and where is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.reports.queries import report_confirm
from intarsia_site.reports.queries.report_confirm import Candidate
from intarsia_site.reports.queries.report_import import import_page
from intarsia_site.reports.queries.report_problems import problems_page
from intarsia_site.reports.services import deciding as services
from intarsia_site.web.reports.views import around, crumbs_below, number

#: Rows of a form that are read; a page has far fewer.
_MOST_ROWS = 200
_NEW, _OTHER = "new", "other"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def problems(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what is wrong, alike problems together; take over what is to stand there instead."""
    viewing = viewing_of(request)
    page = import_page(public_id, viewing=viewing)
    if request.method == "POST":
        if not page.may_look:
            raise NotFound
        return _corrected(request, public_id)
    found = problems_page(
        public_id,
        viewing=viewing,
        severity=request.GET.get("severity", ""),
        page=number(request.GET.get("page", "")),
    )
    said = {"page": page, "problems": found, "crumbs": crumbs_below(page, _("Problems"))}
    return render(request, "reports/problems.html", said | around(request, found))


def _corrected(request: HttpRequest, public_id: str) -> HttpResponse:
    by, at = person_of(request), timezone.now()
    revision = number(request.POST.get("revision", ""))
    if "back" in request.POST:
        back = request.POST["back"]
        out = [number(back)] if back.isascii() and back.isdigit() else []
        services.take_back_corrections(public_id, out, by=by, at=at, revision=revision)
        messages.info(request, _("Taken back. The report is read again."))
        return redirect("reports:detail", public_id=public_id)
    corrections = list(_corrections(request.POST))
    if not corrections:
        messages.info(request, _("Nothing was written that differs from what stands there."))
        return redirect("reports:problems", public_id=public_id)
    services.correct(public_id, corrections, by=by, at=at, revision=revision)
    count = len(corrections)
    messages.info(
        request,
        ngettext(
            "%(count)d correction taken over. The report is read again.",
            "%(count)d corrections taken over. The report is read again.",
            count,
        )
        % {"count": count},
    )
    return redirect("reports:detail", public_id=public_id)


def _corrections(sent: Any) -> Iterator[dict[str, Any]]:
    """Yield the corrections of a form: where something else was written than stands there, and
    the suggestion of the row whose button was pressed."""
    pressed = sent.get("take", "")
    for row in range(_MOST_ROWS):
        value = sent.get(f"value-{row}")
        if value is None:
            return
        where = {
            "value": value,
            "column": sent.get(f"column-{row}") or None,
            "sheet": sent.get(f"sheet-{row}") or None,
        }
        name = f"suggestion-{row}" if pressed == str(row) else f"to-{row}"
        to = sent.get(name, "").strip()
        if to and to != value:
            yield {**where, "cell": None, "to": to[:500]}
        for cell in sent.getlist(f"cell-{row}"):
            to = sent.get(f"to-{row}-{cell}", "").strip()
            if to and to != value:
                yield {**where, "cell": cell[:20], "to": to[:500]}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organizations(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the organizations that are doubtful or new; take over whom they mean."""
    viewing = viewing_of(request)

    def like(text: str) -> tuple[Candidate, ...]:
        return report_confirm.organizations_like(text, viewing=viewing)

    found = report_confirm.organizations_page(
        public_id, viewing=viewing, page=number(request.GET.get("page", ""))
    )
    chosen = _chosen(request, like)
    if chosen.may_be_kept:
        meant = {name: key for (name, _parent), key in chosen.meant.items()}
        services.confirm_organizations(
            public_id, meant, by=person_of(request), at=timezone.now(), revision=chosen.revision
        )
        return _kept(request, public_id, len(meant))
    page = import_page(public_id, viewing=viewing)
    said = {
        "page": page, "names": found, "unclear": chosen.unclear, "nothing": chosen.is_empty,
        "crumbs": crumbs_below(page, _("Organizations to confirm")),
    }  # fmt: skip
    said |= around(request, found)
    return render(request, "reports/organizations.html", said, status=chosen.status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def places(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the places that no unit has the name of; take over which they mean."""
    viewing = viewing_of(request)

    def like(text: str) -> tuple[Candidate, ...]:
        return report_confirm.places_like(public_id, text, viewing=viewing)

    found = report_confirm.places_page(
        public_id, viewing=viewing, page=number(request.GET.get("page", ""))
    )
    chosen = _chosen(request, like)
    if chosen.may_be_kept:
        services.confirm_places(
            public_id, chosen.meant, by=person_of(request), at=timezone.now(),
            revision=chosen.revision,
        )  # fmt: skip
        return _kept(request, public_id, len(chosen.meant))
    page = import_page(public_id, viewing=viewing)
    said = {
        "page": page, "names": found, "unclear": chosen.unclear, "nothing": chosen.is_empty,
        "crumbs": crumbs_below(page, _("Places to confirm")),
    }  # fmt: skip
    said |= around(request, found)
    return render(request, "reports/places.html", said, status=chosen.status)


def _kept(request: HttpRequest, public_id: str, count: int) -> HttpResponse:
    messages.info(
        request,
        ngettext(
            "%(count)d name is known from now on. The report is read again.",
            "%(count)d names are known from now on. The report is read again.",
            count,
        )
        % {"count": count},
    )
    return redirect("reports:detail", public_id=public_id)


class _Chosen:
    """What a form of names says: whom each means, and what was typed that may mean several."""

    def __init__(self, is_sent: bool, revision: int) -> None:
        self.is_sent, self.revision = is_sent, revision
        self.meant: dict[tuple[str, str], str] = {}
        self.unclear: list[tuple[str, str, tuple[Candidate, ...]]] = []

    @property
    def may_be_kept(self) -> bool:
        return self.is_sent and bool(self.meant) and not self.unclear

    @property
    def is_empty(self) -> bool:
        return self.is_sent and not self.meant and not self.unclear

    @property
    def status(self) -> int:
        return 422 if self.unclear or self.is_empty else 200


def _chosen(request: HttpRequest, like: Callable[[str], tuple[Candidate, ...]]) -> _Chosen:
    sent = request.POST
    chosen = _Chosen(request.method == "POST", number(sent.get("revision", "")))
    for row in range(_MOST_ROWS if chosen.is_sent else 0):
        name = sent.get(f"name-{row}")
        if name is None:
            break
        key, typed = sent.get(f"is-{row}", ""), sent.get(f"typed-{row}", "").strip()
        if typed and key in ("", _OTHER):
            found = like(typed)
            if len(found) == 1:
                key = found[0].key
            else:
                chosen.unclear.append((name, typed, found))
                continue
        if key and key != _OTHER:
            chosen.meant[name, sent.get(f"parent-{row}", "")] = key
    return chosen
