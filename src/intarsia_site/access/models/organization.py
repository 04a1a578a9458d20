"""An organization's identity: names, identifiers, what it belongs to, what it was merged into."""

from __future__ import annotations

from django.db import models

from intarsia_site.access.keys import random_id


class Organization(models.Model):
    """One organization, or one office of it; who it is, never what it does."""

    class Standing(models.TextChoices):
        ORGANIZATION = "organization", "Organization"
        HOST_AUTHORITY = "host_authority", "Host authority"
        #: No desk, no endorsement, nothing by default.
        DE_FACTO = "de_facto", "De facto authority"

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    name = models.CharField(max_length=300)
    acronym = models.CharField(max_length=40, blank=True)
    #: A code of `intarsia.codelists` organization_types.
    type_code = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=20, blank=True)
    standing = models.CharField(
        max_length=20, choices=Standing.choices, default=Standing.ORGANIZATION
    )
    #: Of a host or de facto authority: whose.
    country = models.ForeignKey("access.Country", null=True, blank=True, on_delete=models.PROTECT)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    revision = models.PositiveIntegerField(default=1)
    #: Every name, acronym, alias and identifier as searched for: see `services.organization`.
    folded = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        indexes = (models.Index(fields=("name", "id"), name="organizations_by_name"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(standing="organization") | models.Q(country__isnull=False),
                name="an_authority_has_a_country",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
                name="not_merged_into_itself",
            ),
        )

    def __str__(self) -> str:
        return self.name


class OrganizationAlias(models.Model):
    """Another name of an organization, in one language or in none in particular."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    language = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "name", "language"), name="an_alias_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class OrganizationIdentifier(models.Model):
    """An identifier as IATI, a register or a report writes it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="identifiers"
    )
    identifier = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ("identifier",)

    def __str__(self) -> str:
        return self.identifier
