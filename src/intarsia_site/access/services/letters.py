"""A box of letters: queued in the transaction of what they tell, written when they are sent."""

from __future__ import annotations

import datetime as dt

import structlog
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import translation

from intarsia_site.access.letters import Draft, written
from intarsia_site.access.models import OutgoingLetter, User
from intarsia_site.access.services.audit import record

log = structlog.get_logger("intarsia_site.letters")

#: After the first try that failed, the second …; then a letter is given up.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (10, 30, 120, 480, 1440, 2880, 2880))
AT_ONCE = 200


def queue_letter(
    kind: str,
    reader: User | None,
    subject_kind: str = "",
    subject_id: str = "",
    *,
    address: str = "",
    by: User | None,
    at: dt.datetime,
) -> None:
    """Put a letter into the box, in the transaction of what it tells of.

    Only the kind, the reader and the subject's id are kept: what it says is written when it is
    sent, for what the reader may see then.
    kind      one registered in `access.letters`
    address   where the reader has no account yet
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a letter is queued in the transaction of what it tells of")
    letter = OutgoingLetter.objects.create(
        kind=kind,
        reader=reader,
        address=address,
        subject_kind=subject_kind,
        subject_id=subject_id,
        queued_at=at,
        next_try_at=at,
    )
    record(
        "queue_letter",
        "letter",
        str(letter.pk),
        by=by,
        at=at,
        after={"kind": kind, "reader": reader.audit_key if reader else None},
    )


def send_waiting(*, at: dt.datetime) -> int:
    """Send what is due; return how many letters were sent. The installation's own work.

    Each is looked at again: withheld where its reader may no longer see what it would say. One
    that fails is tried again after growing pauses and stops no other. Senders at once never take
    the same letter: whoever puts its next try off first has it. A sender that dies leaves it to the
    next one after that pause.
    """
    waiting = OutgoingLetter.objects.filter(
        state=OutgoingLetter.State.WAITING, next_try_at__lte=at
    ).order_by("next_try_at", "pk")
    sent = 0
    for pk, tries in list(waiting.values_list("pk", "tries")[:AT_ONCE]):
        pause = PAUSES[min(tries, len(PAUSES) - 1)]
        is_mine = OutgoingLetter.objects.filter(
            pk=pk, tries=tries, state=OutgoingLetter.State.WAITING
        ).update(tries=tries + 1, next_try_at=at + pause)
        if is_mine:
            sent += _sent(pk, at)
    return sent


def _sent(pk: int, at: dt.datetime) -> int:
    letter = OutgoingLetter.objects.select_related("reader").get(pk=pk)
    try:
        draft = written(letter, at=at)
        if draft is not None:
            _post(draft)
    except Exception as error:
        # Neither the address nor what it says may stand in a log.
        log.warning(
            "letter_failed", kind=letter.kind, tries=letter.tries, error=type(error).__name__
        )
        if letter.tries >= len(PAUSES):
            _closed(letter, OutgoingLetter.State.FAILED, at)
        return 0
    _closed(
        letter,
        OutgoingLetter.State.WITHHELD if draft is None else OutgoingLetter.State.SENT,
        at,
    )
    return int(draft is not None)


def _post(draft: Draft) -> None:
    with translation.override(draft.language), get_connection() as connection:
        EmailMessage(draft.title, draft.text, None, [draft.address], connection=connection).send()


@transaction.atomic
def _closed(letter: OutgoingLetter, state: OutgoingLetter.State, at: dt.datetime) -> None:
    letter.state = state
    letter.sent_at = at if state == OutgoingLetter.State.SENT else None
    letter.save(update_fields=["state", "sent_at"])
    record("close_letter", "letter", str(letter.pk), by=None, at=at, after={"state": state.value})
