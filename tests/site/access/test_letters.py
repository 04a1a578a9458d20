"""Letters say what their reader may see when they are sent, and are sent once."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections, transaction

from intarsia_site.access import letters as kinds
from intarsia_site.access.models import OutgoingLetter
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.services import letters
from intarsia_site.access.services.letters import PAUSES, queue_letter, send_waiting
from intarsia_site.access.services.person import erase_person
from intarsia_site.access.services.sharing_rule import change_rule
from intarsia_site.access.services.token import end_token, make_token
from intarsia_site.registry.models import Priority
from people import NOW, Cast, a_person, a_rule, the_cast


@pytest.fixture
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of letter about a priority, written with the templates of another."""

    def telling(viewing: Viewing, public_id: str) -> dict[str, Any] | None:
        seen = Seen(Priority, viewing).one_or_none(public_id)
        if seen is None or seen["statement"] is None:
            return None
        return {"name": seen["statement"], "scope": "read", "until": viewing.at}

    monkeypatch.setitem(kinds._KINDS, "token_made", telling)


def a_priority(cast: Cast) -> Priority:
    rule = a_rule(owner=cast.agency, country=cast.arvenia, organizations=[cast.donor])
    return Priority.objects.create(
        rule=rule, country=cast.arvenia, rank=1, sector_code="police", statement="Secret statement",
        instrument="Plan",
    )  # fmt: skip


def queue(cast: Cast, subject_id: str, **changes: Any) -> None:
    with transaction.atomic():
        queue_letter(
            "token_made",
            changes.get("reader", cast.daniel),
            "priority",
            subject_id,
            by=cast.bruno,
            at=NOW,
        )


@pytest.mark.usefixtures("_told")
def test_a_letter_says_what_its_reader_sees_when_it_is_sent(cast: Cast) -> None:
    priority = a_priority(cast)
    queue(cast, priority.public_id)
    assert "Secret" not in repr(list(OutgoingLetter.objects.values()))

    assert send_waiting(at=NOW) == 1

    assert mail.outbox[0].to == [cast.daniel.email]
    assert "Secret statement" in mail.outbox[0].body


@pytest.mark.usefixtures("_told")
def test_a_letter_is_withheld_once_its_reader_may_no_longer_see(cast: Cast) -> None:
    priority = a_priority(cast)
    queue(cast, priority.public_id)
    change_rule(
        priority.rule.public_id, revision=1, label="TLP:AMBER+STRICT", by=cast.bruno, at=NOW
    )

    assert send_waiting(at=NOW) == 0

    assert mail.outbox == []
    assert OutgoingLetter.objects.get().state == "withheld"
    assert send_waiting(at=NOW + dt.timedelta(days=30)) == 0


@pytest.mark.usefixtures("_told")
def test_a_letter_to_somebody_who_was_erased_or_left_is_not_sent(cast: Cast) -> None:
    priority = a_priority(cast)
    left = a_person(is_active=False)
    queue(cast, priority.public_id)
    queue(cast, priority.public_id, reader=left)

    erase_person(cast.daniel.public_id, by=cast.daniel, at=NOW)

    assert send_waiting(at=NOW) == 0
    assert mail.outbox == []


@pytest.mark.usefixtures("_told")
def test_letters_are_in_their_reader_s_language(cast: Cast) -> None:
    cast.daniel.language = "fr"
    cast.daniel.save()
    queue(cast, a_priority(cast).public_id)

    send_waiting(at=NOW)

    assert "1 juin 2011" in mail.outbox[0].body


class Failing(EmailBackend):
    """Refuses the letters of one reader."""

    def send_messages(self, messages: Any) -> int:
        if any("daniel" in to for message in messages for to in message.to):
            raise OSError("connection refused")
        return int(super().send_messages(messages))


def test_a_letter_that_fails_stops_no_other_and_is_tried_with_growing_pauses(
    cast: Cast, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "test_letters.Failing"
    for person in (cast.daniel, cast.bruno):
        make_token(name="export", scope="read", days=90, by=person, at=NOW)

    assert send_waiting(at=NOW) == 1
    assert [letter.to for letter in mail.outbox] == [[cast.bruno.email]]

    at = NOW
    for tries, pause in enumerate(PAUSES[:-1], 1):
        failed = OutgoingLetter.objects.get(reader=cast.daniel)
        assert (failed.state, failed.tries) == ("waiting", tries)
        assert send_waiting(at=at + pause - dt.timedelta(seconds=1)) == 0
        assert OutgoingLetter.objects.get(reader=cast.daniel).tries == tries
        at += pause
        send_waiting(at=at)
    assert OutgoingLetter.objects.get(reader=cast.daniel).state == "failed"
    assert send_waiting(at=at + dt.timedelta(days=99)) == 0


def test_a_letter_about_a_token_that_was_ended_is_withheld(cast: Cast) -> None:
    made, _secret = make_token(name="export", scope="read", days=90, by=cast.daniel, at=NOW)
    end_token(made, by=cast.daniel, at=NOW)

    assert send_waiting(at=NOW) == 0
    assert mail.outbox == []


def test_a_sender_leaves_alone_what_another_took_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second sender runs between the first one's look and its taking."""
    make_token(name="export", scope="read", days=90, by=cast.daniel, at=NOW)
    sent_by_other = []
    real = letters.OutgoingLetter.objects.filter

    def filtered(*args: Any, **kwargs: Any) -> Any:
        if "tries" in kwargs and not sent_by_other:
            sent_by_other.append(None)
            sent_by_other[0] = send_waiting(at=NOW)
        return real(*args, **kwargs)

    monkeypatch.setattr(letters.OutgoingLetter.objects, "filter", filtered)

    assert send_waiting(at=NOW) == 0
    assert sent_by_other == [1]
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_letter_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite writers take turns: see the test above")
    cast = the_cast()
    for number in range(20):
        make_token(name=f"export {number}", scope="read", days=90, by=cast.daniel, at=NOW)
    start = threading.Barrier(3)
    sent: list[int] = []

    def sender() -> None:
        start.wait()
        sent.append(send_waiting(at=NOW))
        connections.close_all()

    threads = [threading.Thread(target=sender) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sent) == 20
    assert len(mail.outbox) == 20
