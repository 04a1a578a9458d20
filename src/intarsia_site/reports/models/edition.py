"""The picture of a month, frozen so that it can be cited."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from intarsia_site.access.keys import random_id


class Edition(models.Model):
    """One frozen picture of a country: which imports were so. Numbered; never changed."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    country = models.ForeignKey("access.Country", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    #: The day the picture speaks of.
    as_of = models.DateField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    imports = models.ManyToManyField("reports.ReportImport", related_name="editions")

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("country", "number"), name="an_edition_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.country_id} {self.number}"


class Erratum(models.Model):
    """What a later correction changed of what an edition says; the edition stays as it is."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="errata")
    number = models.PositiveIntegerField()
    #: What was corrected, and by which import.
    corrected = models.ForeignKey(
        "reports.ReportImport", on_delete=models.PROTECT, related_name="errata"
    )
    #: Null: it was taken back, and nothing was there before it.
    by_import = models.ForeignKey(
        "reports.ReportImport",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    because = models.CharField(max_length=1000)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "errata"
        constraints = (
            models.UniqueConstraint(fields=("edition", "number"), name="an_erratum_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} {self.number}"
