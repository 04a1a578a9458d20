"""Units of a country's administrative tree; what they are called, by language, style and date."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from intarsia_site.access.keys import random_id


class Place(models.Model):
    """One administrative unit, with its code and the unit it belongs to."""

    country = models.ForeignKey("access.Country", on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)
    #: Outline as GeoJSON, WGS 84, as light as maps want it.
    boundary = models.JSONField(null=True, blank=True)
    #: The days between which the unit stands; one that ends before it begins never counted.
    valid_from_on = models.DateField(null=True, blank=True)
    valid_until_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("level", "code")
        constraints = (
            models.UniqueConstraint(fields=("country", "code"), name="a_place_code_once"),
        )

    def __str__(self) -> str:
        return self.code


class PlaceName(models.Model):
    """What a unit is called: in a language, in a house style or in all, from when until when."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    house_style = models.CharField(max_length=4, blank=True)
    valid_from_on = models.DateField(null=True, blank=True)
    valid_until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("language", "house_style", "valid_from_on")

    def __str__(self) -> str:
        return self.name


class PlaceSet(models.Model):
    """Boundaries and P-codes as somebody handed them in: what they say, and what became of them."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        USED = "used", "Used"
        DROPPED = "dropped", "Dropped"
        TAKEN_BACK = "taken_back", "Taken back"

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    country = models.ForeignKey(
        "access.Country", on_delete=models.CASCADE, related_name="place_sets"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    house_style = models.CharField(max_length=4, blank=True)
    counts_from_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    #: [{name, bytes}]
    files = models.JSONField(default=list)
    #: Columns of PROBLEMS that are not empty, at most so many as are shown.
    problems = models.JSONField(default=list)
    #: {kind of change: how many units}, as it became so.
    counts = models.JSONField(default=dict)
    #: PLACES as Parquet, while it waits.
    content = models.BinaryField(null=True, blank=True)
    #: What was so before, as packed JSON, from when it counts.
    before = models.BinaryField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.public_id
