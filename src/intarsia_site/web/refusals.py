"""What a service refuses, said beside the field it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.errors import NotAllowed, Refused


class Because(forms.Form):
    """Why: kept in the trail."""

    because = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=1000,
        help_text=_("Kept in the trail."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@contextmanager
def refusals(form: forms.Form) -> Iterator[None]:
    """Put what is refused inside beside the form's fields; what has no field, above them."""
    try:
        yield
    except Refused as refused:
        fields: dict[str, str] = refused.data["fields"]  # type: ignore[assignment]
        for name, sentence in fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        if not fields:
            form.add_error(None, refused.message)
    except NotAllowed as refused:
        if refused.data:
            raise
        form.add_error(None, refused.message)


def form_page(
    request: HttpRequest, template: str, form: forms.Form, **said: object
) -> HttpResponse:
    """Return a page with a form: 422 where something in it cannot be kept."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **said}, status=status)


def confirm_page(
    request: HttpRequest,
    *,
    title: object,
    sentence: object,
    submit: object,
    back: str,
    problem: str = "",
) -> HttpResponse:
    """Return the page that asks again before something is ended, with room for a reason.

    problem   why the reason that was given is none, said beside it
    """
    form = Because(request.POST) if request.method == "POST" else Because()
    if problem:
        form.add_error("because", problem)
    said = {"title": title, "sentence": sentence, "submit": submit, "back": back}
    return form_page(request, "confirm.html", form, **said)


def reason_given(request: HttpRequest) -> str:
    """Return the reason that came with a form."""
    return request.POST.get("because", "")
