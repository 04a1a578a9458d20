"""Forms about sources: a new one, its name and rhythm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, str]]


class NewSource(forms.Form):
    """A new stream of reports."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As your colleagues call these reports: “Monthly 3W”, “IATI”."),
    )
    organization_id = forms.ChoiceField(label=_("Organization"))
    country_code = forms.ChoiceField(label=_("Country"))
    kind = forms.ChoiceField(
        label=_("How its reports come in"),
        choices=[
            ("files", _("somebody sends a file")),
            ("by_hand", _("entered on the site")),
            ("address", _("fetched from an address, which an administrator sets")),
        ],
    )

    def __init__(
        self, *args: Any, organizations: Choices, countries: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("organization_id", organizations), ("country_code", countries)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ChangeSource(forms.Form):
    """A source's name and rhythm."""

    name = forms.CharField(label=_("Name"), max_length=120)
    every_months = forms.IntegerField(
        label=_("A report every so many months"),
        required=False,
        min_value=1,
        max_value=24,
        help_text=_("Empty: whenever there is something to say; then none is expected."),
    )
    expected_from_on = forms.DateField(
        label=_("First day of the first period"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    due_after_days = forms.IntegerField(
        label=_("Expected so many days after the end of a period"), min_value=0, max_value=180
    )
    because = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=1000,
        help_text=_("Kept in the trail."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AddressForm(forms.Form):
    """Where a source is fetched."""

    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=1000,
        help_text=_("Of the file itself, readable without signing in. Empty: not fetched."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    because = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=1000,
        help_text=_("Kept in the trail."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
