"""What the API takes and gives, for its reference: made from what a noun says of its fields."""

from __future__ import annotations

from functools import cache
from typing import Any

from rest_framework import serializers

from intarsia import codelists
from intarsia_site.registry.nouns import NOUNS, Field, Holds, Noun


class Problem(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(help_text="Empty: the whole body.")
    message = serializers.CharField()


class ErrorShape(serializers.Serializer[Any]):
    """What stopped a request."""

    code = serializers.CharField(help_text="Permanent; programs may rely on it.")
    message = serializers.CharField()
    data = serializers.DictField(help_text="What a program can work with, by code.")  # type: ignore[assignment]
    problems = Problem(many=True)


def field_of(field: Field, *, output: bool) -> serializers.Field[Any, Any, Any, Any]:
    """Return what describes a field of a body, or of an answer."""
    said: dict[str, Any] = {"help_text": field.label}
    needed = field.required and not output
    said |= {"required": needed or output, "allow_null": not needed}
    match field.holds:
        case Holds.DAY:
            return serializers.DateField(**said)
        case Holds.COUNT:
            return serializers.IntegerField(min_value=0, max_value=999_999_999, **said)
        case Holds.AMOUNT:
            return serializers.FloatField(min_value=0, max_value=9_999_999_999_999, **said)
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
    fields: dict[str, Any] = {one.name: field_of(one, output=False) for one in noun.fields}
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
        **(_area() if noun.has_areas else {}),
        **{one.name: field_of(one, output=True) for one in noun.fields},
    }
    return type(_title(noun), (serializers.Serializer,), fields)


def _area() -> dict[str, Any]:
    said = "The first-level area of its place: what is shown of it in a coarse record."
    return {
        "area_code": serializers.CharField(allow_null=True, help_text=said),
        "area_name": serializers.CharField(
            allow_null=True, help_text="In the language that was asked for."
        ),
    }


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


class NamedOrganization(serializers.Serializer[Any]):
    """An organization that is mentioned."""

    id = serializers.CharField()
    name = serializers.CharField()


class Alias(serializers.Serializer[Any]):
    """Another name."""

    name = serializers.CharField()
    language = serializers.CharField(allow_blank=True)


class OrganizationInList(serializers.Serializer[Any]):
    """Who an organization is."""

    id = serializers.CharField()
    name = serializers.CharField()
    acronym = serializers.CharField(allow_null=True)
    type_code = serializers.CharField(allow_null=True, help_text="Of the IATI code list.")
    standing = serializers.CharField(allow_null=True)
    country_code = serializers.CharField(allow_null=True)


class OneOrganization(OrganizationInList):
    """Who an organization is, with its names and offices."""

    level = serializers.CharField(allow_null=True)
    aliases = Alias(many=True)
    identifiers = serializers.ListField(child=serializers.CharField())
    parent = NamedOrganization(allow_null=True)
    offices = NamedOrganization(many=True, help_text="At most a hundred.")
    merged_into = NamedOrganization(allow_null=True)


class OrganizationList(serializers.Serializer[Any]):
    """A part of the list."""

    items = OrganizationInList(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of what follows.")


class FieldChange(serializers.Serializer[Any]):
    """What one field says and would say, as text."""

    field = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class OneProposal(serializers.Serializer[Any]):
    """What somebody proposes for the registry, or what a name in a report is said to mean."""

    id = serializers.CharField()
    about = serializers.ChoiceField(
        choices=[*sorted(NOUNS), "organization-names", "organizations", "place-names"],
        help_text="The last three: a name out of a report, for the register to learn.",
    )
    record = serializers.CharField(
        allow_null=True,
        help_text="Id of the record, of a name that of its organization; null: a new one.",
    )
    changes = FieldChange(many=True)
    because = serializers.CharField(allow_blank=True)
    proposed_by = serializers.CharField(
        allow_null=True,
        help_text="Who was erased is “a former member”. Of a name only who said it is told: null.",
    )
    proposed_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=["open", "accepted", "declined", "withdrawn"])
    decision = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    label = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="As TLP 2.0 writes it; null: only released to curators."
    )
    may_decide = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()


class ProposalList(serializers.Serializer[Any]):
    """A part of the list."""

    items = OneProposal(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of what follows.")


class DecisionNew(serializers.Serializer[Any]):
    """What is decided."""

    answer = serializers.ChoiceField(choices=["accept", "decline", "withdraw"])
    because = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="Needed to decline."
    )
    name = serializers.CharField(
        required=False, allow_blank=True, max_length=300,
        help_text="Of a new organization out of a report: what it is to be called.",
    )  # fmt: skip
    type_code = serializers.CharField(
        required=False, allow_blank=True, help_text="And its type, of the IATI code list."
    )
    organization_id = serializers.CharField(
        required=False, allow_blank=True,
        help_text="Or the organization that it is already: none is made.",
    )  # fmt: skip


class PlaceNameShape(serializers.Serializer[Any]):
    """One of a unit's names."""

    name = serializers.CharField()
    language = serializers.CharField(allow_null=True)
    house_style = serializers.CharField(allow_null=True)
    valid_from_on = serializers.DateField(allow_null=True)
    valid_until_on = serializers.DateField(allow_null=True)


class PlaceShape(serializers.Serializer[Any]):
    """One administrative unit, as it was called on the day."""

    code = serializers.CharField()
    level = serializers.IntegerField()
    name = serializers.CharField()
    within = serializers.CharField(allow_null=True)
    names = PlaceNameShape(many=True)


class PlaceList(serializers.Serializer[Any]):
    """A part of the list."""

    items = PlaceShape(many=True)
    total = serializers.IntegerField()
    next = serializers.CharField(allow_null=True, help_text="Address of what follows.")


class GroupShape(serializers.Serializer[Any]):
    """A group that the person is in or convenes."""

    id = serializers.CharField()
    name = serializers.CharField()
    country_code = serializers.CharField()


class GroupList(serializers.Serializer[Any]):
    """A part of the list."""

    items = GroupShape(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of what follows.")


class TokenShape(serializers.Serializer[Any]):
    """One of the person's own tokens; its secret is nowhere."""

    id = serializers.CharField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(choices=["read", "write"])
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_on = serializers.DateField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    is_current = serializers.BooleanField(help_text="Neither ended nor past its day.")


class TokenList(serializers.Serializer[Any]):
    """A part of the list."""

    items = TokenShape(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of what follows.")


class AuditShape(serializers.Serializer[Any]):
    """One entry of the trail."""

    id = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True, help_text="Pseudonym; null: the installation.")
    by_name = serializers.CharField(allow_null=True)
    verb = serializers.CharField()
    kind = serializers.CharField()
    subject_id = serializers.CharField(allow_blank=True)
    organization = serializers.CharField(allow_null=True)
    country_code = serializers.CharField(allow_null=True)
    before = serializers.DictField(help_text="Fields that changed, as kept; persons by pseudonym.")
    after = serializers.DictField()
    because = serializers.CharField(allow_null=True)


class AuditList(serializers.Serializer[Any]):
    """A part of the trail."""

    items = AuditShape(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of what follows.")


class MembershipShape(serializers.Serializer[Any]):
    """Where the person belongs; country null: in all of them."""

    id = serializers.CharField()
    organization_id = serializers.CharField()
    organization_name = serializers.CharField()
    role = serializers.CharField()
    country_code = serializers.CharField(allow_null=True)


class CountryRoleShape(serializers.Serializer[Any]):
    """What the person does for a country."""

    id = serializers.CharField()
    role = serializers.CharField()
    country_code = serializers.CharField()


class CountryShape(serializers.Serializer[Any]):
    """A country of this installation."""

    code = serializers.CharField()
    name = serializers.CharField()


class Person(serializers.Serializer[Any]):
    """The person who asks."""

    id = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField(allow_null=True)
    is_administrator = serializers.BooleanField()
    memberships = MembershipShape(many=True)
    roles = CountryRoleShape(many=True)
    countries = CountryShape(many=True)


def _title(noun: Noun) -> str:
    return noun.name.capitalize()
