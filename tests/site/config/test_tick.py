"""What is periodic is done once, also when two ticks meet, and one failure stops nothing else."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, connections

from intarsia_site.access.models import AuditEntry, OutgoingLetter, Token, User
from intarsia_site.config import tick as ticking
from intarsia_site.config.turns import turn

AT = dt.datetime(2011, 5, 31, 12, tzinfo=dt.UTC)


@pytest.fixture
def bruno() -> User:
    return User.objects.create_user("bruno@un.example", "words for a test", name="Bruno")


@pytest.mark.django_db
def test_two_ticks_at_once_do_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    monkeypatch.setattr(ticking, "duties", lambda: {"letters": lambda *, at: done.append(at) or 1})
    second = []

    def meet() -> None:
        try:
            second.append(ticking.tick(at=AT))
        finally:
            connections.close_all()

    with turn("tick") as mine:
        assert mine
        other = threading.Thread(target=meet)
        other.start()
        other.join()

    assert second == [None]
    assert done == []
    assert ticking.tick(at=AT) == {"letters": 1}


@pytest.mark.django_db
def test_a_duty_that_fails_leaves_the_others_to_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*, at: dt.datetime) -> int:
        raise OSError("the mail server does not answer")

    monkeypatch.setattr(ticking, "duties", lambda: {"letters": fails, "pruned": lambda *, at: 3})

    assert ticking.tick(at=AT) == {"letters": None, "pruned": 3}


@pytest.mark.django_db
def test_an_expired_token_is_said_to_have_ended_and_left_in_the_trail(bruno: User) -> None:
    def token(name: str, ends: dt.datetime) -> Token:
        return Token.objects.create(
            user=bruno, name=name, secret_hash=name, made_at=AT - dt.timedelta(9), expires_at=ends
        )

    over, running = token("over", AT - dt.timedelta(1)), token("running", AT + dt.timedelta(1))

    assert ticking.tick(at=AT)["expired"] == 1

    over.refresh_from_db()
    running.refresh_from_db()
    assert over.ended_at == over.expires_at
    assert running.ended_at is None
    assert AuditEntry.objects.get(verb="expired").after == {"ended": 1}


@pytest.mark.django_db
def test_letters_that_left_are_forgotten_after_thirty_days_and_waiting_ones_never(
    bruno: User,
) -> None:
    def letter(state: str, days: int) -> OutgoingLetter:
        return OutgoingLetter.objects.create(
            reader=bruno,
            kind="notice",
            state=state,
            queued_at=AT - dt.timedelta(days),
            next_try_at=AT,
        )

    letter("sent", 31)
    kept = [letter("sent", 29), letter("waiting", 300)]

    assert ticking.tick(at=AT)["pruned"] == 1
    assert set(OutgoingLetter.objects.all()) == set(kept)
    assert ticking.tick(at=AT)["pruned"] == 0


@pytest.mark.django_db
def test_a_turn_is_given_back() -> None:
    for _ in range(2):
        with turn("once") as mine:
            assert mine
    assert connection.is_usable()
