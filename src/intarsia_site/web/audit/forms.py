"""What of the trail is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.names import SUBJECTS, choices


class AuditForm(forms.Form):
    """Who, what, when."""

    who = forms.CharField(
        label=_("Who"), required=False, max_length=120, help_text=_("A name, or a pseudonym.")
    )
    kind = forms.ChoiceField(label=_("About"), required=False)
    subject_id = forms.CharField(label=_("Its id"), required=False, max_length=40)
    since = forms.DateField(label=_("Since"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("anything")), *choices(SUBJECTS)]  # type: ignore[attr-defined]
