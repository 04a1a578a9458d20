"""Forms about groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.web.organizations.choice import OrganizationChoice


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(label=_("Name"), max_length=200)
    country_code = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country_code"].choices = countries  # type: ignore[attr-defined]


class OrganizationInGroup(forms.Form):
    """An organization to add, as a person writes it."""

    def __init__(self, viewing: Viewing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"] = OrganizationChoice(viewing=viewing)


class PersonInGroup(forms.Form):
    """A person to add."""

    email = forms.EmailField(label=_("A person's e-mail address"), max_length=254)
