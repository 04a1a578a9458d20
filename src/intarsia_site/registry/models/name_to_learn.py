"""What names in reports mean, for curators to take over; what the register learned of places."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.keys import random_id
from intarsia_site.access.models import SharedRecord, Shown


class NameToLearn(models.Model):
    """One name with what it means, asked about once in a country, and what became of it.

    A model of its own and no noun of proposals: a proposal is seen like the record it would
    change, while this changes no shared record and is seen only by who said it and, through any of
    the reports that say it, by the country's curators, an audience that no sharing rule can name.
    """

    class Kind(models.TextChoices):
        ALIAS = "organization-names", "Another name of an organization"
        ORGANIZATION = "organizations", "A new organization"
        PLACE = "place-names", "Another name of a place"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    country = models.ForeignKey("access.Country", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    #: As the report writes it, and the unit above as the report names it.
    name = models.CharField(max_length=300)
    within = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=12, blank=True)
    #: Whom it means; of a new organization, which one was made or chosen.
    organization = models.ForeignKey(
        "access.Organization", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Whom it means, where that is one of the packaged register that is not kept here yet.
    packaged_id = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(
        "registry.Place", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: What the report says a new organization is.
    type_code = models.CharField(max_length=10, blank=True)
    #: Name and meaning as one mark: see `registry.meanings`.
    mark = models.CharField(max_length=32)
    #: The day alone: the moment would say with which import it came.
    said_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("said_at", "public_id")
        constraints = (
            models.UniqueConstraint(fields=("country", "mark"), name="a_meaning_asked_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class NameSaid(SharedRecord):
    """That reports under one rule say a name so: curators see the name as the rule lets them."""

    about = models.ForeignKey(NameToLearn, on_delete=models.CASCADE, related_name="said")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The sender said that curators may see it, whatever the rule says.
    is_released = models.BooleanField(default=False)
    is_withdrawn = models.BooleanField(default=False)
    #: Of a place: what the rule's finest level is compared with.
    place_level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("about", "rule"), name="a_name_said_once_under_a_rule"),
        )

    SHOWN: ClassVar[dict[str, Shown]] = {
        "name": Shown(Precision.FULL, "about__name", unless="hides_implementer"),
    }

    def __str__(self) -> str:
        return f"{self.about_id} {self.rule_id}"


class ReportedPlaceName(models.Model):
    """What reports call a unit besides its names; reports are read with it, no page says it."""

    country = models.ForeignKey("access.Country", on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(
        "registry.Place", on_delete=models.CASCADE, related_name="reported_names"
    )
    name = models.CharField(max_length=300)
    #: The unit above as reports name it; empty where it does not matter.
    within = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=12, blank=True)
    #: Name and unit above, as names are compared, as one mark: see `registry.meanings`.
    mark = models.CharField(max_length=32)

    class Meta:
        ordering = ("name", "within", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("country", "mark"), name="a_reported_place_name_means_one_place"
            ),
        )

    def __str__(self) -> str:
        return self.name
