"""What an organization can do: capacities, and instruments of conflict prevention."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown


class Capacity(SharedRecord):
    """One capacity or conflict-prevention tool that an organization says it has."""

    class Kind(models.TextChoices):
        CAPACITY = "capacity", "Capacity"
        PREVENTION_TOOL = "prevention_tool", "Conflict-prevention tool"

    class Phase(models.TextChoices):
        EARLY_WARNING = "early_warning", "Early warning"
        PREVENTION = "prevention", "Conflict prevention"
        CRISIS = "crisis", "Crisis management"
        REHABILITATION = "rehabilitation", "Post-conflict rehabilitation"

    organization = models.ForeignKey(
        "access.Organization", on_delete=models.PROTECT, related_name="capacities"
    )
    #: Null: wherever the organization works.
    country = models.ForeignKey(
        "access.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    phase = models.CharField(max_length=20, choices=Phase.choices, blank=True)
    sector_code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300)
    description = models.TextField(max_length=4000, blank=True)
    #: What it takes to call on it: who decides, how fast.
    how_to_call_on_it = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=400)
    stated_on = models.DateField()

    SHOWN: ClassVar[dict[str, Shown]] = {
        "country_code": Shown(Precision.EXISTENCE, "country__code"),
        "organization_id": Shown(Precision.FULL, "organization__public_id", "hides_implementer"),
        "organization_name": Shown(Precision.FULL, "organization__name", "hides_implementer"),
        "kind": Shown(Precision.EXISTENCE),
        "phase": Shown(Precision.COARSE),
        "sector_code": Shown(Precision.EXISTENCE),
        "name": Shown(Precision.FULL),
        "description": Shown(Precision.FULL),
        "how_to_call_on_it": Shown(Precision.FULL),
        "source": Shown(Precision.FULL),
        "stated_on": Shown(Precision.FULL),
        "label": Shown(Precision.FULL, "rule__label"),
        "owner_name": Shown(Precision.FULL, "rule__owner__name", "hides_implementer"),
        "marking": Shown(Precision.FULL),
        "revision": Shown(Precision.FULL),
    }

    def __str__(self) -> str:
        return self.name
