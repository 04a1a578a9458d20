"""A country's information-sharing protocol: what each kind of data starts with."""

from __future__ import annotations

from django.db import models

from intarsia.sharing.labels import Label


class ProtocolRow(models.Model):
    """Default label, finest place and whether the implementer is hidden, for a kind and sector."""

    country = models.ForeignKey(
        "access.Country", on_delete=models.CASCADE, related_name="protocol_rows"
    )
    kind = models.CharField(max_length=40)
    #: Empty: every sector that has no row of its own.
    sector_code = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=20, choices=[(label, label) for label in Label])
    #: Null: as reported.
    finest_level = models.PositiveSmallIntegerField(null=True, blank=True)
    hides_implementer = models.BooleanField()
    because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("kind", "sector_code")
        constraints = (
            models.UniqueConstraint(
                fields=("country", "kind", "sector_code"), name="one_protocol_row_a_kind_and_sector"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.sector_code or '*'} {self.label}"
