"""Lists, records and forms of the registry."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.access.services.audit import Wanted
from intarsia_site.registry.nouns import Noun
from intarsia_site.registry.queries import record as queries
from intarsia_site.registry.services import proposal as proposing
from intarsia_site.registry.services import record as keeping
from intarsia_site.web.registry.forms import RecordForm
from intarsia_site.web.registry.sentences import sentence_of


@require_safe
@login_required
def index(request: HttpRequest, noun: Noun) -> HttpResponse:
    is_part = _is_fragment(request)
    page = queries.records(
        noun, request.GET.dict(), viewing=viewing_of(request), counting=not is_part
    )
    template = "registry/_lines.html" if is_part else "registry/list.html"
    said = {
        "page": page, "noun": noun, "asked": request.GET, "next_page": _next(request, page),
        "sentence": [] if is_part else sentence_of(request.GET, page),
        "is_filtered": any(request.GET.get(name) for name in ("search", *noun.filters)),
    }  # fmt: skip
    return render(request, template, said)


def _next(request: HttpRequest, page: queries.Page) -> str:
    asked = request.GET.copy()
    asked["cursor"] = page.next_cursor
    return f"?{asked.urlencode()}" if page.next_cursor else ""


@require_safe
@login_required
def detail(request: HttpRequest, noun: Noun, public_id: str) -> HttpResponse:
    viewing = viewing_of(request)
    page = queries.record_or_none(noun, public_id, viewing=viewing)
    if page is None:
        raise NotFound
    rule_id = queries.rule_of_record(noun, public_id, viewing=viewing)
    said = {"page": page, "noun": noun, "rule_id": rule_id}
    return render(request, "registry/detail.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, noun: Noun) -> HttpResponse:
    """Keep a record, or propose it where others decide."""
    viewing = viewing_of(request)
    form = RecordForm(noun, viewing, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, noun, form)
        except Refused as refused:
            form.say(refused.data["fields"])  # type: ignore[arg-type]
        except NotAllowed as refused:
            # What was typed stays: it can be sent once others have done their part.
            form.add_error(None, refused.message)
    said = {
        "form": form, "noun": noun, "page": None,
        "submit": _("Save"), "cancel": reverse("registry:list", args=[noun]),
        "cancel_words": _("Leave it out"),
    }  # fmt: skip
    return render(request, "registry/form.html", said, status=422 if form.errors else 200)


def _kept(request: HttpRequest, noun: Noun, form: RecordForm) -> HttpResponse:
    wanted: Wanted = {
        "by": person_of(request),
        "at": timezone.now(),
        "because": form.cleaned_data["because"],
    }
    try:
        public_id = keeping.keep_record(noun, form.texts(), **wanted)
    except NotAllowed as refused:
        if refused.data:
            raise
        proposal = proposing.propose_record(noun, form.texts(), **wanted)
        messages.info(request, _("Proposed. The country's curator decides."))
        return redirect("registry:proposal", public_id=proposal)
    if queries.record_or_none(noun, public_id, viewing=viewing_of(request)) is None:
        messages.info(request, _("Kept. Its rule shows it to others than you."))
        return redirect("registry:list", noun=noun)
    messages.info(request, _("Kept."))
    return redirect("registry:detail", noun=noun, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, noun: Noun, public_id: str) -> HttpResponse:
    """Change a record, or propose the change where others decide."""
    viewing = viewing_of(request)
    page = queries.record_or_none(noun, public_id, viewing=viewing)
    if page is None or not (page.may_change or page.may_propose):
        raise NotFound
    form = RecordForm(
        noun, viewing, request.POST or None,
        texts=page.texts, revision=page.line.revision, fixed=True,
    )  # fmt: skip
    stale = None
    if request.method == "POST" and form.is_valid():
        try:
            return _changed(request, noun, public_id, form, may_change=page.may_change)
        except Refused as refused:
            form.say(refused.data["fields"])  # type: ignore[arg-type]
            if not form.errors:
                form.add_error(None, refused.message)
        except Stale as found:
            stale = _beside(noun, found)
            form.data = {**form.data.dict(), "revision": str(found.data["revision"])}  # type: ignore[attr-defined]
    said = {
        "form": form, "noun": noun, "page": page, "stale": stale,
        "submit": _("Save") if page.may_change else _("Propose"),
        "cancel": reverse("registry:detail", args=[noun, public_id]),
    }  # fmt: skip
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "registry/form.html", said, status=status)


def _changed(
    request: HttpRequest, noun: Noun, public_id: str, form: RecordForm, *, may_change: bool
) -> HttpResponse:
    wanted: Wanted = {
        "by": person_of(request),
        "at": timezone.now(),
        "because": form.cleaned_data["because"],
    }
    if may_change:
        keeping.change_record(
            noun, public_id, form.texts(), revision=form.cleaned_data["revision"] or 0, **wanted
        )
        messages.info(request, _("Changed."))
        return redirect("registry:detail", noun=noun, public_id=public_id)
    proposal = proposing.propose_change(noun, public_id, form.texts(), **wanted)
    messages.info(request, _("Proposed. The country's curator decides."))
    return redirect("registry:proposal", public_id=proposal)


def _beside(noun: Noun, found: Stale) -> list[tuple[object, str, str]]:
    yours, theirs = found.data["yours"], found.data["theirs"]
    return [
        (field.label, theirs[field.name], yours[field.name])  # type: ignore[index]
        for field in noun.fields
        if theirs[field.name] != yours[field.name]  # type: ignore[index]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, noun: Noun, public_id: str) -> HttpResponse:
    """Take a record out, with a reason."""
    page = queries.record_or_none(noun, public_id, viewing=viewing_of(request))
    if page is None or not page.may_change:
        raise NotFound
    problem = ""
    if request.method == "POST":
        try:
            keeping.remove_record(
                noun, public_id, revision=_number(request.POST.get("revision", "")),
                by=person_of(request), at=timezone.now(), because=request.POST.get("because", ""),
            )  # fmt: skip
        except Refused as refused:
            problem = str(refused.data["fields"]["because"])  # type: ignore[index]
        else:
            messages.info(request, _("Taken out. What it said stays in the trail."))
            return redirect("registry:list", noun=noun)
    said = {"page": page, "noun": noun, "problem": problem}
    return render(request, "registry/remove.html", said, status=422 if problem else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
