"""A host country that this installation works on, and its house style."""

from __future__ import annotations

from django.db import models


class Country(models.Model):
    """One host country: its code, house style of names, and whether it is invented."""

    class HouseStyle(models.TextChoices):
        UN = "UN", "UN"
        OSCE = "OSCE", "OSCE"
        EU = "EU", "EU"

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=120)
    house_style = models.CharField(max_length=4, choices=HouseStyle.choices, default=HouseStyle.UN)
    is_exercise = models.BooleanField(default=False)
    protocol_accepted_at = models.DateTimeField(null=True, blank=True)
    protocol_accepted_by = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """The one row about this installation: who is its controller and where it is hosted."""

    controller = models.CharField(max_length=200)
    hosting = models.CharField(max_length=400)
    #: Codes of the languages that pages are offered in.
    languages = models.JSONField(default=list)
    retention_days = models.PositiveIntegerField(default=3650)
    locked_since = models.DateTimeField(null=True, blank=True)
    only = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(only=True), name="one_installation_row"),
        )

    def __str__(self) -> str:
        return self.controller
