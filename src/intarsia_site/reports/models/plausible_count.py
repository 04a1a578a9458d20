"""When it last changed how many organizations a hint of an activity could mean."""

from __future__ import annotations

from django.db import models


class PlausibleCount(models.Model):
    """The last moment at which the counts of a country's activities came out otherwise."""

    country = models.OneToOneField(
        "access.Country", on_delete=models.CASCADE, related_name="plausible_counts"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.country_id} {self.at:%Y-%m-%d %H:%M}"
