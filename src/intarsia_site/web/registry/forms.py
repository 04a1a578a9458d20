"""Forms of the registry, made from what a noun says of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.names import sector_choices
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.nouns import Field, Holds, Noun
from intarsia_site.registry.queries.choices import (
    country_choices,
    place_choices,
)
from intarsia_site.web.organizations.choice import OrganizationChoice


class RecordForm(forms.Form):
    """A record's fields as texts; the service says what cannot be kept."""

    because = forms.CharField(
        label=_("Why"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the trail, and shown to whoever decides."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        noun: Noun,
        viewing: Viewing,
        data: Any = None,
        *,
        texts: Mapping[str, str] | None = None,
        revision: int | None = None,
        fixed: bool = False,
    ) -> None:
        initial = {**(texts or {}), "revision": revision}
        super().__init__(data, initial=initial)
        self.noun = noun
        for field in noun.fields:
            if fixed and field.holds in (Holds.ORGANIZATION, Holds.COUNTRY):
                continue
            made = self.fields[field.name] = form_field(field, viewing)
            if field.holds is Holds.COUNTRY and field.required and texts is None:
                made.initial = _only_one(made)
        self.order_fields([*(field.name for field in noun.fields), "because", "revision"])

    def texts(self) -> dict[str, str]:
        """Return what was written, by field name; only fields of the noun."""
        return {
            name: self.cleaned_data[name] for name in self.noun.by_name if name in self.cleaned_data
        }

    def say(self, problems: Mapping[str, str]) -> None:
        """Put the service's sentences beside their fields."""
        for name, sentence in problems.items():
            self.add_error(name if name in self.fields else None, sentence)


def form_field(field: Field, viewing: Viewing) -> forms.Field:
    """Return the field of a form for a field of a record."""
    choices = _choices(field, viewing)
    said: dict[str, Any] = {"label": field.label, "help_text": field.help}
    said["required"] = field.required
    if field.holds is Holds.ORGANIZATION:
        return OrganizationChoice(viewing=viewing, **said)
    if choices is not None:
        made: forms.Field = forms.ChoiceField(choices=[("", "—"), *choices], **said)
    elif field.holds is Holds.TEXT:
        made = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **said)
    elif field.holds is Holds.DAY:
        made = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "2011-05-31"}), **said)
    elif field.holds is Holds.AMOUNT:
        made = forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **said)
    elif field.holds is Holds.COUNT:
        made = forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **said)
    else:
        made = forms.CharField(max_length=field.longest, **said)
    return made


def _only_one(field: forms.Field) -> str:
    """Return the one thing there is to choose; with several, nothing."""
    codes = [str(code) for code, _label in field.choices if code]  # type: ignore[attr-defined]
    return codes[0] if len(codes) == 1 else ""


def _choices(field: Field, viewing: Viewing) -> list[tuple[str, Any]] | None:
    match field.holds:
        case Holds.SECTOR:
            return sector_choices()
        case Holds.COUNTRY:
            return list(country_choices(viewing=viewing))
        case Holds.PLACE:
            return list(place_choices("", viewing=viewing))
        case Holds.YES_NO:
            return [("yes", _("yes")), ("no", _("no"))]
        case Holds.CHOICE:
            return field.choices() if field.choices else []
    return None
