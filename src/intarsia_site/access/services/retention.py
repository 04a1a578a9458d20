"""What ends by itself, and what is kept no longer than it must be."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from intarsia_site.access.models import (
    AuditEntry,
    IdempotentAnswer,
    Installation,
    Invitation,
    OutgoingLetter,
    Token,
)
from intarsia_site.access.services.audit import record

#: How long what has done its work is kept: answers to repeated requests; letters that left and
#: invitations that nobody took, both with addresses of persons.
ANSWERS_KEPT = dt.timedelta(days=1)
LETTERS_KEPT = dt.timedelta(days=30)


@transaction.atomic
def end_what_expired(*, at: dt.datetime) -> int:
    """End the tokens whose time is over, so that lists say so. The installation's own work.

    Sharing rules, memberships and invitations need nothing: each is asked as of a moment.
    """
    ended = Token.objects.filter(expires_at__lte=at, ended_at__isnull=True).update(
        ended_at=F("expires_at")
    )
    if ended:
        record("expired", "token", "", by=None, at=at, after={"ended": ended})
    return ended


@transaction.atomic
def prune(*, at: dt.datetime) -> int:
    """Delete what is kept no longer; return how many rows. The installation's own work.

    Sessions past their end, answers kept for a day, letters and unanswered invitations for thirty
    days, audit entries for the installation's retention period.
    """
    gone = {
        "sessions": Session.objects.filter(expire_date__lt=at),
        "answers": IdempotentAnswer.objects.filter(at__lt=at - ANSWERS_KEPT),
        "letters": OutgoingLetter.objects.exclude(state=OutgoingLetter.State.WAITING).filter(
            queued_at__lt=at - LETTERS_KEPT
        ),
        "invitations": Invitation.objects.filter(
            accepted_at__isnull=True, expires_at__lt=at - LETTERS_KEPT
        ),
    }
    here = Installation.objects.first()
    if here is not None:
        oldest = at - dt.timedelta(days=here.retention_days)
        gone["audit_entries"] = AuditEntry.objects.filter(at__lt=oldest)
    deleted = {name: rows.delete()[0] for name, rows in gone.items()}
    told = {name: number for name, number in deleted.items() if number and name != "sessions"}
    if told:
        record("pruned", "installation", "", by=None, at=at, after=told)
    return sum(deleted.values())
