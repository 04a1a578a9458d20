"""The form of a person who accepts an invitation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NewcomerForm(forms.Form):
    """Name and password of a new person."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("A password"),
        max_length=200,
        strip=False,
        help_text=_("At least twelve signs; a sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
