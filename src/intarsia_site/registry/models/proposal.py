"""A change that somebody proposes and a curator decides."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown


class Proposal(SharedRecord):
    """One proposed addition, change or removal, with its reason; seen like what it is about."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    #: The noun, see `registry.nouns`; an empty subject proposes a new record.
    noun = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=16, blank=True)
    subject_revision = models.PositiveIntegerField(null=True, blank=True)
    country = models.ForeignKey(
        "access.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changes = models.JSONField(default=dict)
    because = models.CharField(max_length=1000)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=1000, blank=True)

    SHOWN: ClassVar[dict[str, Shown]] = {
        "noun": Shown(Precision.FULL),
        "subject_id": Shown(Precision.FULL),
        "country_code": Shown(Precision.FULL, "country__code"),
        "changes": Shown(Precision.FULL, unless="either"),
        "because": Shown(Precision.FULL, unless="either"),
        "proposed_at": Shown(Precision.FULL),
        "proposed_by": Shown(Precision.FULL, "proposed_by__name"),
        "state": Shown(Precision.FULL),
        "decided_at": Shown(Precision.FULL),
        "decision": Shown(Precision.FULL, unless="either"),
        "label": Shown(Precision.FULL, "rule__label"),
        "revision": Shown(Precision.FULL),
    }

    def __str__(self) -> str:
        return f"{self.noun} {self.state}"
