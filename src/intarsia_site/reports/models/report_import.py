"""One report on its way into a source, and for good what it said once it is there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from intarsia_site.access.keys import random_id


class ReportImport(models.Model):
    """One import: read, looked at by a person, then true by one switch of `Source.current`.

    Immutable once imported: an undo moves the pointer back and leaves it where it is.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READY = "ready", "To be looked at"
        QUEUED = "queued", "Waiting to be imported"
        IMPORTING = "importing", "Being imported"
        IMPORTED = "imported", "Imported"
        UNCHANGED = "unchanged", "Nothing new in it"
        UNDONE = "undone", "Undone"
        FAILED = "failed", "Could not be read"
        SET_ASIDE = "set_aside", "Set aside"

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    source = models.ForeignKey("reports.Source", on_delete=models.PROTECT, related_name="imports")
    #: Null: entered on the site.
    file = models.ForeignKey(
        "reports.ReportFile",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="imports",
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    #: What is being done, and how much of it, 0-1: shown while it works.
    stage = models.CharField(max_length=20, blank=True)
    progress = models.FloatField(default=0)
    #: When it was put in line again, or its worker last said that it is alive; one that is silent
    #: for long is begun anew.
    alive_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Counted up with each new reading: what an older one still writes is not taken.
    reading = models.PositiveIntegerField(default=0)
    #: What was so when the difference was made; another by now: the difference is made anew.
    compared_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: What was so before the switch: where an undo goes back to.
    replaced = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: What people decided while they looked at it: see `services.decisions`.
    decisions = models.JSONField(default=dict)
    #: Label and audience of the whole report: see `services.handling`.
    sharing = models.JSONField(default=dict)
    #: What was recognized, counts of rows, problems, differences; nothing of the rows themselves.
    summary = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, blank=True)
    error_data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("state", "alive_at"), name="imports_at_work"),)

    def __str__(self) -> str:
        return f"{self.state} {self.public_id}"


class ImportTable(models.Model):
    """One of the picture's tables as this import says it, as Parquet; or what differs, as JSON."""

    report_import = models.ForeignKey(ReportImport, on_delete=models.CASCADE, related_name="tables")
    name = models.CharField(max_length=40)
    rows = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("report_import", "name"), name="an_import_table_once"),
        )

    def __str__(self) -> str:
        return self.name
