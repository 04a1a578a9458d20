"""Forms about editions: a new one, an erratum."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NewEdition(forms.Form):
    """The picture as it is now, to be frozen."""

    country_code = forms.ChoiceField(label=_("Country"))
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("Such as the month: “May 2011”.")
    )
    as_of = forms.DateField(
        label=_("The day it speaks of"),
        help_text=_("Such as the last day of the month."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country_code"].choices = countries  # type: ignore[attr-defined]


class NewErratum(forms.Form):
    """That a source was corrected since, and why."""

    source_id = forms.ChoiceField(label=_("Corrected source"))
    because = forms.CharField(
        label=_("What was wrong, and why"),
        max_length=1000,
        help_text=_("Shown to whoever may see something of what changed."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source_id"].choices = list(sources)  # type: ignore[attr-defined]
