"""What the API takes and gives, for its reference: made from what a noun says of its fields."""

from __future__ import annotations

from functools import cache
from typing import Any

from rest_framework import serializers

from intarsia import codelists
from intarsia_site.registry.nouns import NOUNS, Field, Holds, Noun


class ErrorShape(serializers.Serializer[Any]):
    """What stopped a request."""

    code = serializers.CharField(help_text="Permanent; programs may rely on it.")
    message = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # of the shape, not the serializer
    problems = serializers.ListField(child=serializers.DictField())


def _field(field: Field, *, output: bool) -> serializers.Field[Any, Any, Any, Any]:
    said: dict[str, Any] = {"help_text": str(field.label)}
    needed = field.required and not output
    said |= {"required": needed or output, "allow_null": not needed}
    match field.holds:
        case Holds.DAY:
            return serializers.DateField(**said)
        case Holds.COUNT:
            return serializers.IntegerField(min_value=0, max_value=999_999_999, **said)
        case Holds.YES_NO:
            return serializers.BooleanField(**said)
        case Holds.CHOICE:
            codes = [code for code, _label in field.choices()] if field.choices else []
            return serializers.ChoiceField(choices=codes, **said)
        case Holds.SECTOR:
            codes = sorted(row["code"] for row in codelists.rows("sectors"))
            return serializers.ChoiceField(choices=codes, **said)
        case Holds.ADDRESS:
            return serializers.URLField(max_length=field.longest, **said)
    return serializers.CharField(max_length=field.longest, min_length=1 if needed else 0, **said)


@cache
def input_of(plural: str, *, partial: bool) -> type[serializers.Serializer[Any]]:
    """Return the serializer that describes a body for a noun."""
    noun = NOUNS[plural]
    fields: dict[str, Any] = {one.name: _field(one, output=False) for one in noun.fields}
    if partial:
        for one in fields.values():
            one.required = False
    name = f"{_title(noun)}{'Change' if partial else 'New'}"
    return type(name, (serializers.Serializer,), fields)


@cache
def output_of(plural: str) -> type[serializers.Serializer[Any]]:
    """Return the serializer that describes a record."""
    noun = NOUNS[plural]
    text: dict[str, Any] = {"allow_null": True}
    fields: dict[str, Any] = {
        "id": serializers.CharField(),
        "precision": serializers.ChoiceField(choices=["existence", "coarse", "full"]),
        "revision": serializers.IntegerField(allow_null=True),
        "label": serializers.CharField(help_text="As TLP 2.0 writes it.", **text),
        "owner": serializers.CharField(**text),
        "marking": serializers.CharField(help_text="Of the source, as written.", **text),
        **{one.name: _field(one, output=True) for one in noun.fields},
    }
    return type(_title(noun), (serializers.Serializer,), fields)


@cache
def list_of(plural: str) -> type[serializers.Serializer[Any]]:
    """Return the serializer that describes a list of records."""
    return type(
        f"{_title(NOUNS[plural])}List",
        (serializers.Serializer,),
        {
            "items": serializers.ListField(child=output_of(plural)()),
            "total": serializers.IntegerField(),
            "next": serializers.CharField(allow_null=True, help_text="Address of what follows."),
        },
    )


class Proposed(serializers.Serializer[Any]):
    """Others decide: what was asked for is proposed."""

    proposal = serializers.CharField(help_text="Id of the proposal.")


def _title(noun: Noun) -> str:
    return noun.name.capitalize()
