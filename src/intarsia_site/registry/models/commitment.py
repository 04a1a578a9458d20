"""What an organization itself says on the commitments of the Platform for Co-operative Security."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown


class CommitmentStatement(SharedRecord):
    """One organization's own statement on one commitment. Nobody rates it; it excludes nobody."""

    class Commitment(models.TextChoices):
        PRINCIPLES = "principles", "Principles of the UN Charter and of the OSCE"
        TRANSPARENCY = "transparency", "Transparency and predictability"
        ARMS_CONTROL = "arms_control", "Arms-control obligations"
        OWN_EVOLUTION = "own_evolution", "Openness about its own evolution"
        FREE_WILL = "free_will", "Membership by free will"
        INDIVISIBLE = "indivisible", "Comprehensive and indivisible security"
        REINFORCING = "reinforcing", "Full part in mutually reinforcing institutions"
        RESOURCES = "resources", "Readiness to deploy resources"

    organization = models.ForeignKey(
        "access.Organization", on_delete=models.PROTECT, related_name="commitments"
    )
    commitment = models.CharField(max_length=20, choices=Commitment.choices)
    #: Not applicable: a body that is not intergovernmental.
    applies = models.BooleanField(default=True)
    statement = models.TextField(max_length=4000, blank=True)
    source = models.CharField(max_length=400)
    stated_on = models.DateField()

    SHOWN: ClassVar[dict[str, Shown]] = {
        "organization_id": Shown(Precision.FULL, "organization__public_id", "hides_implementer"),
        "organization_name": Shown(Precision.FULL, "organization__name", "hides_implementer"),
        "commitment": Shown(Precision.FULL),
        "applies": Shown(Precision.FULL),
        "statement": Shown(Precision.FULL),
        "source": Shown(Precision.FULL),
        "stated_on": Shown(Precision.FULL),
        "label": Shown(Precision.FULL, "rule__label"),
        "owner_name": Shown(Precision.FULL, "rule__owner__name", "hides_implementer"),
        "marking": Shown(Precision.FULL),
        "revision": Shown(Precision.FULL),
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(applies=False) | ~models.Q(statement=""),
                name="a_statement_says_something",
            ),
        )

    def __str__(self) -> str:
        return self.commitment
