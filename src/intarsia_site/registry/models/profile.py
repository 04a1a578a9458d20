"""What an organization says of itself in a country."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown


class Profile(SharedRecord):
    """One organization's own description of its presence, in a country or in general."""

    organization = models.ForeignKey(
        "access.Organization", on_delete=models.PROTECT, related_name="profiles"
    )
    country = models.ForeignKey(
        "access.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    summary = models.TextField(max_length=4000)
    present_since_on = models.DateField(null=True, blank=True)
    staff = models.PositiveIntegerField(null=True, blank=True)
    website = models.URLField(max_length=300, blank=True)
    source = models.CharField(max_length=400)
    stated_on = models.DateField()

    SHOWN: ClassVar[dict[str, Shown]] = {
        "country_code": Shown(Precision.EXISTENCE, "country__code"),
        "organization_id": Shown(Precision.FULL, "organization__public_id", "hides_implementer"),
        "organization_name": Shown(Precision.FULL, "organization__name", "hides_implementer"),
        "summary": Shown(Precision.FULL),
        "present_since_on": Shown(Precision.FULL),
        "staff": Shown(Precision.FULL),
        "website": Shown(Precision.FULL),
        "source": Shown(Precision.FULL),
        "stated_on": Shown(Precision.FULL),
        "label": Shown(Precision.FULL, "rule__label"),
        "owner_name": Shown(Precision.FULL, "rule__owner__name", "hides_implementer"),
        "marking": Shown(Precision.FULL),
        "revision": Shown(Precision.FULL),
    }

    def __str__(self) -> str:
        return self.summary[:60]
