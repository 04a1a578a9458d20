"""What is said of an installation."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intarsia_site.web.refusals import Because


class InstallationForm(Because):
    """Controller, hosting, languages."""

    controller = forms.CharField(
        label=_("Controller"),
        help_text=_("The organization that answers for what is kept here."),
        max_length=200,
    )
    hosting = forms.CharField(
        label=_("Hosting"),
        help_text=_("Where this machine stands, who runs it, and under which law."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the pages"),
        choices=lambda: settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("controller", "hosting", "languages", "because")
