"""Forms about organizations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.names import LEVELS, ROLES, STANDINGS, choices, type_choices
from intarsia_site.web.refusals import Because


class NamesForm(Because):
    """What a manager may change."""

    name = forms.CharField(label=_("Name"), max_length=300)
    acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    field_order = ("name", "acronym", "type_code", "level", "standing", "country_code")


class OrganizationForm(NamesForm):
    """What those who keep the register may change."""

    type_code = forms.ChoiceField(label=_("Type"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    standing = forms.ChoiceField(label=_("Standing"))
    country_code = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Of an authority only: whose.")
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type_code"].choices = [("", _("not said")), *type_choices()]  # type: ignore[attr-defined]
        self.fields["level"].choices = choices(LEVELS)  # type: ignore[attr-defined]
        self.fields["standing"].choices = choices(STANDINGS)  # type: ignore[attr-defined]
        self.fields["country_code"].choices = [("", _("none")), *countries]  # type: ignore[attr-defined]


class AliasForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Another name"), max_length=300)
    language = forms.CharField(
        label=_("Language"), max_length=12, required=False, help_text=_("A code such as “ru”.")
    )


class IdentifierForm(forms.Form):
    """An identifier."""

    identifier = forms.CharField(label=_("Identifier"), max_length=120)


class OtherForm(Because):
    """Another organization, as a person writes it."""

    other = forms.CharField(
        label=_("Organization"),
        max_length=300,
        required=False,
        help_text=_("Its name, acronym or identifier."),
    )
    field_order = ("other", "because")


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("The person"))
    country_code = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language of the letter"))

    def __init__(
        self,
        *args: Any,
        countries: list[tuple[str, str]],
        languages: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices(ROLES)  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["country_code"].choices = [  # type: ignore[attr-defined]
            *countries,
            ("", _("all countries of the installation")),
        ]
