"""What organizations say they do: activities, each version kept as it was said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown


class CurrentActivities(models.Manager["Activity"]):
    """The activities that are so now: those of the imports that sources point to."""

    def get_queryset(self) -> models.QuerySet[Activity]:
        rows = super().get_queryset()
        return rows.filter(stands__report_import__current_of__isnull=False)


class Activity(SharedRecord):
    """One version of one activity as a report says it. Never changed, but for its rule.

    `current` holds what is so now and is the manager that everything reads with; `versions`
    holds every version, for imports, undoing and editions.
    """

    source = models.ForeignKey("reports.Source", on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey("access.Country", on_delete=models.PROTECT, related_name="+")
    #: The picture's `activity_id`, unique in its source; the same through all versions.
    activity_id = models.CharField(max_length=200)
    #: Of everything it says, see `intarsia.fingerprints`.
    fingerprint = models.CharField(max_length=32)
    title = models.TextField(blank=True)
    description = models.TextField(blank=True)
    #: Who reports it, if the register knows; the name as reported in any case.
    organization = models.ForeignKey(
        "access.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organization_name = models.CharField(max_length=300, blank=True)
    #: Names of those who carry it out, and of those who pay, as reported; a line each.
    implementers = models.TextField(blank=True)
    funders = models.TextField(blank=True)
    #: The largest share first; the others in `sector_codes`, between spaces.
    sector_code = models.CharField(max_length=40, blank=True)
    sector_codes = models.TextField(blank=True)
    area_code = models.CharField(max_length=40, blank=True)
    area_codes = models.TextField(blank=True)
    place_codes = models.TextField(blank=True)
    place_level = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    #: The first days of the quarters in which it starts and ends.
    from_quarter_on = models.DateField(null=True, blank=True)
    to_quarter_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, blank=True)
    budget_usd = models.FloatField(null=True, blank=True)
    spent_usd = models.FloatField(null=True, blank=True)
    target_group = models.CharField(max_length=200, blank=True)
    people_targeted = models.FloatField(null=True, blank=True)
    people_reached = models.FloatField(null=True, blank=True)
    modality = models.CharField(max_length=200, blank=True)
    #: Title and names as searched for; only ever asked where they are seen in full.
    folded = models.TextField(blank=True, editable=False)

    current = CurrentActivities()
    versions = models.Manager["Activity"]()

    SHOWN: ClassVar[dict[str, Shown]] = {
        "country_code": Shown(Precision.EXISTENCE, "country__code"),
        "sector_code": Shown(Precision.EXISTENCE),
        "sector_codes": Shown(Precision.COARSE),
        "area_code": Shown(Precision.EXISTENCE, unless="finest_level", level=1),
        "area_codes": Shown(Precision.COARSE, unless="finest_level", level=1),
        "place_codes": Shown(Precision.FULL, unless="finest_level", level="place_level"),
        "from_quarter_on": Shown(Precision.COARSE),
        "to_quarter_on": Shown(Precision.COARSE),
        "title": Shown(Precision.FULL),
        "description": Shown(Precision.FULL),
        "organization_id": Shown(Precision.FULL, "organization__public_id", "hides_implementer"),
        "organization_name": Shown(Precision.FULL, "organization_name", "hides_implementer"),
        "implementers": Shown(Precision.FULL, unless="hides_implementer"),
        "funders": Shown(Precision.FULL, unless="hides_implementer"),
        "starts_on": Shown(Precision.FULL),
        "ends_on": Shown(Precision.FULL),
        "status": Shown(Precision.FULL),
        "budget_usd": Shown(Precision.FULL),
        "spent_usd": Shown(Precision.FULL),
        "target_group": Shown(Precision.FULL),
        "people_targeted": Shown(Precision.FULL),
        "people_reached": Shown(Precision.FULL),
        "modality": Shown(Precision.FULL),
        "activity_id": Shown(Precision.FULL, unless="either"),
        "source_id": Shown(Precision.FULL, "source__public_id", "hides_implementer"),
        "source_name": Shown(Precision.FULL, "source__name", "hides_implementer"),
        "folded": Shown(Precision.FULL, unless="either"),
        "label": Shown(Precision.FULL, "rule__label"),
        "owner_name": Shown(Precision.FULL, "rule__owner__name", "hides_implementer"),
        "marking": Shown(Precision.FULL),
        "revision": Shown(Precision.FULL),
    }

    class Meta:
        default_manager_name = "current"
        base_manager_name = "versions"
        constraints = (
            models.UniqueConstraint(
                fields=("source", "activity_id", "fingerprint"), name="an_activity_version_once"
            ),
        )
        indexes = (models.Index(fields=("country", "sector_code"), name="activities_by_sector"),)

    def __str__(self) -> str:
        return self.activity_id


class Standing(models.Model):
    """That an import holds an activity's version, and where in its file that stands."""

    report_import = models.ForeignKey(
        "reports.ReportImport", on_delete=models.CASCADE, related_name="holds"
    )
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="stands")
    sheet = models.CharField(max_length=200, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)
    xpath = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "report_import"), name="an_activity_once_an_import"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.row or self.xpath}"
