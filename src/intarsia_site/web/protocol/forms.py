"""Forms of a protocol's row and of a rule of sharing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intarsia.sharing.labels import Label
from intarsia_site.access.names import BEYOND, PLACE_LEVELS, choices
from intarsia_site.access.queries.audience import Choice
from intarsia_site.web.refusals import Because


class HandlingForm(Because):
    """How far and how exactly something is shown."""

    label = forms.ChoiceField(
        label=_("Label"), choices=[(label.value, label.value) for label in Label]
    )
    finest_level = forms.TypedChoiceField(
        label=_("Finest place"), required=False, coerce=int, empty_value=None
    )
    hides_implementer = forms.BooleanField(
        label=_("Hide the organization behind it"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finest_level"].choices = choices(PLACE_LEVELS)  # type: ignore[attr-defined]


class RowForm(HandlingForm):
    """One row of a protocol; `was` is what the form showed when it was opened."""

    was = forms.CharField(widget=forms.HiddenInput, max_length=60)
    field_order = ("label", "finest_level", "hides_implementer", "because")


class RuleForm(HandlingForm):
    """Who may see the records of a rule."""

    beyond = forms.ChoiceField(
        label=_("Others who work in the country are shown"),
        help_text=_("Only where at least three organizations could be meant."),
    )
    host_authorities = forms.BooleanField(
        label=_("The host country's authorities see it"), required=False
    )
    organizations = forms.CharField(
        label=_("Organizations that see it"),
        required=False,
        max_length=20_000,
        help_text=_("One on a line: name, acronym or identifier."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    group_ids = forms.MultipleChoiceField(
        label=_("Groups that see it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    person_ids = forms.MultipleChoiceField(
        label=_("Persons who see it"),
        required=False,
        help_text=_("The only audience of TLP:RED."),
        widget=forms.CheckboxSelectMultiple,
    )
    other_persons = forms.CharField(
        label=_("Other persons who see it"),
        required=False,
        max_length=20_000,
        help_text=_("One on a line: name or e-mail address of somebody you know here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    released_at = forms.DateTimeField(
        label=_("Shown from"),
        required=False,
        help_text=_("Date and time in your time zone: 2011-06-01 09:00. Empty: at once."),
    )
    expires_at = forms.DateTimeField(
        label=_("Shown until"), required=False, help_text=_("Empty: without end.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = (
        "label",
        "finest_level",
        "hides_implementer",
        "organizations",
        "group_ids",
        "person_ids",
        "other_persons",
        "host_authorities",
        "beyond",
        "released_at",
        "expires_at",
        "because",
    )

    def __init__(
        self,
        *args: Any,
        groups: tuple[Choice, ...],
        persons: tuple[Choice, ...],
        knows_more: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not knows_more:
            del self.fields["other_persons"]
        self.fields["beyond"].choices = choices(BEYOND)  # type: ignore[attr-defined]
        for name, known in (("group_ids", groups), ("person_ids", persons)):
            self.fields[name].choices = [(one.public_id, one.name) for one in known]  # type: ignore[attr-defined]
