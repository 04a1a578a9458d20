"""What the API takes and gives of activities, for its reference."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from intarsia_site.api.schemas import field_of
from intarsia_site.registry.nouns import Field
from intarsia_site.reports.entered import ENTERED

#: Whose, and where: what a new activity says besides the fields of the form.
WHOSE = (
    Field("organization_id", "Whose it is: one that you enter for.", required=True),
    Field("country_code", "Of the installation's countries.", required=True, longest=2),
)
TEXTS = (
    "activity_id", "title", "description", "organization_id", "organization_name", "country_code",
    "sector_code", "area_code", "status", "target_group", "modality", "label", "marking",
)  # fmt: skip
DAYS = ("from_quarter_on", "to_quarter_on", "starts_on", "ends_on")
NUMBERS = ("budget_usd", "spent_usd", "people_targeted", "people_reached")
CODES = ("sector_codes", "area_codes", "place_codes")
NAMES = ("implementers", "funders")


def _input(name: str, *, partial: bool) -> type[serializers.Serializer[Any]]:
    fields = {
        one.name: field_of(one, output=False) for one in (*(() if partial else WHOSE), *ENTERED)
    }
    if partial:
        for one in fields.values():
            one.required = False
    return type(name, (serializers.Serializer,), fields)


ActivityNew = _input("ActivityNew", partial=False)
ActivityChange = _input("ActivityChange", partial=True)
_null: dict[str, Any] = {"allow_null": True}
ActivityShape: type[serializers.Serializer[Any]] = type(
    "Activity",
    (serializers.Serializer,),
    {
        "id": serializers.CharField(help_text="Of this version of it."),
        "precision": serializers.ChoiceField(choices=["existence", "coarse", "full"]),
        "owner": serializers.CharField(**_null),
        "source": serializers.CharField(help_text="Which of its owner's reports.", **_null),
        **{name: serializers.CharField(**_null) for name in TEXTS},
        **{name: serializers.DateField(**_null) for name in DAYS},
        **{name: serializers.FloatField(**_null) for name in NUMBERS},
        **{
            name: serializers.ListField(child=serializers.CharField(), **_null)
            for name in (*CODES, *NAMES)
        },
    },
)
ActivityList: type[serializers.Serializer[Any]] = type(
    "ActivityList",
    (serializers.Serializer,),
    {
        "items": serializers.ListField(child=ActivityShape()),
        "total": serializers.IntegerField(),
        "next": serializers.CharField(allow_null=True, help_text="Address of what follows."),
    },
)
