"""What the host country puts first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown


class Priority(SharedRecord):
    """One national priority for a sector and place, with the text that sets it."""

    country = models.ForeignKey("access.Country", on_delete=models.PROTECT, related_name="+")
    sector_code = models.CharField(max_length=40, blank=True)
    place_code = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=40, blank=True)
    place_level = models.PositiveSmallIntegerField(default=0)
    #: 1 is first.
    rank = models.PositiveSmallIntegerField()
    statement = models.CharField(max_length=600)
    instrument = models.CharField(max_length=400)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    SHOWN: ClassVar[dict[str, Shown]] = {
        "country_code": Shown(Precision.EXISTENCE, "country__code"),
        "sector_code": Shown(Precision.EXISTENCE),
        "area_code": Shown(Precision.EXISTENCE, unless="finest_level", level=1),
        "place_code": Shown(Precision.FULL, unless="finest_level", level="place_level"),
        "rank": Shown(Precision.FULL),
        "statement": Shown(Precision.FULL),
        "instrument": Shown(Precision.FULL),
        "starts_on": Shown(Precision.FULL),
        "ends_on": Shown(Precision.FULL),
        "label": Shown(Precision.FULL, "rule__label"),
        "owner_name": Shown(Precision.FULL, "rule__owner__name"),
        "marking": Shown(Precision.FULL),
        "revision": Shown(Precision.FULL),
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="priority_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rank} {self.statement[:40]}"
