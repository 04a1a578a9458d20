"""Units of a country's administrative tree; what they are called, by language, style and date."""

from __future__ import annotations

from django.db import models


class Place(models.Model):
    """One administrative unit, with its code and the unit it belongs to."""

    country = models.ForeignKey("access.Country", on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)
    #: Outline as GeoJSON, WGS 84, as handed in.
    boundary = models.JSONField(null=True, blank=True)
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
