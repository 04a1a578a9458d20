"""Where reports come from: one organization's stream of reports about one country."""

from __future__ import annotations

from django.db import models

from intarsia_site.access.keys import random_id


class Source(models.Model):
    """One stream of reports: each new one takes the place of the one before, never of another's.

    `current` is the one pointer that makes an import true: what it names is what is so.
    """

    class Kind(models.TextChoices):
        FILES = "files", "Files that somebody sends"
        BY_HAND = "by_hand", "Entered on the site"
        ADDRESS = "address", "Fetched from an address"

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    #: Whose reports they are: its members send them, its rules decide who sees what they say.
    organization = models.ForeignKey(
        "access.Organization", on_delete=models.PROTECT, related_name="sources"
    )
    country = models.ForeignKey("access.Country", on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FILES)
    current = models.ForeignKey(
        "reports.ReportImport",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="current_of",
    )
    #: How its lists are read, as `intarsia.save_mapping` writes it; null: guessed anew.
    mapping = models.JSONField(null=True, blank=True)
    #: What people confirmed about names in its reports: see `services.deciding`.
    known = models.JSONField(default=dict)
    #: Months between two reports; null: whenever there is something to say.
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Days after the end of a period by which its report is expected.
    due_after_days = models.PositiveSmallIntegerField(default=15)
    #: The first day of the first period that is expected.
    expected_from_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    #: Of kind address: where it is fetched, and when that was tried last.
    address = models.CharField(max_length=1000, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    fetch_problem = models.CharField(max_length=60, blank=True)
    #: Figures of the sentence that says the problem.
    fetch_data = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "country", "name"), name="a_source_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SourceRule(models.Model):
    """The rule of a source's activities of one handling: sensitive sectors have a stricter one."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="rules")
    #: What the protocol adds to the report's own label: see `services.handling`.
    handling = models.CharField(max_length=60)
    rule = models.OneToOneField(
        "access.SharingRule", on_delete=models.PROTECT, related_name="of_source"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "handling"), name="a_source_rule_once"),
        )

    def __str__(self) -> str:
        return self.handling


class Switch(models.Model):
    """That another import of a source became what is so: by importing, by undoing.

    In the order in which it happened. What came, changed and was withdrawn is the difference of
    what the two imports hold; see `queries.change_feed`.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="switches")
    before = models.ForeignKey(
        "reports.ReportImport", null=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        "reports.ReportImport", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "switches"

    def __str__(self) -> str:
        return f"{self.before_id} {self.after_id}"
