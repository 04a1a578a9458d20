"""A file that was handed in, as it is kept: without personal data, never changed afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from intarsia_site.access.keys import random_id


class ReportFile(models.Model):
    """One file of a source. What is kept is the cleaned copy, under INTARSIA_DATA/reports."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    source = models.ForeignKey("reports.Source", on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    #: Of the bytes as they came in: by it the same file is known again.
    sha256 = models.CharField(max_length=64)
    #: Of the cleaned copy: by it a copy that changed on disk is found out.
    kept_sha256 = models.CharField(max_length=64)
    kept_name = models.CharField(max_length=80)
    kept_bytes = models.PositiveBigIntegerField()
    #: How much was taken out, by kind.
    removed = models.JSONField(default=dict)
    #: The format it came in, where it had to be kept in another.
    converted_from = models.CharField(max_length=10, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes = (models.Index(fields=("source", "sha256"), name="report_file_again"),)

    def __str__(self) -> str:
        return self.name
