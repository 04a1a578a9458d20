"""Who may see a record, how precisely, until when; many records may share one rule."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.keys import random_id


class SharingRule(models.Model):
    """One rule of one owner. `intarsia.sharing` says in words what each field does."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    owner = models.ForeignKey("access.Organization", on_delete=models.PROTECT, related_name="rules")
    country = models.ForeignKey("access.Country", null=True, blank=True, on_delete=models.PROTECT)
    label = models.CharField(max_length=20, choices=[(label, label) for label in Label])
    beyond = models.PositiveSmallIntegerField(
        default=int(Precision.NOTHING),
        choices=[
            (int(given), given.name.lower())
            for given in (Precision.NOTHING, Precision.EXISTENCE, Precision.COARSE)
        ],
    )
    host_authorities = models.BooleanField(default=False)
    organizations = models.ManyToManyField(
        "access.Organization", blank=True, related_name="named_in_rules"
    )
    groups = models.ManyToManyField("access.Group", blank=True, related_name="named_in_rules")
    persons = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="named_in_rules"
    )
    #: The organization behind a record is shown to the owner's members alone.
    hides_implementer = models.BooleanField(default=False)
    #: The finest level of place shown to others than the owner's members; null: as reported.
    finest_level = models.PositiveSmallIntegerField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(label__in=[str(label) for label in Label]),
                name="rule_has_a_tlp_label",
            ),
            models.CheckConstraint(
                condition=models.Q(beyond__lte=int(Precision.COARSE)),
                name="beyond_is_never_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} of {self.owner_id}"
