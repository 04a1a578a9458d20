"""What an organization is charged to do."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown


class Mandate(SharedRecord):
    """One organization's charge to act in a sector and place, as one text gives it."""

    country = models.ForeignKey("access.Country", on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        "access.Organization", on_delete=models.PROTECT, related_name="mandates"
    )
    #: Empty: every sector.
    sector_code = models.CharField(max_length=40, blank=True)
    #: Empty: the whole country. `area_code` is its first-level unit.
    place_code = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=40, blank=True)
    place_level = models.PositiveSmallIntegerField(default=0)
    #: `intarsia.terms.MandateFunction`.
    function = models.CharField(max_length=20)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    instrument = models.CharField(max_length=400)
    provision = models.CharField(max_length=200, blank=True)

    SHOWN: ClassVar[dict[str, Shown]] = {
        "country_code": Shown(Precision.EXISTENCE, "country__code"),
        "organization_id": Shown(Precision.FULL, "organization__public_id", "hides_implementer"),
        "organization_name": Shown(Precision.FULL, "organization__name", "hides_implementer"),
        "sector_code": Shown(Precision.EXISTENCE),
        "area_code": Shown(Precision.EXISTENCE, unless="finest_level", level=1),
        "place_code": Shown(Precision.FULL, unless="finest_level", level="place_level"),
        "function": Shown(Precision.COARSE),
        "starts_on": Shown(Precision.FULL),
        "ends_on": Shown(Precision.FULL),
        "instrument": Shown(Precision.FULL),
        "provision": Shown(Precision.FULL),
        "label": Shown(Precision.FULL, "rule__label"),
        "owner_name": Shown(Precision.FULL, "rule__owner__name", "hides_implementer"),
        "marking": Shown(Precision.FULL),
        "revision": Shown(Precision.FULL),
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="mandate_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.function} {self.sector_code} {self.place_code}"
