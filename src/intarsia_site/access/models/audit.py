"""The trail of every write: who, when, what before and after, and why."""

from __future__ import annotations

from django.db import models

from intarsia_site.access.keys import random_id


class AuditEntry(models.Model):
    """One write. Persons are keys: erasing a person leaves the key and nothing behind it."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    at = models.DateTimeField(db_index=True)
    #: `User.audit_key`; empty for what the installation does by itself.
    by_key = models.CharField(max_length=16, blank=True, db_index=True)
    #: The organization for which it was done, if it was for one.
    organization = models.ForeignKey(
        "access.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.ForeignKey(
        "access.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Who may see the entry sees the record: its rule, or none where no rule is concerned.
    rule = models.ForeignKey(
        "access.SharingRule", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="audit_of_subject"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"
