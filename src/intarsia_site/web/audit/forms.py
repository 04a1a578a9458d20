"""What of the trail is asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AuditForm(forms.Form):
    """Who, what, when."""

    who = forms.CharField(
        label=_("Who"), required=False, max_length=120, help_text=_("A name, or a pseudonym.")
    )
    kind = forms.CharField(label=_("About"), required=False, max_length=60)
    subject_id = forms.CharField(label=_("Its id"), required=False, max_length=40)
    since = forms.DateField(label=_("Since"), required=False)
    until = forms.DateField(label=_("Until"), required=False)
