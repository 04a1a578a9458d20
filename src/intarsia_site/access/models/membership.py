"""Who belongs to what, in which role, from when until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from intarsia_site.access.keys import random_id

_PERIOD_ENDS_AFTER = models.Q(until_at__isnull=True) | models.Q(until_at__gt=models.F("from_at"))


class Membership(models.Model):
    """One person's belonging to one organization, in one country or in all."""

    class Role(models.TextChoices):
        VIEWER = "viewer", "Viewer"
        EDITOR = "editor", "Editor"
        FOCAL_POINT = "focal_point", "Focal point"
        MANAGER = "manager", "Manager"

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organization = models.ForeignKey(
        "access.Organization", on_delete=models.CASCADE, related_name="memberships"
    )
    country = models.ForeignKey("access.Country", null=True, blank=True, on_delete=models.CASCADE)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.VIEWER)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("user", "until_at"), name="memberships_of_user"),)
        constraints = (
            models.CheckConstraint(condition=_PERIOD_ENDS_AFTER, name="membership_ends_after"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization_id}"


class CountryRole(models.Model):
    """What one person does for a whole country; it opens no record by itself."""

    class Role(models.TextChoices):
        CONVENOR = "convenor", "Convenor"
        CURATOR = "curator", "Curator"
        HOST_COORDINATOR = "host_coordinator", "Host co-ordinator"

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="country_roles"
    )
    country = models.ForeignKey("access.Country", on_delete=models.CASCADE)
    role = models.CharField(max_length=20, choices=Role.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=_PERIOD_ENDS_AFTER, name="country_role_ends_after"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.country_id}"


class Group(models.Model):
    """An audience with a name: organizations and persons who share with one another."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    country = models.ForeignKey("access.Country", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """An organization or a person in a group, for a time."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    organization = models.ForeignKey(
        "access.Organization", null=True, blank=True, on_delete=models.CASCADE
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=_PERIOD_ENDS_AFTER, name="group_membership_ends_after"
            ),
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False, user__isnull=True)
                | models.Q(organization__isnull=True, user__isnull=False),
                name="a_group_has_organizations_or_persons",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group_id} {self.organization_id or self.user_id}"
