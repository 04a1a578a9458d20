"""What leaves by e-mail: invitations and a box of letters checked when they are sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from intarsia_site.access.keys import random_id


class Invitation(models.Model):
    """A person asked to join an organization; the link's secret is kept as a hash only."""

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    organization = models.ForeignKey("access.Organization", on_delete=models.CASCADE)
    country = models.ForeignKey("access.Country", null=True, blank=True, on_delete=models.CASCADE)
    role = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.public_id


class OutgoingLetter(models.Model):
    """A letter to one reader. What it says is written when it is sent, for what is seen then."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        #: The reader may no longer see what it would have said.
        WITHHELD = "withheld", "Withheld"
        FAILED = "failed", "Failed"

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    #: Of an invitation: a reader who has no account yet.
    address = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    #: Only what is needed to write it: ids and secrets of links, never a title.
    about = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField()
    #: Whoever sends it puts this off first, so that no other sender takes it meanwhile.
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("queued_at", "pk")
        indexes = (models.Index(fields=("state", "next_try_at"), name="letters_to_send"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
