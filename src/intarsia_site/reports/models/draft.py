"""What somebody began to enter by hand and has not handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from intarsia_site.access.keys import random_id


class Draft(models.Model):
    """One activity or several, as far as they are written. Its writer alone sees it."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    source = models.ForeignKey("reports.Source", on_delete=models.CASCADE, related_name="drafts")
    #: The activity that is changed; empty: a new one.
    activity_id = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-saved_at", "-pk")

    def __str__(self) -> str:
        return self.public_id
