"""A person's own particulars."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _


class ParticularsForm(forms.Form):
    """Name, language, time zone."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of pages, and of letters to you.")
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        help_text=_("Times on pages are told and read in it, such as Asia/Bishkek or UTC."),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        """Return the zone in its own spelling, however it was written."""
        typed = str(self.cleaned_data["time_zone"]).strip().replace(" ", "_")
        known = {zone.casefold(): zone for zone in ("UTC", *available_timezones())}
        if typed.casefold() not in known:
            raise forms.ValidationError(
                _("There is no such time zone. Write a continent and a city, as Europe/Vienna.")
            )
        return known[typed.casefold()]

    def zones(self) -> list[str]:
        """Return the zones to choose from: those that are called after a place."""
        return sorted(zone for zone in available_timezones() if "/" in zone and zone[0] < "e")
