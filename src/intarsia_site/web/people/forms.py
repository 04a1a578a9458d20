"""Forms about people and their keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.names import SCOPES, choices
from intarsia_site.web.refusals import Because


class RoleForm(Because):
    """A role for a country."""

    role = forms.ChoiceField(label=_("Role"))
    country_code = forms.ChoiceField(label=_("Country"))
    field_order = ("role", "country_code", "because")

    def __init__(
        self,
        *args: Any,
        roles: list[tuple[str, str]],
        countries: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["country_code"].choices = countries  # type: ignore[attr-defined]


class AddressForm(Because):
    """Another e-mail address."""

    email = forms.EmailField(label=_("New e-mail address"), max_length=254)
    field_order = ("email", "because")


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("Such as “weekly export”.")
    )
    scope = forms.ChoiceField(label=_("The program"))
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=365, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = choices(SCOPES)  # type: ignore[attr-defined]
